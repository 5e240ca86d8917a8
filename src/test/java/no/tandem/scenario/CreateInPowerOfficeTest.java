package no.tandem.scenario;

import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.department;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import no.tandem.Slow;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.local.http.Request;
import no.tandem.sync.link.Link;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is new in webCRM is created in PowerOffice, where that is asked for. */
@Slow
@QuarkusTest
@TestProfile(CreateInPowerOfficeTest.Both.class)
class CreateInPowerOfficeTest {

  @Inject World world;

  /** Creation in both systems. */
  public static final class Both implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "pairs.customers.create", "both",
          "pairs.customers.create-status", "Kunde, Nøkkelkunde",
          "pairs.customers.create-type", "Bedrift",
          "pairs.contact-persons.create", "both");
    }
  }

  @BeforeEach
  void reset() {
    world.reset();
  }

  private int organisationOf(String name, String status) {
    return world
        .organisations()
        .create(
            "OrganisationName",
            name,
            "OrganisationTelephone",
            "+47 12 34 56 78",
            "OrganisationStatus",
            status,
            "OrganisationType",
            "Bedrift");
  }

  @Test
  void anOrganisationOfTheChosenStatusBecomesACompanyWhoseInvoicesArePrinted() {
    int organisation = organisationOf("Fjordheim Fisk AS", "Kunde");
    JsonPath report = world.sweep("customers");
    assertThat(report.getInt("created")).isEqualTo(1);
    assertThat(report.getString("actions[0].system")).isEqualTo("poweroffice");
    Map<String, Object> created = world.customers().list().getFirst();
    assertThat(created)
        .containsEntry("Name", "Fjordheim Fisk AS")
        .containsEntry("PhoneNumber", "+47 12 34 56 78")
        .containsEntry("IsPerson", false)
        .containsEntry("InvoiceDeliveryType", "Print")
        .containsEntry("ExternalImportReference", "webCRM/customers/" + organisation);
    assertThat(world.webCrmId("customers", (long) created.get("Id"))).isEqualTo(organisation);
    expectQuiet();
    world.customer((long) created.get("Id")).edit("PhoneNumber", null);
    world.sweep("customers");
    assertThat(world.organisation(organisation).get("OrganisationTelephone")).isIn("", null);
  }

  @Test
  void otherOrganisationsStayWhereTheyAre() {
    organisationOf("Solvang Sjømat AS", "Lead");
    world
        .organisations()
        .create(
            "OrganisationName", "Myrvold AS",
            "OrganisationStatus", "Kunde",
            "OrganisationType", "Privat");
    world.sweep("customers");
    world.fullSweep("customers");
    assertThat(world.customers().list()).isEmpty();
  }

  @Test
  void oneThatBecomesACustomerLaterIsCreatedThen() {
    int organisation = organisationOf("Solvang Sjømat AS", "Lead");
    world.sweep("customers");
    world.organisation(organisation).edit("OrganisationStatus", "nøkkelkunde");
    assertThat(world.sweep("customers").getInt("created")).isEqualTo(1);
  }

  @Test
  void anExistingCustomerIsLinkedAndNotCreatedAgain() {
    world.customers().load(customer(100101, "FJORDHEIM  Fisk AS"));
    int organisation = organisationOf("Fjordheim Fisk AS", "Kunde");
    JsonPath report = world.sweep("customers");
    assertThat(report.getInt("adopted")).isEqualTo(1);
    assertThat(report.getInt("created")).isZero();
    assertThat(world.webCrmId("customers", 100101)).isEqualTo(organisation);
    assertThat(world.customers().list()).hasSize(1);
  }

  @Test
  void twoCustomersOfThatNameHoldIt() {
    organisationOf("Solvang AS", "Kunde");
    world.customers().load(customer(100103, "Solvang AS"), customer(100104, "Solvang AS"));
    JsonPath report = world.sweep("customers");
    assertThat(report.getInt("held")).isEqualTo(2);
    assertThat(report.getInt("created")).isZero();
    world.fullSweep("customers");
    assertThat(world.customers().list()).hasSize(2);
  }

  @Test
  void aPersonOfALinkedOrganisationBecomesAContactPerson() {
    int organisation = organisationOf("Fjordheim Fisk AS", "Kunde");
    int other = organisationOf("Solvang Sjømat AS", "Lead");
    world.persons().create(person("Torbjørn", "Hagelund", organisation));
    world.persons().create(person("Sigurd", "Myrvold", other));
    world.sweep("customers");
    JsonPath report = world.sweep("contact-persons");
    assertThat(report.getInt("created")).isEqualTo(1);
    assertThat(world.contactPersons().list()).hasSize(1);
    Map<String, Object> created = world.contactPersons().list().getFirst();
    assertThat(created)
        .containsEntry("FirstName", "Torbjørn")
        .containsEntry("LastName", "Hagelund")
        .containsEntry("IsActive", true)
        .containsEntry("ContactId", world.customers().list().getFirst().get("Id"));
    expectQuiet();
  }

  @Test
  void aPersonWithoutAFirstNameIsHeldWithPowerOfficesWordsAndCreatedOnceItHasOne() {
    int organisation = organisationOf("Fjordheim Fisk AS", "Kunde");
    int person = world.persons().create(person("", "Hagelund", organisation));
    world.sweep("customers");
    JsonPath held = world.sweep("contact-persons");
    assertThat(held.getInt("held")).isEqualTo(1);
    assertThat(held.getString("actions[0].remote")).contains("FirstName is required");
    world.person(person).edit("PersonFirstName", "Torbjørn");
    assertThat(world.sweep("contact-persons").getInt("created")).isEqualTo(1);
    assertThat(world.contactPersons().list()).hasSize(1);
    expectQuiet();
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop", "handleThenDrop", "handleThenCut", "503", "conflict"})
  void whateverBecomesOfTheCallThereIsOneRecordAndOneLink(String fault) {
    int organisation = organisationOf("Fjordheim Fisk AS", "Kunde");
    world.persons().create(person("Torbjørn", "Hagelund", organisation));
    inject(fault, "/customers");
    world.sweep("customers");
    settle("customers");
    inject(fault, "/contactpersons");
    world.sweep("contact-persons");
    settle("contact-persons");
    assertThat(world.customers().list()).hasSize(1);
    assertThat(world.contactPersons().list()).hasSize(1);
    assertThat(world.links("customers").all()).singleElement().matches(Link::active);
    assertThat(world.links("contact-persons").all()).singleElement().matches(Link::active);
    expectQuiet();
  }

  @Test
  void aCreatedRecordThatIsFirstSeenByItsReferenceIsTaken() {
    int organisation = organisationOf("Fjordheim Fisk AS", "Kunde");
    inject("handleThenDrop", "/customers");
    world.sweep("customers");
    long created = (long) world.customers().list().getFirst().get("Id");
    world.customer(created).edit("Name", "Fjordheim Ny AS");
    JsonPath report =
        world.call(
            "customers", "{\"changed\":{\"system\":\"poweroffice\",\"id\":\"" + created + "\"}}");
    assertThat(report.getInt("adopted")).isEqualTo(1);
    assertThat(world.webCrmId("customers", created)).isEqualTo(organisation);
    assertThat(world.organisation(organisation).get("OrganisationName"))
        .as("a value on either side without a base is a conflict that PowerOffice wins")
        .isEqualTo("Fjordheim Ny AS");
    assertThat(world.organisations().list()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop", "handleThenDrop", "handleThenCut", "503"})
  void organisationsOfOneNameBecomeACustomerEachWhateverBecomesOfTheCall(String fault) {
    int first = organisationOf("Fjordheim Fisk AS", "Kunde");
    int second = organisationOf("Fjordheim Fisk AS", "Kunde");
    world.organisation(second).edit("OrganisationTelephone", "+47 87 65 43 21");
    inject(fault, "/customers");
    world.sweep("customers");
    // What was created for the first one is seen before that is known.
    world.call("customers", "{\"changed\":{\"system\":\"webcrm\",\"id\":\"" + second + "\"}}");
    settle("customers");
    assertThat(world.customers().list())
        .hasSize(2)
        .allSatisfy(
            customer ->
                assertThat(customer)
                    .containsEntry(
                        "ExternalImportReference",
                        "webCRM/customers/"
                            + world.webCrmId("customers", (long) customer.get("Id"))))
        .extracting(customer -> customer.get("PhoneNumber"))
        .containsExactlyInAnyOrder("+47 12 34 56 78", "+47 87 65 43 21");
    assertThat(world.organisation(first).find().orElseThrow())
        .containsEntry("OrganisationTelephone", "+47 12 34 56 78");
    assertThat(world.organisation(second).find().orElseThrow())
        .containsEntry("OrganisationTelephone", "+47 87 65 43 21");
    expectQuiet();
  }

  @Test
  void aCreatedContactPersonIsLinkedThoughItsOwnerIsNotAnyMore() {
    int organisation = organisationOf("Fjordheim Fisk AS", "Kunde");
    int person = world.persons().create(person("Torbjørn", "Hagelund", organisation));
    world.sweep("customers");
    inject("handleThenDrop", "/contactpersons");
    world.sweep("contact-persons");
    long customer = (long) world.customers().list().getFirst().get("Id");
    world.customer(customer).edit("IsArchived", true);
    assertThat(world.sweep("customers").getInt("ended")).isEqualTo(1);
    world.pass(Duration.ofMinutes(3));
    world.sweep("contact-persons");
    long created = (long) world.contactPersons().list().getFirst().get("Id");
    assertThat(world.webCrmId("contact-persons", created)).isEqualTo(person);
    assertThat(world.contactPersons().list()).hasSize(1);
  }

  @Test
  void whatMayHaveBeenMadeForAContactPersonThatCannotBeReadIsNoNewPerson() {
    organisationOf("Fjordheim Fisk AS", "Kunde");
    int other = organisationOf("Solvang Sjømat AS", "Kunde");
    world.sweep("customers");
    Object customer = world.customers().list().getFirst().get("Id");
    contactPersonMadeWithoutAnAnswer(customer);
    int person = (int) world.persons().list().getLast().get("PersonId");
    world.person(person).edit(Map.of("PersonOrganisationId", other));
    world
        .powerOffice()
        .server()
        .inject(
            20,
            request -> lower(request).matches(".*/contactpersons/\\d+/\\d+"),
            new Fault.Refuse(Answer.empty(503)));
    JsonPath report =
        world.call(
            "contact-persons", "{\"changed\":{\"system\":\"webcrm\",\"id\":\"" + person + "\"}}");
    assertThat(report.getInt("deferred")).isEqualTo(1);
    assertThat(world.contactPersons().list()).hasSize(1);
  }

  @Test
  void anArchivedOneIsNotCreatedAgainForItsOrganisation() {
    organisationOf("Fjordheim Fisk AS", "Kunde");
    world.sweep("customers");
    long created = (long) world.customers().list().getFirst().get("Id");
    world.customer(created).edit("IsArchived", true);
    assertThat(world.sweep("customers").getInt("ended")).isEqualTo(1);
    world.fullSweep("customers");
    assertThat(world.customers().list()).hasSize(1);
  }

  @Test
  void oneThatIsHeldIsLeftAloneUntilAnOperatorHasItTriedAgain() {
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
    world.sweep("customers");
    world.organisation(world.webCrmId("customers", 100101)).delete();
    world.fullSweep("customers");
    int organisation = organisationOf("Fjordheim Fisk AS", "Kunde");
    assertThat(world.sweep("customers").getInt("held")).isEqualTo(1);

    resolve(organisation, "ignore");
    world.organisation(organisation).edit("OrganisationName", "Myrvold AS");
    world.sweep("customers");
    world.fullSweep("customers");
    assertThat(world.customers().list()).hasSize(1);

    assertThat(resolve(organisation, "retry").getList("actions.action")).containsExactly("create");
    assertThat(world.customers().list()).hasSize(2);
    expectQuiet();
  }

  @Test
  void aRetryKnowsWhatWasMadeThoughNoAnswerSaidSo() {
    int organisation = organisationOf("Fjordheim Fisk AS", "Kunde");
    world
        .powerOffice()
        .server()
        .inject(
            1,
            request -> request.method().equals("POST") && lower(request).endsWith("/customers"),
            new Fault.HandleThenDrop());
    assertThat(world.sweep("customers").getInt("deferred")).isEqualTo(1);
    world.pass(Duration.ofMinutes(3));
    assertThat(resolve(organisation, "retry").getList("actions.action")).containsExactly("adopt");
    assertThat(world.customers().list()).hasSize(1);
    expectQuiet();
  }

  /** PowerOffice answers a creation with the record, so how it was stored is known at once. */
  @Test
  void theFormInWhichPowerOfficeStoredANewCustomerIsNoEdit() {
    world.powerOffice().switches().normalizePhones(true);
    int organisation = organisationOf("Fjordheim Fisk AS", "Kunde");
    world.sweep("customers");
    assertThat(world.customers().list().getFirst()).containsEntry("PhoneNumber", "+4712345678");
    expectQuiet();
    assertThat(telephoneOf(organisation)).isEqualTo("+47 12 34 56 78");
  }

  /** What was sent is kept with the intent, so that an edit made meanwhile is seen as one. */
  @Test
  void anEditWhileACreationIsInDoubtTravels() {
    int organisation = organisationOf("Fjordheim Fisk AS", "Kunde");
    inject("handleThenDrop", "/customers");
    assertThat(world.sweep("customers").getInt("deferred")).isEqualTo(1);
    long customer = (long) world.customers().list().getFirst().get("Id");
    world.organisation(organisation).edit("OrganisationTelephone", "+47 99 99 99 99");
    world.pass(Duration.ofMinutes(3));
    assertThat(world.sweep("customers").getInt("conflicts")).isZero();
    assertThat(telephoneOf(organisation)).isEqualTo("+47 99 99 99 99");
    assertThat(world.customer(customer).find().orElseThrow())
        .containsEntry("PhoneNumber", "+47 99 99 99 99");
    expectQuiet();
  }

  private Object telephoneOf(int organisation) {
    return world.organisation(organisation).get("OrganisationTelephone");
  }

  @Test
  void whatWasForgottenOnceItsCustomerWasGoneIsNotMadeAgain() {
    int organisation = organisationOf("Fjordheim Fisk AS", "Kunde");
    world.sweep("customers");
    world.customer((long) world.customers().list().getFirst().get("Id")).delete();
    world.fullSweep("customers");
    forget("customers", "webcrm", organisation);
    world.organisation(organisation).edit("OrganisationTelephone", "1");
    world.sweep("customers");
    world.fullSweep("customers");
    assertThat(world.customers().list()).isEmpty();
  }

  @Test
  void whatAwaitsItsCustomerCanBeForgotten() {
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
    world.sweep("customers");
    world.organisation(world.webCrmId("customers", 100101)).delete();
    world.fullSweep("customers");
    int organisation = organisationOf("Fjordheim Fisk AS", "Kunde");
    assertThat(world.sweep("customers").getInt("held")).isEqualTo(1);
    world.clearJournals();
    forget("customers", "webcrm", organisation);
    assertThat(world.writes()).isEmpty();
    world.organisation(organisation).edit("OrganisationName", "Myrvold AS");
    world.sweep("customers");
    world.fullSweep("customers");
    assertThat(world.customers().list()).hasSize(1);
  }

  @Test
  void whatMayHaveBeenMadeForADepartmentIsNoNewCustomer() {
    world.departments().load(department(200101, "Avdeling Bergen"));
    world
        .webCrm()
        .server()
        .inject(
            1,
            request -> request.method().equals("POST") && lower(request).endsWith("/organisations"),
            new Fault.HandleThenDrop());
    assertThat(world.sweep("departments").getInt("deferred")).isEqualTo(1);
    int made =
        world.organisations().list().stream()
            .filter(record -> "Avdeling Bergen".equals(record.get("OrganisationName")))
            .map(record -> ((Number) record.get("OrganisationId")).intValue())
            .findFirst()
            .orElseThrow();
    world.organisation(made).edit("OrganisationStatus", "Kunde", "OrganisationType", "Bedrift");

    JsonPath early = world.sweep("customers");
    assertThat(early.getInt("held")).as(early.prettify()).isEqualTo(1);
    assertThat(early.getString("actions[0].reason"))
        .contains("PowerOffice 200101, and whether it was is not known yet");
    assertThat(world.sweep("departments").getInt("adopted")).isEqualTo(1);
    world.sweep("customers");
    assertThat(world.fullSweep("customers").getInt("created")).isZero();
    assertThat(world.customers().list()).isEmpty();
    assertThat(world.webCrmId("departments", 200101)).isEqualTo(made);
    expectQuiet();
  }

  @Test
  void whatMayHaveBeenMadeForOneThatIsGoneSinceIsNotMadeAgain() {
    organisationOf("Fjordheim Fisk AS", "Kunde");
    world.sweep("customers");
    Object customer = world.customers().list().getFirst().get("Id");
    int persons = world.persons().list().size();
    long person = contactPersonMadeWithoutAnAnswer(customer);
    world.contactPerson(person).delete();

    // Within the lease the creation may still be under way.
    assertThat(world.sweep("contact-persons").getInt("deferred")).isPositive();
    world.pass(Duration.ofMinutes(6));
    JsonPath report = world.sweep("contact-persons");
    assertThat(report.getInt("held")).as(report.prettify()).isPositive();
    assertThat(report.getList("actions.reason", String.class))
        .anyMatch(reason -> reason.contains("deleted in PowerOffice while it was being created"));
    for (int i = 0; i < 3; i++) {
      world.sweep("contact-persons");
      world.fullSweep("contact-persons");
    }
    assertThat(world.contactPersons().list()).isEmpty();
    assertThat(world.persons().list()).hasSize(persons + 1);
    expectQuiet();

    // Who has looked at the two says what is wanted.
    forget("contact-persons", "poweroffice", person);
    assertThat(world.fullSweep("contact-persons").getInt("created")).isEqualTo(1);
    assertThat(world.contactPersons().list()).hasSize(1);
    assertThat(world.persons().list()).hasSize(persons + 1);
    expectQuiet();
  }

  @Test
  void whatMayHaveBeenMadeForOneThatHasNoPlaceAnyMoreIsNotMadeAgain() {
    organisationOf("Fjordheim Fisk AS", "Kunde");
    int other = organisationOf("Solvang Sjømat AS", "Kunde");
    world.sweep("customers");
    long customer = (long) world.customers().list().getFirst().get("Id");
    long person = contactPersonMadeWithoutAnAnswer(customer);
    int made = (int) world.persons().list().getLast().get("PersonId");
    world.person(made).edit(Map.of("PersonOrganisationId", other));
    world.contactPerson(person).edit("IsActive", false);
    world.customer(customer).edit("IsArchived", true);
    world.sweep("customers");
    world.pass(Duration.ofMinutes(6));

    JsonPath report = world.sweep("contact-persons");
    assertThat(report.getInt("held") + report.getInt("deferred"))
        .as(report.prettify())
        .isEqualTo(2);
    for (int i = 0; i < 3; i++) {
      world.sweep("contact-persons");
      world.fullSweep("contact-persons");
    }
    assertThat(world.contactPersons().list()).hasSize(1);
    expectQuiet();
  }

  /** Its webCRM record is made, and no answer says so. */
  private long contactPersonMadeWithoutAnAnswer(Object customer) {
    long person =
        world
            .contactPersons()
            .create(
                "ContactId",
                customer,
                "FirstName",
                "Torbjørn",
                "LastName",
                "Hagelund",
                "IsActive",
                true);
    world
        .webCrm()
        .server()
        .inject(
            1,
            request -> request.method().equals("POST") && lower(request).endsWith("/persons"),
            new Fault.HandleThenDrop());
    assertThat(world.sweep("contact-persons").getInt("deferred")).isEqualTo(1);
    return person;
  }

  private void forget(String pair, String system, long id) {
    world.operator(
        "{\"action\":\"forget\",\"pair\":\"%s\",\"system\":\"%s\",\"id\":\"%d\"}"
            .formatted(pair, system, id));
  }

  private JsonPath resolve(int organisation, String how) {
    return world.operator(
        "{\"action\":\"resolve\",\"how\":\""
            + how
            + "\",\"pair\":\"customers\",\"system\":\"webcrm\",\"id\":\""
            + organisation
            + "\"}");
  }

  private void inject(String fault, String path) {
    world
        .powerOffice()
        .server()
        .inject(
            1,
            request -> request.method().equals("POST") && lower(request).contains(path),
            switch (fault) {
              case "drop" -> new Fault.Drop();
              case "handleThenDrop" -> new Fault.HandleThenDrop();
              case "handleThenCut" -> new Fault.HandleThenCut();
              case "503" -> new Fault.Refuse(Answer.empty(503));
              default ->
                  new Fault.Refuse(
                      Answer.json(
                          409,
                          "{\"title\":\"Customer conflict\",\"status\":409,\"detail\":\"busy\"}"));
            });
  }

  private static String lower(Request request) {
    return request.path().toLowerCase(Locale.ROOT);
  }

  private void settle(String pair) {
    world.pass(Duration.ofMinutes(3));
    world.sweep(pair);
    world.fullSweep(pair);
    world.sweep(pair);
  }

  private static Map<String, Object> person(String first, String last, int organisation) {
    return Map.of(
        "PersonFirstName", first,
        "PersonLastName", last,
        "PersonOrganisationId", organisation);
  }

  private void expectQuiet() {
    world.pass(Duration.ofMinutes(10));
    World.PAIRS.forEach(world::sweep);
    world.clearJournals();
    World.PAIRS.forEach(world::sweep);
    World.PAIRS.forEach(world::fullSweep);
    assertThat(world.writes()).isEmpty();
  }
}
