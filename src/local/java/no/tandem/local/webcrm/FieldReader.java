package no.tandem.local.webcrm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what was sent for a field into what is stored; null unsets the field. */
final class FieldReader {
  private final WebCrmSwitches switches;

  FieldReader(WebCrmSwitches switches) {
    this.switches = switches;
  }

  /**
   * A value as a client sent it.
   *
   * @throws Refusal for what the field does not take
   */
  @Nullable Object sent(Field field, JsonNode json) {
    if (!json.isValueNode()) {
      throw Refusal.invalid(field.name() + " takes a single value.");
    }
    Object value = json.isBoolean() ? (Object) json.booleanValue() : json.asText();
    @Nullable Object read = read(field, value);
    if (read instanceof String text) {
      return field.type() == FieldType.DROPDOWN ? listed(field, text) : fitting(field, text);
    }
    return read;
  }

  /**
   * A value of any length.
   *
   * @throws Refusal for what is not of the field's type
   */
  @Nullable Object read(Field field, Object value) {
    return switch (field.type()) {
      case TEXT, PLUS -> value.toString().isEmpty() ? empty(field) : value.toString();
      case DROPDOWN ->
          value.toString().isEmpty() || value.equals(WebCrmSimulator.UNSET_DROPDOWN)
              ? null
              : value.toString();
      case INTEGER -> integer(field, value);
      case BOOLEAN -> flag(field, value);
      case MOMENT, DAY -> date(field, value);
      case STATUS ->
          PersonStatus.of(value.toString())
              .orElseThrow(
                  () -> Refusal.invalid("'" + value + "' is not a value of " + field.name() + "."));
    };
  }

  /** How many characters the field takes; 0 means any number. */
  int length(Field field) {
    return switches.length(field.name()).orElse(field.length());
  }

  // An emptied Plus field is set up nevertheless.
  private static @Nullable Object empty(Field field) {
    return field.type() == FieldType.PLUS ? "" : null;
  }

  private static Object integer(Field field, Object value) {
    if (value instanceof Integer) {
      return value;
    }
    try {
      return Integer.valueOf(value.toString());
    } catch (NumberFormatException e) {
      throw Refusal.invalid("'" + value + "' of " + field.name() + " is not a whole number.");
    }
  }

  private static Object flag(Field field, Object value) {
    return switch (value.toString().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw Refusal.invalid(
              "'" + value + "' of " + field.name() + " is neither true nor false.");
    };
  }

  private static @Nullable Object date(Field field, Object value) {
    if (value instanceof Instant || value instanceof LocalDate) {
      return date(field, value instanceof Instant i ? Stamps.shown(i) : value.toString());
    }
    try {
      return field.type() == FieldType.DAY
          ? Stamps.dayToStore(value.toString()).orElse(null)
          : Stamps.momentToStore(value.toString()).orElse(null);
    } catch (DateTimeException e) {
      throw Refusal.invalid("'" + value + "' of " + field.name() + " is not a date.");
    }
  }

  private String listed(Field field, String text) {
    if (!switches.dropdown(field.name()).contains(text)) {
      throw Refusal.invalid("'" + text + "' is not a value of " + field.name() + ".");
    }
    return text;
  }

  private String fitting(Field field, String text) {
    int length = length(field);
    if (length == 0 || text.length() <= length) {
      return text;
    }
    if (switches.cutTooLong()) {
      int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
      return text.substring(0, end);
    }
    throw Refusal.invalid(
        "'" + text + "' of " + field.name() + " is longer than " + length + " characters.");
  }
}
