package no.tandem.local.poweroffice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;

/** What a record must be like for the service to store it. */
final class Rules {
  // The vendor only says "checked for typos": one at sign, a domain with a dot, no blanks.
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+");
  private static final Set<String> NAMES = Set.of("IsPerson", "Name", "FirstName", "LastName");

  private final Records records;
  private final PowerOfficeSwitches switches;

  Rules(Records records, PowerOfficeSwitches switches) {
    this.records = records;
    this.switches = switches;
  }

  /** Checks a record that is about to be created. */
  void checkNew(Kind kind, ObjectNode record) {
    requireNames(kind, record);
    // Known from two integrations: without any e-mail, only a customer with Print is taken.
    if (kind == Kind.CUSTOMERS
        && text(record, "EmailAddress").isBlank()
        && !text(record, "InvoiceDeliveryType").equals("Print")) {
      throw Problem.invalid(
          kind, "InvoiceDeliveryType must be Print when the customer has no e-mail address.");
    }
    for (Field field : Shape.of(kind).fields()) {
      check(kind, 0, field.name(), record.path(field.name()));
    }
  }

  /**
   * Checks a record that is about to be changed.
   *
   * @param after the record as it would be
   * @param touched the fields that were written to
   */
  void checkChange(Kind kind, long id, ObjectNode after, Set<String> touched) {
    // A stored record may break a rule that is younger than it; only what is touched counts.
    boolean required = kind != Kind.CONTACT_PERSONS || switches.contactPersonNamesRequiredOnPatch();
    if (required && touched.stream().anyMatch(NAMES::contains)) {
      requireNames(kind, after);
    }
    touched.forEach(name -> check(kind, id, name, after.path(name)));
    if (touched.contains("IsArchived")
        && after.path("IsArchived").booleanValue()
        && switches.openBalance(id)) {
      throw Problem.invalid(
          kind,
          kind.entity() + " with id = " + id + " has an open balance and cannot be archived.");
    }
  }

  private void check(Kind kind, long id, String name, JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return;
    }
    if (name.equals(Records.reference(kind))) {
      records
          .holder(kind, value)
          .filter(holder -> holder != id)
          .ifPresent(holder -> refuseTaken(kind, name, value, holder));
    }
    if (name.equals("EmailAddress")) {
      checkEmail(kind, value.textValue());
    }
  }

  private static void refuseTaken(Kind kind, String name, JsonNode value, long holder) {
    throw Problem.invalid(
        kind,
        String.format(
            Locale.ROOT,
            "%s is already in use. '%s' is used on (%s) Id = %d.",
            name,
            value.asText(),
            kind.isContact() ? "contact" : "contact person",
            holder));
  }

  private static void requireNames(Kind kind, ObjectNode record) {
    boolean person =
        kind == Kind.CONTACT_PERSONS
            || (kind.isContact() && record.path("IsPerson").booleanValue());
    if (person) {
      requireText(kind, record, "FirstName");
      requireText(kind, record, "LastName");
    } else {
      requireText(kind, record, "Name");
    }
  }

  private static void requireText(Kind kind, JsonNode record, String name) {
    if (text(record, name).isBlank()) {
      throw Problem.invalid(kind, name + " is required.");
    }
  }

  private static void checkEmail(Kind kind, String address) {
    boolean checked = kind == Kind.SUPPLIERS || kind == Kind.CONTACT_PERSONS;
    if (checked && !address.isEmpty() && !EMAIL.matcher(address).matches()) {
      throw Problem.invalid(kind, "EmailAddress '" + address + "' is not a valid e-mail address.");
    }
  }

  private static String text(JsonNode record, String name) {
    String text = record.path(name).textValue();
    return text == null ? "" : text;
  }
}
