package no.tandem.local.poweroffice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;

/** What a record must be like for the service to store it. */
final class Rules {
  /** What a national id number reads as, and must never be written back. */
  static final String HIDDEN = "hidden";

  // The vendor only says "checked for typos": one at sign, a domain with a dot, no blanks.
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+");
  private static final Pattern NATIONAL_ID = Pattern.compile("\\d{11}");
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
    if (kind == Kind.CUSTOMERS && !hasInvoiceEmail(record)) {
      // Known from two integrations: without any e-mail, only a customer with Print is taken.
      if (!text(record, "InvoiceDeliveryType").equals("Print")) {
        throw Problem.invalid(
            kind, "InvoiceDeliveryType must be Print when the customer has no e-mail address.");
      }
    }
    for (Field field : Shape.of(kind).fields()) {
      JsonNode value = record.get(field.name());
      if (value != null) {
        check(kind, 0, field, value, record);
        if (field.type().isAddress() && value.isObject()) {
          requireText(kind, value, "City");
          requireText(kind, value, "ZipCode");
        }
      }
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
    for (String name : touched) {
      Field field = Shape.of(kind).field(name).orElseThrow();
      check(kind, id, field, after.path(name), after);
    }
    if (touched.contains("IsArchived")
        && after.path("IsArchived").booleanValue()
        && switches.openBalance(id)) {
      throw Problem.invalid(
          kind,
          switches.openBalanceStatus(),
          kind.entity() + " with id = " + id + " has an open balance and cannot be archived.");
    }
  }

  private void check(Kind kind, long id, Field field, JsonNode value, ObjectNode after) {
    if (value.isNull() || value.isMissingNode()) {
      return;
    }
    String name = field.name();
    if (Records.uniqueFields(kind).contains(name)) {
      records
          .holder(kind, name, value)
          .filter(holder -> holder != id)
          .ifPresent(holder -> refuseTaken(kind, name, value, holder));
    }
    switch (name) {
      case "EmailAddress" -> checkEmail(kind, value.textValue());
      case "Number" -> checkNumber(kind, value.longValue());
      case "DepartmentId" -> checkDepartment(kind, value);
      case "DepartmentCode" -> checkDepartmentCode(kind, value, after);
      case "NationalIdNumber" -> checkNationalId(kind, value.textValue());
      case "Allowance" -> checkAllowance(kind, value.doubleValue());
      case "InvoiceDeliveryType" -> checkDelivery(kind, value.textValue(), after);
      default -> {}
    }
  }

  private static void refuseTaken(Kind kind, String name, JsonNode value, long holder) {
    String entity =
        kind.isContact() ? "contact" : kind == Kind.DEPARTMENTS ? "department" : "contact person";
    throw Problem.invalid(
        kind,
        String.format(
            Locale.ROOT,
            "%s is already in use. '%s' is used on (%s) Id = %d.",
            name,
            value.asText(),
            entity,
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

  private static void checkNumber(Kind kind, long number) {
    if (number < Records.firstNumber(kind)) {
      throw Problem.invalid(kind, "Number " + number + " is not in a valid number series.");
    }
  }

  private void checkDepartment(Kind kind, JsonNode id) {
    if (records.find(Kind.DEPARTMENTS, id.longValue()).isEmpty()) {
      throw Problem.invalid(kind, 404, "Department with id = " + id + " not found.");
    }
  }

  private void checkDepartmentCode(Kind kind, JsonNode code, ObjectNode after) {
    boolean ignored = after.hasNonNull("DepartmentId");
    if (!ignored && records.holder(Kind.DEPARTMENTS, "Code", code).isEmpty()) {
      throw Problem.invalid(
          kind, 404, "Department with code = '" + code.textValue() + "' not found.");
    }
  }

  private static void checkNationalId(Kind kind, String number) {
    if (!NATIONAL_ID.matcher(number).matches()) {
      throw Problem.invalid(kind, "NationalIdNumber is not valid.");
    }
  }

  private static void checkAllowance(Kind kind, double percent) {
    if (percent < -1000 || percent > 100) {
      throw Problem.invalid(kind, "Allowance must be between -1000 and 100.");
    }
  }

  private static void checkDelivery(Kind kind, String delivery, ObjectNode after) {
    switch (delivery) {
      case "PdfByEmail" -> {
        if (!hasInvoiceEmail(after)) {
          throw Problem.invalid(
              kind, "InvoiceDeliveryType PdfByEmail needs EmailAddress or InvoiceEmailAddress.");
        }
      }
      case "EHF" -> requireText(kind, after, "OrganizationNumber");
      case "AvtaleGiro", "Efaktura", "External", "Factoring" ->
          throw Problem.invalid(kind, "InvoiceDeliveryType " + delivery + " cannot be set.");
      default -> {}
    }
  }

  private static boolean hasInvoiceEmail(ObjectNode record) {
    return !text(record, "EmailAddress").isBlank()
        || !text(record, "InvoiceEmailAddress").isBlank();
  }

  private static String text(JsonNode record, String name) {
    String text = record.path(name).textValue();
    return text == null ? "" : text;
  }
}
