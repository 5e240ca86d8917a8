package no.tandem;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import no.tandem.remote.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * The one clock of all tests. Time stands still until the code waits or a test lets it pass; what
 * happens meanwhile happens at its moment.
 */
public final class TestClock extends Clock implements Waiting {
  private final TreeMap<Instant, Runnable> events = new TreeMap<>();
  private final Instant start;
  private Instant now;

  public TestClock() {
    this("2026-03-02T08:00:00Z");
  }

  public TestClock(String start) {
    this.start = Instant.parse(start);
    this.now = this.start;
  }

  /** Lets time pass, with what is to happen meanwhile. */
  public void pass(Duration duration) {
    Instant then = instant().plus(duration);
    for (Runnable event = next(then); event != null; event = next(then)) {
      event.run();
    }
    laterOf(then);
  }

  private synchronized @Nullable Runnable next(Instant then) {
    Map.Entry<Instant, Runnable> event = events.firstEntry();
    if (event == null || event.getKey().isAfter(then)) {
      return null;
    }
    events.remove(event.getKey());
    laterOf(event.getKey());
    return event.getValue();
  }

  private synchronized void laterOf(Instant moment) {
    now = moment.isAfter(now) ? moment : now;
  }

  /** It is this moment now, without anything that happens until then. */
  public synchronized void set(Instant moment) {
    now = moment;
  }

  /** Something happens then, be it in the middle of a call. */
  public synchronized void at(Instant moment, Runnable event) {
    Instant free = moment;
    while (events.containsKey(free)) {
      free = free.plusMillis(1);
    }
    events.put(free, event);
  }

  /** Something happens once, the next time that the code waits. */
  public void meanwhile(Runnable event) {
    at(instant(), event);
  }

  /** How much time has passed since the start. */
  public Duration passed() {
    return Duration.between(start, instant());
  }

  @Override
  public Clock clock() {
    return this;
  }

  @Override
  public void pause(Duration duration) {
    pass(duration);
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
