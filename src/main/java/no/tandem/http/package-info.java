/**
 * What the functions need when they are called over HTTP: errors as JSON, and the webhook's route.
 * In the jar that runs on one machine, not in the package for Lambda.
 */
@NullMarked
package no.tandem.http;

import org.jspecify.annotations.NullMarked;
