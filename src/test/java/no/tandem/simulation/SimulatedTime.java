package no.tandem.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import no.tandem.remote.Waiting;

/** The one time of a simulation, for everything and everybody in it. */
final class SimulatedTime implements Waiting {
  private Instant now = Instant.parse("2026-10-24T22:00:00Z");

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
          return now;
        }
      };

  @Override
  public Clock clock() {
    return clock;
  }

  Instant now() {
    return now;
  }

  @Override
  public void pause(Duration duration) {
    now = now.plus(duration);
  }

  /**
   * Time as a machine sees it whose clock is ahead by so much.
   *
   * @param waits lets time pass for it
   */
  Waiting seenBy(Duration ahead, Consumer<Duration> waits) {
    Clock skewed = Clock.offset(clock, ahead);
    return new Waiting() {
      @Override
      public Clock clock() {
        return skewed;
      }

      @Override
      public void pause(Duration duration) {
        waits.accept(duration);
      }
    };
  }
}
