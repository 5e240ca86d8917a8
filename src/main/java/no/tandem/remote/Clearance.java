package no.tandem.remote;

import no.tandem.sync.side.Fence;
import no.tandem.sync.side.Freshness;

/** What a request has to have, besides a place in the limit, to be sent. */
public interface Clearance {

  /** What a request that changes a record has to have. */
  static Clearance of(Fence fence, Freshness freshness) {
    return () -> {
      fence.check();
      freshness.check();
      return true;
    };
  }

  /**
   * Called before a place in the limit is asked for; may wait.
   *
   * @return false if that takes too long, and the request is not sent
   */
  default boolean prepare() {
    return true;
  }

  /**
   * Called when the request has its place and is about to be sent.
   *
   * @return whether it is still in time; if not, all of it is asked for again
   * @throws RuntimeException if the request may not be sent at all
   */
  boolean given();
}
