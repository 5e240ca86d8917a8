package no.tandem.local.poweroffice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;

/** What the service makes of a value when it stores it. */
final class StoredForm {
  private final PowerOfficeSwitches switches;

  StoredForm(PowerOfficeSwitches switches) {
    this.switches = switches;
  }

  JsonNode of(String field, JsonNode value) {
    if (!value.isTextual()) {
      return value;
    }
    return switch (field) {
      case "PhoneNumber" -> switches.normalizePhones() ? phone(value) : value;
      case "EmailAddress" ->
          switches.lowerCaseEmails()
              ? TextNode.valueOf(value.textValue().toLowerCase(Locale.ROOT))
              : value;
      default -> value;
    };
  }

  private static JsonNode phone(JsonNode value) {
    String dialled = value.textValue().replaceAll("[\\s()./-]", "");
    String international = dialled.startsWith("00") ? "+" + dialled.substring(2) : dialled;
    return TextNode.valueOf(
        international.matches("\\d{8}") ? "+47" + international : international);
  }
}
