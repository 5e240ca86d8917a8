package no.tandem.local.poweroffice;

import static no.tandem.local.poweroffice.Access.CREATE;
import static no.tandem.local.poweroffice.Access.PATCH;
import static no.tandem.local.poweroffice.Access.READ;
import static no.tandem.local.poweroffice.FieldType.BOOLEAN;
import static no.tandem.local.poweroffice.FieldType.CONTACT_ADDRESS;
import static no.tandem.local.poweroffice.FieldType.CURRENCY;
import static no.tandem.local.poweroffice.FieldType.DATE;
import static no.tandem.local.poweroffice.FieldType.INTEGER;
import static no.tandem.local.poweroffice.FieldType.INTEGERS;
import static no.tandem.local.poweroffice.FieldType.INVOICE_DELIVERY;
import static no.tandem.local.poweroffice.FieldType.NUMBER;
import static no.tandem.local.poweroffice.FieldType.PERSON_ADDRESS;
import static no.tandem.local.poweroffice.FieldType.REMINDER_DELIVERY;
import static no.tandem.local.poweroffice.FieldType.STAMP;
import static no.tandem.local.poweroffice.FieldType.TEXT;
import static no.tandem.local.poweroffice.FieldType.UUID_TEXT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;

/** The fields of one kind of record, as the published OpenAPI names them. */
final class Shape {
  private static final Map<Kind, Shape> SHAPES =
      Map.of(
          Kind.CUSTOMERS, new Shape(customer()),
          Kind.SUPPLIERS, new Shape(supplier()),
          Kind.DEPARTMENTS, new Shape(department()),
          Kind.CONTACT_PERSONS, new Shape(contactPerson()));

  private final Map<String, Field> byName = new LinkedHashMap<>();
  private final Map<String, Field> byNameInAnyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private Shape(List<Field> fields) {
    for (Field field : fields) {
      byName.put(field.name(), field);
      byNameInAnyCase.put(field.name(), field);
    }
  }

  static Shape of(Kind kind) {
    Shape shape = SHAPES.get(kind);
    if (shape == null) {
      throw new IllegalStateException("No shape for " + kind);
    }
    return shape;
  }

  /** In the order in which they are answered. */
  Iterable<Field> fields() {
    return byName.values();
  }

  Optional<Field> field(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Optional<Field> fieldInAnyCase(String name) {
    return Optional.ofNullable(byNameInAnyCase.get(name));
  }

  private static List<Field> contact() {
    return List.of(
        new Field("Id", INTEGER, READ).shared(),
        new Field("Number", INTEGER, PATCH),
        new Field("Name", TEXT, PATCH).shared(),
        new Field("LegalName", TEXT, PATCH).shared(),
        new Field("IsPerson", BOOLEAN, PATCH).shared().orElse(false),
        new Field("FirstName", TEXT, PATCH).shared(),
        new Field("LastName", TEXT, PATCH).shared(),
        new Field("DateOfBirth", DATE, PATCH).shared(),
        new Field("OrganizationNumber", TEXT, PATCH).shared(),
        new Field("EmailAddress", TEXT, PATCH).shared(),
        new Field("PhoneNumber", TEXT, PATCH).shared(),
        new Field("WebsiteUrl", TEXT, PATCH).shared(),
        new Field("MailAddress", CONTACT_ADDRESS, PATCH).shared(),
        new Field("ContactCreatedDateTimeOffset", STAMP, READ).shared(),
        new Field("ContactGroupIds", INTEGERS, PATCH).shared(),
        new Field("CreatedFromImportJournalId", UUID_TEXT, READ),
        new Field("CurrencyCode", CURRENCY, PATCH).orElse("NOK"),
        new Field("ExternalImportReference", TEXT, PATCH).atMost(50),
        new Field("ExternalNumber", INTEGER, PATCH),
        new Field("IsActive", BOOLEAN, READ).orElse(true),
        new Field("IsArchived", BOOLEAN, PATCH).shared().orElse(false),
        new Field("LastChangedDateTimeOffset", STAMP, READ),
        new Field("SubledgerAccountId", INTEGER, READ));
  }

  private static List<Field> customer() {
    List<Field> fields = new ArrayList<>(contact());
    fields.addAll(
        List.of(
            new Field("Allowance", NUMBER, PATCH),
            new Field("BillableRate", NUMBER, PATCH),
            new Field("CustomerCreatedDateTimeOffset", STAMP, READ),
            new Field("CustomerSince", DATE, PATCH),
            new Field("DeliveryTerm", TEXT, CREATE),
            new Field("DeliveryTermId", INTEGER, PATCH),
            new Field("DepartmentCode", TEXT, CREATE),
            new Field("DepartmentId", INTEGER, PATCH),
            new Field("DoNotAddLatePaymentFees", BOOLEAN, PATCH).orElse(false),
            new Field("DoNotAddLatePaymentInterest", BOOLEAN, PATCH).orElse(false),
            new Field("DoNotAutomatePaymentNotifications", BOOLEAN, PATCH).orElse(false),
            new Field("InvoiceBrandingThemeCode", TEXT, CREATE),
            new Field("InvoiceBrandingThemeId", INTEGER, PATCH),
            new Field("InvoiceDeliveryType", INVOICE_DELIVERY, PATCH),
            new Field("InvoiceEmailAddress", TEXT, PATCH),
            new Field("InvoiceEmailAddressCC", TEXT, PATCH).atMost(2000),
            new Field("IsVatFree", BOOLEAN, PATCH).orElse(false),
            new Field("NationalIdNumber", TEXT, PATCH),
            new Field("NoticeOfDebtCollectionDeliveryType", REMINDER_DELIVERY, PATCH),
            new Field("PaymentReminderEmailAddress", TEXT, PATCH),
            new Field("PaymentTerm", INTEGER, CREATE),
            new Field("PaymentTermId", INTEGER, PATCH),
            new Field("ReminderDeliveryType", REMINDER_DELIVERY, PATCH),
            new Field("SalesPersonEmployeeId", INTEGER, PATCH),
            new Field("SalesPersonEmployeeNumber", INTEGER, CREATE),
            new Field("SendPaymentReminders", BOOLEAN, PATCH).orElse(true),
            new Field("TransferToDebtCollectionAgency", BOOLEAN, PATCH).orElse(true),
            new Field("UseInvoiceFee", BOOLEAN, PATCH).orElse(true)));
    return fields;
  }

  private static List<Field> supplier() {
    List<Field> fields = new ArrayList<>(contact());
    fields.add(new Field("Payout", BOOLEAN, PATCH).orElse(true));
    fields.add(new Field("SupplierCreatedDateTimeOffset", STAMP, READ));
    return fields;
  }

  private static List<Field> department() {
    return List.of(
        new Field("Id", INTEGER, READ),
        new Field("Code", TEXT, PATCH),
        new Field("Name", TEXT, PATCH),
        new Field("CreatedDateTimeOffset", STAMP, READ),
        new Field("CreatedFromImportJournalId", UUID_TEXT, READ),
        new Field("IsActive", BOOLEAN, PATCH).orElse(true),
        new Field("LastChangedDateTimeOffset", STAMP, READ),
        new Field("ManagerEmployeeId", INTEGER, PATCH),
        new Field("ManagerEmployeeNo", INTEGER, CREATE));
  }

  private static List<Field> contactPerson() {
    return List.of(
        new Field("Id", INTEGER, READ),
        new Field("ContactId", INTEGER, READ),
        new Field("FirstName", TEXT, PATCH),
        new Field("LastName", TEXT, PATCH),
        new Field("EmailAddress", TEXT, PATCH),
        new Field("PhoneNumber", TEXT, PATCH),
        new Field("MailAddress", PERSON_ADDRESS, PATCH),
        new Field("CreatedDateTimeOffset", STAMP, READ),
        new Field("ExternalCode", TEXT, PATCH).atMost(50),
        new Field("IsActive", BOOLEAN, PATCH).orElse(true),
        new Field("IsDefault", BOOLEAN, PATCH).orElse(false),
        new Field("LastChangedDateTimeOffset", STAMP, READ),
        new Field("Title", TEXT, PATCH));
  }
}
