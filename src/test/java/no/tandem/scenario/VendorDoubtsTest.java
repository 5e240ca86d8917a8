package no.tandem.scenario;

import static no.tandem.scenario.Records.contactPerson;
import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.personCustomer;
import static no.tandem.scenario.Records.supplier;
import static no.tandem.scenario.Records.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import no.tandem.Slow;
import no.tandem.local.poweroffice.PowerOfficeSwitches.ListOrder;
import no.tandem.local.webcrm.WebCrmSwitches.Area;
import no.tandem.local.webcrm.WebCrmSwitches.CreateAnswer;
import no.tandem.local.webcrm.WebCrmSwitches.LongAddressAnswer;
import no.tandem.local.webcrm.WebCrmSwitches.MissingRecord;
import no.tandem.local.webcrm.WebCrmSwitches.Right;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the two vendors leave open: whichever it is, records travel. */
@Slow
@QuarkusTest
@TestProfile(InMemoryTable.Only.class)
class VendorDoubtsTest {
  private static final String PHONE = "OrganisationTelephone";

  @Inject World world;

  @BeforeEach
  void reset() {
    world.reset();
  }

  private void loadCustomers(int many) {
    for (int i = 0; i < many; i++) {
      world
          .customers()
          .load(
              with(
                  customer(100_101 + i, "Fjordheim " + i + " AS"),
                  "PhoneNumber",
                  "+47 11 11 11 " + (10 + i)));
    }
  }

  private void link(int customers) {
    loadCustomers(customers);
    world.approvedSweep("customers");
    world.pass(Duration.ofMinutes(10));
    world.sweep("customers");
    world.clearJournals();
  }

  private void linkWithContactPerson() {
    world.contactPersons().load(contactPerson(300_101, 100_101, "Torbjørn", "Hagelund"));
    loadCustomers(1);
    world.sweepAll();
    world.pass(Duration.ofMinutes(10));
    world.sweepAll();
    world.clearJournals();
  }

  private Map<String, Object> organisationOf(long customer) {
    return world.organisation(world.webCrmId("customers", customer)).find().orElseThrow();
  }

  private void expectEachOnce(int customers) {
    assertThat(world.linksByLeft("customers").values())
        .hasSize(customers)
        .allMatch(link -> link.active() && link.hold().isEmpty());
    assertThat(world.organisations().list()).as("webCRM's own too").hasSize(customers + 1);
  }

  // --- PowerOffice ---

  @ParameterizedTest
  @EnumSource
  void listsMayComeInAnyOrder(ListOrder order) {
    world.powerOffice().switches().listOrder(order);
    loadCustomers(2);
    world.pass(Duration.ofMinutes(3));
    loadCustomers(1);
    world.sweep("customers");
    world.pass(Duration.ofMinutes(3));
    world.sweep("customers");
    assertThat(
            world
                .stored("customers")
                .runState()
                .cursor(SystemName.POWEROFFICE)
                .orElseThrow()
                .stamp()
                .text())
        .isEqualTo(
            world.customers().list().stream()
                .map(record -> String.valueOf(record.get("LastChangedDateTimeOffset")))
                .max(String::compareTo)
                .orElseThrow());
    world.pass(Duration.ofMinutes(3));
    world.customer(100_102).edit("PhoneNumber", "+47 99");
    assertThat(world.sweep("customers").getInt("updated")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPersonsNameIsThatOfItsPartsWhateverItsNameShows(boolean joined) {
    world.powerOffice().switches().joinsPersonNames(joined);
    world.customers().load(personCustomer(100_101, "Ingrid", "Solvang"));
    world.sweep("customers");
    assertThat(organisationOf(100_101)).containsEntry("OrganisationName", "Ingrid Solvang");
    world
        .organisation(world.webCrmId("customers", 100_101))
        .edit("OrganisationName", "Ingrid Myrvold");
    world.sweep("customers");
    assertThat(world.customer(100_101).find().orElseThrow()).containsEntry("LastName", "Myrvold");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatPowerOfficeStoresInSmallLettersDoesNotComeBack(boolean small) {
    linkWithContactPerson();
    world.powerOffice().switches().lowerCaseEmails(small);
    String mail = "Torbjorn@Fjordheim.example";
    int person = world.webCrmId("contact-persons", 300_101);
    world.person(person).edit("PersonEmail", mail);
    for (int sweep = 0; sweep < 4; sweep++) {
      world.sweep("contact-persons");
    }
    assertThat(world.contactPerson(300_101).find().orElseThrow())
        .containsEntry("EmailAddress", small ? "torbjorn@fjordheim.example" : mail);
    assertThat(world.person(person).find().orElseThrow()).containsEntry("PersonEmail", mail);
    assertThat(world.writes()).hasSize(1);
  }

  /** A customer who is a supplier as well, and is changed as one. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aChangeOfTheOtherRoleTravelsAtTheLatestWithTheFullSweep(boolean stampFollows) {
    world.powerOffice().switches().otherRoleStampFollows(stampFollows);
    link(2);
    // Another change is later, so that the next list does not have this customer anyway.
    world.customer(100_102).edit("PhoneNumber", "+47 33 33 33 33");
    world.sweep("customers");
    world.pass(Duration.ofMinutes(10));
    world.suppliers().load(supplier(100_101, "Fjordheim 0 AS"));
    world.supplier(100_101).edit("PhoneNumber", "+47 22 22 22 22");
    assertThat(world.sweep("customers").getInt("updated")).isEqualTo(stampFollows ? 1 : 0);
    world.fullSweep("customers");
    assertThat(organisationOf(100_101)).containsEntry(PHONE, "+47 22 22 22 22");
  }

  @Test
  void aKeyThatMayOnlyReadHoldsTheChangeUntilItMayWrite() {
    link(1);
    world.powerOffice().switches().privileges(Set.of("Customer"));
    world.organisation(world.webCrmId("customers", 100_101)).edit(PHONE, "+47 22 22 22 22");
    JsonPath report = world.sweep("customers");
    assertThat(report.getInt("updated")).isZero();
    assertThat(report.getString("actions[0].remote")).contains("lacks the privilege");
    world.powerOffice().switches().privileges(Set.of("Customer_Full"));
    world.pass(Duration.ofHours(1));
    world.fullSweep("customers");
    assertThat(world.customer(100_101).find().orElseThrow())
        .containsEntry("PhoneNumber", "+47 22 22 22 22");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tooManyRequestsAreSentAgainWithOrWithoutRetryAfter(boolean header) {
    link(3);
    world.powerOffice().switches().requestsPerSecond(1).retryAfter(header);
    for (int i = 0; i < 3; i++) {
      world.organisation(world.webCrmId("customers", 100_101 + i)).edit(PHONE, "+47 22 22 22 22");
    }
    assertThat(world.sweep("customers").getInt("updated")).isEqualTo(3);
    assertThat(world.powerOffice().server().journal()).anyMatch(request -> request.status() == 429);
  }

  // --- webCRM ---

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void textsAreCutToTheUsualLengthWhereWebCrmDoesNotSayIt(boolean said) {
    world.webCrm().switches().metadataLengths(said);
    world.customers().load(customer(100_101, "Fjordheim ".repeat(25).strip()));
    world.sweep("customers");
    assertThat(organisationOf(100_101))
        .containsEntry("OrganisationName", "Fjordheim ".repeat(20).strip());
  }

  /** In summer, when webCRM's clock is an hour ahead of UTC. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void changesAreFoundWhateverWebCrmMakesOfATimeZone(boolean honours) {
    world.pass(Duration.ofDays(250));
    world.webCrm().switches().honoursZone(honours);
    link(1);
    for (int i = 0; i < 3; i++) {
      world.pass(Duration.ofMinutes(3));
      world.organisation(world.webCrmId("customers", 100_101)).edit(PHONE, "+47 22 22 22 2" + i);
      assertThat(world.sweep("customers").getInt("updated")).as("sweep %s", i).isEqualTo(1);
    }
    assertThat(world.fullSweep("customers").getInt("drifted")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void queriesThatAreTooLongAreHalved(LongAddressAnswer answer) {
    link(30);
    world.webCrm().switches().longestAddress(1_200).longAddressAnswer(answer);
    for (int i = 0; i < 30; i++) {
      world.customer(100_101 + i).edit("PhoneNumber", "+47 22 22 22 " + (10 + i));
    }
    assertThat(world.approvedSweep("customers").getInt("updated")).isEqualTo(30);
    assertThat(world.webCrm().server().journal())
        .anyMatch(
            request -> request.status() == (answer == LongAddressAnswer.URI_TOO_LONG ? 414 : 404));
  }

  @ParameterizedTest
  @EnumSource
  void onlyNotFoundEndsALink(MissingRecord answer) {
    link(2);
    world.organisation(world.webCrmId("customers", 100_101)).delete();
    world.webCrm().switches().missingRecord(answer);
    boolean found = answer == MissingRecord.NOT_FOUND;
    assertThat(world.fullSweep("customers").getInt("ended")).isEqualTo(found ? 1 : 0);
    world.webCrm().switches().missingRecord(MissingRecord.NOT_FOUND);
    assertThat(world.fullSweep("customers").getInt("ended")).isEqualTo(found ? 0 : 1);
    assertThat(world.writes()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aNewOrganisationIsKnownByWhateverItsCreationAnswers(CreateAnswer answer) {
    world.webCrm().switches().organisationAnswer(answer);
    loadCustomers(2);
    world.sweep("customers");
    world.pass(Duration.ofMinutes(3));
    world.sweep("customers");
    expectEachOnce(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPersonThatTouchesItsOrganisationChangesNothingThere(boolean touches) {
    linkWithContactPerson();
    world.webCrm().switches().personTouchesOrganisation(touches);
    world
        .person(world.webCrmId("contact-persons", 300_101))
        .edit("PersonDirectPhone", "+47 22 22 22 22");
    world.sweepAll();
    world.sweepAll();
    assertThat(world.writes())
        .singleElement()
        .satisfies(write -> assertThat(write.path()).contains("/ContactPersons/"));
  }

  @Test
  void strayRefusalsOfAGoodTokenCostNothing() {
    world.webCrm().switches().strayUnauthorized(0.1);
    loadCustomers(20);
    for (int sweep = 0; sweep < 6; sweep++) {
      world.call("customers", "{\"sweep\":\"changes\"}");
      world.pass(Duration.ofMinutes(3));
    }
    assertThat(world.webCrm().server().journal()).anyMatch(request -> request.status() == 401);
    world.webCrm().switches().strayUnauthorized(0);
    world.fullSweep("customers");
    expectEachOnce(20);
  }

  @Test
  void aValueThatHasToBeUniqueHoldsTheSecondRecord() {
    world.webCrm().switches().uniqueFields(Set.of(PHONE));
    world
        .customers()
        .load(
            with(customer(100_101, "Fjordheim AS"), "PhoneNumber", "+47 11 11 11 11"),
            with(customer(100_102, "Solvang AS"), "PhoneNumber", "+47 11 11 11 11"));
    JsonPath report = world.sweep("customers");
    assertThat(report.getInt("created")).isEqualTo(1);
    assertThat(report.getInt("held")).isEqualTo(1);
    assertThat(report.getString("actions.find { it.action == 'hold' }.remote"))
        .contains("not unique");
    world.customer(100_102).edit("PhoneNumber", "+47 22 22 22 22");
    world.sweep("customers");
    expectEachOnce(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Area.class,
      names = {"ORGANISATIONS", "QUERIES"})
  void aTokenWithoutTheRightLosesNothing(Area area) {
    world.webCrm().switches().right(area, area == Area.QUERIES ? Right.NONE : Right.READ);
    loadCustomers(2);
    JsonPath report = world.call("customers", "{\"sweep\":\"changes\"}");
    assertThat(report.getInt("created")).isZero();
    assertThat(report.prettify()).contains("has no rights to do this with");
    world.webCrm().switches().right(area, Right.READ_WRITE);
    world.pass(Duration.ofHours(1));
    world.fullSweep("customers");
    expectEachOnce(2);
  }
}
