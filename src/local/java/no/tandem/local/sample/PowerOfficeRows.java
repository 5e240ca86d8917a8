package no.tandem.local.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records as PowerOffice Go answers them. What is not there is written as null. */
final class PowerOfficeRows {
  private PowerOfficeRows() {}

  static Map<String, Object> customer(
      Contact contact, long number, boolean active, Instant created, Instant changed) {
    Map<String, Object> row = contact(contact, number, active, changed);
    row.put("CustomerCreatedDateTimeOffset", Moments.powerOffice(created));
    return row;
  }

  /** As {@link #customer}, with the fields that nothing of Tandem reads but real answers have. */
  static Map<String, Object> fullCustomer(
      Contact contact, long number, boolean active, Instant created, Instant changed) {
    Map<String, Object> row = customer(contact, number, active, created, changed);
    addressAndCurrency(row, contact);
    row.put("CustomerSince", LocalDate.ofInstant(created, ZoneOffset.UTC).toString());
    row.put("DeliveryTermId", null);
    row.put("DepartmentId", null);
    row.put("InvoiceDeliveryType", contact.email() == null ? "Print" : "PdfByEmail");
    row.put("InvoiceEmailAddress", contact.email());
    row.put("IsVatFree", false);
    row.put("PaymentTerm", 14);
    row.put("SendPaymentReminders", true);
    row.put("UseInvoiceFee", true);
    return row;
  }

  static Map<String, Object> fullSupplier(
      Contact contact, long number, boolean active, Instant created, Instant changed) {
    Map<String, Object> row = contact(contact, number, active, changed);
    row.put("SupplierCreatedDateTimeOffset", Moments.powerOffice(created));
    addressAndCurrency(row, contact);
    row.put("Payout", true);
    return row;
  }

  static Map<String, Object> department(
      long id, String code, String name, boolean active, Instant created, Instant changed) {
    Map<String, Object> row = new LinkedHashMap<String, Object>();
    row.put("Id", id);
    row.put("Code", code);
    row.put("Name", name);
    row.put("IsActive", active);
    row.put("CreatedDateTimeOffset", Moments.powerOffice(created));
    row.put("CreatedFromImportJournalId", null);
    row.put("LastChangedDateTimeOffset", Moments.powerOffice(changed));
    row.put("ManagerEmployeeId", null);
    row.put("ManagerEmployeeNo", null);
    return row;
  }

  static Map<String, Object> contactPerson(
      long id, ContactPerson person, boolean isDefault, Instant created, Instant changed) {
    Map<String, Object> row = new LinkedHashMap<String, Object>();
    row.put("Id", id);
    row.put("ContactId", person.owner());
    row.put("FirstName", person.firstName());
    row.put("LastName", person.lastName());
    row.put("EmailAddress", person.email());
    row.put("PhoneNumber", person.phone());
    row.put("MailAddress", null);
    row.put("CreatedDateTimeOffset", Moments.powerOffice(created));
    row.put("ExternalCode", null);
    row.put("IsActive", person.active());
    row.put("IsDefault", isDefault);
    row.put("LastChangedDateTimeOffset", Moments.powerOffice(changed));
    row.put("Title", person.title());
    return row;
  }

  private static Map<String, Object> contact(
      Contact contact, long number, boolean active, Instant changed) {
    Map<String, Object> row = new LinkedHashMap<String, Object>();
    row.put("Id", contact.id());
    row.put("Number", number);
    row.put("Name", contact.name());
    row.put("LegalName", contact.person() ? null : contact.name());
    row.put("IsPerson", contact.person());
    row.put("FirstName", contact.firstName());
    row.put("LastName", contact.lastName());
    row.put("DateOfBirth", contact.dateOfBirth());
    row.put("OrganizationNumber", contact.organizationNumber());
    row.put("EmailAddress", contact.email());
    row.put("PhoneNumber", contact.phone());
    row.put("IsActive", active);
    row.put("IsArchived", contact.archived());
    row.put("ExternalImportReference", null);
    row.put("LastChangedDateTimeOffset", Moments.powerOffice(changed));
    return row;
  }

  private static void addressAndCurrency(Map<String, Object> row, Contact contact) {
    Map<String, Object> address = new LinkedHashMap<String, Object>();
    address.put("Id", contact.id() + 500_000);
    address.put("AddressLine1", contact.street());
    address.put("AddressLine2", null);
    address.put("City", contact.place().city());
    address.put("ZipCode", contact.place().zipCode());
    address.put("CountryCode", "NO");
    address.put("ExternalCode", null);
    address.put("LastChangedDateTimeOffset", Moments.powerOffice(contact.created()));
    row.put("MailAddress", address);
    row.put("WebsiteUrl", contact.website());
    row.put("CurrencyCode", "NOK");
    row.put("ContactGroupIds", List.of());
    row.put("ContactCreatedDateTimeOffset", Moments.powerOffice(contact.created()));
    row.put("CreatedFromImportJournalId", null);
    row.put("ExternalNumber", null);
    row.put("SubledgerAccountId", contact.id() + 700_000);
  }
}
