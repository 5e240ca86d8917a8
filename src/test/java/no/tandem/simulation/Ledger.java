package no.tandem.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import no.tandem.TestClock;
import no.tandem.functions.PairDefinition;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.settings.PairName;
import no.tandem.sync.pair.Property;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.SystemName;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Records what happened: what users and Tandem wrote, and what was stored. It judges nothing; each
 * {@link Promise} does. It is plainer than the engine and made of other code: it looks at the
 * systems and at the stored items.
 */
final class Ledger {
  private static final Lengths WEBCRM_LENGTHS = new Lengths(WebCrmSimulator.textLengths());

  /** A value, and since when the property has it. */
  record Held(Optional<String> value, Instant from) {}

  /** A value that Tandem wrote, and the record from which it came. */
  record Own(Systems.Key source, Instant at) {}

  /** A user's edit of one property. */
  record Edit(Systems.Key record, String property, Optional<String> value, Instant at) {}

  private final TestClock time;
  private final Systems systems;
  private final Table table;
  private final Map<PairName, PairDefinition> pairs;
  private final Map<Systems.Key, Map<String, List<Held>>> values = new TreeMap<>();
  private final Map<String, Edit> lastEdits = new TreeMap<>();
  private final Map<String, Instant> overwrittenUnseen = new HashMap<>();
  private final Map<String, Own> tandemsOwn = new HashMap<>();
  private final Map<String, String> lastWritten = new HashMap<>();
  private final Map<Systems.Key, Instant> usedAgain = new HashMap<>();
  private final Map<String, List<Systems.Key>> createdFor = new TreeMap<>();
  private final Map<Systems.Key, Systems.Key> madeInPowerOfficeFor = new HashMap<>();
  private final Map<String, Instant> linkedAt = new HashMap<>();
  private final Set<Systems.Key> everLinked = new HashSet<>();
  private final Set<String> operatorsOutcomes = new HashSet<>();
  private final Map<String, Map<String, AttributeValue>> erased = new TreeMap<>();
  private Map<String, Map<String, AttributeValue>> before = Map.of();
  private final Set<Systems.Key> notStored = new HashSet<>();
  private int tandemWrites;
  private int racedEdits;

  Ledger(TestClock time, Systems systems, Table table, Map<PairName, PairDefinition> pairs) {
    this.time = time;
    this.systems = systems;
    this.table = table;
    this.pairs = pairs;
  }

  // --- what the users do ---

  void editedByUser(Systems.Key key) {
    for (String property : observe(key)) {
      edited(key, property);
    }
  }

  private void edited(Systems.Key key, String property) {
    lastEdits.put(
        key + " " + property, new Edit(key, property, read(key, property), time.instant()));
    tandemsOwn.remove(key + " " + property);
  }

  /** The id of a record that is gone is another record's now. */
  void usedAgain(Systems.Key key) {
    // When a record was created is learned when it is read; before that it may be either.
    boolean canBeKnown =
        table.links().stream()
            .filter(Stored::isActive)
            .filter(link -> link.hasRight(key))
            .allMatch(link -> link.item().get("rightBase").m().containsKey("createdAt"));
    if (canBeKnown) {
      usedAgain.put(key, time.instant());
    }
    // Tandem made the one that is gone, or made one for it, and not for this one.
    createdFor.values().forEach(made -> made.remove(key));
    madeInPowerOfficeFor.values().removeIf(key::equals);
    editedByUser(key);
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

  // --- what Tandem writes ---

  /** A write to the record was answered with success and ignored. */
  void notStored(Systems.Key key) {
    notStored.add(key);
  }

  /** Whether that was ever so. */
  boolean wasIgnored(Systems.Key key) {
    return notStored.contains(key);
  }

  /** A process has created a record for an intent. */
  Write created(Instance process, Systems.Key key, String intent) {
    Systems.Key source = Intents.source(intent);
    process.made(intent);
    createdFor.computeIfAbsent(intent, i -> new ArrayList<>()).add(key);
    if (Intents.isHolder(intent)) {
      tandemWrites++;
      return new Write(key, source, true, observe(key), List.of());
    }
    if (key.system() == SystemName.POWEROFFICE) {
      madeInPowerOfficeFor.put(key, source);
    }
    return written(process, key, source, true);
  }

  /** A process has written a record that was there. */
  Write changed(Instance process, Systems.Key key, Systems.Key source) {
    return written(process, key, source, false);
  }

  private Write written(Instance process, Systems.Key key, Systems.Key source, boolean isCreation) {
    List<String> changed = observe(key);
    if (!changed.isEmpty() || isCreation) {
      tandemWrites++;
    }
    List<String> brought = new ArrayList<>();
    for (String name : changed) {
      lastWritten.put(key + " " + name, read(key, name).orElse(""));
      if (process.wasToWrite(key + " " + name, read(key, name))) {
        edited(key, name);
      } else {
        overwritten(process, key, source, name);
        if (isPutBack(process, key, source, name)) {
          edited(key, name);
        } else {
          brought(process, key, source, name);
          brought.add(name);
        }
      }
    }
    return new Write(key, source, isCreation, changed, brought);
  }

  private void overwritten(Instance process, Systems.Key key, Systems.Key source, String name) {
    tandemsOwn.put(key + " " + name, new Own(source, time.instant()));
    Edit last = lastEdits.get(key + " " + name);
    if (last != null && !last.at().isBefore(process.readsFrom())) {
      // It was made after the run had begun to read, and neither system shows that.
      overwrittenUnseen.put(key + " " + name, last.at());
      racedEdits++;
    } else if (last != null && last.value().equals(inBase(key, name))) {
      // It was set back to what it was: who compares states sees no edit.
      overwrittenUnseen.put(key + " " + name, last.at());
    }
  }

  /** An operator had it written once more, though the source never had it. */
  private boolean isPutBack(Instance process, Systems.Key key, Systems.Key source, String name) {
    return process.edits()
        && !cameFrom(source, key, name, process.readsFrom())
        && everHeld(key, name, read(key, name));
  }

  /** A user's edit goes on in the record that it was brought to, whatever becomes of the first. */
  private void brought(Instance process, Systems.Key key, Systems.Key source, String name) {
    Edit last = lastEdits.get(key + " " + name);
    Edit edit = lastEdits.get(source + " " + name);
    if (edit != null && (last == null || edit.at().isAfter(last.at()))) {
      lastEdits.put(key + " " + name, new Edit(key, name, read(key, name), edit.at()));
    }
    if (process.isAskedTo("take")) {
      // Whatever a user wrote here last, the operator said that it is not to stand.
      lastEdits.put(key + " " + name, new Edit(key, name, read(key, name), time.instant()));
    }
  }

  /** What the stored link knows of the record. */
  private Optional<String> inBase(Systems.Key key, String property) {
    return table.links().stream()
        .filter(link -> link.isActive() && !link.isHolder())
        .filter(link -> link.hasLeft(key) || link.hasRight(key))
        .findFirst()
        .flatMap(link -> Optional.ofNullable(link.base(key.system()).get(property)));
  }

  // --- what Tandem stores ---

  /** What changed in the table since this was last asked: first what was erased. */
  List<Change> changes() {
    Map<String, Map<String, AttributeValue>> old = before;
    Map<String, Map<String, AttributeValue>> now = table.items();
    if (now == old) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    old.forEach(
        (key, item) -> {
          if (!now.containsKey(key)) {
            changes.add(new Change(key, item, Map.of(), old));
          }
        });
    now.forEach(
        (key, item) -> {
          if (!item.equals(old.get(key))) {
            changes.add(new Change(key, old.getOrDefault(key, Map.of()), item, old));
          }
        });
    before = now;
    return changes;
  }

  void stored(Instance process, Change change) {
    if (change.isNewIntent()) {
      process.intends(change.key());
    }
    if (change.isNewLink()) {
      linked(change);
    }
    if (change.isLink() && !change.isErased()) {
      about(Stored.of(change.key(), change.item()));
    }
    if (change.isHistory() && change.isErased()) {
      erased.put(change.key(), change.old());
    }
    if (change.isNewHistory()
        && process.edits()
        && process.isFirstOf(change.text("run").orElseThrow())) {
      operatorsOutcomes.add(change.key());
      operatorEdits(process, change);
    }
  }

  /** What a process is about to write: another one cannot know whether it did. */
  private void about(Stored link) {
    if (link.isHolder() || link.isAwaited() || link.right().isEmpty()) {
      return;
    }
    Optional.ofNullable(link.item().get("attempts"))
        .map(AttributeValue::m)
        .orElse(Map.of())
        .forEach(
            (property, one) -> {
              Systems.Key toward =
                  one.m().get("toward").s().equals(SystemName.WEBCRM.name())
                      ? link.rightKey().orElseThrow()
                      : link.leftKey();
              Optional.ofNullable(one.m().get("written"))
                  .map(AttributeValue::s)
                  .ifPresent(text -> lastWritten.put(toward + " " + property, text));
            });
  }

  private void linked(Change change) {
    linkedAt.put(change.key(), time.instant());
    Systems.Key right = Systems.Key.inWebCrm(change.pair(), change.text("right").orElseThrow());
    everLinked.add(right);
    // Of what was made for it only that is still its own, and that is no other's any more.
    if (!createdFor.getOrDefault(change.key(), List.of()).contains(right)) {
      createdFor.remove(change.key());
    }
    createdFor.forEach(
        (other, all) -> {
          if (!other.equals(change.key())) {
            all.remove(right);
          }
        });
  }

  private static void operatorEdits(Instance process, Change change) {
    for (AttributeValue edit :
        Optional.ofNullable(change.item().get("changes"))
            .map(AttributeValue::l)
            .orElse(List.of())) {
      boolean onLeft = edit.m().get("system").s().equals(SystemName.POWEROFFICE.name());
      Systems.Key record =
          onLeft
              ? Systems.Key.inPowerOffice(change.pair(), change.text("left").orElseThrow())
              : Systems.Key.inWebCrm(change.pair(), change.text("right").orElseThrow());
      process.isToWrite(record + " " + edit.m().get("property").s(), edit.m().get("after").s());
    }
  }

  // --- what it knows of records ---

  boolean knows(Systems.Key key) {
    return values.containsKey(key);
  }

  List<Property> properties(Systems.Key key) {
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

  /** The properties of the pair, by its key. */
  List<Property> propertiesOf(String pair) {
    return pairs.entrySet().stream()
        .filter(entry -> entry.getKey().key().equals(pair))
        .findFirst()
        .orElseThrow()
        .getValue()
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

  private List<Held> history(Systems.Key key, String property) {
    return values.getOrDefault(key, Map.of()).getOrDefault(property, List.of());
  }

  /** The value that it had when the ledger last looked. */
  Optional<Held> lastHeld(Systems.Key key, String property) {
    List<Held> all = history(key, property);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /** Whether it held this value before what it holds now. */
  private boolean everHeld(Systems.Key key, String property, Optional<String> value) {
    List<Held> all = history(key, property);
    return all.stream().limit(all.size() - 1L).anyMatch(held -> held.value().equals(value));
  }

  private List<Optional<String>> heldSince(Systems.Key key, String property, Instant since) {
    List<Held> all = history(key, property);
    List<Optional<String>> held = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      boolean over = i + 1 < all.size() && all.get(i + 1).from().isBefore(since);
      if (!over) {
        held.add(all.get(i).value());
      }
    }
    return held.isEmpty() ? List.of(Optional.empty()) : held;
  }

  /** Whether what the target has is a value that the source had since then, as it fits there. */
  boolean cameFrom(Systems.Key source, Systems.Key target, String property, Instant since) {
    Columns record = systems.find(target).orElseThrow();
    Optional<String> now = read(target, property);
    return heldSince(source, property, since).stream()
        .anyMatch(
            value ->
                fit(target, property, value, record).equals(now)
                    || fit(target, property, value, Columns.NONE).equals(now));
  }

  private Optional<String> fit(
      Systems.Key key, String property, Optional<String> value, Columns target) {
    return property(key, property).on(key.system()).fit(value, target, lengths(key.system()));
  }

  /** What a system's texts hold, as its simulator has it and not as the mapping says. */
  static Lengths lengths(SystemName system) {
    return system == SystemName.WEBCRM ? WEBCRM_LENGTHS : Lengths.UNKNOWN;
  }

  // --- what it knows of edits, creations and links ---

  Optional<Edit> lastEdit(Systems.Key key, String property) {
    return Optional.ofNullable(lastEdits.get(key + " " + property));
  }

  /** Whether Tandem wrote over it and could not see it. */
  boolean isOverwrittenUnseen(Edit edit) {
    return edit.at().equals(overwrittenUnseen.get(edit.record() + " " + edit.property()));
  }

  /** What Tandem wrote there last, or was about to; "" for empty or nothing. */
  String lastWritten(Systems.Key key, String property) {
    return lastWritten.getOrDefault(key + " " + property, "");
  }

  /** What Tandem wrote there, if no user or operator wrote there since. */
  Optional<Own> tandemsOwn(Systems.Key key, String property) {
    return Optional.ofNullable(tandemsOwn.get(key + " " + property));
  }

  /** Since when the id is another record's, if that can be known. */
  Optional<Instant> usedAgainSince(Systems.Key key) {
    return Optional.ofNullable(usedAgain.get(key));
  }

  /** The records that were made for each intent and are nothing else's. */
  Map<String, List<Systems.Key>> createdFor() {
    return createdFor;
  }

  /** The webCRM record for which Tandem made this one in PowerOffice. */
  Optional<Systems.Key> madeInPowerOfficeFor(Systems.Key made) {
    return Optional.ofNullable(madeInPowerOfficeFor.get(made));
  }

  /** When the link last got these two records, if it ever had two. */
  Optional<Instant> linkedAt(String name) {
    return Optional.ofNullable(linkedAt.get(name));
  }

  boolean wasEverLinked(Systems.Key inWebCrm) {
    return everLinked.contains(inWebCrm);
  }

  /** Whether this item of history is what an operator asked for, and not what followed from it. */
  boolean isOperatorsOutcome(String key) {
    return operatorsOutcomes.contains(key);
  }

  /** The items of history that were erased. */
  Map<String, Map<String, AttributeValue>> erased() {
    return erased;
  }

  int tandemWrites() {
    return tandemWrites;
  }

  int racedEdits() {
    return racedEdits;
  }
}
