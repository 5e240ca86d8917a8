/**
 * Made-up records for both simulators: a Norwegian wholesaler whose accounting and CRM already
 * overlap in part, with the oddities that real records have, and plain masses of customers.
 *
 * <p>{@link no.tandem.local.sample.SampleCompany} is the way in. {@code Wholesaler} decides how
 * many records of which kind there are and how the two systems differ; {@code BulkCustomers} counts
 * up names; both let {@code PowerOfficeRows} and {@code WebCrmRows} spell a record in the vendor's
 * own fields. Everything follows from the seed: nothing here asks for the time.
 *
 * <p>No person in it exists: mail domains end in {@code .example}, and organisation numbers begin
 * with 3, which Norway keeps for test companies. It may not use anything of Tandem's own code.
 */
@NullMarked
package no.tandem.local.sample;

import org.jspecify.annotations.NullMarked;
