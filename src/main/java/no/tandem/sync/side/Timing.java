package no.tandem.sync.side;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How long things take at most. All leases follow from it, so that what one process still does and
 * what another may do by then never overlap.
 *
 * @param requestTimeout how long an answer is waited for
 * @param lateHandling how long a server may go on with a request after its caller has given up
 * @param replicaDelay how long after a write a system may still show what was before; none where it
 *     is left out
 * @param clocksApart how far the clocks of two processes may be apart
 * @param work how long a lease is good for, besides what its end has to be kept free for
 */
public record Timing(
    Duration requestTimeout,
    Duration lateHandling,
    Map<SystemName, Duration> replicaDelay,
    Duration clocksApart,
    Duration work) {

  /** What is known of both systems. */
  public static final Timing USUAL =
      new Timing(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Map.of(SystemName.POWEROFFICE, Duration.ofSeconds(5)),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60));

  public Timing {
    replicaDelay = Map.copyOf(replicaDelay);
  }

  /** How long after a write this system may still show what was before. */
  public Duration replicaDelay(SystemName system) {
    return Optional.ofNullable(replicaDelay.get(system)).orElse(Duration.ZERO);
  }

  // --- creating a record ---

  /** Until when a creation may be sent that was begun then. */
  public Instant sentUntil(Instant begun) {
    return begun.plus(work);
  }

  /**
   * When a creation that was begun then is surely over, whatever the clocks say. A run that begins
   * after that knows that it has failed if it cannot find the record, and creates it again.
   */
  public Instant overAt(SystemName system, Instant begun) {
    return sentUntil(begun)
        .plus(requestTimeout)
        .plus(lateHandling)
        .plus(replicaDelay(system))
        .plus(clocksApart);
  }

  // --- a run ---

  /** How long a run's lease lasts. */
  public Duration runLease() {
    return work.plus(lastOfRunLease());
  }

  /** How long before its end nothing is written any more. */
  public Duration lastOfRunLease() {
    return requestTimeout.plus(clocksApart);
  }
}
