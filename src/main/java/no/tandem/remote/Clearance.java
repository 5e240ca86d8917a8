package no.tandem.remote;

import no.tandem.sync.Fence;

/** What a request has to have, besides a place in the limit, to be sent. */
public interface Clearance {

  /** What any request that writes has to have. */
  static Clearance of(Fence fence) {
    return () -> {
      fence.check();
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
