package no.tandem.local.poweroffice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;

/** One record; as a customer or supplier it is one role of a contact. */
final class StoredRecord {
  private static final String CHANGED = "LastChangedDateTimeOffset";

  private final Kind kind;
  private final long id;
  private final ObjectNode own;
  private final ObjectNode ofContact;
  // Parsed once, because lists filter by it.
  private Instant changed = Instant.EPOCH;

  /**
   * @param ofContact what this record shares with the contact's other role
   */
  StoredRecord(Kind kind, long id, ObjectNode own, ObjectNode ofContact) {
    this.kind = kind;
    this.id = id;
    this.own = own;
    this.ofContact = ofContact;
  }

  Kind kind() {
    return kind;
  }

  long id() {
    return id;
  }

  Instant changed() {
    return changed;
  }

  ObjectNode ofContact() {
    return ofContact;
  }

  JsonNode get(Field field) {
    JsonNode value = (field.ofContact() ? ofContact : own).get(field.name());
    return value == null ? field.fallback() : value;
  }

  JsonNode get(String name) {
    return Shape.of(kind).field(name).map(this::get).orElse(NullNode.getInstance());
  }

  void set(Field field, JsonNode value) {
    (field.ofContact() ? ofContact : own).set(field.name(), value);
    if (field.name().equals(CHANGED)) {
      changed = OffsetDateTime.parse(value.textValue()).toInstant();
    }
  }

  void touch(String stamp) {
    own.set(CHANGED, TextNode.valueOf(stamp));
    changed = OffsetDateTime.parse(stamp).toInstant();
  }
}
