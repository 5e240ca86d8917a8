package no.tandem.scenario;

import static no.tandem.scenario.Records.contactPerson;
import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.department;
import static no.tandem.scenario.Records.fields;
import static no.tandem.scenario.Records.list;
import static no.tandem.scenario.Records.personCustomer;
import static no.tandem.scenario.Records.supplierPerson;
import static no.tandem.scenario.Records.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import no.tandem.Slow;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every property of the mapping: an edit on either side arrives, and nothing else changes. */
@Slow
@QuarkusTest
class PropertyTravelTest {
  private static final PowerOfficeSimulator.Kind CUSTOMERS = PowerOfficeSimulator.Kind.CUSTOMERS;
  private static final PowerOfficeSimulator.Kind SUPPLIERS = PowerOfficeSimulator.Kind.SUPPLIERS;
  private static final PowerOfficeSimulator.Kind DEPARTMENTS =
      PowerOfficeSimulator.Kind.DEPARTMENTS;
  private static final PowerOfficeSimulator.Kind CONTACT_PERSONS =
      PowerOfficeSimulator.Kind.CONTACT_PERSONS;
  private static final WebCrmSimulator.Kind ORGANISATIONS = WebCrmSimulator.Kind.ORGANISATIONS;
  private static final WebCrmSimulator.Kind PERSONS = WebCrmSimulator.Kind.PERSONS;

  /** Fields that a system works out or stamps by itself when anything is written. */
  private static final Set<String> WORKED_OUT =
      Set.of(
          "LastChangedDateTimeOffset",
          "OrganisationUpdatedAt",
          "OrganisationUpdatedBy",
          "OrganisationCompareName",
          "OrganisationTelephoneSearch",
          "OrganisationHistory",
          "PersonUpdatedAt",
          "PersonUpdatedBy",
          "PersonName",
          "PersonTelephoneSearch",
          "PersonHistory");

  @Inject World world;

  @BeforeEach
  void linkOneOfEach() {
    world.reset();
    world
        .powerOffice()
        .load(
            CUSTOMERS,
            list(
                with(customer(100101, "Fjordheim Fisk AS"), "PhoneNumber", "22 33 44 55"),
                with(personCustomer(100102, "Ingrid", "Solvang"), "PhoneNumber", "911 22 333")));
    world.powerOffice().load(DEPARTMENTS, list(department(501, "Havneterminalen")));
    world
        .powerOffice()
        .load(
            CONTACT_PERSONS,
            list(
                with(
                    contactPerson(300101, 100101, "Torbjørn", "Hagelund"),
                    "EmailAddress",
                    "torbjorn@fjordheim.example",
                    "PhoneNumber",
                    "+47 922 33 444")));
    world
        .powerOffice()
        .load(
            SUPPLIERS,
            list(
                with(
                    supplierPerson(200101, "Ragnhild", "Myrvold"),
                    "EmailAddress",
                    "ragnhild@myrvold.example",
                    "PhoneNumber",
                    "+47 933 44 555",
                    "DateOfBirth",
                    "1974-05-17")));
    world.sweepAll();
    world.pass(Duration.ofMinutes(10));
    world.sweepAll();
  }

  private static Arguments row(
      String pair,
      PowerOfficeSimulator.Kind kind,
      long id,
      String field,
      Object value,
      String webCrmField,
      Object webCrmValue,
      Object empty) {
    return Arguments.of(pair, kind, id, field, value, webCrmField, webCrmValue, empty);
  }

  static List<Arguments> clearableProperties() {
    String noDate = "0001-01-01T00:00:00+00:00";
    return List.of(
        row(
            "customers",
            CUSTOMERS,
            100101,
            "PhoneNumber",
            "+47 55 66 77 88",
            "OrganisationTelephone",
            "+47 55 66 77 88",
            ""),
        row(
            "customers",
            CUSTOMERS,
            100102,
            "PhoneNumber",
            "+47 55 66 77 88",
            "OrganisationTelephone",
            "+47 55 66 77 88",
            ""),
        row(
            "contact-persons",
            CONTACT_PERSONS,
            300101,
            "FirstName",
            "Øyvind",
            "PersonFirstName",
            "Øyvind",
            ""),
        row(
            "contact-persons",
            CONTACT_PERSONS,
            300101,
            "LastName",
            "O'Hagelund",
            "PersonLastName",
            "O'Hagelund",
            "-"),
        row(
            "contact-persons",
            CONTACT_PERSONS,
            300101,
            "EmailAddress",
            "post@fjordheim.example",
            "PersonEmail",
            "post@fjordheim.example",
            ""),
        row(
            "contact-persons",
            CONTACT_PERSONS,
            300101,
            "PhoneNumber",
            "+47 955 66 777",
            "PersonDirectPhone",
            "+47 955 66 777",
            ""),
        row(
            "supplier-persons",
            SUPPLIERS,
            200101,
            "EmailAddress",
            "post@myrvold.example",
            "PersonEmail",
            "post@myrvold.example",
            ""),
        row(
            "supplier-persons",
            SUPPLIERS,
            200101,
            "PhoneNumber",
            "+47 955 66 777",
            "PersonDirectPhone",
            "+47 955 66 777",
            ""),
        row(
            "supplier-persons",
            SUPPLIERS,
            200101,
            "DateOfBirth",
            "1981-12-24",
            "PersonBirthday",
            "1981-12-24T00:00:00+00:00",
            noDate));
  }

  static List<Arguments> requiredProperties() {
    return List.of(
        row(
            "customers",
            CUSTOMERS,
            100101,
            "Name",
            "Fjordheim \"Røykeri\" AS",
            "OrganisationName",
            "Fjordheim \"Røykeri\" AS",
            ""),
        row(
            "departments",
            DEPARTMENTS,
            501,
            "Name",
            "Havneterminalen Øst",
            "OrganisationName",
            "Havneterminalen Øst",
            ""),
        row(
            "supplier-persons",
            SUPPLIERS,
            200101,
            "FirstName",
            "Ragna",
            "PersonFirstName",
            "Ragna",
            ""),
        row(
            "supplier-persons",
            SUPPLIERS,
            200101,
            "LastName",
            "Myrvold Lien",
            "PersonLastName",
            "Myrvold Lien",
            "-"));
  }

  @ParameterizedTest(name = "{0} {3} {2}")
  @MethodSource({"clearableProperties", "requiredProperties"})
  void anEditInPowerOfficeArrivesInWebCrm(
      String pair,
      PowerOfficeSimulator.Kind kind,
      long id,
      String field,
      Object value,
      String webCrmField,
      Object webCrmValue,
      Object empty) {
    Map<String, Map<String, Object>> expected = everything();
    world.powerOffice().userEdits(kind, id, fields(field, value));
    expect(expected, kind + "/" + id, field, value);
    expect(expected, webCrm(pair, id), webCrmField, webCrmValue);
    sweepAndCompare(pair, expected);
  }

  @ParameterizedTest(name = "{0} {5} {2}")
  @MethodSource({"clearableProperties", "requiredProperties"})
  void anEditInWebCrmArrivesInPowerOffice(
      String pair,
      PowerOfficeSimulator.Kind kind,
      long id,
      String field,
      Object value,
      String webCrmField,
      Object webCrmValue,
      Object empty) {
    Map<String, Map<String, Object>> expected = everything();
    editInWebCrm(pair, id, fields(webCrmField, webCrmValue));
    expect(expected, webCrm(pair, id), webCrmField, webCrmValue);
    expect(expected, kind + "/" + id, field, value);
    sweepAndCompare(pair, expected);
  }

  @ParameterizedTest(name = "{0} {3} {2}")
  @MethodSource("clearableProperties")
  void clearingInPowerOfficeClearsInWebCrm(
      String pair,
      PowerOfficeSimulator.Kind kind,
      long id,
      String field,
      Object value,
      String webCrmField,
      Object webCrmValue,
      Object empty) {
    Map<String, Map<String, Object>> expected = everything();
    world.powerOffice().userEdits(kind, id, fields(field, null));
    expect(expected, kind + "/" + id, field, null);
    expect(expected, webCrm(pair, id), webCrmField, empty);
    sweepAndCompare(pair, expected);
  }

  @ParameterizedTest(name = "{0} {5} {2}")
  @MethodSource("clearableProperties")
  void clearingInWebCrmClearsInPowerOffice(
      String pair,
      PowerOfficeSimulator.Kind kind,
      long id,
      String field,
      Object value,
      String webCrmField,
      Object webCrmValue,
      Object empty) {
    Map<String, Map<String, Object>> expected = everything();
    editInWebCrm(pair, id, fields(webCrmField, empty));
    expect(expected, webCrm(pair, id), webCrmField, empty);
    expect(expected, kind + "/" + id, field, null);
    sweepAndCompare(pair, expected);
  }

  @ParameterizedTest(name = "{0} {5} {2}")
  @MethodSource("requiredProperties")
  void clearingWhatPowerOfficeRequiresIsHeldAndTheRestStillTravels(
      String pair,
      PowerOfficeSimulator.Kind kind,
      long id,
      String field,
      Object value,
      String webCrmField,
      Object webCrmValue,
      Object empty) {
    Map<String, Map<String, Object>> expected = everything();
    Map<String, @Nullable Object> edit = fields(webCrmField, empty);
    if (pair.equals("customers")) {
      edit.put("OrganisationTelephone", "+47 99 88 77 66");
      expect(expected, kind + "/" + id, "PhoneNumber", "+47 99 88 77 66");
      expect(expected, webCrm(pair, id), "OrganisationTelephone", "+47 99 88 77 66");
    }
    editInWebCrm(pair, id, edit);
    expect(expected, webCrm(pair, id), webCrmField, empty);
    JsonPath report = sweepAndCompare(pair, expected);
    assertThat(report.getInt("held")).isEqualTo(1);
    assertThat(report.getString("actions.find { it.action == 'hold' }.reason"))
        .contains("requires");
    assertThat(world.linksByLeft(pair).get(Long.toString(id)).held()).isTrue();

    editInWebCrm(pair, id, fields(webCrmField, webCrmValue));
    world.sweep(pair);
    assertThat(value(kind, id, field)).isEqualTo(value);
    assertThat(world.linksByLeft(pair).get(Long.toString(id)).hold()).isEmpty();
  }

  @Test
  void aPersonCustomersNameIsJoinedThereAndTakenApartHere() {
    assertThat(webCrmValue("customers", 100102, "OrganisationName")).isEqualTo("Ingrid Solvang");
    editInWebCrm("customers", 100102, fields("OrganisationName", "Ingrid Marie Solvang Lien"));
    world.sweep("customers");
    assertThat(value(CUSTOMERS, 100102, "FirstName")).isEqualTo("Ingrid Marie Solvang");
    assertThat(value(CUSTOMERS, 100102, "LastName")).isEqualTo("Lien");
    world.powerOffice().userEdits(CUSTOMERS, 100102, fields("FirstName", "Inga"));
    world.sweep("customers");
    assertThat(webCrmValue("customers", 100102, "OrganisationName")).isEqualTo("Inga Lien");
  }

  @Test
  void aOneWordNameForAPersonCustomerIsHeld() {
    editInWebCrm("customers", 100102, fields("OrganisationName", "Solvang"));
    JsonPath report = world.sweep("customers");
    assertThat(report.getInt("held")).isEqualTo(1);
    assertThat(value(CUSTOMERS, 100102, "LastName")).isEqualTo("Solvang");
    assertThat(value(CUSTOMERS, 100102, "FirstName")).isEqualTo("Ingrid");
  }

  @Test
  void aNameTooLongForWebCrmStaysWholeInPowerOfficeUntilTheShortFormIsEdited() {
    String whole = "Fjordheim ".repeat(25).strip();
    world.powerOffice().userEdits(CUSTOMERS, 100101, fields("Name", whole));
    world.sweep("customers");
    String cut = String.valueOf(webCrmValue("customers", 100101, "OrganisationName"));
    assertThat(cut).hasSizeLessThanOrEqualTo(200);
    assertThat(whole).startsWith(cut);
    editInWebCrm("customers", 100101, fields("OrganisationTelephone", "+47 11 22 33 44"));
    world.sweep("customers");
    world.fullSweep("customers");
    assertThat(value(CUSTOMERS, 100101, "Name")).isEqualTo(whole);
    editInWebCrm("customers", 100101, fields("OrganisationName", "Fjordheim Kort AS"));
    world.sweep("customers");
    assertThat(value(CUSTOMERS, 100101, "Name")).isEqualTo("Fjordheim Kort AS");
  }

  @Test
  void editsOfDifferentPropertiesOnBothSidesBothSurvive() {
    world.powerOffice().userEdits(CUSTOMERS, 100101, fields("Name", "Fjordheim Sjømat AS"));
    editInWebCrm("customers", 100101, fields("OrganisationTelephone", "+47 11 22 33 44"));
    JsonPath report = world.sweep("customers");
    assertThat(report.getInt("conflicts")).isZero();
    assertThat(value(CUSTOMERS, 100101, "Name")).isEqualTo("Fjordheim Sjømat AS");
    assertThat(value(CUSTOMERS, 100101, "PhoneNumber")).isEqualTo("+47 11 22 33 44");
    assertThat(webCrmValue("customers", 100101, "OrganisationName"))
        .isEqualTo("Fjordheim Sjømat AS");
    assertThat(webCrmValue("customers", 100101, "OrganisationTelephone"))
        .isEqualTo("+47 11 22 33 44");
  }

  @Test
  void anEditCausesOneWriteAndThenNone() {
    world.clearJournals();
    for (int edit = 1; edit <= 3; edit++) {
      world
          .powerOffice()
          .userEdits(CUSTOMERS, 100101, fields("PhoneNumber", "+47 22 33 44 5" + edit));
      world.sweep("customers");
      world.sweep("customers");
      assertThat(world.writes()).hasSize(edit);
    }
  }

  @Test
  void whatWebCrmStoresDifferentlyDoesNotComeBack() {
    // A server that cuts at another length than it tells.
    world.webCrm().switches().cutTooLong(true);
    world.webCrm().switches().length("OrganisationTelephone", 8);
    world.webCrm().switches().metadata(false);
    world.powerOffice().userEdits(CUSTOMERS, 100101, fields("PhoneNumber", "+47 22 33 44 55"));
    for (int sweep = 0; sweep < 5; sweep++) {
      world.sweep("customers");
    }
    assertThat(value(CUSTOMERS, 100101, "PhoneNumber")).isEqualTo("+47 22 33 44 55");
  }

  @Test
  void whatPowerOfficeStoresDifferentlyDoesNotComeBack() {
    world.powerOffice().switches().normalizePhones(true);
    editInWebCrm("customers", 100101, fields("OrganisationTelephone", "22 33 44 99"));
    world.clearJournals();
    for (int sweep = 0; sweep < 5; sweep++) {
      world.sweep("customers");
    }
    assertThat(value(CUSTOMERS, 100101, "PhoneNumber")).isEqualTo("+4722334499");
    assertThat(webCrmValue("customers", 100101, "OrganisationTelephone")).isEqualTo("22 33 44 99");
    assertThat(world.writes()).hasSize(1);
  }

  // --- looking at both systems ---

  private JsonPath sweepAndCompare(String pair, Map<String, Map<String, Object>> expected) {
    JsonPath report = world.sweep(pair);
    assertThat(everything()).isEqualTo(expected);
    world.sweepAll();
    assertThat(everything()).as("after more sweeps").isEqualTo(expected);
    return report;
  }

  private void editInWebCrm(String pair, long id, Map<String, @Nullable Object> edit) {
    world
        .webCrm()
        .userEdits(
            pair.endsWith("persons") ? PERSONS : ORGANISATIONS, world.webCrmId(pair, id), edit);
  }

  private String webCrm(String pair, long id) {
    return (pair.endsWith("persons") ? PERSONS : ORGANISATIONS) + "/" + world.webCrmId(pair, id);
  }

  private @Nullable Object value(PowerOfficeSimulator.Kind kind, long id, String field) {
    return world.powerOffice().find(kind, id).orElseThrow().get(field);
  }

  private @Nullable Object webCrmValue(String pair, long id, String field) {
    return world
        .webCrm()
        .find(pair.endsWith("persons") ? PERSONS : ORGANISATIONS, world.webCrmId(pair, id))
        .orElseThrow()
        .get(field);
  }

  private static void expect(
      Map<String, Map<String, Object>> records, String key, String field, @Nullable Object value) {
    Map<String, Object> record = java.util.Objects.requireNonNull(records.get(key));
    if (value == null) {
      record.remove(field);
    } else {
      record.put(field, String.valueOf(value));
    }
  }

  /** Every field of every record in both systems, but for what they work out by themselves. */
  private Map<String, Map<String, Object>> everything() {
    Map<String, Map<String, Object>> all = new TreeMap<>();
    for (PowerOfficeSimulator.Kind kind : PowerOfficeSimulator.Kind.values()) {
      for (Map<String, Object> record : world.powerOffice().records(kind)) {
        all.put(kind + "/" + record.get("Id"), comparable(record));
      }
    }
    for (WebCrmSimulator.Kind kind : WebCrmSimulator.Kind.values()) {
      for (Map<String, Object> record : world.webCrm().records(kind)) {
        Object id = record.getOrDefault("PersonId", record.get("OrganisationId"));
        all.put(kind + "/" + id, comparable(record));
      }
    }
    return all;
  }

  private static Map<String, Object> comparable(Map<String, Object> record) {
    Map<String, Object> fields = new HashMap<>();
    record.forEach(
        (name, value) -> {
          boolean personsName = name.equals("Name") && Boolean.TRUE.equals(record.get("IsPerson"));
          if (!WORKED_OUT.contains(name) && !personsName) {
            fields.put(name, String.valueOf(value));
          }
        });
    return fields;
  }
}
