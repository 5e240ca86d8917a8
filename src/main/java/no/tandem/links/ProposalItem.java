package no.tandem.links;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.proposal.Entry;
import no.tandem.sync.proposal.Proposal;
import no.tandem.sync.proposal.Spent;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Stamp;
import no.tandem.sync.side.SystemName;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A pair's proposal, its entries and what its budget was spent on, as DynamoDB items. */
final class ProposalItem {
  private ProposalItem() {}

  // --- the proposal ---

  static Map<String, AttributeValue> of(Proposal proposal) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("version", number(proposal.version()));
    item.put("last", number(proposal.last()));
    item.put("fingerprint", text(proposal.revision()));
    item.put("position", number(proposal.position()));
    item.put("decided", number(proposal.decided()));
    item.put("over", number(proposal.over()));
    item.put(
        "rulings",
        AttributeValue.fromL(proposal.rulings().stream().map(ProposalItem::ruling).toList()));
    Proposal.Counts counts = proposal.counts();
    item.put("open", number(counts.open()));
    item.put("approved", number(counts.approved()));
    item.put("declined", number(counts.declined()));
    item.put("applied", number(counts.applied()));
    item.put("refused", number(counts.refused()));
    item.put("superseded", number(counts.superseded()));
    for (SystemName system : SystemName.values()) {
      Optional.ofNullable(proposal.look().from().get(system))
          .ifPresent(cursor -> item.put("look-" + system.key(), cursor(cursor)));
      Set<RecordId> newcomers = proposal.look().newcomers().getOrDefault(system, Set.of());
      if (!newcomers.isEmpty()) {
        item.put(
            "new-" + system.key(),
            AttributeValue.fromL(newcomers.stream().sorted().map(id -> text(id.value())).toList()));
      }
    }
    if (proposal.look().everything()) {
      item.put("everything", AttributeValue.fromBool(true));
    }
    proposal.opened().ifPresent(at -> item.put("opened", text(at.toString())));
    proposal.logged().ifPresent(at -> item.put("logged", text(at.toString())));
    proposal
        .pace()
        .ifPresent(
            pace -> {
              item.put("paceSince", text(pace.since().toString()));
              item.put("paceDone", number(pace.done()));
            });
    return item;
  }

  static Proposal proposal(Map<String, AttributeValue> item) {
    if (item.isEmpty()) {
      return Proposal.NONE;
    }
    Map<SystemName, Cursor> from = new EnumMap<>(SystemName.class);
    Map<SystemName, Set<RecordId>> newcomers = new EnumMap<>(SystemName.class);
    for (SystemName system : SystemName.values()) {
      Optional.ofNullable(item.get("look-" + system.key()))
          .ifPresent(stored -> from.put(system, cursor(stored.m())));
      Set<RecordId> ids = new HashSet<>();
      LinkItem.list(item, "new-" + system.key()).forEach(id -> ids.add(new RecordId(id.s())));
      if (!ids.isEmpty()) {
        newcomers.put(system, ids);
      }
    }
    return new Proposal(
        LinkItem.number(item, "version"),
        LinkItem.number(item, "last"),
        LinkItem.string(item, "fingerprint").orElse(""),
        LinkItem.number(item, "position"),
        LinkItem.number(item, "decided"),
        LinkItem.number(item, "over"),
        LinkItem.list(item, "rulings").stream().map(stored -> ruling(stored.m())).toList(),
        new Proposal.Counts(
            small(item, "open"),
            small(item, "approved"),
            small(item, "declined"),
            small(item, "applied"),
            small(item, "refused"),
            small(item, "superseded")),
        new Proposal.Look(from, newcomers, item.containsKey("everything")),
        instant(item, "opened"),
        instant(item, "logged"),
        instant(item, "paceSince").map(since -> new Proposal.Pace(since, small(item, "paceDone"))));
  }

  private static AttributeValue ruling(Proposal.Ruling ruling) {
    return AttributeValue.fromM(
        Map.of(
            "upTo", number(ruling.upTo()),
            "approved", AttributeValue.fromBool(ruling.approved()),
            "by", text(ruling.by()),
            "at", text(ruling.at().toString())));
  }

  private static Proposal.Ruling ruling(Map<String, AttributeValue> stored) {
    return new Proposal.Ruling(
        LinkItem.number(stored, "upTo"),
        Optional.ofNullable(stored.get("approved")).map(AttributeValue::bool).orElse(false),
        LinkItem.string(stored, "by").orElse(""),
        instant(stored, "at").orElse(Instant.EPOCH));
  }

  private static AttributeValue cursor(Cursor cursor) {
    return AttributeValue.fromM(
        Map.of(
            "stamp", text(cursor.stamp().text()),
            "instant", text(cursor.stamp().at().toString()),
            "listingTook", number(cursor.listingTook().toSeconds()),
            "recordsListed", number(cursor.recordsListed())));
  }

  private static Cursor cursor(Map<String, AttributeValue> stored) {
    return new Cursor(
        new Stamp(
            LinkItem.string(stored, "stamp").orElse(""),
            instant(stored, "instant").orElse(Instant.EPOCH)),
        Duration.ofSeconds(LinkItem.number(stored, "listingTook")),
        small(stored, "recordsListed"));
  }

  // --- entries ---

  static Map<String, AttributeValue> of(Entry entry) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("number", number(entry.number()));
    item.put("link", text(entry.link().text()));
    entry.right().ifPresent(right -> item.put("right", text(right.value())));
    item.put("name", text(entry.name()));
    item.put("what", text(entry.what().name()));
    entry.system().ifPresent(system -> item.put("system", text(system.name())));
    if (!entry.changes().isEmpty()) {
      item.put("changes", HistoryItem.changes(entry.changes()));
    }
    entry.owner().ifPresent(owner -> item.put("owner", text(owner.value())));
    item.put("digest", text(entry.digest()));
    item.put("fingerprint", text(entry.revision()));
    item.put("state", text(entry.state().name()));
    entry.by().ifPresent(by -> item.put("by", text(by)));
    item.put("at", text(entry.at().toString()));
    return item;
  }

  static Entry entry(Map<String, AttributeValue> item) {
    return new Entry(
        LinkItem.number(item, "number"),
        LinkItem.key(item, "link").orElseThrow(),
        LinkItem.string(item, "right").map(RecordId::new),
        LinkItem.string(item, "name").orElse(""),
        Entry.What.valueOf(LinkItem.string(item, "what").orElseThrow()),
        LinkItem.string(item, "system").map(SystemName::valueOf),
        HistoryItem.changes(item),
        LinkItem.string(item, "owner").map(RecordId::new),
        LinkItem.string(item, "digest").orElse(""),
        LinkItem.string(item, "fingerprint").orElse(""),
        Entry.State.valueOf(LinkItem.string(item, "state").orElseThrow()),
        LinkItem.string(item, "by"),
        instant(item, "at").orElse(Instant.EPOCH));
  }

  // --- the budget ---

  static Map<String, AttributeValue> of(Spent spent) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("version", number(spent.version()));
    item.put("records", minutes(spent.records()));
    item.put("removals", minutes(spent.removals()));
    item.put("links", number(spent.links()));
    item.put("countedAt", text(spent.countedAt().toString()));
    return item;
  }

  private static AttributeValue minutes(Map<Long, Integer> counted) {
    Map<String, AttributeValue> minutes = new HashMap<>();
    counted.forEach((minute, count) -> minutes.put(Long.toString(minute), number(count)));
    return AttributeValue.fromM(minutes);
  }

  static Spent spent(Map<String, AttributeValue> item) {
    return item.isEmpty()
        ? Spent.NOTHING
        : new Spent(
            LinkItem.number(item, "version"),
            minutes(item, "records"),
            minutes(item, "removals"),
            small(item, "links"),
            instant(item, "countedAt").orElse(Instant.EPOCH));
  }

  private static Map<Long, Integer> minutes(Map<String, AttributeValue> item, String name) {
    Map<Long, Integer> counted = new HashMap<>();
    Optional.ofNullable(item.get(name))
        .ifPresent(
            minutes ->
                minutes
                    .m()
                    .forEach(
                        (minute, count) ->
                            counted.put(Long.parseLong(minute), Integer.parseInt(count.n()))));
    return counted;
  }

  // --- attribute values ---

  private static AttributeValue text(String text) {
    return LinkItem.text(text);
  }

  private static AttributeValue number(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }

  private static int small(Map<String, AttributeValue> item, String name) {
    return Math.toIntExact(LinkItem.number(item, name));
  }

  private static Optional<Instant> instant(Map<String, AttributeValue> item, String name) {
    return LinkItem.string(item, name).map(Instant::parse);
  }
}
