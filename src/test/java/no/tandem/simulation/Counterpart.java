package no.tandem.simulation;

import java.util.Optional;

/**
 * What was made in PowerOffice is linked to the record for which it was made. It has a reference,
 * so no other record is its counterpart.
 */
final class Counterpart implements Promise {
  private final Systems systems;
  private final Ledger ledger;
  private final Table table;

  Counterpart(Systems systems, Ledger ledger, Table table) {
    this.systems = systems;
    this.ledger = ledger;
    this.table = table;
  }

  @Override
  public Optional<String> stored(Instance process, Change change) {
    // Excused: an operator may link what belongs together for a person.
    if (!change.isNewLink() || process.isAskedTo("link")) {
      return Optional.empty();
    }
    return table
        .link(change.key())
        .filter(link -> !link.isHolder())
        .flatMap(
            link ->
                ledger
                    .madeInPowerOfficeFor(link.leftKey())
                    .filter(source -> !link.hasRight(source) && isActive(source))
                    .map(
                        source ->
                            link.leftKey() + " was made for " + source + " and linked to another"));
  }

  /** Excused: the record for which it was made is gone or inactive. */
  private boolean isActive(Systems.Key source) {
    return systems.find(source).filter(r -> Systems.isActive(source, r)).isPresent();
  }
}
