/**
 * PowerOffice Go, API v2: a REST interface, the token, JSON records, and a {@link
 * no.tandem.sync.side.Side} for customers, suppliers, departments and contact persons.
 *
 * <p>May not import webCRM's package, the link store or a pair.
 */
@NullMarked
package no.tandem.poweroffice;

import org.jspecify.annotations.NullMarked;
