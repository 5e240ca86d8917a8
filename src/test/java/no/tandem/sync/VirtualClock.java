package no.tandem.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** Time that passes when something takes it, with what happens meanwhile. */
final class VirtualClock extends Clock {
  private final TreeMap<Instant, Runnable> events = new TreeMap<>();
  private Instant now = Instant.parse("2026-03-02T08:00:00Z");

  void pass(Duration duration) {
    Instant then = now.plus(duration);
    for (Map.Entry<Instant, Runnable> event = events.firstEntry();
        event != null && !event.getKey().isAfter(then);
        event = events.firstEntry()) {
      events.remove(event.getKey());
      now = event.getKey().isAfter(now) ? event.getKey() : now;
      event.getValue().run();
    }
    now = then;
  }

  /** Something happens then, be it in the middle of a call. */
  void at(Instant moment, Runnable event) {
    Instant free = moment;
    while (events.containsKey(free)) {
      free = free.plusMillis(1);
    }
    events.put(free, event);
  }

  @Override
  public Instant instant() {
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
