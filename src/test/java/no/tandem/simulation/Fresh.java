package no.tandem.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import no.tandem.TestClock;

/**
 * What is written was read at most five seconds before: what was read earlier may have changed
 * since.
 */
final class Fresh implements Promise {
  private static final Duration FRESH_FOR = Duration.ofSeconds(5);

  private final TestClock time;

  Fresh(TestClock time) {
    this.time = time;
  }

  @Override
  public Optional<String> aboutToWrite(
      Instance process, Systems.Key record, Map<String, String> sent) {
    Optional<Instant> saw = process.lastSaw(record);
    boolean fresh = saw.filter(at -> !at.plus(FRESH_FOR).isBefore(time.instant())).isPresent();
    return fresh || isReadAgain(process, record, saw)
        ? Optional.empty()
        : Optional.of(
            process + " writes " + record + ", last seen " + saw + ", now " + time.instant());
  }

  /** Excused: what had to wait too long is read again once, and then sent however long it waits. */
  private static boolean isReadAgain(Instance process, Systems.Key record, Optional<Instant> saw) {
    return process
        .wasLate(record)
        .filter(late -> saw.filter(late::isBefore).isPresent())
        .isPresent();
  }
}
