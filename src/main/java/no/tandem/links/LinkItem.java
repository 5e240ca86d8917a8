package no.tandem.links;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.LastWrite;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkState;
import no.tandem.sync.link.OpenWrite;
import no.tandem.sync.link.Reason;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.View;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A link as a DynamoDB item. Empty parts are left out; attributes it does not know are ignored. */
final class LinkItem {
  /** How a deferred hold is stored, from when it was called so. */
  private static final String DEFERRED = "DUE";

  private LinkItem() {}

  static Map<String, AttributeValue> of(Link link) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("left", text(link.key().text()));
    link.right().ifPresent(right -> item.put("right", text(right.value())));
    item.put("state", text(link.state().name()));
    putBase(item, "leftBase", link.leftBase());
    putBase(item, "rightBase", link.rightBase());
    link.hold().ifPresent(hold -> item.put("hold", AttributeValue.fromM(hold(hold))));
    link.intent()
        .ifPresent(
            intent -> {
              item.put("intentAt", text(intent.at().toString()));
              putView(item, "sent", intent.sent());
            });
    if (!link.lastWrites().isEmpty()) {
      Map<String, AttributeValue> lastWrites = new HashMap<>();
      link.lastWrites()
          .forEach((property, lastWrite) -> lastWrites.put(property, lastWrite(lastWrite)));
      item.put("bounces", AttributeValue.fromM(lastWrites));
    }
    if (!link.openWrites().isEmpty()) {
      Map<String, AttributeValue> openWrites = new HashMap<>();
      link.openWrites()
          .forEach((property, openWrite) -> openWrites.put(property, openWrite(openWrite)));
      item.put("attempts", AttributeValue.fromM(openWrites));
    }
    link.deactivated()
        .ifPresent(
            ours -> {
              Map<String, AttributeValue> before = new HashMap<>();
              ours.before().forEach((column, value) -> before.put(column, text(value)));
              item.put(
                  "deactivated",
                  AttributeValue.fromM(
                      Map.of(
                          "system",
                          text(ours.system().name()),
                          "before",
                          AttributeValue.fromM(before))));
            });
    if (!link.refusals().isEmpty()) {
      Map<String, AttributeValue> refusals = new HashMap<>();
      link.refusals().forEach((what, value) -> refusals.put(what, text(value)));
      item.put("refusals", AttributeValue.fromM(refusals));
    }
    link.name().ifPresent(name -> item.put("name", text(name)));
    item.put("version", AttributeValue.fromN(Long.toString(link.version())));
    return item;
  }

  static Link link(Map<String, AttributeValue> item) {
    Map<String, String> refusals = new HashMap<>();
    map(item, "refusals").forEach((what, value) -> refusals.put(what, value.s()));
    return new Link(
        key(item, "left").orElseThrow(),
        state(item),
        base(map(item, "leftBase")),
        base(map(item, "rightBase")),
        item.containsKey("hold") ? Optional.of(hold(map(item, "hold"))) : Optional.empty(),
        refusals,
        number(item, "version"));
  }

  private static LinkState state(Map<String, AttributeValue> item) {
    return switch (Link.State.valueOf(string(item, "state").orElseThrow())) {
      case PENDING -> new LinkState.Pending(string(item, "name"));
      case CREATING ->
          new LinkState.Creating(
              new LinkState.Intent(
                  Instant.parse(string(item, "intentAt").orElseThrow()), view(item, "sent")),
              string(item, "name"));
      case ACTIVE -> linked(item);
      case ENDED -> new LinkState.Ended(linked(item));
    };
  }

  private static LinkState.Linked linked(Map<String, AttributeValue> item) {
    Map<String, LastWrite> lastWrites = new HashMap<>();
    map(item, "bounces")
        .forEach((property, lastWrite) -> lastWrites.put(property, lastWrite(lastWrite.m())));
    Map<String, OpenWrite> openWrites = new HashMap<>();
    map(item, "attempts")
        .forEach((property, openWrite) -> openWrites.put(property, openWrite(openWrite.m())));
    return new LinkState.Linked(
        string(item, "right").map(RecordId::new).orElseThrow(),
        lastWrites,
        openWrites,
        item.containsKey("deactivated")
            ? Optional.of(deactivated(map(item, "deactivated")))
            : Optional.empty());
  }

  private static void putBase(Map<String, AttributeValue> item, String name, Base base) {
    Map<String, AttributeValue> stored = new HashMap<>();
    putView(stored, "view", base.view());
    base.owner().ifPresent(owner -> stored.put("owner", text(owner.value())));
    base.createdAt().ifPresent(at -> stored.put("createdAt", text(at.toString())));
    if (!base.unconfirmed().isEmpty()) {
      stored.put("unconfirmed", texts(base.unconfirmed()));
    }
    if (!stored.isEmpty()) {
      item.put(name, AttributeValue.fromM(stored));
    }
  }

  private static Base base(Map<String, AttributeValue> stored) {
    return new Base(
        view(stored, "view"),
        string(stored, "owner").map(RecordId::new),
        string(stored, "createdAt").map(Instant::parse),
        strings(stored, "unconfirmed"));
  }

  private static void putView(Map<String, AttributeValue> item, String name, View view) {
    if (!view.values().isEmpty()) {
      Map<String, AttributeValue> values = new HashMap<>();
      view.values().forEach((property, value) -> values.put(property, text(value)));
      item.put(name, AttributeValue.fromM(values));
    }
  }

  private static View view(Map<String, AttributeValue> item, String name) {
    Map<String, String> values = new HashMap<>();
    map(item, name).forEach((property, value) -> values.put(property, value.s()));
    return new View(values);
  }

  private static Map<String, AttributeValue> hold(Hold hold) {
    Map<String, AttributeValue> stored = new HashMap<>();
    stored.put("kind", text(stored(hold.kind())));
    stored.put("reason", text(hold.reason().text()));
    stored.put("code", text(hold.reason().code().name()));
    hold.remoteText().ifPresent(remote -> stored.put("remoteText", text(remote)));
    putAmbiguity(stored, hold.ambiguity());
    hold.waitsFor().ifPresent(other -> stored.put("waitsFor", text(other.text())));
    stored.put("leftDigest", text(hold.seen().left()));
    stored.put("rightDigest", text(hold.seen().right()));
    if (hold.tries().count() > 0) {
      stored.put("tries", AttributeValue.fromN(Integer.toString(hold.tries().count())));
    }
    hold.tries().notBefore().ifPresent(at -> stored.put("notBefore", text(at.toString())));
    hold.proposed()
        .ifPresent(
            proposed -> {
              stored.put("entry", AttributeValue.fromN(Long.toString(proposed.entry())));
              stored.put("digest", text(proposed.digest()));
              proposed.right().ifPresent(right -> stored.put("wished", text(right.value())));
            });
    return stored;
  }

  private static String stored(Hold.Kind kind) {
    return kind == Hold.Kind.DEFERRED ? DEFERRED : kind.name();
  }

  private static Hold.Kind kind(String stored) {
    return stored.equals(DEFERRED) ? Hold.Kind.DEFERRED : Hold.Kind.valueOf(stored);
  }

  /** Another version of Tandem may have codes that this one does not know. */
  private static Reason.Code code(String stored) {
    return Arrays.stream(Reason.Code.values())
        .filter(code -> code.name().equals(stored))
        .findFirst()
        .orElse(Reason.Code.OTHER);
  }

  private static void putAmbiguity(Map<String, AttributeValue> stored, Hold.Ambiguity ambiguity) {
    if (!ambiguity.candidates().isEmpty()) {
      Map<String, AttributeValue> candidates = new HashMap<>();
      ambiguity.candidates().forEach((id, digest) -> candidates.put(id.value(), text(digest)));
      stored.put("candidates", AttributeValue.fromM(candidates));
    }
    if (ambiguity.rank() != 0) {
      stored.put("rank", AttributeValue.fromN(Integer.toString(ambiguity.rank())));
    }
    if (ambiguity.more() > 0) {
      stored.put("moreCandidates", AttributeValue.fromN(Integer.toString(ambiguity.more())));
    }
    if (!ambiguity.rivals().isEmpty()) {
      stored.put(
          "rivals",
          texts(ambiguity.rivals().stream().map(RecordId::value).collect(Collectors.toSet())));
    }
  }

  private static Hold hold(Map<String, AttributeValue> stored) {
    Map<RecordId, String> candidates = new HashMap<>();
    map(stored, "candidates").forEach((id, digest) -> candidates.put(new RecordId(id), digest.s()));
    return new Hold(
        kind(string(stored, "kind").orElseThrow()),
        new Reason(
            string(stored, "code").map(LinkItem::code).orElse(Reason.Code.OTHER),
            string(stored, "reason").orElse("")),
        string(stored, "remoteText"),
        new Hold.Ambiguity(
            Math.toIntExact(number(stored, "rank")),
            candidates,
            Math.toIntExact(number(stored, "moreCandidates")),
            strings(stored, "rivals").stream().map(RecordId::new).collect(Collectors.toSet())),
        key(stored, "waitsFor"),
        new Hold.Seen(
            string(stored, "leftDigest").orElse(""), string(stored, "rightDigest").orElse("")),
        new Hold.Tries(
            Math.toIntExact(number(stored, "tries")),
            string(stored, "notBefore").map(Instant::parse)),
        string(stored, "digest")
            .map(
                digest ->
                    new Hold.Proposed(
                        number(stored, "entry"),
                        digest,
                        string(stored, "wished").map(RecordId::new))));
  }

  private static AttributeValue lastWrite(LastWrite lastWrite) {
    Map<String, AttributeValue> stored = new HashMap<>();
    stored.put("toward", text(lastWrite.toward().name()));
    stored.put("overwritten", text(lastWrite.overwritten()));
    stored.put("times", AttributeValue.fromN(Integer.toString(lastWrite.times())));
    lastWrite.at().ifPresent(at -> stored.put("at", text(at.toString())));
    return AttributeValue.fromM(stored);
  }

  private static LastWrite lastWrite(Map<String, AttributeValue> stored) {
    return new LastWrite(
        SystemName.valueOf(string(stored, "toward").orElseThrow()),
        string(stored, "overwritten").orElse(""),
        Math.toIntExact(number(stored, "times")),
        string(stored, "at").map(Instant::parse));
  }

  private static AttributeValue openWrite(OpenWrite openWrite) {
    Map<String, AttributeValue> stored = new HashMap<>();
    stored.put("toward", text(openWrite.toward().name()));
    stored.put("replaced", text(openWrite.replaced()));
    stored.put("written", text(openWrite.written()));
    stored.put("source", text(openWrite.source()));
    if (openWrite.notStored() > 0) {
      stored.put("notStored", AttributeValue.fromN(Integer.toString(openWrite.notStored())));
    }
    openWrite.at().ifPresent(at -> stored.put("at", text(at.toString())));
    return AttributeValue.fromM(stored);
  }

  private static OpenWrite openWrite(Map<String, AttributeValue> stored) {
    return new OpenWrite(
        SystemName.valueOf(string(stored, "toward").orElseThrow()),
        string(stored, "replaced").orElse(""),
        string(stored, "written").orElse(""),
        string(stored, "source").orElse(""),
        Math.toIntExact(number(stored, "notStored")),
        string(stored, "at").map(Instant::parse));
  }

  private static LinkState.Deactivated deactivated(Map<String, AttributeValue> stored) {
    Map<String, String> before = new HashMap<>();
    map(stored, "before").forEach((column, value) -> before.put(column, value.s()));
    return new LinkState.Deactivated(
        SystemName.valueOf(string(stored, "system").orElseThrow()), before);
  }

  // --- attribute values ---

  static Optional<LinkKey> key(Map<String, AttributeValue> item, String name) {
    return string(item, name).map(LinkKey::parse);
  }

  static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }

  static Optional<String> string(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
  }

  static long number(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(v -> Long.parseLong(v.n())).orElse(0L);
  }

  static AttributeValue texts(Set<String> texts) {
    return AttributeValue.fromL(texts.stream().sorted().map(LinkItem::text).toList());
  }

  static Set<String> strings(Map<String, AttributeValue> item, String name) {
    Set<String> strings = new HashSet<>();
    list(item, name).forEach(value -> strings.add(value.s()));
    return strings;
  }

  static List<AttributeValue> list(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(AttributeValue::l).orElse(List.of());
  }

  private static Map<String, AttributeValue> map(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(AttributeValue::m).orElse(Map.of());
  }
}
