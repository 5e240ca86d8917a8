package no.tandem.local.webcrm;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows rows as the API does, with the fields that webCRM works out itself. */
final class RecordView {
  /** The record with all its fields, in the order of the fields; for reading. */
  Map<String, Object> map(Row row) {
    return asValues(new RecordMap(row, this));
  }

  // A field that is not set up is null on the wire; whoever reads the map meets that as well.
  @SuppressWarnings("NullAway")
  private static Map<String, Object> asValues(Map<String, @Nullable Object> map) {
    return map;
  }

  void write(Row row, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (Field field : row.schema().fields()) {
      Json.member(json, field.name(), shown(row, field));
    }
    json.writeEndObject();
  }

  /** The field as the entity calls show it: a text, an integer, a boolean, or null. */
  @Nullable Object shown(Row row, Field field) {
    return switch (field.type()) {
      case TEXT -> text(row, field);
      case DROPDOWN -> row.get(field) == null ? WebCrmSimulator.UNSET_DROPDOWN : row.text(field);
      case PLUS -> row.get(field);
      case INTEGER -> row.integer(field);
      case BOOLEAN -> row.get(field) instanceof Boolean flag && flag;
      case MOMENT ->
          row.get(field) instanceof Instant moment ? Stamps.shown(moment) : Stamps.NOT_SET;
      case DAY -> row.get(field) instanceof LocalDate day ? Stamps.shown(day) : Stamps.NOT_SET;
      case STATUS -> PersonStatus.of(row, field).text();
    };
  }

  private static String text(Row row, Field field) {
    return switch (field.name()) {
      case "OrganisationCompareName" -> compareName(row);
      case "OrganisationTelephoneSearch" -> between(digits(row, "Telephone"), "");
      // Nothing has happened on any organisation here: there are no activities or deliveries.
      case "OrganisationLastItemType" -> "Undefined";
      case "PersonName" -> fullName(row);
      case "PersonTelephoneSearch" ->
          between(digits(row, "DirectPhone"), digits(row, "MobilePhone"));
      // Every person has both, so that a client is seen to leave them behind.
      case "PersonPassword", "PersonCampaignPassword" ->
          row.get(field) == null
              ? "secret-" + Integer.toHexString(row.id() * 7919 + field.index())
              : row.text(field);
      default -> row.text(field);
    };
  }

  private static String compareName(Row row) {
    return (own(row, "Name") + own(row, "DivisionName"))
        .toUpperCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private static String fullName(Row row) {
    return String.join(" ", own(row, "FirstName"), own(row, "MiddleName"), own(row, "LastName"))
        .replaceAll(" +", " ")
        .strip();
  }

  private static String digits(Row row, String suffix) {
    return own(row, suffix).replaceAll("[^0-9]", "");
  }

  private static String between(String first, String second) {
    return first.isEmpty() && second.isEmpty() ? "" : "-" + first + "-" + second;
  }

  private static String own(Row row, String suffix) {
    return row.text(row.schema().own(suffix));
  }
}
