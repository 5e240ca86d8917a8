package no.tandem.simulation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.pair.Field;
import no.tandem.sync.pair.Property;
import no.tandem.sync.side.Columns;

/** A property is not sent as it already stood there when the process read it. */
final class ChangesOnly implements Promise {
  private final Systems systems;
  private final Ledger ledger;

  ChangesOnly(Systems systems, Ledger ledger) {
    this.systems = systems;
    this.ledger = ledger;
  }

  @Override
  public Optional<String> aboutToWrite(
      Instance process, Systems.Key record, Map<String, String> sent) {
    List<Instant> reads = process.reads(record);
    if (reads.isEmpty() || process.edits()) {
      // Excused: what an operator puts back is written whatever stands there.
      return Optional.empty();
    }
    // Excused: the replica may have shown what was there before.
    Instant before = reads.getLast().minus(Replica.DELAY);
    return ledger.properties(record).stream()
        .filter(property -> isSentAsItWas(record, property, sent, before))
        .findFirst()
        .map(
            property ->
                process + " writes the " + property.name() + " of " + record + " as it was");
  }

  private boolean isSentAsItWas(
      Systems.Key record, Property property, Map<String, String> sent, Instant before) {
    Field field = property.on(record.system());
    return field.columns().stream().anyMatch(sent::containsKey)
        && ledger
            .lastHeld(record, property.name())
            .filter(held -> held.from().isBefore(before))
            .filter(
                held ->
                    // One that is gone holds nothing.
                    systems
                        .find(record)
                        .filter(columns -> field.read(with(columns, sent)).equals(held.value()))
                        .isPresent())
            .isPresent();
  }

  private static Columns with(Columns record, Map<String, String> sent) {
    Columns after = record;
    for (Map.Entry<String, String> column : sent.entrySet()) {
      after = after.with(column.getKey(), column.getValue());
    }
    return after;
  }
}
