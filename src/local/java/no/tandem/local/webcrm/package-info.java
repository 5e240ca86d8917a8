/**
 * webCRM's REST API on the loopback address, as strict as what is known of the real service.
 *
 * <p>A request is let in (address length, token, rate), routed to the calls of its area, and
 * answered from a store of immutable rows. What the service's documentation leaves open is a switch
 * whose default is the likeliest guess. What Tandem never sends, such as a query of another form
 * than its two, gets a 501.
 *
 * <p>It knows neither Tandem's engine nor its client, so that both cannot share a mistake.
 */
@NullMarked
package no.tandem.local.webcrm;

import org.jspecify.annotations.NullMarked;
