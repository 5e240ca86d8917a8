/**
 * What both simulators stand on: a small HTTP server with a journal of requests, injected faults
 * and a sliding-window limit. It knows neither vendor.
 */
@NullMarked
package no.tandem.local.http;

import org.jspecify.annotations.NullMarked;
