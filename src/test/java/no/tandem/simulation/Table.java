package no.tandem.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.links.InMemoryDynamoDb;
import no.tandem.sync.side.Columns;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What Tandem has stored, as it is now. Read from the items, without the engine's own code. */
final class Table {
  private final InMemoryDynamoDb database;

  /** The links as {@link #linksOf} has them. */
  private List<Stored> links = List.of();

  private Map<String, Map<String, AttributeValue>> linksOf = Map.of();

  Table(InMemoryDynamoDb database) {
    this.database = database;
  }

  Map<String, Map<String, AttributeValue>> items() {
    return database.items();
  }

  List<Stored> links() {
    Map<String, Map<String, AttributeValue>> items = items();
    if (items != linksOf) {
      List<Stored> found = new ArrayList<>();
      items.forEach(
          (key, item) -> {
            if (Stored.isName(key)) {
              found.add(Stored.of(key, item));
            }
          });
      links = found;
      linksOf = items;
    }
    return links;
  }

  /** All links between records of pairs that did not stop for good. */
  List<Stored> linksOfPairsBut(Set<String> stoppedPairs) {
    return links().stream()
        .filter(link -> !link.isHolder() && !stoppedPairs.contains(link.pair()))
        .toList();
  }

  Optional<Stored> link(String name) {
    return links().stream().filter(link -> link.name().equals(name)).findFirst();
  }

  /** The link that names one of the two records. */
  Optional<Stored> linkOf(Systems.Key one, Systems.Key other) {
    return links().stream()
        .filter(link -> !link.isHolder())
        .filter(
            link ->
                link.hasRight(one)
                    || link.hasRight(other)
                    || link.hasLeft(one)
                    || link.hasLeft(other))
        .findFirst();
  }

  long activeLinks(String pair) {
    return links().stream().filter(link -> link.pair().equals(pair) && link.isActive()).count();
  }

  /** The record that this one is linked to, or was. */
  Optional<Systems.Key> counterpart(Systems.Key key) {
    for (Stored link : links()) {
      if (link.isHolder() || link.state().equals("PENDING")) {
        continue;
      }
      if (link.hasLeft(key)) {
        return link.rightKey();
      }
      if (!link.isAwaited() && link.hasRight(key) && !link.state().equals("ENDED")) {
        return Optional.of(link.leftKey());
      }
    }
    return links().stream()
        .filter(link -> !link.isAwaited() && !link.isHolder())
        .filter(link -> link.hasRight(key))
        .map(Stored::leftKey)
        .findFirst();
  }

  /** Whether what was made for this source is linked to another record. */
  boolean hasAnother(Systems.Key made, Systems.Key source) {
    return counterpart(made).filter(other -> !other.equals(source)).isPresent();
  }

  /** The runs that the pair's history names. */
  List<String> runs(String pair) {
    return items().entrySet().stream()
        .filter(entry -> entry.getKey().contains("#" + pair + "#history|"))
        .map(entry -> entry.getValue().get("run").s())
        .distinct()
        .toList();
  }

  /** What was made for a webCRM record is left alone if that one is. */
  boolean isLeftAlone(String pair, Columns record) {
    return links().stream()
        .anyMatch(
            link ->
                link.pair().equals(pair)
                    && link.left().equals(reference(record))
                    && link.holdKind().equals("IGNORED"));
  }

  /** The left id of the link that waited for this PowerOffice record, as its reference names it. */
  static String reference(Columns record) {
    String reference =
        record.text("ExternalImportReference").or(() -> record.text("ExternalCode")).orElse("");
    return "webcrm-" + reference.substring(reference.lastIndexOf('/') + 1);
  }
}
