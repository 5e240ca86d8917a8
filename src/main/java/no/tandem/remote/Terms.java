package no.tandem.remote;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import no.tandem.sync.side.Fence;

/**
 * On what terms a run's requests are sent.
 *
 * @param priority whose turn it is within a limit that many share
 * @param fence what the run has to hold
 * @param until when the run has to end; never, if empty
 */
public record Terms(Priority priority, Fence fence, Optional<Instant> until) {

  /** Whether the run has had its time. */
  public boolean isOver(Clock clock) {
    return until.filter(end -> !clock.instant().isBefore(end)).isPresent();
  }

  /** As for a call that a person waits for, and that nothing else can interfere with. */
  public static final Terms NONE = new Terms(Priority.LIVE, Fence.NONE, Optional.empty());
}
