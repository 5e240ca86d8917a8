package no.tandem.remote;

import java.time.Instant;
import java.util.Optional;

/** Where several processes see whose turn it is. Safe to use from several threads. */
public interface Turns {

  /**
   * Takes the turn to do what only one may do at a time.
   *
   * @param name names it; never a key
   * @param mine names this turn, and no other one
   * @param lost a turn that was never given back, and can be taken over
   * @param now by the caller's clock
   * @return empty if it was taken; else whose turn it is
   */
  Optional<String> takeTurn(String name, String mine, Optional<String> lost, Instant now);

  /** Gives a turn back. Does nothing if it was taken over. */
  void giveTurnBack(String name, String mine);
}
