package no.tandem.remote;

import java.time.Instant;
import java.util.Optional;

/** Where several processes see which of them has a baton. Safe to use from several threads. */
public interface Batons {

  /**
   * Takes the baton for what only one may do at a time.
   *
   * @param name names it; never a key
   * @param mine names this holding of it, and no other one
   * @param lost a holding that never ended, and can be taken over
   * @param now by the caller's clock
   * @return empty if it was taken; else who holds it
   */
  Optional<String> takeBaton(String name, String mine, Optional<String> lost, Instant now);

  /** Gives a baton back. Does nothing if it was taken over. */
  void giveBatonBack(String name, String mine);
}
