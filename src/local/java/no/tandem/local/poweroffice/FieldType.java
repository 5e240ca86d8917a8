package no.tandem.local.poweroffice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a field can hold. */
enum FieldType {
  TEXT,
  INTEGER,
  NUMBER,
  BOOLEAN,
  DATE,
  STAMP,
  UUID_TEXT,
  INTEGERS,
  CURRENCY,
  INVOICE_DELIVERY,
  REMINDER_DELIVERY,
  CONTACT_ADDRESS,
  PERSON_ADDRESS;

  private static final Set<String> INVOICE_DELIVERIES =
      Set.of("PdfByEmail", "Print", "EHF", "AvtaleGiro", "External", "Efaktura", "Factoring");
  private static final Set<String> REMINDER_DELIVERIES = Set.of("PdfByEmail", "Print");
  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  /** The value in its stored form, or empty if it is of another type. Null fits every type. */
  Optional<JsonNode> read(JsonNode value) {
    if (value.isNull()) {
      return Optional.of(value);
    }
    return switch (this) {
      case TEXT -> Optional.of(value).filter(JsonNode::isTextual);
      case INTEGER -> integer(value);
      case NUMBER -> Optional.of(value).filter(JsonNode::isNumber);
      case BOOLEAN -> Optional.of(value).filter(JsonNode::isBoolean);
      case DATE -> text(value, LocalDate::parse);
      case STAMP -> text(value, OffsetDateTime::parse);
      case UUID_TEXT -> text(value, UUID::fromString);
      case INTEGERS -> integers(value);
      case CURRENCY -> oneOf(CURRENCIES, value);
      case INVOICE_DELIVERY -> oneOf(INVOICE_DELIVERIES, value);
      case REMINDER_DELIVERY -> oneOf(REMINDER_DELIVERIES, value);
      case CONTACT_ADDRESS, PERSON_ADDRESS -> Address.read(this, value).map(address -> address);
    };
  }

  boolean isAddress() {
    return this == CONTACT_ADDRESS || this == PERSON_ADDRESS;
  }

  private static Optional<JsonNode> integer(JsonNode value) {
    // One node class for all integers, so that equal numbers are equal nodes.
    return Optional.of(value)
        .filter(v -> v.isIntegralNumber() && v.canConvertToLong())
        .map(v -> LongNode.valueOf(v.longValue()));
  }

  private static Optional<JsonNode> integers(JsonNode value) {
    if (!value.isArray()) {
      return Optional.empty();
    }
    ArrayNode read = JsonNodeFactory.instance.arrayNode();
    for (JsonNode element : value) {
      Optional<JsonNode> number = integer(element);
      if (number.isEmpty()) {
        return Optional.empty();
      }
      read.add(number.get());
    }
    return Optional.of(read);
  }

  private static Optional<JsonNode> oneOf(Set<String> choices, JsonNode value) {
    return Optional.of(value).filter(v -> v.isTextual() && choices.contains(v.textValue()));
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
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
