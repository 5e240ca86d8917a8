package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import no.tandem.Slow;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Breaks the engine on purpose, in one of its ports at a time, and expects a rule of the simulation
 * to find it: a check that cannot fail proves nothing.
 */
@Slow
@ExtendWith(Quiet.class)
class MutationTest {
  /** As many as the simulation test runs, in which the engine as it is shows nothing. */
  private static final int SEEDS = 2000;

  static List<Arguments> mutations() {
    return Mutations.all().entrySet().stream()
        .map((Map.Entry<String, Supplier<Mutation>> e) -> Arguments.of(e.getKey(), e.getValue()))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutations")
  void theSimulationFinds(String name, Supplier<Mutation> mutated) {
    Optional<String> found = Search.firstViolation(1, SEEDS, mutated);
    System.out.println("Mutation: " + name + " -> " + found.orElse("not found"));
    assertThat(found).as("%s, in %s seeds", name, SEEDS).isPresent();
  }
}
