package no.tandem.remote;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that stands still until someone waits, and then is at once as much later. */
public final class MovedTime implements Waiting {
  public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private Instant now = START;

  @Override
  public Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new IllegalArgumentException("Always UTC");
      }

      @Override
      public Instant instant() {
        return now();
      }
    };
  }

  @Override
  public synchronized void pause(Duration duration) {
    now = now.plus(duration);
  }

  /** How much time has passed since the start. */
  public Duration passed() {
    return Duration.between(START, now());
  }

  private synchronized Instant now() {
    return now;
  }
}
