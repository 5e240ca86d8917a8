package no.tandem.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import no.tandem.TestClock;
import no.tandem.remote.Reservations.Answer;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedLimitTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Batons BATONS = new MemoryBatons();

  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  private final TestClock time = new TestClock();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<Duration> bounds = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private Consumer<Instant> asked = now -> {};
  private final RequestLimit limit =
      Limits.shared(
              time,
              (name, now, pace, longestQueue) -> {
                names.add(name);
                bounds.add(longestQueue);
                asked.accept(now);
                return answers.removeFirst();
              },
              BATONS)
          .of(SystemName.POWEROFFICE, "a-very-secret-key", 10, SECOND);

  /** The most moments that any span can hold, one that is a little late or early included. */
  @ParameterizedTest
  @CsvSource({"10, 1", "1, 1", "250, 60", "20, 60", "100, 60"})
  void noSpanHoldsMoreMomentsThanPlaces(int places, int seconds) {
    Duration span = Duration.ofSeconds(seconds);
    Reservations.Pace pace = SharedLimit.pace(places, span);
    long burst = pace.burst().toNanos() / pace.interval().toNanos();
    Duration disturbed = span.plusMillis(240);
    long steady = disturbed.toNanos() / pace.interval().toNanos() + 1;
    assertThat(burst + steady).isLessThanOrEqualTo(Math.max(places, 1 + places));
    if (places > 1) {
      assertThat(burst + steady).isLessThanOrEqualTo(places);
      assertThat(burst + steady).as("and most of them").isGreaterThan(places * 3L / 4);
    }
  }

  @Test
  void aRequestIsSentAtItsMoment() {
    answers.add(new Answer.Reserved(START.plusMillis(375)));
    limit.acquire();
    assertThat(time.passed()).isEqualTo(Duration.ofMillis(375));
  }

  @Test
  void theLimitIsNamedWithoutItsKey() {
    answers.add(new Answer.Reserved(START));
    limit.acquire();
    assertThat(names.getFirst()).startsWith("poweroffice#").doesNotContain("secret");
  }

  @Test
  void whoeverIsLessUrgentWaitsOutsideTheQueue() {
    for (Priority priority : Priority.values()) {
      answers.add(new Answer.Reserved(START));
      limit.at(priority).acquire();
    }
    assertThat(bounds.get(0)).isGreaterThan(MINUTE);
    assertThat(bounds.get(1)).isEqualTo(SECOND);
    assertThat(bounds.get(2)).isEqualTo(Duration.ofMillis(300));
  }

  @Test
  void whoIsSentAwayAsksAgainLaterAndLater() {
    List<Instant> moments = new ArrayList<>();
    asked = moments::add;
    for (int i = 0; i < 4; i++) {
      answers.add(new Answer.Busy(Duration.ofMillis(1200)));
    }
    answers.add(new Answer.Reserved(START.plusSeconds(60)));
    limit.at(Priority.SWEEP).acquire();
    List<Long> pauses = new ArrayList<>();
    for (int i = 1; i < moments.size(); i++) {
      pauses.add(Duration.between(moments.get(i - 1), moments.get(i)).toMillis());
    }
    assertThat(pauses).startsWith(700L, 1200L, 2200L, 4200L);
  }

  @Test
  void aMomentThatWasMissedIsReservedAgain() {
    // The store takes 150 ms for its first answer, as it does on a new connection.
    asked = now -> time.pause(Duration.ofMillis(bounds.size() == 1 ? 150 : 5));
    answers.add(new Answer.Reserved(START));
    answers.add(new Answer.Reserved(START.plusMillis(150)));
    limit.acquire();
    assertThat(answers).isEmpty();
    assertThat(time.passed()).isEqualTo(Duration.ofMillis(155));
  }

  @Test
  void withoutTheStoreEachProcessKeepsItsOwnLimit() {
    for (int i = 0; i < 25; i++) {
      answers.add(new Answer.Unreachable());
      limit.acquire();
      limit.release();
    }
    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void noLimitIsNeitherKeptNorShared() {
    RequestLimit none =
        Limits.shared(time, (name, now, pace, queue) -> new Answer.Unreachable(), BATONS)
            .of(SystemName.WEBCRM, "key", 0, MINUTE);
    for (int i = 0; i < 1000; i++) {
      none.acquire();
      none.release();
    }
    assertThat(time.passed()).isZero();
  }
}
