package no.tandem.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is written was read at most five seconds before: what was read earlier may have changed
 * since. Excused: a process that sleeps between its last look at the clock and the wire, which it
 * cannot notice.
 */
final class Fresh implements Promise {
  private static final Duration FRESH_FOR = Duration.ofSeconds(5);

  @Override
  public Optional<String> aboutToWrite(
      Instance process, Systems.Key record, Map<String, String> sent) {
    Optional<Instant> saw = process.lastSaw(record);
    boolean fresh =
        saw.filter(at -> !at.plus(FRESH_FOR).isBefore(process.handedOver())).isPresent();
    return fresh || isReadAgain(process, record, saw)
        ? Optional.empty()
        : Optional.of(
            process
                + " writes "
                + record
                + ", last seen "
                + saw
                + ", sent "
                + process.handedOver());
  }

  /** Excused: what had to wait too long is read again once, and then sent however long it waits. */
  private static boolean isReadAgain(Instance process, Systems.Key record, Optional<Instant> saw) {
    return process
        .wasLate(record)
        .filter(late -> saw.filter(late::isBefore).isPresent())
        .isPresent();
  }
}
