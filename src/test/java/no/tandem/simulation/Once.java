package no.tandem.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import no.tandem.sync.side.SystemName;

/** Of what Tandem made for one record, no two are there. */
final class Once implements Promise {

  /**
   * What was made for one record and is not linked, though another was made for it since: it must
   * be another record's in the end.
   */
  private record Spare(Systems.Key made, Systems.Key source, Systems.Key instead) {}

  private final Systems systems;
  private final Ledger ledger;
  private final Table table;
  private final Intents intents;
  private final List<Spare> spares = new ArrayList<>();

  Once(Systems systems, Ledger ledger, Table table, Intents intents) {
    this.systems = systems;
    this.ledger = ledger;
    this.table = table;
    this.intents = intents;
  }

  @Override
  public Optional<String> created(Instance process, Systems.Key made, Optional<String> intent) {
    String link = intent.orElseThrow();
    Systems.Key source = Intents.source(link);
    for (Systems.Key earlier : ledger.createdFor().getOrDefault(link, List.of())) {
      // Excused: the earlier one is gone, or is another record's.
      if (systems.find(earlier).isEmpty() || table.hasAnother(earlier, source)) {
        continue;
      }
      if (!mayBeMadeForAnother(process, link, earlier)) {
        return Optional.of(twice(made, earlier));
      }
      spares.add(new Spare(earlier, source, made));
    }
    return Optional.empty();
  }

  /**
   * Excused until the end: of two creations in doubt for records alike, either may have made it.
   */
  private boolean mayBeMadeForAnother(Instance process, String intent, Systems.Key made) {
    return made.system() == SystemName.WEBCRM
        && table.links().stream()
            .filter(link -> link.state().equals("CREATING"))
            .filter(link -> !link.isHolder() && !link.isAwaited())
            .map(Stored::name)
            .anyMatch(
                other -> !other.equals(intent) && intents.fits(other, made, process.readsFrom()));
  }

  @Override
  public Optional<String> atRest(AtRest world) {
    return spares.stream()
        .filter(spare -> systems.find(spare.made()).isPresent())
        .filter(spare -> !table.hasAnother(spare.made(), spare.source()))
        .map(spare -> twice(spare.instead(), spare.made()))
        .findFirst();
  }

  private static String twice(Systems.Key created, Systems.Key earlier) {
    return created + " was created although " + earlier + " is there";
  }
}
