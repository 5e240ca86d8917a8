package no.tandem.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import no.tandem.TestClock;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestClock time = new TestClock();

  @Test
  void asManyRequestsAsThereArePlacesDoNotWait() {
    RateLimit limit = new RateLimit(time, 3, SECOND);
    for (int i = 0; i < 3; i++) {
      limit.acquire();
      limit.release();
    }
    assertThat(time.passed()).isZero();
  }

  @Test
  void oneMoreWaitsUntilASpanAfterTheFirstAnswer() {
    RateLimit limit = new RateLimit(time, 2, SECOND);
    limit.acquire();
    time.pause(Duration.ofMillis(300));
    limit.release();
    limit.acquire();
    limit.release();
    limit.acquire();
    assertThat(time.passed()).isEqualTo(Duration.ofMillis(1300));
  }

  @Test
  void aSlowAnswerHoldsItsPlaceLonger() {
    RateLimit limit = new RateLimit(time, 1, SECOND);
    limit.acquire();
    time.pause(Duration.ofSeconds(5));
    limit.release();
    limit.acquire();
    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void noLimitNeverWaits() {
    RateLimit limit = new RateLimit(time, 0, SECOND);
    for (int i = 0; i < 10_000; i++) {
      limit.acquire();
      limit.release();
    }
    assertThat(time.passed()).isZero();
  }

  @Test
  void noSpanSeesMoreRequestsThanPlacesWithSeveralThreads() throws Exception {
    int places = 5;
    RateLimit limit = new RateLimit(time, places, SECOND);
    List<Instant> handled = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        RandomGenerator random = new Random(thread);
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    limit.acquire();
                    // On its way for a while, handled, and its answer on its way again.
                    time.pause(Duration.ofMillis(random.nextInt(200)));
                    handled.add(time.clock().instant());
                    time.pause(Duration.ofMillis(random.nextInt(200)));
                    limit.release();
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    List<Instant> sorted = handled.stream().sorted().toList();
    assertThat(sorted).hasSize(400);
    for (int i = places; i < sorted.size(); i++) {
      assertThat(Duration.between(sorted.get(i - places), sorted.get(i)))
          .isGreaterThanOrEqualTo(SECOND);
    }
  }
}
