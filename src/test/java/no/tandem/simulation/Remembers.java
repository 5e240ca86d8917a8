package no.tandem.simulation;

import java.util.Map;
import java.util.Optional;
import no.tandem.sync.side.Columns;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** While one of those that a record could be is there, no other is made for it. */
final class Remembers implements Promise {
  private final Systems systems;
  private final Table table;

  Remembers(Systems systems, Table table) {
    this.systems = systems;
    this.table = table;
  }

  @Override
  public Optional<String> stored(Instance process, Change change) {
    if (!change.isNewIntent() || !wasAmbiguous(change.old())) {
      return Optional.empty();
    }
    return change.old().get("hold").m().get("candidates").m().keySet().stream()
        .map(id -> Systems.Key.inWebCrm(change.pair(), id))
        .filter(candidate -> isActive(candidate) && isFree(candidate))
        // Excused: the process saw it gone or inactive, though it is neither now.
        .filter(candidate -> !process.sawGoneOrInactive(candidate.toString()))
        .findFirst()
        .map(candidate -> change.key() + " could be " + candidate + ", and another is made for it");
  }

  private static boolean wasAmbiguous(Map<String, AttributeValue> link) {
    return link.containsKey("hold")
        && link.get("state").s().equals("PENDING")
        && Optional.ofNullable(link.get("hold").m().get("code"))
            .map(AttributeValue::s)
            .equals(Optional.of("AMBIGUOUS"));
  }

  /** Excused: what is inactive is not linked. */
  private boolean isActive(Systems.Key candidate) {
    Optional<Columns> record = systems.find(candidate);
    return record.filter(columns -> Systems.isActive(candidate, columns)).isPresent();
  }

  /** Excused: what another record has is not free. */
  private boolean isFree(Systems.Key candidate) {
    return table.links().stream().noneMatch(link -> link.hasRight(candidate));
  }
}
