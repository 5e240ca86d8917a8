/**
 * The made-up company that dev mode starts with, and some tests: its accounting and its CRM overlap
 * in part, with the oddities that real records have.
 *
 * <p>No person in it exists: mail domains end in {@code .example}, and organisation numbers begin
 * with 3, which Norway keeps for test companies.
 */
@NullMarked
package no.tandem.local.sample;

import org.jspecify.annotations.NullMarked;
