package no.tandem.simulation;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import no.tandem.sync.pair.Property;
import no.tandem.sync.side.Columns;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The last edit of a property, on whichever side, stands there or is kept as a loser. */
final class LastEdit implements Promise {
  private final Systems systems;
  private final Ledger ledger;
  private final Table table;

  LastEdit(Systems systems, Ledger ledger, Table table) {
    this.systems = systems;
    this.ledger = ledger;
    this.table = table;
  }

  @Override
  public Optional<String> atRest(AtRest world) {
    return world.links().stream()
        // Excused: an operator had it left alone.
        .filter(link -> link.isActive() && !link.holdKind().equals("IGNORED"))
        .flatMap(link -> broken(link).stream())
        .findFirst();
  }

  private Optional<String> broken(Stored link) {
    Optional<Columns> left = systems.find(link.leftKey());
    Optional<Columns> right = systems.find(link.rightKey().orElseThrow());
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    return ledger.propertiesOf(link.pair()).stream()
        // Excused: what differs is held, as Agree says, and nothing has written over it yet.
        .filter(property -> Agree.isSame(property, left.get(), right.get()))
        .flatMap(property -> last(link, property, left.get(), right.get()).stream())
        .filter(edit -> !isExcused(edit, link) && !isKept(edit, link))
        .findFirst()
        .map(
            edit ->
                "the last edit of "
                    + edit.property()
                    + " of "
                    + edit.record()
                    + " is lost, and no loser kept");
  }

  /** The last edit of the property, unless it stands there. */
  private Optional<Ledger.Edit> last(Stored link, Property property, Columns left, Columns right) {
    Optional<Ledger.Edit> onLeft = ledger.lastEdit(link.leftKey(), property.name());
    Optional<Ledger.Edit> onRight = ledger.lastEdit(link.rightKey().orElseThrow(), property.name());
    boolean isLeft =
        onRight.isEmpty()
            || onLeft.filter(edit -> edit.at().isAfter(onRight.get().at())).isPresent();
    return isLeft
        ? onLeft.filter(edit -> !edit.value().equals(property.left().read(left)))
        : onRight.filter(edit -> !edit.value().equals(property.right().read(right)));
  }

  /**
   * Excused: no look at the systems could show it, or it emptied a property before the two were
   * linked. Two records that are linked for the first time fill each other's gaps.
   */
  private boolean isExcused(Ledger.Edit edit, Stored link) {
    return ledger.isOverwrittenUnseen(edit)
        || (edit.value().isEmpty()
            && ledger.linkedAt(link.name()).filter(edit.at()::isBefore).isPresent());
  }

  private boolean isKept(Ledger.Edit edit, Stored link) {
    return Stream.concat(table.items().entrySet().stream(), ledger.erased().entrySet().stream())
        .filter(item -> isAbout(item.getKey(), item.getValue(), link))
        .map(item -> item.getValue().get("losers"))
        .flatMap(losers -> losers == null ? Stream.of() : losers.l().stream())
        .anyMatch(
            lostValue ->
                lostValue.m().get("property").s().equals(edit.property())
                    && lostValue.m().get("value").s().equals(edit.value().orElse("")));
  }

  /** Whether the history is about one of the two, in whatever pair the webCRM record was linked. */
  private static boolean isAbout(String key, Map<String, AttributeValue> item, Stored link) {
    int at = key.indexOf("#history|");
    if (at < 0) {
      return false;
    }
    String pair = key.substring(key.indexOf('#') + 1, at);
    return (pair.equals(link.pair()) && item.get("left").s().equals(link.left()))
        || Optional.ofNullable(item.get("right"))
            .map(right -> Systems.Key.inWebCrm(pair, right.s()))
            .filter(link::hasRight)
            .isPresent();
  }
}
