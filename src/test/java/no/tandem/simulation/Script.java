package no.tandem.simulation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What happens in a simulation, in order. Each event has a seed of its own, so that leaving one out
 * changes nothing in the others.
 */
record Script(long seed, List<Event> events, Set<Hazard> hazards) {

  /** What an event is. */
  enum What {
    USER_OF_POWEROFFICE,
    USER_OF_WEBCRM,
    SWEEP,
    FULL_SWEEP,
    HOOK,
    OPERATOR,
    TIME_PASSES
  }

  /**
   * One event.
   *
   * @param number its place in the script as it was drawn
   * @param calm whether nothing disturbs it
   */
  record Event(int number, What what, long seed, boolean calm) {

    Event calmed() {
      return new Event(number, what, seed, true);
    }

    @Override
    public String toString() {
      return "#" + number + " " + what + (calm ? " (undisturbed)" : "");
    }
  }

  Script {
    events = List.copyOf(events);
    hazards = hazards.isEmpty() ? Set.of() : EnumSet.copyOf(hazards);
  }

  static Script draw(long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + 17);
    int length = 12 + random.nextInt(30);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int dice = random.nextInt(100);
      What what =
          dice < 24
              ? What.USER_OF_POWEROFFICE
              : dice < 48
                  ? What.USER_OF_WEBCRM
                  : dice < 76
                      ? What.SWEEP
                      : dice < 84 ? What.FULL_SWEEP : dice < 93 ? What.HOOK : What.TIME_PASSES;
      events.add(new Event(i, what, random.nextLong(), random.nextInt(3) == 0));
    }
    for (int i = seed % 3 == 0 ? 1 + random.nextInt(5) : 0; i > 0; i--) {
      events.add(
          random.nextInt(events.size()),
          new Event(events.size(), What.OPERATOR, random.nextLong(), random.nextInt(3) == 0));
    }
    return new Script(seed, events, Hazard.draw(new Random(seed * 0x9E3779B97F4A7C15L + 71)));
  }

  /** Whether operators act as well. */
  boolean operated() {
    return events.stream().anyMatch(event -> event.what() == What.OPERATOR);
  }

  Script with(List<Event> others) {
    return new Script(seed, others, hazards);
  }

  Script without(Hazard hazard) {
    Set<Hazard> others = EnumSet.copyOf(hazards);
    others.remove(hazard);
    return new Script(seed, events, others);
  }
}
