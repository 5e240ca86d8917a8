package no.tandem.sync.link;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import no.tandem.sync.side.SystemName;

/**
 * How one kind of write to one system fares, while it fails.
 *
 * @param failures failures in a row, each of another record, without an answer that shows that the
 *     system works
 * @param probes how often it was tried since it is down
 * @param notBefore when it may be tried again; empty while it is not known to be down
 */
public record Outage(Write write, int failures, int probes, Optional<Instant> notBefore) {
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

  /** So long at most, so that what waits is not late for long once the system is back. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

  /** A kind of write: one may be down while others work. */
  public record Write(SystemName system, boolean creates) {

    public static Write create(SystemName system) {
      return new Write(system, true);
    }

    public static Write update(SystemName system) {
      return new Write(system, false);
    }

    @Override
    public String toString() {
      return system + (creates ? " takes no new records" : " takes no changes");
    }
  }

  public static Outage none(Write write) {
    return new Outage(write, 0, 0, Optional.empty());
  }

  public boolean isDown() {
    return notBefore.isPresent();
  }

  public Outage failed() {
    return new Outage(write, failures + 1, probes, notBefore);
  }

  /** It is down, or is so still. */
  public Outage down(Instant now) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(probes, 10));
    return new Outage(
        write,
        failures,
        probes + 1,
        Optional.of(now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE)));
  }
}
