/** What the clock starts: sweeps, left in the pairs' queues. */
@NullMarked
package no.tandem.schedule;

import org.jspecify.annotations.NullMarked;
