package no.tandem.simulation;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Whoever claims a webCRM record has it, or is about to have it: no claim is left over. */
final class Claims implements Promise {
  private final Table table;

  Claims(Table table) {
    this.table = table;
  }

  @Override
  public Optional<String> tableChanged() {
    Map<String, Map<String, AttributeValue>> items = table.items();
    for (Map.Entry<String, Map<String, AttributeValue>> entry : items.entrySet()) {
      Map<String, AttributeValue> claim = entry.getValue();
      // Excused: a claim that is released is kept, and claims nothing.
      if (entry.getKey().contains("#webcrm|") && !claim.containsKey("released")) {
        String holder = Stored.name(claim.get("pair").s(), claim.get("left").s());
        if (!has(items.get(holder), claim.get("right"))) {
          return Optional.of(
              entry.getKey() + " is claimed by " + holder + ", which does not have it");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean has(Map<String, AttributeValue> link, AttributeValue right) {
    return link != null
        && !link.get("state").s().equals("ENDED")
        && Objects.equals(link.get("right"), right);
  }
}
