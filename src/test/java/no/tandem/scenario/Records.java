package no.tandem.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small records for scenarios, with fictional values that the log check knows. */
final class Records {

  static Map<String, @Nullable Object> customer(long id, String name) {
    return fields("Id", id, "Name", name, "IsPerson", false, "IsActive", true, "IsArchived", false);
  }

  static Map<String, @Nullable Object> personCustomer(long id, String first, String last) {
    return fields(
        "Id",
        id,
        "FirstName",
        first,
        "LastName",
        last,
        "IsPerson",
        true,
        "IsActive",
        true,
        "IsArchived",
        false);
  }

  static Map<String, @Nullable Object> supplier(long id, String name) {
    return customer(id, name);
  }

  static Map<String, @Nullable Object> supplierPerson(long id, String first, String last) {
    return personCustomer(id, first, last);
  }

  static Map<String, @Nullable Object> department(long id, String name) {
    return fields("Id", id, "Name", name, "IsActive", true);
  }

  static Map<String, @Nullable Object> contactPerson(
      long id, long owner, String first, String last) {
    return fields(
        "Id", id, "ContactId", owner, "FirstName", first, "LastName", last, "IsActive", true);
  }

  static Map<String, @Nullable Object> organisation(int id, String name) {
    return fields("OrganisationId", id, "OrganisationName", name);
  }

  static Map<String, @Nullable Object> person(int id, int organisation, String first, String last) {
    return fields(
        "PersonId",
        id,
        "PersonOrganisationId",
        organisation,
        "PersonFirstName",
        first,
        "PersonLastName",
        last,
        "PersonStatus",
        "Active");
  }

  /** The record with more fields. */
  static Map<String, @Nullable Object> with(
      Map<String, @Nullable Object> record, @Nullable Object... more) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(record);
    all.putAll(fields(more));
    return all;
  }

  static Map<String, @Nullable Object> fields(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return fields;
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  static List<Map<String, @Nullable Object>> list(Map<String, @Nullable Object>... records) {
    return List.of(records);
  }

  private Records() {}
}
