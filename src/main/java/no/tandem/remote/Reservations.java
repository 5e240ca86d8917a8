package no.tandem.remote;

import java.time.Duration;
import java.time.Instant;

/**
 * Where several processes reserve their requests to a system, one after the other. Safe to use from
 * several threads.
 */
public interface Reservations {

  /**
   * Asks for the next free moment, and takes it unless it is too far away.
   *
   * <p>Moments are an interval apart from each other; after a pause some may come at once.
   *
   * @param limit names the limit; never a key
   * @param now by the caller's clock
   * @param pace how far apart moments are
   * @param longestQueue how far from now the moment may be
   */
  Answer reserve(String limit, Instant now, Pace pace, Duration longestQueue);

  /**
   * How fast requests may follow each other.
   *
   * @param interval from one to the next, in the long run
   * @param burst how far requests may run ahead of that after a pause
   */
  record Pace(Duration interval, Duration burst) {}

  /** What becomes of a request. */
  sealed interface Answer {

    /** It has this moment. */
    record Reserved(Instant moment) implements Answer {}

    /** It has none: the next free one is so far away. */
    record Busy(Duration queue) implements Answer {}

    /** Unknown: the state cannot be reached. */
    record Unreachable() implements Answer {}
  }
}
