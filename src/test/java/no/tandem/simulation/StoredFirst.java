package no.tandem.simulation;

import java.util.Map;
import java.util.Optional;

/** An operator's edit is stored before it is made: left behind, it would look like a user's. */
final class StoredFirst implements Promise {
  private final Ledger ledger;
  private final Table table;

  StoredFirst(Ledger ledger, Table table) {
    this.ledger = ledger;
    this.table = table;
  }

  @Override
  public Optional<String> aboutToWrite(
      Instance process, Systems.Key record, Map<String, String> sent) {
    boolean isOperators =
        ledger.properties(record).stream()
            .filter(p -> p.on(record.system()).columns().stream().anyMatch(sent::containsKey))
            .anyMatch(p -> process.hasYetToWrite(record + " " + p.name()));
    boolean isStored =
        table.links().stream()
            .filter(link -> link.heldFor().equals("OPERATOR_EDITS"))
            .anyMatch(link -> link.hasRight(record) || link.hasLeft(record));
    return isOperators && !isStored
        ? Optional.of(process + " makes an edit of " + record + " that is not stored")
        : Optional.empty();
  }
}
