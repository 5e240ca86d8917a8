package no.tandem.scenario;

import static no.tandem.scenario.Records.contactPerson;
import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.department;
import static no.tandem.scenario.Records.fields;
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
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import no.tandem.Slow;
import no.tandem.contactpersons.ContactPersonsFunction;
import no.tandem.customers.CustomersFunction;
import no.tandem.departments.DepartmentsFunction;
import no.tandem.functions.PairDefinition;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.local.webcrm.WebCrmSwitches.Area;
import no.tandem.local.webcrm.WebCrmSwitches.Right;
import no.tandem.supplierpersons.SupplierPersonsFunction;
import no.tandem.sync.link.Link;
import no.tandem.sync.side.SystemName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

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
  @Inject CustomersFunction customers;
  @Inject DepartmentsFunction departments;
  @Inject ContactPersonsFunction contactPersons;
  @Inject SupplierPersonsFunction supplierPersons;

  @BeforeEach
  void linkOneOfEach() {
    world.reset();
    world
        .customers()
        .load(
            with(customer(100101, "Fjordheim Fisk AS"), "PhoneNumber", "22 33 44 55"),
            with(personCustomer(100102, "Ingrid", "Solvang"), "PhoneNumber", "911 22 333"));
    world.departments().load(department(501, "Havneterminalen"));
    world
        .contactPersons()
        .load(
            with(
                contactPerson(300101, 100101, "Torbjørn", "Hagelund"),
                "EmailAddress",
                "torbjorn@fjordheim.example",
                "PhoneNumber",
                "+47 922 33 444"));
    world
        .suppliers()
        .load(
            with(
                supplierPerson(200101, "Ragnhild", "Myrvold"),
                "EmailAddress",
                "ragnhild@myrvold.example",
                "PhoneNumber",
                "+47 933 44 555",
                "DateOfBirth",
                "1974-05-17"));
    world.sweepAll();
    world.pass(Duration.ofMinutes(10));
    world.sweepAll();
  }

  /**
   * A property of one record: what PowerOffice's field becomes, and, where it differs, what
   * webCRM's field becomes and what it holds when cleared.
   */
  private record Travel(
      String pair,
      long id,
      String field,
      String webCrmField,
      String value,
      String webCrmValue,
      String cleared) {
    static Travel of(ArgumentsAccessor row) {
      String value = Objects.requireNonNull(row.getString(4));
      return new Travel(
          Objects.requireNonNull(row.getString(0)),
          Objects.requireNonNull(row.getLong(1)),
          Objects.requireNonNull(row.getString(2)),
          Objects.requireNonNull(row.getString(3)),
          value,
          Objects.requireNonNullElse(row.getString(5), value),
          Objects.requireNonNullElse(row.getString(6), ""));
    }

    PowerOfficeSimulator.Kind kind() {
      return switch (pair) {
        case "customers" -> CUSTOMERS;
        case "departments" -> DEPARTMENTS;
        case "contact-persons" -> CONTACT_PERSONS;
        default -> SUPPLIERS;
      };
    }

    String key() {
      return kind() + "/" + id;
    }
  }

  private static final String CLEARABLE =
      """
      pair             | id     | PowerOffice  | webCRM                | value                  | webCRM holds              | cleared
      customers        | 100101 | PhoneNumber  | OrganisationTelephone | +47 55 66 77 88        |                           |
      customers        | 100102 | PhoneNumber  | OrganisationTelephone | +47 55 66 77 88        |                           |
      contact-persons  | 300101 | FirstName    | PersonFirstName       | Øyvind                 |                           |
      contact-persons  | 300101 | LastName     | PersonLastName        | O'Hagelund           |                           | -
      contact-persons  | 300101 | EmailAddress | PersonEmail           | post@fjordheim.example |                           |
      contact-persons  | 300101 | PhoneNumber  | PersonDirectPhone     | +47 955 66 777         |                           |
      supplier-persons | 200101 | EmailAddress | PersonEmail           | post@myrvold.example   |                           |
      supplier-persons | 200101 | PhoneNumber  | PersonDirectPhone     | +47 955 66 777         |                           |
      supplier-persons | 200101 | DateOfBirth  | PersonBirthday        | 1981-12-24             | 1981-12-24T00:00:00+00:00 | 0001-01-01T00:00:00+00:00
      """;

  /** What PowerOffice requires. */
  private static final String REQUIRED =
      """
      pair             | id     | PowerOffice | webCRM           | value                  | webCRM holds | cleared
      customers        | 100101 | Name        | OrganisationName | Fjordheim "Røykeri" AS |              |
      departments      | 501    | Name        | OrganisationName | Havneterminalen Øst    |              |
      supplier-persons | 200101 | FirstName   | PersonFirstName  | Ragna                  |              |
      supplier-persons | 200101 | LastName    | PersonLastName   | Myrvold Lien           |              | -
      """;

  @Test
  void everyPropertyHasARow() {
    List<String> rows = (CLEARABLE + REQUIRED).lines().toList();
    for (PairDefinition pair :
        List.of(
            customers.pair(), departments.pair(), contactPersons.pair(), supplierPersons.pair())) {
      pair.properties().stream()
          .flatMap(property -> property.on(SystemName.WEBCRM).columns().stream())
          .forEach(
              column ->
                  assertThat(rows)
                      .as("add a row of %s for webCRM's %s", pair.name().key(), column)
                      .anyMatch(row -> row.startsWith(pair.name().key()) && row.contains(column)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      quoteCharacter = '`',
      textBlock = CLEARABLE)
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      quoteCharacter = '`',
      textBlock = REQUIRED)
  void anEditInPowerOfficeArrivesInWebCrm(ArgumentsAccessor row) {
    Travel travel = Travel.of(row);
    Map<String, Map<String, Object>> expected = everything();
    world.all(travel.kind()).one(travel.id()).edit(travel.field(), travel.value());
    expectEdited(expected, travel);
    sweepAndCompare(travel.pair(), expected);
  }

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      quoteCharacter = '`',
      textBlock = CLEARABLE)
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      quoteCharacter = '`',
      textBlock = REQUIRED)
  void anEditInWebCrmArrivesInPowerOffice(ArgumentsAccessor row) {
    Travel travel = Travel.of(row);
    Map<String, Map<String, Object>> expected = everything();
    editInWebCrm(travel.pair(), travel.id(), fields(travel.webCrmField(), travel.webCrmValue()));
    expectEdited(expected, travel);
    sweepAndCompare(travel.pair(), expected);
  }

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      quoteCharacter = '`',
      textBlock = CLEARABLE)
  void clearingInPowerOfficeClearsInWebCrm(ArgumentsAccessor row) {
    Travel travel = Travel.of(row);
    Map<String, Map<String, Object>> expected = everything();
    world.all(travel.kind()).one(travel.id()).edit(travel.field(), null);
    expectCleared(expected, travel);
    sweepAndCompare(travel.pair(), expected);
  }

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      quoteCharacter = '`',
      textBlock = CLEARABLE)
  void clearingInWebCrmClearsInPowerOffice(ArgumentsAccessor row) {
    Travel travel = Travel.of(row);
    Map<String, Map<String, Object>> expected = everything();
    editInWebCrm(travel.pair(), travel.id(), fields(travel.webCrmField(), travel.cleared()));
    expectCleared(expected, travel);
    sweepAndCompare(travel.pair(), expected);
  }

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      quoteCharacter = '`',
      textBlock = REQUIRED)
  void clearingWhatPowerOfficeRequiresIsHeldAndTheRestStillTravels(ArgumentsAccessor row) {
    Travel travel = Travel.of(row);
    Map<String, Map<String, Object>> expected = everything();
    Map<String, @Nullable Object> edit = fields(travel.webCrmField(), travel.cleared());
    if (travel.pair().equals("customers")) {
      edit.put("OrganisationTelephone", "+47 99 88 77 66");
      expect(expected, travel.key(), "PhoneNumber", "+47 99 88 77 66");
      expect(
          expected, webCrm(travel.pair(), travel.id()), "OrganisationTelephone", "+47 99 88 77 66");
    }
    editInWebCrm(travel.pair(), travel.id(), edit);
    expect(expected, webCrm(travel.pair(), travel.id()), travel.webCrmField(), travel.cleared());
    JsonPath report = sweepAndCompare(travel.pair(), expected);
    assertThat(report.getInt("held")).isEqualTo(1);
    assertThat(report.getString("actions.find { it.action == 'hold' }.reason"))
        .contains("requires");
    assertThat(link(travel).held()).isTrue();

    editInWebCrm(travel.pair(), travel.id(), fields(travel.webCrmField(), travel.webCrmValue()));
    world.sweep(travel.pair());
    assertThat(value(travel.kind(), travel.id(), travel.field())).isEqualTo(travel.value());
    assertThat(link(travel).hold()).isEmpty();
  }

  private Link link(Travel travel) {
    return Objects.requireNonNull(world.linksByLeft(travel.pair()).get(Long.toString(travel.id())));
  }

  private void expectEdited(Map<String, Map<String, Object>> expected, Travel travel) {
    expect(expected, travel.key(), travel.field(), travel.value());
    expect(
        expected, webCrm(travel.pair(), travel.id()), travel.webCrmField(), travel.webCrmValue());
  }

  private void expectCleared(Map<String, Map<String, Object>> expected, Travel travel) {
    expect(expected, travel.key(), travel.field(), null);
    expect(expected, webCrm(travel.pair(), travel.id()), travel.webCrmField(), travel.cleared());
  }

  @Test
  void aPersonCustomersNameIsJoinedThereAndTakenApartHere() {
    assertThat(webCrmValue("customers", 100102, "OrganisationName")).isEqualTo("Ingrid Solvang");
    editInWebCrm("customers", 100102, fields("OrganisationName", "Ingrid Marie Solvang Lien"));
    world.sweep("customers");
    assertThat(value(CUSTOMERS, 100102, "FirstName")).isEqualTo("Ingrid Marie Solvang");
    assertThat(value(CUSTOMERS, 100102, "LastName")).isEqualTo("Lien");
    world.customer(100102).edit("FirstName", "Inga");
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
    world.customer(100101).edit("Name", whole);
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
    world.customer(100101).edit("Name", "Fjordheim Sjømat AS");
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
      world.customer(100101).edit("PhoneNumber", "+47 22 33 44 5" + edit);
      world.sweep("customers");
      world.sweep("customers");
      assertThat(world.writes()).hasSize(edit);
    }
  }

  @Test
  void whatWebCrmStoresDifferentlyDoesNotComeBack() {
    // A server that cuts at another length than it says.
    world.webCrm().switches().cutTooLong(true);
    world.webCrm().switches().length("OrganisationTelephone", 8);
    world.webCrm().switches().right(Area.FIELDS_METADATA, Right.NONE);
    world.customer(100101).edit("PhoneNumber", "+47 22 33 44 55");
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
    world.inWebCrm(pair).one(world.webCrmId(pair, id)).edit(edit);
  }

  private String webCrm(String pair, long id) {
    return (pair.endsWith("persons") ? PERSONS : ORGANISATIONS) + "/" + world.webCrmId(pair, id);
  }

  private @Nullable Object value(PowerOfficeSimulator.Kind kind, long id, String field) {
    return world.all(kind).one(id).get(field);
  }

  private @Nullable Object webCrmValue(String pair, long id, String field) {
    return world.inWebCrm(pair).one(world.webCrmId(pair, id)).get(field);
  }

  private static void expect(
      Map<String, Map<String, Object>> records, String key, String field, @Nullable Object value) {
    Map<String, Object> record = Objects.requireNonNull(records.get(key));
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
      for (Map<String, Object> record : world.all(kind).list()) {
        all.put(kind + "/" + record.get("Id"), comparable(record));
      }
    }
    for (WebCrmSimulator.Kind kind : WebCrmSimulator.Kind.values()) {
      for (Map<String, Object> record : world.all(kind).list()) {
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
