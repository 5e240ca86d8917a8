package no.tandem.remote;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whose turn it is, in memory. */
final class MemoryTurns implements Turns {
  private final Map<String, String> turns = new HashMap<>();

  @Override
  public Optional<String> takeTurn(String name, String mine, Optional<String> lost, Instant now) {
    Optional<String> others = Optional.ofNullable(turns.get(name));
    if (others.isPresent() && !others.equals(lost)) {
      return others;
    }
    turns.put(name, mine);
    return Optional.empty();
  }

  @Override
  public void giveTurnBack(String name, String mine) {
    turns.remove(name, mine);
  }
}
