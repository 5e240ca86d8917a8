package no.tandem.local.poweroffice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Optional;

/**
 * A field of a record.
 *
 * @param ofContact the field belongs to the contact, and so to all its roles
 * @param maxLength characters; 0 for no limit
 * @param fallback what the field holds until it is set
 */
record Field(
    String name,
    FieldType type,
    Access access,
    boolean ofContact,
    int maxLength,
    JsonNode fallback) {

  Field(String name, FieldType type, Access access) {
    this(name, type, access, false, 0, NullNode.getInstance());
  }

  Field shared() {
    return new Field(name, type, access, true, maxLength, fallback);
  }

  Field atMost(int characters) {
    return new Field(name, type, access, ofContact, characters, fallback);
  }

  Field orElse(boolean value) {
    return new Field(name, type, access, ofContact, maxLength, BooleanNode.valueOf(value));
  }

  Field orElse(String value) {
    return new Field(name, type, access, ofContact, maxLength, TextNode.valueOf(value));
  }

  /** The value in its stored form, or empty if the field cannot hold it. */
  Optional<JsonNode> read(JsonNode value) {
    return type.read(value)
        .filter(v -> maxLength == 0 || !v.isTextual() || v.textValue().length() <= maxLength);
  }

  /** The name as the service spelled its members in 2023. */
  static String inCamelCase(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
