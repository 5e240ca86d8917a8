package no.tandem.links;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.LostValue;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An entry of the history as a DynamoDB item. Empty parts are left out. */
final class HistoryItem {
  private HistoryItem() {}

  static Map<String, AttributeValue> of(HistoryEntry entry) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("left", text(entry.key().text()));
    entry.right().ifPresent(right -> item.put("right", text(right.value())));
    item.put("at", text(entry.at().toString()));
    item.put("version", AttributeValue.fromN(Long.toString(entry.version())));
    item.put("run", text(entry.run()));
    item.put("cause", text(entry.cause()));
    entry.by().ifPresent(by -> item.put("by", text(by)));
    item.put("kind", text(entry.kind().name()));
    item.put("finished", AttributeValue.fromBool(entry.finished()));
    if (!entry.changes().isEmpty()) {
      item.put("changes", changes(entry.changes()));
    }
    if (!entry.losers().isEmpty()) {
      item.put(
          "losers", AttributeValue.fromL(entry.losers().stream().map(HistoryItem::of).toList()));
    }
    entry.policy().ifPresent(policy -> item.put("policy", text(policy)));
    entry.reason().ifPresent(reason -> item.put("reason", text(reason)));
    entry.remoteText().ifPresent(remote -> item.put("remoteText", text(remote)));
    entry.formerly().ifPresent(former -> item.put("formerly", text(former.text())));
    return item;
  }

  static HistoryEntry entry(Map<String, AttributeValue> item) {
    return new HistoryEntry(
        LinkItem.key(item, "left").orElseThrow(),
        LinkItem.string(item, "right").map(RecordId::new),
        Instant.parse(LinkItem.string(item, "at").orElseThrow()),
        LinkItem.number(item, "version"),
        LinkItem.string(item, "run").orElse(""),
        LinkItem.string(item, "cause").orElse(""),
        LinkItem.string(item, "by"),
        Outcome.valueOf(LinkItem.string(item, "kind").orElseThrow()),
        Optional.ofNullable(item.get("finished")).map(AttributeValue::bool).orElse(false),
        changes(item),
        items(item, "losers").stream().map(HistoryItem::lostValue).toList(),
        LinkItem.string(item, "policy"),
        LinkItem.string(item, "reason"),
        LinkItem.string(item, "remoteText"),
        LinkItem.key(item, "formerly"));
  }

  static AttributeValue changes(List<HistoryEntry.Change> changes) {
    return AttributeValue.fromL(changes.stream().map(HistoryItem::of).toList());
  }

  static List<HistoryEntry.Change> changes(Map<String, AttributeValue> item) {
    return items(item, "changes").stream().map(HistoryItem::change).toList();
  }

  private static AttributeValue of(HistoryEntry.Change change) {
    return AttributeValue.fromM(
        Map.of(
            "system", text(change.system().name()),
            "property", text(change.property()),
            "before", text(change.before()),
            "after", text(change.after())));
  }

  private static HistoryEntry.Change change(Map<String, AttributeValue> stored) {
    return new HistoryEntry.Change(
        SystemName.valueOf(LinkItem.string(stored, "system").orElseThrow()),
        LinkItem.string(stored, "property").orElse(""),
        LinkItem.string(stored, "before").orElse(""),
        LinkItem.string(stored, "after").orElse(""));
  }

  private static AttributeValue of(LostValue lostValue) {
    return AttributeValue.fromM(
        Map.of(
            "property", text(lostValue.property()),
            "system", text(lostValue.system().name()),
            "value", text(lostValue.value())));
  }

  private static LostValue lostValue(Map<String, AttributeValue> stored) {
    return new LostValue(
        LinkItem.string(stored, "property").orElse(""),
        SystemName.valueOf(LinkItem.string(stored, "system").orElseThrow()),
        LinkItem.string(stored, "value").orElse(""));
  }

  private static List<Map<String, AttributeValue>> items(
      Map<String, AttributeValue> item, String name) {
    return LinkItem.list(item, name).stream().map(AttributeValue::m).toList();
  }

  private static AttributeValue text(String text) {
    return LinkItem.text(text);
  }
}
