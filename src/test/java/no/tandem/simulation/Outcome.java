package no.tandem.simulation;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.SystemName;

/** Every active PowerOffice record has an outcome: it is linked, or a link says why it is not. */
final class Outcome implements Promise {
  private final Systems systems;
  private final Table table;

  Outcome(Systems systems, Table table) {
    this.systems = systems;
    this.table = table;
  }

  @Override
  public Optional<String> atRest(AtRest world) {
    // Excused: where Tandem creates nothing in webCRM, a record may have no counterpart.
    if (!world.creates().contains(SystemName.WEBCRM)) {
      return Optional.empty();
    }
    Set<String> linked = new HashSet<>();
    world.links().forEach(link -> linked.add(link.name()));
    for (String pair : Simulation.PAIRS) {
      if (!world.stoppedPairs().contains(pair)) {
        for (Map.Entry<Systems.Key, Columns> entry :
            systems.all(SystemName.POWEROFFICE, Systems.powerOfficeKind(pair)).entrySet()) {
          Systems.Key record = entry.getKey();
          boolean isLinked = linked.contains(Stored.name(pair, Long.toString(record.id())));
          if (Systems.isActive(record, entry.getValue())
              && !isLinked
              && !table.isLeftAlone(pair, entry.getValue())) {
            return Optional.of(record + " has no outcome");
          }
        }
      }
    }
    return Optional.empty();
  }
}
