package no.tandem.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** No webCRM record has two active links, in whatever pairs. */
final class Unique implements Promise {
  private final Table table;

  Unique(Table table) {
    this.table = table;
  }

  @Override
  public Optional<String> tableChanged() {
    Map<Systems.Key, Stored> holders = new HashMap<>();
    for (Stored link : table.links()) {
      if (link.isActive()) {
        Systems.Key right = link.rightKey().orElseThrow();
        Stored other = holders.put(right, link);
        if (other != null) {
          return Optional.of(right + " has two links: " + other.name() + ", " + link.name());
        }
      }
    }
    return Optional.empty();
  }
}
