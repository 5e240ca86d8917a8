/**
 * The pairs' queues in Amazon SQS, one FIFO queue for each pair; the message group is the tenant.
 */
@NullMarked
package no.tandem.queue;

import org.jspecify.annotations.NullMarked;
