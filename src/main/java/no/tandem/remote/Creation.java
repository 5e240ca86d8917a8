package no.tandem.remote;

import java.time.Clock;
import java.time.Instant;
import no.tandem.sync.Fence;
import no.tandem.sync.Side;

/**
 * The clearance of a request that creates records: their intention is stored when it has its place,
 * and again if it did not get away in time.
 */
public class Creation implements Clearance {
  private final Side.Intention intention;
  private final Fence fence;
  private final Clock clock;
  private Instant until = Instant.MIN;

  public Creation(Side.Intention intention, Fence fence, Clock clock) {
    this.intention = intention;
    this.fence = fence;
    this.clock = clock;
  }

  @Override
  public boolean given() {
    fence.check();
    if (!inTime()) {
      until = intention.store();
      fence.check();
    }
    return inTime();
  }

  private boolean inTime() {
    return clock.instant().isBefore(until);
  }
}
