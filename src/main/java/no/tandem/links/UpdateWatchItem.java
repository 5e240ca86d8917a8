package no.tandem.links;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.link.UpdateWatch;
import no.tandem.sync.side.RecordId;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is known of the first changes, as two items: one without values, and the values. */
final class UpdateWatchItem {
  private UpdateWatchItem() {}

  static UpdateWatch watch(Map<String, AttributeValue> state, Map<String, AttributeValue> values) {
    Set<String> emptied = new HashSet<>();
    LinkItem.list(state, "emptied").forEach(name -> emptied.add(name.s()));
    return new UpdateWatch(
        UpdateWatch.State.valueOf(LinkItem.string(state, "state").orElseThrow()),
        LinkItem.string(state, "record")
            .map(
                id ->
                    new UpdateWatch.Change(
                        new RecordId(id),
                        texts(values, "filled"),
                        texts(values, "named"),
                        LinkItem.string(state, "until").map(Instant::parse).orElse(Instant.EPOCH))),
        emptied,
        state.containsKey("putBack"),
        LinkItem.number(state, "version"));
  }

  /** What is no value. */
  static Map<String, AttributeValue> state(UpdateWatch watch) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("state", LinkItem.text(watch.state().name()));
    watch
        .change()
        .ifPresent(
            change -> {
              item.put("record", LinkItem.text(change.record().value()));
              item.put("until", LinkItem.text(change.until().toString()));
            });
    item.put(
        "emptied",
        AttributeValue.fromL(watch.emptied().stream().sorted().map(LinkItem::text).toList()));
    if (watch.putBack()) {
      item.put("putBack", AttributeValue.fromBool(true));
    }
    if (!watch.filled().isEmpty()) {
      item.put("values", AttributeValue.fromBool(true));
    }
    item.put("version", AttributeValue.fromN(Long.toString(watch.version())));
    return item;
  }

  /** What the record's fields held. */
  static Map<String, AttributeValue> values(UpdateWatch watch) {
    Map<String, AttributeValue> item = new HashMap<>();
    watch
        .change()
        .ifPresent(
            change -> {
              item.put("filled", item(change.filled()));
              item.put("named", item(change.named()));
            });
    return item;
  }

  private static AttributeValue item(Map<String, String> texts) {
    Map<String, AttributeValue> item = new HashMap<>();
    texts.forEach((name, text) -> item.put(name, LinkItem.text(text)));
    return AttributeValue.fromM(item);
  }

  private static Map<String, String> texts(Map<String, AttributeValue> item, String name) {
    Map<String, String> texts = new HashMap<>();
    Optional.ofNullable(item.get(name))
        .ifPresent(value -> value.m().forEach((key, text) -> texts.put(key, text.s())));
    return texts;
  }
}
