/**
 * Metrics of runs in CloudWatch's embedded metric format: one line of JSON in the log, from which
 * CloudWatch takes the metrics. Only on Lambda; on one machine the report says it all.
 */
@NullMarked
package no.tandem.metrics;

import org.jspecify.annotations.NullMarked;
