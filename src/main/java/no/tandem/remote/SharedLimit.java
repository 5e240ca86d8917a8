package no.tandem.remote;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the requests of several processes together within a number per span of time: each request
 * reserves a moment and is sent then.
 *
 * <p>Moments are a quarter further apart than the number allows, so that no span sees more requests
 * than that, although clocks differ a little and some requests are longer on their way than others:
 * for PowerOffice's ten a second by less than 250 ms, together.
 */
final class SharedLimit implements RequestLimit {
  private static final Logger LOG = System.getLogger(SharedLimit.class.getName());

  /** A request that would be sent this much later than its moment reserves another one. */
  private static final Duration LATEST = Duration.ofMillis(100);

  private static final int MOST_TOO_LATE = 3;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
  private static final Duration WORTH_LOGGING = Duration.ofSeconds(5);

  /**
   * What is late on its way does not overfill a span this long, and this many places take a burst.
   */
  private static final Duration BURSTS_FROM = Duration.ofSeconds(30);

  private static final int BURSTS_FROM_PLACES = 10;

  private final String name;
  private final Reservations reservations;
  private final Reservations.Pace pace;
  private final RateLimit own;
  private final Waiting waiting;
  private final Priority priority;

  /**
   * @param name of the limit; never a key
   * @param own what is kept while the reservations cannot be reached
   */
  SharedLimit(
      String name,
      Reservations reservations,
      int places,
      Duration span,
      RateLimit own,
      Waiting waiting) {
    this(name, reservations, pace(places, span), own, waiting, Priority.LIVE);
  }

  private SharedLimit(
      String name,
      Reservations reservations,
      Reservations.Pace pace,
      RateLimit own,
      Waiting waiting,
      Priority priority) {
    this.name = name;
    this.reservations = reservations;
    this.pace = pace;
    this.own = own;
    this.waiting = waiting;
    this.priority = priority;
  }

  /**
   * A tenth of many places may be used at once, and the rest follow evenly; of few places none: a
   * burst would be paid for with a slower pace. Together they stay below the number in any span.
   */
  static Reservations.Pace pace(int places, Duration span) {
    if (span.compareTo(BURSTS_FROM) < 0 || places < BURSTS_FROM_PLACES) {
      return new Reservations.Pace(span.multipliedBy(5).dividedBy(4L * places), Duration.ZERO);
    }
    int atOnce = places / 10;
    Duration interval = span.dividedBy(places * 22L / 25);
    return new Reservations.Pace(interval, interval.multipliedBy(atOnce - 1L));
  }

  @Override
  public RequestLimit at(Priority other) {
    return new SharedLimit(name, reservations, pace, own, waiting, other);
  }

  @Override
  public void acquire() {
    Instant asked = waiting.clock().instant();
    int rejected = 0;
    int late = 0;
    while (true) {
      Instant now = waiting.clock().instant();
      switch (reservations.reserve(name, now, pace, priority.longestQueue())) {
        case Reservations.Answer.Reserved reserved -> {
          Duration wait = Duration.between(waiting.clock().instant(), reserved.moment());
          if (wait.isPositive()) {
            waiting.pause(wait);
          }
          Duration behind = Duration.between(reserved.moment(), waiting.clock().instant());
          if (behind.compareTo(LATEST) <= 0 || ++late == MOST_TOO_LATE) {
            log(asked);
            return;
          }
        }
        case Reservations.Answer.Busy busy -> waiting.pause(pause(busy.queue(), rejected++));
        case Reservations.Answer.Unreachable unreachable -> {
          own.acquire();
          own.release();
          return;
        }
      }
    }
  }

  /** Until there may be a place again; longer each time, because asking is not free. */
  private Duration pause(Duration queue, int rejected) {
    Duration bound = priority.longestQueue();
    Duration more = bound.dividedBy(2).multipliedBy(1L << Math.min(rejected, 5));
    Duration over = queue.compareTo(bound) > 0 ? queue.minus(bound) : Duration.ZERO;
    Duration pause = over.plus(more);
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private void log(Instant asked) {
    Duration waited = Duration.between(asked, waiting.clock().instant());
    if (waited.compareTo(WORTH_LOGGING) > 0) {
      LOG.log(Level.INFO, "Waited {0} s for the request limit", waited.toSeconds());
    }
  }

  /** Nothing to do: a moment is used up by being reserved. */
  @Override
  public void release() {}
}
