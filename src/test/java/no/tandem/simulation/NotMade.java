package no.tandem.simulation;

import java.util.Optional;
import no.tandem.sync.side.SystemName;

/** What Tandem made in webCRM gets no record of its own in PowerOffice: it has one already. */
final class NotMade implements Promise {
  private final Ledger ledger;

  NotMade(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Optional<String> created(Instance process, Systems.Key made, Optional<String> intent) {
    String link = intent.orElseThrow();
    Systems.Key source = Intents.source(link);
    if (made.system() != SystemName.POWEROFFICE || ledger.wasEverLinked(source)) {
      // Excused: it was linked to what it was made for, and lost it.
      return Optional.empty();
    }
    return ledger.createdFor().entrySet().stream()
        .filter(entry -> !entry.getKey().equals(link) && entry.getValue().contains(source))
        .findFirst()
        .map(entry -> source + " was made for " + entry.getKey() + " and got another record");
  }
}
