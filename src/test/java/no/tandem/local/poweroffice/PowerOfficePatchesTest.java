package no.tandem.local.poweroffice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import no.tandem.local.poweroffice.Caller.Reply;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PowerOfficePatchesTest extends Simulated {
  private static final String STAMP = "LastChangedDateTimeOffset";
  private static final String LOADED = "2026-01-01T00:00:00Z";

  @BeforeEach
  void load() {
    simulator.load(
        Kind.CUSTOMERS,
        List.of(
            Map.of("Id", 1, "Name", "Firma", "PhoneNumber", "22334455", STAMP, LOADED),
            Map.of("Id", 2, "Name", "Annen", "ExternalImportReference", "R2", STAMP, LOADED)));
    simulator.load(
        Kind.SUPPLIERS,
        List.of(
            Map.of(
                "Id", 3, "IsPerson", true, "FirstName", "Kari", "LastName", "N", STAMP, LOADED)));
    simulator.load(Kind.DEPARTMENTS, List.of(Map.of("Id", 4, "Name", "Salg", STAMP, LOADED)));
    simulator.load(
        Kind.CONTACT_PERSONS,
        List.of(
            Map.of("Id", 5, "ContactId", 1, "FirstName", "Ola", "LastName", "N", STAMP, LOADED)));
  }

  @Test
  void replaceAnswersTheWholeChangedRecordAndMovesTheStamp() {
    Reply changed = caller.replace("/Customers/1", "Name", "\"Ny\"");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().path("Name").asText()).isEqualTo("Ny");
    assertThat(changed.json().path("PhoneNumber").asText()).isEqualTo("22334455");
    assertThat(changed.json().path(STAMP).asText()).isEqualTo("2026-03-01T12:00:00.1234567Z");
  }

  @Test
  void nullClears() {
    assertThat(caller.replace("/Customers/1", "PhoneNumber", "null").status()).isEqualTo(200);
    assertThat(stored(Kind.CUSTOMERS, 1)).doesNotContainKey("PhoneNumber");
  }

  @Test
  void oneBadOperationLeavesTheRecordAsItWas() {
    String patch =
        "[{'op':'replace','path':'/Name','value':'Ny'},"
            + "{'op':'replace','path':'/PhoneNumber','value':1}]";
    assertThat(caller.patch("/Customers/1", json(patch)).status()).isEqualTo(400);
    assertThat(stored(Kind.CUSTOMERS, 1))
        .containsEntry("Name", "Firma")
        .containsEntry(STAMP, LOADED);
  }

  @Test
  void sameValueMovesTheStampToo() {
    assertThat(caller.replace("/Customers/1", "Name", "\"Firma\"").json().path(STAMP).asText())
        .isNotEqualTo(LOADED);
  }

  @ParameterizedTest
  @CsvSource({
    "/Customers/1, IsActive",
    "/Customers/1, Id",
    "/Customers/1, Nothing",
    "/Customers/1, name",
    "/Customers/1, InvoiceDeliveryType",
    "/ContactPersons/1/5, ContactId"
  })
  void pathOutsideThePatchListIs400(String path, String field) {
    Reply refused = caller.replace(path, field, "\"1\"");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.detail()).endsWith("was not found.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/Customers/1 | Name | 5",
        "/Customers/1 | IsArchived | \"true\"",
        "/Suppliers/3 | DateOfBirth | \"3. februar\"",
        "/Suppliers/3 | DateOfBirth | \"0001-01-01T00:00:00+00:00\"",
        "/Departments/4 | IsActive | \"yes\""
      })
  void badValueIs400(String path, String field, String value) {
    Reply refused = caller.replace(path, field, value);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.detail()).endsWith("is invalid for target location.");
  }

  @ParameterizedTest
  @CsvSource({
    "/Customers/1, Name",
    "/Suppliers/3, FirstName",
    "/Suppliers/3, LastName",
    "/Departments/4, Name"
  })
  void requiredNameCannotBeCleared(String path, String field) {
    assertThat(caller.replace(path, field, "null").status()).isEqualTo(400);
    assertThat(caller.replace(path, field, "\"\"").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FirstName", "LastName"})
  void contactPersonsNameCanBeClearedUnlessSwitched(String field) {
    assertThat(caller.replace("/ContactPersons/1/5", field, "null").status()).isEqualTo(200);
    simulator.switches().contactPersonNamesRequiredOnPatch(true);
    assertThat(caller.replace("/ContactPersons/1/5", field, "null").status()).isEqualTo(400);
  }

  @Test
  void companyCannotBecomeAPersonWithoutAPersonsNames() {
    assertThat(caller.replace("/Customers/1", "IsPerson", "true").status()).isEqualTo(400);
  }

  @Test
  void emailTypoIs400() {
    assertThat(caller.replace("/ContactPersons/1/5", "EmailAddress", "\"a@b\"").status())
        .isEqualTo(400);
    assertThat(caller.replace("/Suppliers/3", "EmailAddress", "\"a@b\"").status()).isEqualTo(400);
    assertThat(caller.replace("/Suppliers/3", "EmailAddress", "\"\"").status()).isEqualTo(200);
  }

  @Test
  void takenReferenceIs400AndOnesOwnIsNot() {
    assertThat(caller.replace("/Customers/1", "ExternalImportReference", "\"R2\"").detail())
        .isEqualTo("ExternalImportReference is already in use. 'R2' is used on (contact) Id = 2.");
    assertThat(caller.replace("/Customers/2", "ExternalImportReference", "\"R2\"").status())
        .isEqualTo(200);
    caller.replace("/Customers/2", "ExternalImportReference", "null");
    assertThat(caller.replace("/Customers/1", "ExternalImportReference", "\"R2\"").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "[]",
        "{}",
        "[{'op':'replace','path':'Name','value':'A'}]",
        "[{'op':'replace','path':'','value':'A'}]"
      })
  void malformedPatchIs400(String patch) {
    assertThat(caller.patch("/Customers/1", json(patch)).status()).isEqualTo(400);
    assertThat(stored(Kind.CUSTOMERS, 1)).containsEntry(STAMP, LOADED);
  }

  @Test
  void contactPersonUnderTheWrongOwnerIs404() {
    assertThat(caller.get("/ContactPersons/2/5").status()).isEqualTo(404);
    Reply refused = caller.replace("/ContactPersons/2/5", "PhoneNumber", "\"1\"");
    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.detail()).isEqualTo("ContactPerson with id = 5 not found.");
    assertThat(caller.replace("/ContactPersons/1/5", "PhoneNumber", "\"1\"").status())
        .isEqualTo(200);
  }

  @Test
  void contactPersonsDoNotMoveTheirOwnersStamp() {
    caller.replace("/ContactPersons/1/5", "PhoneNumber", "\"1\"");
    assertThat(stored(Kind.CUSTOMERS, 1)).containsEntry(STAMP, LOADED);
  }

  @Test
  void archivingIsRefusedWithAnOpenBalance() {
    simulator.switches().openBalance(1, true);
    Reply refused = caller.replace("/Customers/1", "IsArchived", "true");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.title()).isEqualTo("Customer validation error(s)");
    simulator.switches().openBalance(1, false);
    assertThat(caller.replace("/Customers/1", "IsArchived", "true").status()).isEqualTo(200);
    assertThat(caller.replace("/Customers/1", "IsArchived", "false").status()).isEqualTo(200);
  }

  @Test
  void phonesAndEmailsCanBeStoredDifferently() {
    simulator.switches().normalizePhones(true).lowerCaseEmails(true);
    assertThat(
            caller
                .replace("/Customers/1", "PhoneNumber", "\"22 33 44 55\"")
                .json()
                .path("PhoneNumber")
                .asText())
        .isEqualTo("+4722334455");
    assertThat(
            caller
                .replace("/Customers/1", "PhoneNumber", "\"0046 (8) 123-456\"")
                .json()
                .path("PhoneNumber")
                .asText())
        .isEqualTo("+468123456");
    assertThat(
            caller
                .replace("/Customers/1", "EmailAddress", "\"Post@Firma.NO\"")
                .json()
                .path("EmailAddress")
                .asText())
        .isEqualTo("post@firma.no");
  }

  private Map<String, Object> stored(Kind kind, long id) {
    return simulator.find(kind, id).orElseThrow();
  }

  private static String json(String withSingleQuotes) {
    return withSingleQuotes.replace('\'', '"');
  }
}
