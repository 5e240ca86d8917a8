package no.tandem.local.poweroffice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;
import no.tandem.local.poweroffice.PowerOfficeSwitches.SecondDefault;

/** What the service stores. Checks nothing; the caller holds the lock. */
final class Records {
  private static final Map<Kind, Long> FIRST_NUMBERS =
      Map.of(Kind.CUSTOMERS, 10_000L, Kind.SUPPLIERS, 20_000L);
  private static final Map<Kind, List<String>> UNIQUE =
      Map.of(
          Kind.CUSTOMERS, List.of("ExternalImportReference", "ExternalNumber", "Number"),
          Kind.SUPPLIERS, List.of("ExternalImportReference", "ExternalNumber", "Number"),
          Kind.DEPARTMENTS, List.of("Code"),
          Kind.CONTACT_PERSONS, List.of("ExternalCode"));

  private record Key(String field, JsonNode value) {}

  private final Stamps stamps;
  private final PowerOfficeSwitches switches;
  private final Map<Kind, NavigableMap<Long, StoredRecord>> byKind = new EnumMap<>(Kind.class);
  private final Map<Kind, Map<Key, Long>> taken = new EnumMap<>(Kind.class);
  private final Map<Kind, Long> lastNumbers = new EnumMap<>(Kind.class);
  private final Map<Long, ObjectNode> contacts = new HashMap<>();
  private long lastContactId;
  private long lastDepartmentId;
  private long lastPersonId;
  private long lastAddressId;
  private long lastAccountId;

  Records(Stamps stamps, PowerOfficeSwitches switches) {
    this.stamps = stamps;
    this.switches = switches;
    clear();
  }

  void clear() {
    for (Kind kind : Kind.values()) {
      byKind.put(kind, new TreeMap<>());
      taken.put(kind, new HashMap<>());
      lastNumbers.put(kind, FIRST_NUMBERS.getOrDefault(kind, 0L) - 1);
    }
    contacts.clear();
    // Apart, so that an id of one kind is never taken for one of another by chance.
    lastContactId = 12_000_000;
    lastPersonId = 45_000_000;
    lastDepartmentId = 7_000_000;
    lastAddressId = 80_000_000;
    lastAccountId = 30_000_000;
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

  /** The record that already has this value in a field whose values are unique. */
  Optional<Long> holder(Kind kind, String field, JsonNode value) {
    return Optional.ofNullable(index(kind).get(new Key(field, value)));
  }

  static List<String> uniqueFields(Kind kind) {
    return UNIQUE.getOrDefault(kind, List.of());
  }

  static long firstNumber(Kind kind) {
    return FIRST_NUMBERS.getOrDefault(kind, 0L);
  }

  /**
   * Puts a record in; one of the same kind and id is replaced. Id, number and stamps are given
   * where they are missing.
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
      if (field.type() == FieldType.CONTACT_ADDRESS && member.getValue().isObject()) {
        record.set(field, storedAddress(member.getValue(), now));
      } else {
        record.set(field, member.getValue());
      }
    }
    complete(record, shape, now);
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
    boolean onlyAddress = !changes.isEmpty();
    for (Map.Entry<String, JsonNode> change : changes.entrySet()) {
      Field field = shape.field(change.getKey()).orElseThrow();
      if (field.type() == FieldType.CONTACT_ADDRESS) {
        record.set(
            field,
            change.getValue().isObject()
                ? storedAddress(change.getValue(), now)
                : change.getValue());
      } else {
        record.set(field, change.getValue());
        onlyAddress = false;
        sharedChanged |= field.ofContact();
      }
    }
    index(record);
    if (!onlyAddress || switches.addressMovesStamp()) {
      record.touch(now);
    }
    if (record.kind().isContact()
        && switches.otherRoleStampFollows()
        && (sharedChanged || (onlyAddress && switches.addressMovesStamp()))) {
      otherRole(record).ifPresent(other -> other.touch(now));
    }
  }

  /** Takes the flag from the other contact persons of the same contact. */
  void becomesDefault(StoredRecord person) {
    if (switches.secondDefault() == SecondDefault.KEEPS_BOTH) {
      return;
    }
    JsonNode owner = person.get("ContactId");
    Field flag = Shape.of(Kind.CONTACT_PERSONS).field("IsDefault").orElseThrow();
    for (StoredRecord other : all(Kind.CONTACT_PERSONS)) {
      if (other != person
          && other.get("ContactId").equals(owner)
          && other.get(flag).booleanValue()) {
        other.set(flag, BooleanNode.FALSE);
        if (switches.secondDefault() == SecondDefault.MOVES_FLAG_AND_STAMP) {
          other.touch(stamps.next());
        }
      }
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

  private void complete(StoredRecord record, Shape shape, String now) {
    setIfMissing(record, shape, "Id", LongNode.valueOf(record.id()));
    setIfMissing(record, shape, "LastChangedDateTimeOffset", TextNode.valueOf(now));
    setIfMissing(record, shape, record.kind().createdField(), TextNode.valueOf(now));
    if (record.kind().isContact()) {
      setIfMissing(record, shape, "ContactCreatedDateTimeOffset", TextNode.valueOf(now));
      long number = lastNumbers.getOrDefault(record.kind(), 0L) + 1;
      setIfMissing(record, shape, "Number", LongNode.valueOf(number));
      lastAccountId++;
      setIfMissing(record, shape, "SubledgerAccountId", LongNode.valueOf(lastAccountId));
    }
  }

  private static void setIfMissing(StoredRecord record, Shape shape, String name, JsonNode value) {
    Field field = shape.field(name).orElseThrow();
    if (record.get(field).isNull()) {
      record.set(field, value);
    }
  }

  private JsonNode storedAddress(JsonNode given, String now) {
    ObjectNode address = given.deepCopy();
    if (!address.hasNonNull("Id")) {
      lastAddressId++;
      address.put("Id", lastAddressId);
    }
    address.put("LastChangedDateTimeOffset", now);
    return address;
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
    for (String field : uniqueFields(record.kind())) {
      JsonNode value = record.get(field);
      if (!value.isNull()) {
        index(record.kind()).put(new Key(field, value), record.id());
        if (field.equals("Number")) {
          lastNumbers.merge(record.kind(), value.longValue(), Math::max);
        }
      }
    }
  }

  private void unindex(StoredRecord record) {
    for (String field : uniqueFields(record.kind())) {
      // Loaded records may break the rule; then the value stays with its other holder.
      index(record.kind()).remove(new Key(field, record.get(field)), record.id());
    }
  }

  private NavigableMap<Long, StoredRecord> byId(Kind kind) {
    NavigableMap<Long, StoredRecord> records = byKind.get(kind);
    if (records == null) {
      throw new IllegalStateException("No records of " + kind);
    }
    return records;
  }

  private Map<Key, Long> index(Kind kind) {
    Map<Key, Long> index = taken.get(kind);
    if (index == null) {
      throw new IllegalStateException("No index of " + kind);
    }
    return index;
  }
}
