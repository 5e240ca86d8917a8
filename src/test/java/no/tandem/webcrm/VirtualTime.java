package no.tandem.webcrm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import no.tandem.remote.Waiting;

/** Time that passes only when the code waits. */
final class VirtualTime implements Waiting {
  private Instant now;

  VirtualTime(String start) {
    now = Instant.parse(start);
  }

  @Override
  public Clock clock() {
    InstantSource source = this::now;
    return source.withZone(ZoneOffset.UTC);
  }

  @Override
  public synchronized void pause(Duration duration) {
    now = now.plus(duration);
  }

  private synchronized Instant now() {
    return now;
  }
}
