package no.tandem.local.poweroffice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;

/** What the service stores. Checks nothing; the caller holds the lock. */
final class Records {
  private final Stamps stamps;
  private final PowerOfficeSwitches switches;
  private final Map<Kind, NavigableMap<Long, StoredRecord>> byKind = new EnumMap<>(Kind.class);
  private final Map<Kind, Map<JsonNode, Long>> taken = new EnumMap<>(Kind.class);
  private final Map<Long, ObjectNode> contacts = new HashMap<>();
  private long lastContactId;
  private long lastDepartmentId;
  private long lastPersonId;

  Records(Stamps stamps, PowerOfficeSwitches switches) {
    this.stamps = stamps;
    this.switches = switches;
    clear();
  }

  void clear() {
    for (Kind kind : Kind.values()) {
      byKind.put(kind, new TreeMap<>());
      taken.put(kind, new HashMap<>());
    }
    contacts.clear();
    // Apart, so that an id of one kind is never taken for one of another by chance.
    lastContactId = 12_000_000;
    lastPersonId = 45_000_000;
    lastDepartmentId = 7_000_000;
  }

  /** All records of the kind in id order; a live view. */
  Collection<StoredRecord> all(Kind kind) {
    return Collections.unmodifiableCollection(byId(kind).values());
  }

  Collection<StoredRecord> allFromLastId(Kind kind) {
    return Collections.unmodifiableCollection(byId(kind).descendingMap().values());
  }

  Optional<StoredRecord> find(Kind kind, long id) {
    return Optional.ofNullable(byId(kind).get(id));
  }

  /** The contact in any of its roles. */
  Optional<StoredRecord> contact(long id) {
    return find(Kind.CUSTOMERS, id).or(() -> find(Kind.SUPPLIERS, id));
  }

  /** The record that already has this reference, of which every record has one of its own. */
  Optional<Long> holder(Kind kind, JsonNode reference) {
    return Optional.ofNullable(references(kind).get(reference));
  }

  /** The field whose values are unique among records of the kind; empty if there is none. */
  static String reference(Kind kind) {
    return switch (kind) {
      case CUSTOMERS, SUPPLIERS -> "ExternalImportReference";
      case CONTACT_PERSONS -> "ExternalCode";
      case DEPARTMENTS -> "";
    };
  }

  /**
   * Puts a record in; one of the same kind and id is replaced. Id and stamp are given where they
   * are missing.
   */
  StoredRecord put(Kind kind, ObjectNode given) {
    long id = given.hasNonNull("Id") ? given.get("Id").longValue() : nextId(kind);
    note(kind, id);
    StoredRecord before = byId(kind).get(id);
    if (before != null) {
      unindex(before);
      if (otherRole(before).isEmpty()) {
        contacts.remove(id);
      }
    }
    ObjectNode ofContact =
        kind.isContact()
            ? contacts.computeIfAbsent(id, any -> JsonNodeFactory.instance.objectNode())
            : JsonNodeFactory.instance.objectNode();
    StoredRecord record =
        new StoredRecord(kind, id, JsonNodeFactory.instance.objectNode(), ofContact);
    String now = stamps.next();
    Shape shape = Shape.of(kind);
    for (Map.Entry<String, JsonNode> member : given.properties()) {
      Field field = shape.field(member.getKey()).orElseThrow();
      record.set(field, member.getValue());
    }
    setIfMissing(record, shape, "Id", LongNode.valueOf(id));
    setIfMissing(record, shape, "LastChangedDateTimeOffset", TextNode.valueOf(now));
    String created = (kind.isContact() ? "Contact" : "") + "CreatedDateTimeOffset";
    setIfMissing(record, shape, created, TextNode.valueOf(now));
    byId(kind).put(id, record);
    index(record);
    return record;
  }

  /** Makes changes and moves the stamps that follow them. */
  void change(StoredRecord record, Map<String, JsonNode> changes) {
    String now = stamps.next();
    Shape shape = Shape.of(record.kind());
    unindex(record);
    boolean sharedChanged = false;
    for (Map.Entry<String, JsonNode> change : changes.entrySet()) {
      Field field = shape.field(change.getKey()).orElseThrow();
      record.set(field, change.getValue());
      sharedChanged |= field.ofContact();
    }
    index(record);
    record.touch(now);
    if (sharedChanged && switches.otherRoleStampFollows()) {
      otherRole(record).ifPresent(other -> other.touch(now));
    }
  }

  /** Removes a record; a contact's last role takes its contact persons along. */
  void remove(StoredRecord record) {
    byId(record.kind()).remove(record.id());
    unindex(record);
    if (record.kind().isContact() && contact(record.id()).isEmpty()) {
      contacts.remove(record.id());
      JsonNode owner = LongNode.valueOf(record.id());
      new ArrayList<>(all(Kind.CONTACT_PERSONS))
          .stream().filter(person -> person.get("ContactId").equals(owner)).forEach(this::remove);
    }
  }

  Optional<StoredRecord> otherRole(StoredRecord record) {
    return switch (record.kind()) {
      case CUSTOMERS -> find(Kind.SUPPLIERS, record.id());
      case SUPPLIERS -> find(Kind.CUSTOMERS, record.id());
      case DEPARTMENTS, CONTACT_PERSONS -> Optional.empty();
    };
  }

  private static void setIfMissing(StoredRecord record, Shape shape, String name, JsonNode value) {
    Field field = shape.field(name).orElseThrow();
    if (record.get(field).isNull()) {
      record.set(field, value);
    }
  }

  private long nextId(Kind kind) {
    return switch (kind) {
      case CUSTOMERS, SUPPLIERS -> lastContactId + 1;
      case DEPARTMENTS -> lastDepartmentId + 1;
      case CONTACT_PERSONS -> lastPersonId + 1;
    };
  }

  private void note(Kind kind, long id) {
    switch (kind) {
      case CUSTOMERS, SUPPLIERS -> lastContactId = Math.max(lastContactId, id);
      case DEPARTMENTS -> lastDepartmentId = Math.max(lastDepartmentId, id);
      case CONTACT_PERSONS -> lastPersonId = Math.max(lastPersonId, id);
    }
  }

  private void index(StoredRecord record) {
    JsonNode reference = record.get(reference(record.kind()));
    if (!reference.isNull()) {
      references(record.kind()).put(reference, record.id());
    }
  }

  private void unindex(StoredRecord record) {
    // Loaded records may break the rule; then the value stays with its other holder.
    references(record.kind()).remove(record.get(reference(record.kind())), record.id());
  }

  private NavigableMap<Long, StoredRecord> byId(Kind kind) {
    return Optional.ofNullable(byKind.get(kind)).orElseThrow();
  }

  private Map<JsonNode, Long> references(Kind kind) {
    return Optional.ofNullable(taken.get(kind)).orElseThrow();
  }
}
