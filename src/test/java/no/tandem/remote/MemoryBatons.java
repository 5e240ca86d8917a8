package no.tandem.remote;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who holds which baton, in memory. */
final class MemoryBatons implements Batons {
  private final Map<String, String> batons = new HashMap<>();

  @Override
  public Optional<String> takeBaton(String name, String mine, Optional<String> lost, Instant now) {
    Optional<String> others = Optional.ofNullable(batons.get(name));
    if (others.isPresent() && !others.equals(lost)) {
      return others;
    }
    batons.put(name, mine);
    return Optional.empty();
  }

  @Override
  public void giveBatonBack(String name, String mine) {
    batons.remove(name, mine);
  }
}
