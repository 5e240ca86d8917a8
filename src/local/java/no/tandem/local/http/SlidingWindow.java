package no.tandem.local.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Refuses what exceeds a number of requests within the last span of time. */
public final class SlidingWindow {
  private final Clock clock;
  private final int limit;
  private final Duration span;
  private final Deque<Instant> taken = new ArrayDeque<>();

  /**
   * @param limit requests per span; 0 means no limit
   */
  public SlidingWindow(Clock clock, int limit, Duration span) {
    this.clock = clock;
    this.limit = limit;
    this.span = span;
  }

  /** Takes a place; if there is none, answers how long to wait for one. */
  public synchronized Optional<Duration> take() {
    if (limit == 0) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    while (!taken.isEmpty() && !taken.getFirst().plus(span).isAfter(now)) {
      taken.removeFirst();
    }
    if (taken.size() < limit) {
      taken.addLast(now);
      return Optional.empty();
    }
    return Optional.of(Duration.between(now, taken.getFirst().plus(span)));
  }
}
