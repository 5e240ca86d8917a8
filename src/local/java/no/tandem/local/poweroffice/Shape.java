package no.tandem.local.poweroffice;

import static no.tandem.local.poweroffice.Access.CREATE;
import static no.tandem.local.poweroffice.Access.PATCH;
import static no.tandem.local.poweroffice.Access.READ;
import static no.tandem.local.poweroffice.FieldType.BOOLEAN;
import static no.tandem.local.poweroffice.FieldType.DATE;
import static no.tandem.local.poweroffice.FieldType.INTEGER;
import static no.tandem.local.poweroffice.FieldType.STAMP;
import static no.tandem.local.poweroffice.FieldType.TEXT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;

/**
 * The fields of one kind of record, named as in the published OpenAPI: those that Tandem reads or
 * writes, the website, which no pair syncs yet, and some that every whole record has: by them
 * Tandem learns whether members without a value are left out.
 */
final class Shape {
  private static final Map<Kind, Shape> SHAPES =
      Map.of(
          Kind.CUSTOMERS, new Shape(customer()),
          Kind.SUPPLIERS, new Shape(contact()),
          Kind.DEPARTMENTS, new Shape(department()),
          Kind.CONTACT_PERSONS, new Shape(contactPerson()));

  private final Map<String, Field> byName = new LinkedHashMap<>();

  private Shape(List<Field> fields) {
    fields.forEach(field -> byName.put(field.name(), field));
  }

  static Shape of(Kind kind) {
    return Optional.ofNullable(SHAPES.get(kind)).orElseThrow();
  }

  /** In the order in which they are answered. */
  Iterable<Field> fields() {
    return byName.values();
  }

  Optional<Field> field(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  private static List<Field> contact() {
    return List.of(
        new Field("Id", INTEGER, READ).shared(),
        new Field("Name", TEXT, PATCH).shared(),
        new Field("IsPerson", BOOLEAN, PATCH).shared().orElse(false),
        new Field("FirstName", TEXT, PATCH).shared(),
        new Field("LastName", TEXT, PATCH).shared(),
        new Field("DateOfBirth", DATE, PATCH).shared(),
        new Field("OrganizationNumber", TEXT, PATCH).shared(),
        new Field("EmailAddress", TEXT, PATCH).shared(),
        new Field("PhoneNumber", TEXT, PATCH).shared(),
        new Field("WebsiteUrl", TEXT, PATCH).shared(),
        new Field("CurrencyCode", TEXT, READ).orElse("NOK"),
        new Field("ContactCreatedDateTimeOffset", STAMP, READ).shared(),
        new Field("ExternalImportReference", TEXT, PATCH).atMost(50),
        new Field("IsActive", BOOLEAN, READ).orElse(true),
        new Field("IsArchived", BOOLEAN, PATCH).shared().orElse(false),
        new Field("LastChangedDateTimeOffset", STAMP, READ));
  }

  private static List<Field> customer() {
    List<Field> fields = new ArrayList<>(contact());
    fields.add(new Field("InvoiceDeliveryType", TEXT, CREATE));
    return fields;
  }

  private static List<Field> department() {
    return List.of(
        new Field("Id", INTEGER, READ),
        new Field("Name", TEXT, PATCH),
        new Field("CreatedDateTimeOffset", STAMP, READ),
        new Field("IsActive", BOOLEAN, PATCH).orElse(true),
        new Field("LastChangedDateTimeOffset", STAMP, READ));
  }

  private static List<Field> contactPerson() {
    return List.of(
        new Field("Id", INTEGER, READ),
        new Field("ContactId", INTEGER, READ),
        new Field("FirstName", TEXT, PATCH),
        new Field("LastName", TEXT, PATCH),
        new Field("EmailAddress", TEXT, PATCH),
        new Field("PhoneNumber", TEXT, PATCH),
        new Field("CreatedDateTimeOffset", STAMP, READ),
        new Field("ExternalCode", TEXT, PATCH).atMost(50),
        new Field("IsActive", BOOLEAN, PATCH).orElse(true),
        new Field("IsDefault", BOOLEAN, READ).orElse(false),
        new Field("LastChangedDateTimeOffset", STAMP, READ));
  }
}
