package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A few simulations, up to the first that fails: what PIT asks thousands of times ({@code ./mvnw
 * -Ppit test}). {@link SimulationTest} plays many, and explains a failure.
 */
@ExtendWith(Quiet.class)
class FirstSeedsTest {
  private static final int SEEDS = 40;

  @Test
  void thePromisesAreKept() {
    assertThat(Search.firstViolation(1, SEEDS)).isEmpty();
  }
}
