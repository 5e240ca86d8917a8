package no.tandem.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import no.tandem.sync.SystemName;
import org.junit.jupiter.api.Test;

class SharedTurnTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final MovedTime time = new MovedTime();
  private final Turns turns = new MemoryTurns();
  private final Turn one = turn(time);
  private Runnable onPause = () -> {};

  private Turn turn(Waiting waiting) {
    return Limits.shared(
            waiting, (name, now, pace, queue) -> new Reservations.Answer.Unreachable(), turns)
        .creating(SystemName.WEBCRM, "a-very-secret-key", TIMEOUT);
  }

  /** A process whose clock is a day behind, and that does something while it waits. */
  private Turn other() {
    return turn(
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
    time.pause(SharedTurn.LASTS.minusMillis(1));
    assertThat(one.isHeld()).isTrue();
    assertThat(one.take()).isTrue();
    assertThat(time.passed()).as("without a pause").isEqualTo(SharedTurn.LASTS.minusMillis(1));
    time.pause(Duration.ofMillis(1));
    assertThat(one.isHeld()).isFalse();
  }

  @Test
  void whoIsSecondWaitsUntilItIsGivenBack() {
    Turn other = other();
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
    Turn other = other();
    one.take();
    time.pause(SharedTurn.LASTS);
    Duration before = time.passed();
    assertThat(one.take()).as("no other waits").isTrue();
    assertThat(time.passed().minus(before)).isEqualTo(Duration.ofSeconds(1));
    one.release();
    assertThat(other.take()).isTrue();
  }

  @Test
  void oneThatIsLostIsTakenOverOnceItsLastRequestIsSurelyOver() {
    Turn other = other();
    one.take();
    assertThat(other.take()).isTrue();
    assertThat(time.passed())
        .isBetween(SharedTurn.LASTS.plus(TIMEOUT), SharedTurn.LASTS.plus(TIMEOUT.multipliedBy(3)));
    one.release();
    assertThat(one.take()).as("the other's is not given back").isTrue();
  }

  @Test
  void otherKeysAreNoMatterOfIts() {
    one.take();
    Turn elsewhere =
        Limits.shared(
                time, (name, now, pace, queue) -> new Reservations.Answer.Unreachable(), turns)
            .creating(SystemName.WEBCRM, "another-key", TIMEOUT);
    assertThat(elsewhere.take()).isTrue();
    assertThat(time.passed()).isZero();
  }
}
