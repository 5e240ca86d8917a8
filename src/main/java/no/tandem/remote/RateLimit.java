package no.tandem.remote;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps the requests of one process within a number per span of time, whatever the network does to
 * their order.
 *
 * <p>A place is free again one span after its request was <em>answered</em>. The server handled the
 * request before that, so in no span can it have seen more requests than there are places.
 */
public final class RateLimit implements RequestLimit {
  private static final Logger LOG = System.getLogger(RateLimit.class.getName());
  private static final Duration WORTH_LOGGING = Duration.ofSeconds(5);

  private final Waiting waiting;
  private final Duration span;
  private final boolean limited;
  private final Deque<Instant> freeAt = new ArrayDeque<>();
  private int unused;

  /**
   * @param places requests per span; 0 means no limit
   */
  public RateLimit(Waiting waiting, int places, Duration span) {
    this.waiting = waiting;
    this.span = span;
    this.limited = places != 0;
    this.unused = places;
  }

  @Override
  public void acquire() {
    while (limited) {
      Duration wait;
      synchronized (this) {
        Instant now = waiting.clock().instant();
        if (unused > 0) {
          unused--;
          return;
        }
        if (!freeAt.isEmpty() && !freeAt.getFirst().isAfter(now)) {
          freeAt.removeFirst();
          return;
        }
        // With every place in use by a request that is not answered yet, look again soon.
        wait = freeAt.isEmpty() ? Duration.ofMillis(10) : Duration.between(now, freeAt.getFirst());
      }
      if (wait.compareTo(WORTH_LOGGING) > 0) {
        LOG.log(Level.INFO, "Waiting {0} s for the request limit", wait.toSeconds());
      }
      waiting.pause(wait);
    }
  }

  @Override
  public synchronized void release() {
    if (limited) {
      freeAt.addLast(waiting.clock().instant().plus(span));
    }
  }

  /** One process runs little at a time, so no call is let through before others. */
  @Override
  public RequestLimit at(Priority priority) {
    return this;
  }
}
