/**
 * A simulator of the PowerOffice Go API v2, over HTTP and as strict as the real service.
 *
 * <p>A request passes the gateway (subscription key, rate limit, access token), then {@link
 * no.tandem.local.poweroffice.PowerOfficeSimulator} finds its route and checks the privilege. Lists
 * are read by ListQuery; creates and patches by Writing, which asks Rules before Records stores
 * anything. Which fields a record has, and who may write them, stands in Shape. Whatever the vendor
 * leaves open is a switch in {@link no.tandem.local.poweroffice.PowerOfficeSwitches}. What Tandem
 * never sends gets a 501.
 *
 * <p>Imports the HTTP base and Jackson; nothing of the synchronisation itself, so that both can be
 * wrong only independently.
 */
@NullMarked
package no.tandem.local.poweroffice;

import org.jspecify.annotations.NullMarked;
