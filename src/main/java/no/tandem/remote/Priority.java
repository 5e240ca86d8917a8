package no.tandem.remote;

import java.time.Duration;

/**
 * Whose turn it is within a limit that many share: what a person waits for comes before what is
 * done by the clock, and that before what takes long anyway.
 *
 * <p>A request may be put so far into the future at most. So a live change finds at most the
 * sweeps' wait before it, and a first load only ever takes what the others leave.
 */
public enum Priority {
  /** A change that a hook reported, or what an operator asks for. */
  LIVE(Duration.ofHours(1)),
  /** A sweep for changes. */
  SWEEP(Duration.ofSeconds(1)),
  /** A first load, an approved sweep or a full sweep. */
  LOAD(Duration.ofMillis(300));

  private final Duration longestQueue;

  Priority(Duration longestQueue) {
    this.longestQueue = longestQueue;
  }

  /** With more than this before it, a request waits without a place. */
  Duration longestQueue() {
    return longestQueue;
  }
}
