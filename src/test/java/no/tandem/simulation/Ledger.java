package no.tandem.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import no.tandem.TestClock;
import no.tandem.functions.PairDefinition;
import no.tandem.links.InMemoryDynamoDb;
import no.tandem.settings.PairName;
import no.tandem.sync.pair.Field;
import no.tandem.sync.pair.Property;
import no.tandem.sync.proposal.Budget;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.SystemName;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Watches everything that happens and knows what must never happen. Plainer than the engine, and
 * made of other code: it looks at the systems and at the stored items.
 */
final class Ledger {
  private static final Duration FRESH_FOR = Duration.ofSeconds(5);

  private static final Duration OVERLAP = Duration.ofMinutes(2);
  static final Lengths WEBCRM_LENGTHS =
      new Lengths(Map.of("OrganisationName", 200, "OrganisationTelephone", 50));

  /** A value and since when it stands there. */
  private record Held(Optional<String> value, Instant from) {}

  /** A value that Tandem wrote, and the record from which it came. */
  private record Own(Systems.Key source, Instant at) {}

  /** A user's edit of one property. */
  record Edit(Systems.Key record, String property, Optional<String> value, Instant at) {}

  /**
   * What was made for one record and is not linked, though another was made for it since: somebody
   * else must have it in the end.
   */
  private record Spare(Systems.Key made, Systems.Key source, Systems.Key instead) {}

  private final Simulation simulation;
  private final TestClock time;
  private final Systems systems;
  private final InMemoryDynamoDb database;
  private final Weather weather;
  private final Unapproved unapproved;
  private final Map<Systems.Key, Instant> usedAgain = new HashMap<>();
  private final Map<PairName, PairDefinition> pairs;
  private final Set<SystemName> creates;
  private final Map<Systems.Key, Map<String, List<Held>>> values = new TreeMap<>();
  private final Map<String, Edit> lastEdits = new TreeMap<>();
  private final Map<String, Instant> overwrittenUnseen = new HashMap<>();
  private final Map<String, Own> tandemsOwn = new HashMap<>();
  private final Map<String, List<Systems.Key>> createdFor = new TreeMap<>();
  private final Map<Systems.Key, Systems.Key> madeInPowerOfficeFor = new HashMap<>();
  private final Map<String, Instant> linkedAt = new HashMap<>();
  private final Map<String, Instant> begunAt = new HashMap<>();

  /** Records that were active when they were last about to be written. */
  private final Set<Systems.Key> wereActive = new HashSet<>();

  private final Set<Systems.Key> everLinked = new HashSet<>();
  private final Map<String, Map<String, AttributeValue>> erased = new TreeMap<>();
  private final List<Spare> spares = new ArrayList<>();
  private Map<String, Map<String, AttributeValue>> before = Map.of();

  /** The links as these items have them. */
  private List<Stored> links = List.of();

  private Map<String, Map<String, AttributeValue>> linksOf = Map.of();
  private int tandemWrites;
  private int racedEdits;

  Ledger(
      Simulation simulation,
      TestClock time,
      Systems systems,
      InMemoryDynamoDb database,
      Weather weather,
      Map<PairName, PairDefinition> pairs,
      Set<SystemName> creates,
      Budget allowed) {
    this.weather = weather;
    this.unapproved = new Unapproved(simulation, database, allowed);
    this.simulation = simulation;
    this.time = time;
    this.systems = systems;
    this.database = database;
    this.pairs = pairs;
    this.creates = creates;
  }

  int tandemWrites() {
    return tandemWrites;
  }

  int racedEdits() {
    return racedEdits;
  }

  boolean knows(Systems.Key key) {
    return values.containsKey(key);
  }

  // --- what the users do ---

  void editedByUser(Systems.Key key) {
    for (String property : observe(key)) {
      Optional<String> value = read(key, property);
      lastEdits.put(key + " " + property, new Edit(key, property, value, time.instant()));
      tandemsOwn.remove(key + " " + property);
    }
  }

  /** The id of a record that is gone is another record's now. */
  void usedAgain(Systems.Key key) {
    // When a record was created is learned when it is read; before that it may be either.
    boolean canBeKnown =
        links().stream()
            .filter(link -> link.state().equals("ACTIVE"))
            .filter(link -> rightKey(link).equals(Optional.of(key)))
            .allMatch(link -> link.item().get("rightBase").m().containsKey("createdAt"));
    if (canBeKnown) {
      usedAgain.put(key, time.instant());
    }
    // Tandem made the one that is gone, or made one for it, and not for this one.
    createdFor.values().forEach(made -> made.remove(key));
    madeInPowerOfficeFor.values().removeIf(key::equals);
    editedByUser(key);
  }

  void aboutToWrite(Instance process, Systems.Key key, Map<String, String> sent) {
    if (isActive(key)) {
      wereActive.add(key);
    } else {
      wereActive.remove(key);
    }
    checkFresh(process, key);
    checkChangesOnly(process, key, sent);
    checkStoredFirst(process, key, sent);
  }

  /** An operator's edit is stored before it is made: left behind, it would look like a user's. */
  private void checkStoredFirst(Instance process, Systems.Key key, Map<String, String> sent) {
    boolean isOperators =
        properties(key).stream()
            .filter(p -> p.on(key.system()).columns().stream().anyMatch(sent::containsKey))
            .anyMatch(p -> process.hasYetToWrite(key + " " + p.name()));
    boolean isStored =
        links().stream()
            .filter(link -> link.heldFor().equals("OPERATOR_EDITS"))
            .anyMatch(
                link ->
                    rightKey(link).equals(Optional.of(key))
                        || (!link.left().startsWith("webcrm-") && leftKey(link).equals(key)));
    if (isOperators && !isStored) {
      throw simulation.failed(
          new Violation("stored first", process + " makes an edit of " + key + " unannounced"));
    }
  }

  /** A property that stood there as it is sent before the process read it is not to be sent. */
  private void checkChangesOnly(Instance process, Systems.Key key, Map<String, String> sent) {
    List<Instant> reads = process.reads(key);
    if (reads.isEmpty() || process.edits()) {
      // What an operator puts back is written whatever stands there.
      return;
    }
    // The replica may have shown what was before.
    Instant before = reads.getLast().minus(Replica.DELAY);
    for (Property property : properties(key)) {
      Field field = property.on(key.system());
      List<Held> all = values.getOrDefault(key, Map.of()).getOrDefault(property.name(), List.of());
      boolean isSent = field.columns().stream().anyMatch(sent::containsKey);
      if (isSent
          && !all.isEmpty()
          && all.getLast().from().isBefore(before)
          && systems
              .find(key)
              .flatMap(record -> field.read(with(record, sent)))
              .equals(all.getLast().value())) {
        throw simulation.failed(
            new Violation(
                "changes only",
                process + " writes the " + property.name() + " of " + key + " as it was"));
      }
    }
  }

  private static Columns with(Columns record, Map<String, String> sent) {
    Columns after = record;
    for (Map.Entry<String, String> column : sent.entrySet()) {
      after = after.with(column.getKey(), column.getValue());
    }
    return after;
  }

  /** What was read more than some seconds ago may have changed since, and is read again first. */
  private void checkFresh(Instance process, Systems.Key key) {
    Optional<Instant> saw = process.lastSaw(key);
    boolean fresh = saw.filter(at -> !at.plus(FRESH_FOR).isBefore(time.instant())).isPresent();
    // What had to wait too long is read again once, and then sent however long it waits.
    boolean again =
        process.wasLate(key).filter(late -> saw.filter(late::isBefore).isPresent()).isPresent();
    if (!fresh && !again) {
      throw simulation.failed(
          new Violation(
              "fresh",
              process + " writes " + key + ", last seen " + saw + ", now " + time.instant()));
    }
  }

  void deletedByUser(Systems.Key key) {
    values.computeIfAbsent(key, k -> new TreeMap<>());
  }

  /** Notes what the record's properties are now; returns those that changed. */
  private List<String> observe(Systems.Key key) {
    Map<String, List<Held>> held = values.computeIfAbsent(key, k -> new TreeMap<>());
    List<String> changed = new ArrayList<>();
    for (Property property : properties(key)) {
      Optional<String> now = read(key, property.name());
      List<Held> history = held.computeIfAbsent(property.name(), p -> new ArrayList<>());
      if (history.isEmpty() ? now.isPresent() : !history.getLast().value().equals(now)) {
        changed.add(property.name());
      }
      if (history.isEmpty() || !history.getLast().value().equals(now)) {
        history.add(new Held(now, time.instant()));
      }
    }
    return changed;
  }

  private List<Property> properties(Systems.Key key) {
    return pairs
        .get(
            switch (key.kind()) {
              case "CUSTOMERS", "ORGANISATIONS" -> PairName.CUSTOMERS;
              case "DEPARTMENTS" -> PairName.DEPARTMENTS;
              case "CONTACT_PERSONS" -> PairName.CONTACT_PERSONS;
              default -> PairName.SUPPLIER_PERSONS;
            })
        .properties();
  }

  private Property property(Systems.Key key, String name) {
    return properties(key).stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  Optional<String> read(Systems.Key key, String property) {
    return systems
        .find(key)
        .flatMap(record -> property(key, property).on(key.system()).read(record));
  }

  // --- what Tandem writes ---

  /** It was created by itself: for the intent that was stored last. */
  void createdByTandem(Instance process, Systems.Key key) {
    List<String> intents = process.intents();
    created(process, key, intents.isEmpty() ? Optional.empty() : Optional.of(intents.getLast()));
  }

  /** They were created in one call: each for another one of the intents that are open. */
  void createdTogether(Instance process, List<Systems.Key> keys) {
    Map<Systems.Key, String> intents =
        assigned(keys, process.intents(), process.readsFrom())
            .orElseThrow(
                () ->
                    simulation.failed(
                        new Violation("intent", keys + " were not created for an intent each")));
    keys.forEach(key -> created(process, key, Optional.ofNullable(intents.get(key))));
  }

  /** To each record an intent that it fits; several may fit, but no two records have the same. */
  private Optional<Map<Systems.Key, String>> assigned(
      List<Systems.Key> keys, List<String> intents, Instant readsFrom) {
    if (keys.isEmpty()) {
      return Optional.of(new HashMap<>());
    }
    Systems.Key first = keys.getFirst();
    for (String intent : intents) {
      if (fits(intent, first, readsFrom)) {
        List<String> others = new ArrayList<>(intents);
        others.remove(intent);
        Optional<Map<Systems.Key, String>> rest =
            assigned(keys.subList(1, keys.size()), others, readsFrom);
        if (rest.isPresent()) {
          rest.get().put(first, intent);
          return rest;
        }
      }
    }
    return Optional.empty();
  }

  private void created(Instance process, Systems.Key key, Optional<String> open) {
    String intent =
        open.orElseThrow(
            () ->
                simulation.failed(new Violation("intent", key + " was created without an intent")));
    process.made(intent);
    checkOnce(process, intent, key);
    if (intent.contains("holder")) {
      tandemWrites++;
      observe(key);
      return;
    }
    if (key.system() == SystemName.POWEROFFICE) {
      checkNotMadeByTandem(sourceOf(intent), intent);
      madeInPowerOfficeFor.put(key, sourceOf(intent));
    }
    written(process, key, sourceOf(intent), " created ");
  }

  private boolean fits(String intent, Systems.Key key, Instant readsFrom) {
    String pair = intent.substring(intent.indexOf('#') + 1, intent.indexOf('|'));
    Systems.Key source = sourceOf(intent);
    Columns made = systems.find(key).orElseThrow();
    if (source.system() == key.system() || !webCrmKind(pair).equals(key.kind())) {
      return false;
    }
    Optional<String> reference =
        made.text("OrganisationExtraCustom2").or(() -> made.text("PersonCustom2"));
    if (reference.isPresent()) {
      return reference.get().endsWith("/" + pair + "/" + source.id());
    }
    List<String> mapped = properties(source).stream().map(Property::name).toList();
    return ownerFits(source, made)
        && properties(key).stream()
            .allMatch(
                property ->
                    mapped.contains(property.name()) || read(key, property.name()).isEmpty())
        && properties(source).stream()
            .allMatch(
                property ->
                    heldSince(source, property.name(), readsFrom).stream()
                        .anyMatch(
                            value ->
                                fit(key, property.name(), value, made)
                                        .equals(read(key, property.name()))
                                    || fit(key, property.name(), value, Columns.NONE)
                                        .equals(read(key, property.name()))));
  }

  /** Of two persons of one name, each is under the organisation of its own customer. */
  private boolean ownerFits(Systems.Key source, Columns made) {
    Optional<String> owner = systems.find(source).flatMap(person -> person.text("ContactId"));
    return owner.isEmpty()
        || links().stream()
            .filter(link -> link.pair().equals("customers") && link.state().equals("ACTIVE"))
            .filter(link -> owner.get().equals(link.left()))
            .allMatch(link -> link.right().equals(made.text("PersonOrganisationId")));
  }

  void changedByTandem(Instance process, Systems.Key key) {
    Systems.Key source =
        counterpart(key)
            .orElseThrow(
                () ->
                    simulation.failed(
                        new Violation("explained", key + " was written without a link")));
    written(process, key, source, " wrote ");
    if (wereActive.remove(key) && !isActive(key)) {
      linkOf(key, source)
          .ifPresent(
              link ->
                  unapproved.removed(
                      process,
                      link.pair(),
                      link.left(),
                      key,
                      activeLinks(link.pair()),
                      time.instant()));
    }
  }

  private void written(Instance process, Systems.Key key, Systems.Key source, String how) {
    simulation.trace("  " + process + how + key);
    Instant readsFrom = process.readsFrom();
    List<String> changed = observe(key);
    if (!changed.isEmpty() || how.equals(" created ")) {
      tandemWrites++;
    }
    checkIdentity(process, key, !changed.isEmpty());
    linkOf(key, source)
        .ifPresent(
            link ->
                unapproved.written(
                    process,
                    link.pair(),
                    link.left(),
                    key,
                    activeLinks(link.pair()),
                    how.equals(" created ") ? begunAt(link) : time.instant()));
    Columns target = systems.find(key).orElseThrow();
    for (String name : changed) {
      if (process.wasToWrite(key + " " + name, read(key, name))) {
        operatorEdited(key, name);
        continue;
      }
      tandemsOwn.put(key + " " + name, new Own(source, time.instant()));
      Edit last = lastEdits.get(key + " " + name);
      if (last != null && !last.at().isBefore(readsFrom)) {
        // It was made after the run had begun to read; neither system would have told.
        overwrittenUnseen.put(key + " " + name, last.at());
        racedEdits++;
      } else if (last != null && last.value().equals(inBase(key, name))) {
        // It was set back to what it was: to any observer of states, nobody edited it.
        overwrittenUnseen.put(key + " " + name, last.at());
      }
      Optional<String> now = read(key, name);
      boolean explained =
          heldSince(source, name, readsFrom).stream()
              .anyMatch(
                  value ->
                      fit(key, name, value, target).equals(now)
                          || fit(key, name, value, Columns.NONE).equals(now));
      if (!explained && process.edits() && everHeld(key, name, now)) {
        operatorEdited(key, name);
        continue;
      }
      carryOver(source, key, name, last);
      if (process.isAskedTo("take")) {
        // Whatever a user wrote here last, the operator said that it is not to stand.
        lastEdits.put(key + " " + name, new Edit(key, name, now, time.instant()));
      }
      if (!explained) {
        throw simulation.failed(
            new Violation("explained", key + " got a " + name + " that " + source + " never had"));
      }
    }
  }

  private boolean isActive(Systems.Key key) {
    return systems.find(key).filter(record -> Systems.isActive(key, record)).isPresent();
  }

  /** A creation had its room in the budget when it was begun, however often it is tried. */
  private Instant begunAt(Stored link) {
    return begunAt.getOrDefault("default#" + link.pair() + "|link#" + link.left(), time.instant());
  }

  private Optional<Stored> linkOf(Systems.Key one, Systems.Key other) {
    return links().stream()
        .filter(link -> !link.pair().equals("holder"))
        .filter(
            link ->
                rightKey(link).filter(key -> key.equals(one) || key.equals(other)).isPresent()
                    || (!link.left().startsWith("webcrm-")
                        && (leftKey(link).equals(one) || leftKey(link).equals(other))))
        .findFirst();
  }

  private long activeLinks(String pair) {
    return links().stream()
        .filter(link -> link.pair().equals(pair) && link.state().equals("ACTIVE"))
        .count();
  }

  /**
   * A record under the id of one that is gone is another one: no link to that one is its. What that
   * one was linked to gets no value of it, but may be made inactive as its counterpart is gone.
   */
  private void checkIdentity(Instance process, Systems.Key key, boolean values) {
    for (Stored link : links()) {
      if (!link.state().equals("ACTIVE")
          || link.pair().equals("holder")
          || link.left().startsWith("webcrm-")) {
        continue;
      }
      Optional<Systems.Key> right = rightKey(link);
      boolean about = (values && leftKey(link).equals(key)) || right.equals(Optional.of(key));
      Optional<Instant> other = right.map(usedAgain::get);
      if (about
          && other.isPresent()
          && other.get().isBefore(process.readsFrom())
          && linkedAt
              .getOrDefault("default#" + link.pair() + "|link#" + link.left(), Instant.MIN)
              .isBefore(other.get())) {
        throw simulation.failed(
            new Violation(
                "identity", process + " wrote " + key + " though " + right + " is another now"));
      }
    }
  }

  /** An operator's edit is an edit like a user's. */
  private void operatorEdited(Systems.Key key, String property) {
    lastEdits.put(
        key + " " + property, new Edit(key, property, read(key, property), time.instant()));
    tandemsOwn.remove(key + " " + property);
  }

  /** What the stored link knows of the record. */
  private Optional<String> inBase(Systems.Key key, String property) {
    return links().stream()
        .filter(link -> link.state().equals("ACTIVE") && !link.pair().equals("holder"))
        .filter(link -> leftKey(link).equals(key) || rightKey(link).equals(Optional.of(key)))
        .findFirst()
        .flatMap(link -> Optional.ofNullable(link.base(key.system()).get(property)));
  }

  /** A user's edit goes on in the record that it was brought to, whatever becomes of the first. */
  private void carryOver(Systems.Key from, Systems.Key to, String property, Edit last) {
    Edit edit = lastEdits.get(from + " " + property);
    if (edit != null && (last == null || edit.at().isAfter(last.at()))) {
      lastEdits.put(to + " " + property, new Edit(to, property, read(to, property), edit.at()));
    }
  }

  private Optional<String> fit(
      Systems.Key key, String property, Optional<String> value, Columns target) {
    Lengths lengths = key.system() == SystemName.WEBCRM ? WEBCRM_LENGTHS : Lengths.UNKNOWN;
    return property(key, property).on(key.system()).fit(value, target, lengths);
  }

  /** Whether it held this value before what it holds now. */
  private boolean everHeld(Systems.Key key, String property, Optional<String> value) {
    List<Held> all = values.getOrDefault(key, Map.of()).getOrDefault(property, List.of());
    return all.stream().limit(all.size() - 1L).anyMatch(held -> held.value().equals(value));
  }

  private List<Optional<String>> heldSince(Systems.Key key, String property, Instant since) {
    List<Held> all = values.getOrDefault(key, Map.of()).getOrDefault(property, List.of());
    List<Optional<String>> held = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      boolean over = i + 1 < all.size() && all.get(i + 1).from().isBefore(since);
      if (!over) {
        held.add(all.get(i).value());
      }
    }
    return held.isEmpty() ? List.of(Optional.empty()) : held;
  }

  /** What Tandem made in webCRM for a record needs no other, unless it had that one and lost it. */
  private void checkNotMadeByTandem(Systems.Key source, String intent) {
    if (everLinked.contains(source)) {
      return;
    }
    createdFor.forEach(
        (other, made) -> {
          if (!other.equals(intent) && made.contains(source)) {
            throw simulation.failed(
                new Violation(
                    "not made", source + " was made for " + other + " and got another record"));
          }
        });
  }

  /**
   * Of what Tandem made for one record, no two may be there, unless the earlier one is another's.
   */
  private void checkOnce(Instance process, String intent, Systems.Key created) {
    List<Systems.Key> all = createdFor.computeIfAbsent(intent, i -> new ArrayList<>());
    for (Systems.Key earlier : all) {
      if (systems.find(earlier).isEmpty() || hasAnother(earlier, sourceOf(intent))) {
        continue;
      }
      if (!mayBeMadeForAnother(process, intent, earlier)) {
        throw simulation.failed(twice(created, earlier));
      }
      spares.add(new Spare(earlier, sourceOf(intent), created));
    }
    all.add(created);
  }

  private static Violation twice(Systems.Key created, Systems.Key earlier) {
    return new Violation("once", created + " was created although " + earlier + " is there");
  }

  private boolean hasAnother(Systems.Key made, Systems.Key source) {
    return counterpart(made).filter(other -> !other.equals(source)).isPresent();
  }

  /** Of two creations in doubt for records that are alike, either may have made it. */
  private boolean mayBeMadeForAnother(Instance process, String intent, Systems.Key made) {
    return made.system() == SystemName.WEBCRM
        && links().stream()
            .filter(link -> link.state().equals("CREATING") && !link.pair().equals("holder"))
            .filter(link -> !link.left().startsWith("webcrm-"))
            .map(link -> "default#" + link.pair() + "|link#" + link.left())
            .anyMatch(other -> !other.equals(intent) && fits(other, made, process.readsFrom()));
  }

  /** The record that a creation's intent is about. */
  private Systems.Key sourceOf(String intent) {
    String[] parts = intent.split("\\|link#", -1);
    String pair = parts[0].substring(parts[0].indexOf('#') + 1);
    String id = parts[1];
    return id.startsWith("webcrm-")
        ? new Systems.Key(
            SystemName.WEBCRM, webCrmKind(pair), Long.parseLong(id.substring("webcrm-".length())))
        : new Systems.Key(
            SystemName.POWEROFFICE,
            powerOfficeKind(pair),
            id.equals("holder") ? 0 : Long.parseLong(id));
  }

  static String webCrmKind(String pair) {
    return pair.endsWith("persons") ? "PERSONS" : "ORGANISATIONS";
  }

  static String powerOfficeKind(String pair) {
    return switch (pair) {
      case "customers" -> "CUSTOMERS";
      case "departments" -> "DEPARTMENTS";
      case "contact-persons" -> "CONTACT_PERSONS";
      default -> "SUPPLIERS";
    };
  }

  // --- what Tandem stores ---

  /** A stored link in plain words. */
  record Stored(
      String pair,
      String left,
      Optional<String> right,
      String state,
      Optional<Map<String, AttributeValue>> hold,
      Map<String, AttributeValue> item) {

    String heldBecause() {
      return hold.map(h -> h.get("reason").s()).orElse("");
    }

    /** The code of the reason. */
    String heldFor() {
      return hold.flatMap(h -> Optional.ofNullable(h.get("code")))
          .map(AttributeValue::s)
          .orElse("");
    }

    String holdKind() {
      return hold.map(h -> h.get("kind").s()).orElse("");
    }

    /** The base of one side, by property. */
    Map<String, String> base(SystemName system) {
      return base(item, system);
    }

    /** Whether we wrote the property to webCRM and have not seen yet what it stored. */
    boolean isToBeReadBack(String property) {
      AttributeValue base = item.get("rightBase");
      return base != null
          && base.m().containsKey("unconfirmed")
          && base.m().get("unconfirmed").l().stream().anyMatch(name -> name.s().equals(property));
    }

    static Map<String, String> base(Map<String, AttributeValue> item, SystemName system) {
      AttributeValue base = item.get(system == SystemName.POWEROFFICE ? "leftBase" : "rightBase");
      Map<String, String> values = new TreeMap<>();
      if (base != null && base.m().containsKey("view")) {
        base.m().get("view").m().forEach((name, value) -> values.put(name, value.s()));
      }
      return values;
    }
  }

  List<Stored> links() {
    Map<String, Map<String, AttributeValue>> items = database.items();
    if (items != linksOf) {
      List<Stored> found = new ArrayList<>();
      items.forEach(
          (key, item) -> {
            int at = key.indexOf("|link#");
            if (at > 0) {
              found.add(
                  new Stored(
                      key.substring(key.indexOf('#') + 1, at),
                      item.get("left").s(),
                      Optional.ofNullable(item.get("right")).map(AttributeValue::s),
                      item.get("state").s(),
                      Optional.ofNullable(item.get("hold")).map(AttributeValue::m),
                      item));
            }
          });
      links = found;
      linksOf = items;
    }
    return links;
  }

  Systems.Key leftKey(Stored link) {
    return new Systems.Key(
        SystemName.POWEROFFICE, powerOfficeKind(link.pair()), Long.parseLong(link.left()));
  }

  Optional<Systems.Key> rightKey(Stored link) {
    return link.right()
        .map(id -> new Systems.Key(SystemName.WEBCRM, webCrmKind(link.pair()), Long.parseLong(id)));
  }

  private Optional<Systems.Key> counterpart(Systems.Key key) {
    for (Stored link : links()) {
      if (link.pair().equals("holder") || link.state().equals("PENDING")) {
        continue;
      }
      boolean awaited = link.left().startsWith("webcrm-");
      if (!awaited && leftKey(link).equals(key)) {
        return rightKey(link);
      }
      if (!awaited && rightKey(link).equals(Optional.of(key)) && !link.state().equals("ENDED")) {
        return Optional.of(leftKey(link));
      }
    }
    return links().stream()
        .filter(link -> !link.left().startsWith("webcrm-") && !link.pair().equals("holder"))
        .filter(link -> rightKey(link).equals(Optional.of(key)))
        .map(this::leftKey)
        .findFirst();
  }

  /** After a store call: what changed in it is looked at. */
  void stored(Instance process) {
    Map<String, Map<String, AttributeValue>> now = database.items();
    if (now == before) {
      return;
    }
    boolean changed = false;
    for (Map.Entry<String, Map<String, AttributeValue>> entry : before.entrySet()) {
      if (entry.getKey().contains("#history|") && !now.containsKey(entry.getKey())) {
        historyErased(process, entry.getKey(), entry.getValue());
      }
    }
    for (Map.Entry<String, Map<String, AttributeValue>> entry : now.entrySet()) {
      Map<String, AttributeValue> old = before.get(entry.getKey());
      if (!entry.getValue().equals(old)) {
        changed = true;
        itemStored(process, entry.getKey(), Optional.ofNullable(old), entry.getValue());
      }
    }
    boolean sameKeys = now.size() == before.size();
    before = now;
    if (changed || !sameKeys) {
      checkUnique();
      checkClaims(now);
    }
  }

  private void itemStored(
      Instance process,
      String key,
      Optional<Map<String, AttributeValue>> old,
      Map<String, AttributeValue> item) {
    if (key.contains("|link#")) {
      String state = item.get("state").s();
      Optional<String> stateBefore = old.map(i -> i.get("state").s());
      simulation.trace(
          "  "
              + process
              + " stored "
              + key
              + " "
              + state
              + Optional.ofNullable(item.get("right")).map(r -> " -> " + r.s()).orElse("")
              + Optional.ofNullable(item.get("hold"))
                  .map(h -> " (" + h.m().get("kind").s() + ": " + h.m().get("reason").s() + ")")
                  .orElse(""));
      if (state.equals("CREATING") && !stateBefore.equals(Optional.of("CREATING"))) {
        begunAt.put(key, time.instant());
      }
      // One that is only held meanwhile is no new intent.
      if (state.equals("CREATING")
          && !Optional.ofNullable(item.get("intentAt"))
              .equals(old.map(before -> before.get("intentAt")))) {
        process.intends(key);
        old.ifPresent(before -> checkRemembered(process, key, before));
      }
      if (state.equals("ACTIVE")
          && !(stateBefore.equals(Optional.of("ACTIVE"))
              && item.get("right").equals(old.orElseThrow().get("right")))) {
        linkedAt.put(key, time.instant());
        Systems.Key right =
            new Systems.Key(
                SystemName.WEBCRM,
                key.contains("persons|") ? "PERSONS" : "ORGANISATIONS",
                Long.parseLong(item.get("right").s()));
        everLinked.add(right);
        if (!process.isAskedTo("link")) {
          checkCounterpart(key);
        }
        forgetCreationsUnlessLinked(key, right);
      }
      if (state.equals("ENDED")
          && !stateBefore.equals(Optional.of("ENDED"))
          && !process.isAskedTo("forget")) {
        checkSeenToBeGone(process, key);
        countEnded(process, key);
      }
    } else if (key.contains("|cursor#")) {
      checkCursor(process, key, item);
    } else if (key.contains("#history|") && old.isEmpty()) {
      if (process.edits() && process.isFirstOf(item.get("run").s())) {
        operatorEdits(process, key, item);
      } else if (item.containsKey("losers") && !process.isAskedTo("take")) {
        checkConflict(process, key, item);
      }
    }
  }

  /** While one of those that it could be is there, active and free, no other is made for it. */
  private void checkRemembered(Instance process, String key, Map<String, AttributeValue> before) {
    Map<String, AttributeValue> hold =
        Optional.ofNullable(before.get("hold")).map(AttributeValue::m).orElse(Map.of());
    boolean ambiguous =
        Optional.ofNullable(hold.get("code")).map(AttributeValue::s).orElse("").equals("AMBIGUOUS");
    if (!ambiguous || !before.get("state").s().equals("PENDING")) {
      return;
    }
    String pair = key.substring(key.indexOf('#') + 1, key.indexOf("|link#"));
    for (String id : hold.get("candidates").m().keySet()) {
      Systems.Key candidate =
          new Systems.Key(SystemName.WEBCRM, webCrmKind(pair), Long.parseLong(id));
      boolean there =
          systems.find(candidate).filter(r -> Systems.isActive(candidate, r)).isPresent();
      boolean free =
          links().stream()
              .filter(
                  link ->
                      link.pair().equals("holder")
                          || webCrmKind(link.pair()).equals(candidate.kind()))
              .noneMatch(link -> link.right().equals(Optional.of(id)));
      if (there && free && !process.sawGoneOrInactive(candidate.toString())) {
        throw simulation.failed(
            new Violation(
                "remembers", key + " could be " + candidate + ", and another is made for it"));
      }
    }
  }

  private void historyErased(Instance process, String key, Map<String, AttributeValue> item) {
    if (!process.isAskedTo("forget")) {
      throw simulation.failed(new Violation("history", key + " was erased by " + process));
    }
    erased.put(key, item);
  }

  private void operatorEdits(Instance process, String key, Map<String, AttributeValue> item) {
    String pair = key.substring(key.indexOf('#') + 1, key.indexOf("#history|"));
    for (AttributeValue change :
        Optional.ofNullable(item.get("changes")).map(AttributeValue::l).orElse(List.of())) {
      boolean onLeft = change.m().get("system").s().equals(SystemName.POWEROFFICE.name());
      Systems.Key record =
          onLeft
              ? new Systems.Key(
                  SystemName.POWEROFFICE,
                  powerOfficeKind(pair),
                  Long.parseLong(item.get("left").s()))
              : new Systems.Key(
                  SystemName.WEBCRM, webCrmKind(pair), Long.parseLong(item.get("right").s()));
      process.isToWrite(record + " " + change.m().get("property").s(), change.m().get("after").s());
    }
  }

  /** The runs that the pair's history tells of. */
  List<String> runs(String pair) {
    return database.items().entrySet().stream()
        .filter(entry -> entry.getKey().contains("#" + pair + "#history|"))
        .map(entry -> entry.getValue().get("run").s())
        .distinct()
        .toList();
  }

  /**
   * A conflict is between two users: what Tandem wrote itself is no edit. What another process
   * wrote after this one had begun to read says nothing of what this one saw.
   */
  private void checkConflict(Instance process, String key, Map<String, AttributeValue> item) {
    String pair = key.substring(key.indexOf('#') + 1, key.indexOf("#history|"));
    String left = item.get("left").s();
    Map<String, AttributeValue> link = before.get("default#" + pair + "|link#" + left);
    if (link == null || !link.get("state").s().equals("ACTIVE")) {
      return;
    }
    Systems.Key onLeft =
        new Systems.Key(SystemName.POWEROFFICE, powerOfficeKind(pair), Long.parseLong(left));
    Systems.Key onRight =
        new Systems.Key(SystemName.WEBCRM, webCrmKind(pair), Long.parseLong(item.get("right").s()));
    for (AttributeValue loser : item.get("losers").l()) {
      String property = loser.m().get("property").s();
      if (Stored.base(link, SystemName.POWEROFFICE).get(property) == null
          && Stored.base(link, SystemName.WEBCRM).get(property) == null) {
        // Of records that are linked for the first time nobody knows who edited what.
        continue;
      }
      for (Systems.Key record : List.of(onLeft, onRight)) {
        // What was brought to it from a record that it was linked to before is news to this link.
        Own written = tandemsOwn.get(record + " " + property);
        if (written != null
            && written.source().equals(record.equals(onLeft) ? onRight : onLeft)
            && written.at().isBefore(process.readsFrom())) {
          throw simulation.failed(
              new Violation(
                  "true conflict",
                  record + " has a " + property + " of Tandem's, taken for an edit"));
        }
      }
    }
  }

  /** Of what was made for it only that is still its own; and that is no other's any more. */
  private void forgetCreationsUnlessLinked(String key, Systems.Key right) {
    Optional.ofNullable(createdFor.get(key))
        .filter(all -> !all.contains(right))
        .ifPresent(all -> createdFor.remove(key));
    createdFor.forEach(
        (other, all) -> {
          if (!other.equals(key)) {
            all.remove(right);
          }
        });
  }

  private void checkUnique() {
    Map<String, String> holders = new HashMap<>();
    for (Stored link : links()) {
      if (link.state().equals("ACTIVE")) {
        String right =
            (link.pair().equals("holder") ? "ORGANISATIONS" : webCrmKind(link.pair()))
                + link.right().orElseThrow();
        String other = holders.put(right, link.pair() + " " + link.left());
        if (other != null) {
          throw simulation.failed(
              new Violation(
                  "unique",
                  right + " has two links: " + other + ", " + link.pair() + " " + link.left()));
        }
      }
    }
  }

  /** Whoever claims a webCRM record has it, or is about to have it: no claim is left over. */
  private void checkClaims(Map<String, Map<String, AttributeValue>> items) {
    items.forEach(
        (key, item) -> {
          if (!key.contains("#webcrm|") || item.containsKey("released")) {
            return;
          }
          String tenant = key.substring(0, key.indexOf('#'));
          String holder = tenant + "#" + item.get("pair").s() + "|link#" + item.get("left").s();
          boolean has =
              Optional.ofNullable(items.get(holder))
                  .filter(link -> !link.get("state").s().equals("ENDED"))
                  .map(link -> link.get("right"))
                  .equals(Optional.of(item.get("right")));
          if (!has) {
            throw simulation.failed(
                new Violation("claims", key + " is claimed by " + holder + ", which has it not"));
          }
        });
  }

  /** What was made in PowerOffice bears a reference: it is the counterpart of no other record. */
  private void checkCounterpart(String key) {
    for (Stored link : links()) {
      if (!key.endsWith("#" + link.pair() + "|link#" + link.left())
          || link.pair().equals("holder")) {
        continue;
      }
      Optional<Systems.Key> madeFor =
          Optional.ofNullable(madeInPowerOfficeFor.get(leftKey(link)))
              .filter(source -> !rightKey(link).equals(Optional.of(source)))
              .filter(
                  source ->
                      systems.find(source).filter(r -> Systems.isActive(source, r)).isPresent());
      if (madeFor.isPresent()) {
        throw simulation.failed(
            new Violation(
                "counterpart",
                leftKey(link) + " was made for " + madeFor.get() + " and linked to another"));
      }
    }
  }

  private void checkSeenToBeGone(Instance process, String key) {
    Stored link =
        links().stream()
            .filter(l -> key.endsWith("#" + l.pair() + "|link#" + l.left()))
            .findFirst()
            .orElseThrow();
    boolean seen =
        (!link.pair().equals("holder") && process.sawGoneOrInactive(leftKey(link).toString()))
            || rightKey(link)
                .filter(r -> process.sawGoneOrInactive(r.toString()) || usedAgain.containsKey(r))
                .isPresent();
    if (!seen) {
      throw simulation.failed(
          new Violation("verified", key + " ended, and " + process + " saw neither record gone"));
    }
  }

  /** A link that a run has made only to end it was none. */
  private void countEnded(Instance process, String key) {
    boolean wasLinked =
        linkedAt.containsKey(key) && linkedAt.get(key).isBefore(process.readsFrom());
    links().stream()
        .filter(link -> key.equals("default#" + link.pair() + "|link#" + link.left()))
        .filter(link -> wasLinked && !link.pair().equals("holder"))
        .forEach(
            link ->
                unapproved.ended(
                    process,
                    link.pair(),
                    leftKey(link),
                    rightKey(link).orElseThrow(),
                    activeLinks(link.pair()) + 1,
                    time.instant()));
  }

  /** No record that changed before what the next sweep lists may be left without an outcome. */
  private void checkCursor(Instance process, String key, Map<String, AttributeValue> item) {
    String pair = key.substring(key.indexOf('#') + 1, key.indexOf('|'));
    SystemName system =
        key.endsWith(SystemName.WEBCRM.key()) ? SystemName.WEBCRM : SystemName.POWEROFFICE;
    Instant listedFrom =
        Optional.ofNullable(item.get("instant"))
            .map(at -> Instant.parse(at.s()))
            .orElseGet(() -> OffsetDateTime.parse(item.get("stamp").s()).toInstant())
            .minus(OVERLAP)
            .minusSeconds(Long.parseLong(item.get("listingTook").n()));
    Map<String, Stored> byRecord = new HashMap<>();
    Set<String> awaited = new HashSet<>();
    for (Stored link : links()) {
      if (link.pair().equals(pair)) {
        if (link.left().startsWith("webcrm-")) {
          awaited.add(link.left());
        } else if (system == SystemName.POWEROFFICE) {
          byRecord.put(link.left(), link);
        } else if (link.state().equals("ACTIVE")) {
          byRecord.put(link.right().orElseThrow(), link);
        }
      }
    }
    String kind = system == SystemName.POWEROFFICE ? powerOfficeKind(pair) : webCrmKind(pair);
    systems
        .all(system, kind)
        .forEach(
            (record, columns) -> {
              Instant changed =
                  OffsetDateTime.parse(
                          columns
                              .text(
                                  system == SystemName.POWEROFFICE
                                      ? "LastChangedDateTimeOffset"
                                      : kind.equals("PERSONS")
                                          ? "PersonUpdatedAt"
                                          : "OrganisationUpdatedAt")
                              .orElseThrow())
                      .toInstant();
              if (!changed.isBefore(listedFrom) || !Systems.isActive(record, columns)) {
                return;
              }
              Stored link = byRecord.get(Long.toString(record.id()));
              if (link == null) {
                boolean expected =
                    system == SystemName.POWEROFFICE
                        && creates.contains(SystemName.WEBCRM)
                        && !awaited.contains(reference(columns));
                if (expected) {
                  throw simulation.failed(
                      new Violation(
                          "cursor", process + " moved " + key + " past " + record + ", unknown"));
                }
              } else if (link.state().equals("ACTIVE") && link.hold().isEmpty()) {
                Map<String, String> base = link.base(system);
                for (Property property : pairs.get(pairName(pair)).properties()) {
                  Optional<String> now = property.on(system).read(columns);
                  // What waits to be read back is looked at in the next sweep, cursor or not.
                  if (!now.equals(Optional.ofNullable(base.get(property.name())))
                      && !(system == SystemName.WEBCRM && link.isToBeReadBack(property.name()))) {
                    throw simulation.failed(
                        new Violation(
                            "cursor", process + " moved " + key + " past the change of " + record));
                  }
                }
              }
            });
  }

  private static String reference(Columns columns) {
    String reference =
        columns.text("ExternalImportReference").or(() -> columns.text("ExternalCode")).orElse("");
    return "webcrm-" + reference.substring(reference.lastIndexOf('/') + 1);
  }

  static PairName pairName(String key) {
    for (PairName name : PairName.values()) {
      if (name.key().equals(key)) {
        return name;
      }
    }
    throw new IllegalArgumentException(key);
  }

  // --- at the end ---

  /** After some quiet sweeps the edits of good records have arrived, whatever others do. */
  void checkArrived(Set<String> stoppedPairs) {
    for (Stored link : links()) {
      if (!link.state().equals("ACTIVE")
          || link.pair().equals("holder")
          || stoppedPairs.contains(link.pair())
          || link.hold().isPresent()
          || weather.isBad(leftKey(link).toString())
          || rightKey(link).map(Systems.Key::toString).filter(weather::isBad).isPresent()) {
        continue;
      }
      Optional<Columns> left = systems.find(leftKey(link));
      Optional<Columns> right = rightKey(link).flatMap(systems::find);
      if (left.isEmpty() || right.isEmpty()) {
        continue;
      }
      for (Property property : pairs.get(pairName(link.pair())).properties()) {
        if (!same(property, left.get(), right.get())) {
          throw simulation.failed(
              new Violation(
                  "arrives",
                  property.name() + " of " + leftKey(link) + " is still not in " + rightKey(link)));
        }
      }
    }
  }

  private static boolean same(Property property, Columns left, Columns right) {
    Optional<String> leftNow = property.left().read(left);
    Optional<String> rightNow = property.right().read(right);
    return leftNow.equals(rightNow)
        || property.right().fit(leftNow, right, WEBCRM_LENGTHS).equals(rightNow)
        || property.left().fit(rightNow, left, Lengths.UNKNOWN).equals(leftNow);
  }

  /** What must be true once everything has come to rest. */
  void checkRest(Set<String> stoppedPairs, Set<SystemName> creating) {
    for (Spare spare : spares) {
      if (systems.find(spare.made()).isPresent() && !hasAnother(spare.made(), spare.source())) {
        throw simulation.failed(twice(spare.instead(), spare.made()));
      }
    }
    Map<String, Stored> byLeft = new LinkedHashMap<>();
    for (Stored link : links()) {
      if (!link.pair().equals("holder") && !stoppedPairs.contains(link.pair())) {
        byLeft.put(link.pair() + " " + link.left(), link);
        checkLinkAtRest(link);
      }
    }
    if (creating.contains(SystemName.WEBCRM)) {
      for (PairName pair : PairName.values()) {
        if (!stoppedPairs.contains(pair.key())) {
          systems
              .all(SystemName.POWEROFFICE, powerOfficeKind(pair.key()))
              .forEach(
                  (record, columns) -> {
                    Stored link = byLeft.get(pair.key() + " " + record.id());
                    boolean leftAlone = isLeftAlone(pair.key(), columns);
                    if (Systems.isActive(record, columns) && link == null && !leftAlone) {
                      throw simulation.failed(new Violation("outcome", record + " has no outcome"));
                    }
                  });
        }
      }
    }
  }

  /** What was made for a webCRM record is left alone if that one is. */
  private boolean isLeftAlone(String pair, Columns record) {
    return links().stream()
        .anyMatch(
            link ->
                link.pair().equals(pair)
                    && link.left().equals(reference(record))
                    && link.holdKind().equals("IGNORED"));
  }

  /** Its owner may never be linked. */
  private boolean waitsForOneThatIsLeftAlone(Stored link) {
    return link.hold()
        .flatMap(hold -> Optional.ofNullable(hold.get("waitsFor")))
        .map(
            owner ->
                new Systems.Key(SystemName.POWEROFFICE, "CUSTOMERS", Long.parseLong(owner.s())))
        .flatMap(systems::find)
        .filter(owner -> isLeftAlone("customers", owner))
        .isPresent();
  }

  /** A department waits as long as a customer of its name is not linked. */
  private boolean waitsForACustomer(Stored link) {
    return link.heldFor().equals("MAY_BE_A_CUSTOMERS")
        && links().stream()
            .filter(other -> other.pair().equals("customers"))
            .filter(other -> !other.state().equals("ACTIVE") && !other.state().equals("ENDED"))
            .anyMatch(
                other ->
                    link.hold()
                        .flatMap(hold -> Optional.ofNullable(hold.get("waitsFor")))
                        .map(AttributeValue::s)
                        .equals(Optional.of(other.left())));
  }

  /**
   * Of a system that fails with all that is to be written nothing is held: it is tried for ever.
   */
  private boolean waitsForASystem(Stored link) {
    Map<String, AttributeValue> known =
        database.items().getOrDefault("default#" + link.pair() + "|breakdowns", Map.of());
    boolean down =
        Optional.ofNullable(known.get("writes")).map(AttributeValue::l).orElse(List.of()).stream()
            .anyMatch(write -> write.m().containsKey("notBefore"));
    return down
        && weather.has(Hazard.FAILING_FOR_EVER)
        // What was approved waits for it too.
        && (link.heldFor().equals("FAILED") || link.heldFor().equals("PROPOSED"))
        && (weather.isBad(leftKey(link).toString())
            || rightKey(link).map(Systems.Key::toString).filter(weather::isBad).isPresent());
  }

  private void checkLinkAtRest(Stored link) {
    if (link.holdKind().equals("IGNORED")) {
      return;
    }
    if (link.heldFor().equals("PROPOSED") && !waitsForASystem(link)) {
      throw simulation.failed(
          new Violation(
              "rest", link.pair() + " " + link.left() + " waits although everything was decided"));
    }
    if (link.state().equals("CREATING") && !link.holdKind().equals("HELD")) {
      throw simulation.failed(
          new Violation("rest", link.pair() + " " + link.left() + " is still being created"));
    }
    if (link.holdKind().equals("DUE")
        && !waitsForOneThatIsLeftAlone(link)
        && !waitsForACustomer(link)
        && !waitsForASystem(link)) {
      throw simulation.failed(
          new Violation(
              "rest", link.pair() + " " + link.left() + " is still due: " + link.heldBecause()));
    }
    if (!link.state().equals("ACTIVE")) {
      return;
    }
    Systems.Key left = leftKey(link);
    Systems.Key right = rightKey(link).orElseThrow();
    Optional<Columns> leftRecord = systems.find(left);
    Optional<Columns> rightRecord = systems.find(right);
    if ((leftRecord.isEmpty() || rightRecord.isEmpty())
        && link.heldFor().equals("REFUSED_BY_A_PERSON")) {
      // A person said that the link is not to end.
      return;
    }
    if ((leftRecord.isEmpty() || rightRecord.isEmpty())
        && isHeldForAWrite(link)
        && weather.isBad((leftRecord.isEmpty() ? right : left).toString())) {
      // The other one was to be made inactive, and its system never takes that.
      return;
    }
    if (leftRecord.isEmpty() || rightRecord.isEmpty()) {
      throw simulation.failed(new Violation("rest", link + " names a record that is gone"));
    }
    List<String> differing = new ArrayList<>();
    for (Property property : pairs.get(pairName(link.pair())).properties()) {
      String name = property.name();
      Optional<String> leftNow = property.left().read(leftRecord.get());
      Optional<String> rightNow = property.right().read(rightRecord.get());
      if (same(property, leftRecord.get(), rightRecord.get())) {
        checkLastEdit(link, left, right, name, leftNow, rightNow);
      } else {
        differing.add(
            name
                + ": "
                + leftNow.orElse("-")
                + " and "
                + rightNow.orElse("-")
                + ", known as "
                + link.base(SystemName.POWEROFFICE).get(name)
                + " and "
                + link.base(SystemName.WEBCRM).get(name));
      }
    }
    if (!differing.isEmpty() && link.hold().isEmpty()) {
      throw simulation.failed(
          new Violation(
              "agree", left + " and " + right + " differ and nothing is held: " + differing));
    }
    String why = link.heldBecause();
    if (why.contains("requires") && differing.isEmpty()) {
      throw simulation.failed(
          new Violation("true reason", left + " is held, but both agree: " + why));
    }
  }

  /** Whether a system's answer to a write is why a person has to look at it. */
  private static boolean isHeldForAWrite(Stored link) {
    return link.holdKind().equals("HELD")
        && (link.heldFor().equals("REFUSED") || link.heldFor().equals("FAILED"));
  }

  /** Whether the history tells of the webCRM record, in whatever pair it was linked. */
  private static boolean isAboutRight(
      String key, Map<String, AttributeValue> item, Systems.Key right) {
    int at = key.indexOf("#history|");
    return at > 0
        && webCrmKind(key.substring(key.indexOf('#') + 1, at)).equals(right.kind())
        && Optional.ofNullable(item.get("right"))
            .map(AttributeValue::s)
            .equals(Optional.of(Long.toString(right.id())));
  }

  /** The last edit of a property, on whichever side, stands there or is kept as a loser. */
  private void checkLastEdit(
      Stored link,
      Systems.Key left,
      Systems.Key right,
      String name,
      Optional<String> leftNow,
      Optional<String> rightNow) {
    Edit onLeft = lastEdits.get(left + " " + name);
    Edit onRight = lastEdits.get(right + " " + name);
    Edit last =
        onLeft == null
            ? onRight
            : onRight == null || onLeft.at().isAfter(onRight.at()) ? onLeft : onRight;
    if (last == null
        || last.value().equals(last.record().equals(left) ? leftNow : rightNow)
        || last.at().equals(overwrittenUnseen.get(last.record() + " " + name))) {
      return;
    }
    // Two records that are linked for the first time fill each other's gaps.
    Instant linked =
        linkedAt.getOrDefault("default#" + link.pair() + "|link#" + link.left(), Instant.MIN);
    if (last.value().isEmpty() && last.at().isBefore(linked)) {
      return;
    }
    boolean kept =
        Stream.concat(database.items().entrySet().stream(), erased.entrySet().stream())
            .filter(
                e ->
                    (e.getKey().contains("#" + link.pair() + "#history|")
                            && e.getValue().get("left").s().equals(link.left()))
                        || isAboutRight(e.getKey(), e.getValue(), right))
            .flatMap(
                e ->
                    Optional.ofNullable(e.getValue().get("losers"))
                        .map(AttributeValue::l)
                        .orElse(List.of())
                        .stream())
            .anyMatch(
                loser ->
                    loser.m().get("property").s().equals(name)
                        && loser.m().get("value").s().equals(last.value().orElse("")));
    if (!kept) {
      throw simulation.failed(
          new Violation(
              "last edit",
              "the last edit of " + name + " of " + last.record() + " is lost, and no loser kept"));
    }
  }
}
