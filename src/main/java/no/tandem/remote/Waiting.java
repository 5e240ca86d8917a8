package no.tandem.remote;

import java.time.Clock;
import java.time.Duration;

/** Time as the clients see it: what it is and how it passes. Tests give one that does not wait. */
public interface Waiting {

  Clock clock();

  /** Returns when the time has passed. */
  void pause(Duration duration);

  /**
   * A number from 0 up to 1, another one for each process, so that those that wait for the same
   * moment do not all go on at once.
   */
  default double chance() {
    return 0;
  }
}
