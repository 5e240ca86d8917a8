package no.tandem.sync;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import no.tandem.sync.link.RunState;
import no.tandem.sync.side.Timing;

/** A run's lease that is stored with the pair's run state. */
public final class StoredLease implements RunLease {
  private static final Logger LOG = System.getLogger(StoredLease.class.getName());

  /** For so long another run is waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final RunState runState;
  private final String holder;
  private final Timing timing;
  private final Clock clock;
  private final Consumer<Duration> pause;
  private boolean taken;
  private Instant ends = Instant.MIN;

  /**
   * @param holder names the run, and no other one of any process
   * @param pause returns when the time has passed
   */
  public StoredLease(
      RunState runState, String holder, Timing timing, Clock clock, Consumer<Duration> pause) {
    this.runState = runState;
    this.holder = holder;
    this.timing = timing;
    this.clock = clock;
    this.pause = pause;
  }

  @Override
  public boolean take() {
    Instant patientUntil = clock.instant().plus(PATIENCE);
    taken = taken || hold();
    while (!taken && clock.instant().isBefore(patientUntil)) {
      pause.accept(LOOK_AGAIN);
      taken = hold();
    }
    return taken;
  }

  /** Takes it, or keeps it for longer. */
  private boolean hold() {
    Instant end = clock.instant().plus(timing.runLease());
    boolean held = runState.lease(holder, end);
    if (held) {
      ends = end;
    }
    return held;
  }

  @Override
  public void keep() {
    if (taken && isHalfOver()) {
      try {
        hold();
      } catch (RuntimeException e) {
        // What needs the lease finds out whether it is still there.
        LOG.log(Level.DEBUG, "A lease could not be kept: {0}", e.getClass().getName());
      }
    }
  }

  @Override
  public void check() {
    if (!taken || (isHalfOver() && !hold())) {
      throw new ClosedException("Another run has taken over");
    }
  }

  /** Whether less than half is left of the time in which it is good for writing. */
  private boolean isHalfOver() {
    Instant good = ends.minus(timing.lastOfRunLease());
    return !clock.instant().isBefore(good.minus(timing.work().dividedBy(2)));
  }

  @Override
  public void release() {
    if (taken) {
      taken = false;
      runState.release(holder);
    }
  }
}
