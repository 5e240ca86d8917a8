/**
 * What the pair functions share: their JSON in and out, the settings and connections of each
 * tenant, and one run at a time for each tenant and pair.
 */
@NullMarked
package no.tandem.functions;

import org.jspecify.annotations.NullMarked;
