/**
 * webCRM's REST API: a REST interface, the session, JSON records, /Queries scripts, and a {@link
 * no.tandem.sync.side.Side} for organisations and persons.
 *
 * <p>May not import PowerOffice's package, the link store or a pair.
 */
@NullMarked
package no.tandem.webcrm;

import org.jspecify.annotations.NullMarked;
