/**
 * The packaged jar, started as a process of its own against simulators in the test and DynamoDB
 * Local: killed, misconfigured, measured.
 */
@NullMarked
package no.tandem.packaged;

import org.jspecify.annotations.NullMarked;
