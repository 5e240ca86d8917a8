package no.tandem.scenario;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import no.tandem.remote.Waiting;

/** Time that passes only when the code waits or a test says so. */
@Mock
@Singleton
public final class VirtualWaiting implements Waiting {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-02T08:00:00Z"));

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now.get();
        }
      };

  @Override
  public Clock clock() {
    return clock;
  }

  private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

  @Override
  public void pause(Duration duration) {
    now.updateAndGet(instant -> instant.plus(duration));
    meanwhile.getAndSet(() -> {}).run();
  }

  /** Happens once, the next time that the code waits. */
  void meanwhile(Runnable what) {
    meanwhile.set(what);
  }
}
