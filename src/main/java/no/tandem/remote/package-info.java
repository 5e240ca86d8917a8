/**
 * What the two vendors' clients share: keeping within a request limit (of one process, or of all
 * that share a key), waiting, obeying a 429, logging in again once, distinguishing a rejection from
 * a passing trouble, and counting what is got over. It knows neither vendor.
 */
@NullMarked
package no.tandem.remote;

import org.jspecify.annotations.NullMarked;
