package no.tandem.remote;

import java.time.Clock;
import java.time.Instant;
import no.tandem.sync.side.Fence;
import no.tandem.sync.side.Side;

/**
 * The clearance of a request that creates records: their intention is stored when it has its place,
 * and again if it did not get away in time.
 */
public final class Creation implements Clearance {
  private final Side.IntentStore intentStore;
  private final Baton baton;
  private final Fence fence;
  private final Clock clock;
  private Instant until = Instant.MIN;

  /**
   * @param baton one at a time creates records
   */
  public Creation(Side.IntentStore intentStore, Baton baton, Fence fence, Clock clock) {
    this.intentStore = intentStore;
    this.baton = baton;
    this.fence = fence;
    this.clock = clock;
  }

  @Override
  public boolean prepare() {
    return baton.take();
  }

  @Override
  public boolean given() {
    fence.check();
    if (!inTime() && baton.isHeld()) {
      until = intentStore.store();
      fence.check();
    }
    return inTime() && baton.isHeld();
  }

  private boolean inTime() {
    return clock.instant().isBefore(until);
  }
}
