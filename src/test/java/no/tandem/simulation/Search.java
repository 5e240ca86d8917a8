package no.tandem.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs scripts, and makes one that fails as small as can be. */
final class Search {
  private Search() {}

  /**
   * What became of one script.
   *
   * @param violation what was broken, if anything was
   */
  record Outcome(Optional<Violation> violation, Figures figures, long digest, List<String> trace) {}

  static Outcome run(Script script, boolean traced) {
    return run(script, traced, Mutation.None::new);
  }

  /**
   * @param mutated what stands between each process and its ports
   */
  static Outcome run(Script script, boolean traced, Supplier<Mutation> mutated) {
    Simulation simulation = new Simulation(script, traced, mutated);
    try {
      Figures figures = simulation.run();
      return new Outcome(Optional.empty(), figures, simulation.digest(), simulation.traced());
    } catch (Violation e) {
      return new Outcome(Optional.of(e), new Figures(), simulation.digest(), simulation.traced());
    }
  }

  /** The rule that the first of these seeds breaks which breaks one; empty if none does. */
  static Optional<String> firstViolation(long from, int seeds) {
    return firstViolation(from, seeds, Mutation.None::new);
  }

  /** The same of an engine that is put together otherwise. */
  static Optional<String> firstViolation(long from, int seeds, Supplier<Mutation> mutated) {
    for (long seed = from; seed < from + seeds; seed++) {
      long at = seed;
      Optional<Violation> violation = run(Script.draw(seed), false, mutated).violation();
      if (violation.isPresent()) {
        return Optional.of("seed " + at + ": " + violation.get().rule());
      }
    }
    return Optional.empty();
  }

  /** Leaves out events, then hazards and disturbances, as long as the same rule is broken. */
  static Script shrunk(Script failing, String rule) {
    Script smallest = failing;
    for (int size = Math.max(1, smallest.events().size() / 2); size >= 1; size /= 2) {
      for (int from = 0; from < smallest.events().size(); ) {
        List<Script.Event> rest = new ArrayList<>(smallest.events());
        rest.subList(from, Math.min(from + size, rest.size())).clear();
        Script smaller = smallest.with(rest);
        if (breaks(smaller, rule)) {
          smallest = smaller;
        } else {
          from += size;
        }
      }
    }
    for (Hazard hazard : failing.hazards()) {
      if (breaks(smallest.without(hazard), rule)) {
        smallest = smallest.without(hazard);
      }
    }
    for (int i = 0; i < smallest.events().size(); i++) {
      if (!smallest.events().get(i).calm()) {
        List<Script.Event> calmer = new ArrayList<>(smallest.events());
        calmer.set(i, calmer.get(i).calmed());
        if (breaks(smallest.with(calmer), rule)) {
          smallest = smallest.with(calmer);
        }
      }
    }
    return smallest;
  }

  private static boolean breaks(Script script, String rule) {
    return run(script, false).violation().filter(v -> v.rule().equals(rule)).isPresent();
  }
}
