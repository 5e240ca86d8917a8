package no.tandem.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import no.tandem.TestClock;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;

class SharedBatonTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final TestClock time = new TestClock();
  private final Batons batons = new MemoryBatons();
  private final Baton one = baton(time);
  private Runnable onPause = () -> {};

  private Baton baton(Waiting waiting) {
    return Limits.shared(
            waiting, (name, now, pace, queue) -> new Reservations.Answer.Unreachable(), batons)
        .creating(SystemName.WEBCRM, "a-very-secret-key", TIMEOUT);
  }

  /** A process whose clock is a day behind, and that does something while it waits. */
  private Baton other() {
    return baton(
        new Waiting() {
          @Override
          public Clock clock() {
            return Clock.offset(time.clock(), Duration.ofDays(-1));
          }

          @Override
          public void pause(Duration duration) {
            time.pause(duration);
            onPause.run();
          }
        });
  }

  @Test
  void itIsKeptForAWhile() {
    assertThat(one.isHeld()).isFalse();
    assertThat(one.take()).isTrue();
    time.pause(SharedBaton.LASTS.minusMillis(1));
    assertThat(one.isHeld()).isTrue();
    assertThat(one.take()).isTrue();
    assertThat(time.passed()).as("without a pause").isEqualTo(SharedBaton.LASTS.minusMillis(1));
    time.pause(Duration.ofMillis(1));
    assertThat(one.isHeld()).isFalse();
  }

  @Test
  void whoIsSecondWaitsUntilItIsGivenBack() {
    Baton other = other();
    one.take();
    onPause =
        () -> {
          if (time.passed().compareTo(Duration.ofSeconds(3)) > 0) {
            one.release();
          }
        };
    assertThat(other.take()).isTrue();
    assertThat(time.passed()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
    assertThat(one.isHeld()).isFalse();
  }

  @Test
  void whoHasHadItLongLetsOthersGoFirst() {
    Baton other = other();
    one.take();
    time.pause(SharedBaton.LASTS);
    Duration before = time.passed();
    assertThat(one.take()).as("no other waits").isTrue();
    assertThat(time.passed().minus(before)).isEqualTo(Duration.ofSeconds(1));
    one.release();
    assertThat(other.take()).isTrue();
  }

  @Test
  void oneThatIsLostIsTakenOverOnceItsLastRequestIsSurelyOver() {
    Baton other = other();
    one.take();
    assertThat(other.take()).isTrue();
    assertThat(time.passed())
        .isBetween(
            SharedBaton.LASTS.plus(TIMEOUT), SharedBaton.LASTS.plus(TIMEOUT.multipliedBy(3)));
    one.release();
    assertThat(one.take()).as("the other's is not given back").isTrue();
  }

  @Test
  void otherKeysAreNoMatterOfIts() {
    one.take();
    Baton elsewhere =
        Limits.shared(
                time, (name, now, pace, queue) -> new Reservations.Answer.Unreachable(), batons)
            .creating(SystemName.WEBCRM, "another-key", TIMEOUT);
    assertThat(elsewhere.take()).isTrue();
    assertThat(time.passed()).isZero();
  }
}
