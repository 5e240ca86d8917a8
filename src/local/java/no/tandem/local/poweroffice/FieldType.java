package no.tandem.local.poweroffice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;

/** What a field can hold. */
enum FieldType {
  TEXT,
  INTEGER,
  BOOLEAN,
  DATE,
  STAMP;

  /** The value in its stored form, or empty if it is of another type. Null fits every type. */
  Optional<JsonNode> read(JsonNode value) {
    if (value.isNull()) {
      return Optional.of(value);
    }
    return switch (this) {
      case TEXT -> Optional.of(value).filter(JsonNode::isTextual);
      // One node class for all integers, so that equal numbers are equal nodes.
      case INTEGER ->
          Optional.of(value)
              .filter(v -> v.isIntegralNumber() && v.canConvertToLong())
              .map(v -> LongNode.valueOf(v.longValue()));
      case BOOLEAN -> Optional.of(value).filter(JsonNode::isBoolean);
      case DATE -> text(value, LocalDate::parse);
      case STAMP -> text(value, OffsetDateTime::parse);
    };
  }

  private interface Parser {
    Object parse(String text);
  }

  private static Optional<JsonNode> text(JsonNode value, Parser parser) {
    if (!value.isTextual()) {
      return Optional.empty();
    }
    try {
      parser.parse(value.textValue());
      return Optional.of(value);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
