package no.tandem.scenario;

import static no.tandem.scenario.Records.contactPerson;
import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.fields;
import static no.tandem.scenario.Records.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import no.tandem.Slow;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.local.http.Request;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.Link;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong on the way: nothing is lost, doubled, or believed too early. */
@Slow
@QuarkusTest
class TroubleTest {

  @Inject World world;

  @BeforeEach
  void reset() {
    world.reset();
  }

  static List<Fault> faultsOfACreate() {
    return List.of(
        new Fault.Drop(),
        new Fault.HandleThenDrop(),
        new Fault.HandleThenCut(),
        new Fault.Refuse(
            new Answer(
                500,
                Map.of("Content-Type", "application/json"),
                "{\"Message\":\"collided\",\"Type\":\"Exception\"}")),
        new Fault.Refuse(new Answer(503, Map.of("Content-Type", "text/html"), "<html>busy</html>")),
        new Fault.Refuse(Answer.empty(401)),
        new Fault.Refuse(new Answer(429, Map.of("Retry-After", "3"), "")));
  }

  @ParameterizedTest
  @MethodSource("faultsOfACreate")
  void aCreateThatFailsLeavesExactlyOneRecordInTheEnd(Fault fault) {
    world
        .customers()
        .load(customer(100101, "Fjordheim Fisk AS"), customer(100102, "Solvang Sjømat AS"));
    world.webCrm().server().inject(1, isPost("/organisations"), fault);
    for (int sweep = 0; sweep < 3; sweep++) {
      world.sweep("customers");
      world.pass(Duration.ofMinutes(3));
    }
    assertThat(organisationsNamed("Fjordheim Fisk AS")).hasSize(1);
    assertThat(organisationsNamed("Solvang Sjømat AS")).hasSize(1);
    assertThat(link(100101).active()).isTrue();
    assertThat(link(100102).active()).isTrue();
  }

  @Test
  void twoCustomersOfOneNameAreTwoOrganisationsAlsoWhenBothCreatesFail() {
    world
        .customers()
        .load(
            with(customer(100101, "Fjordheim Fisk AS"), "PhoneNumber", "+47 11 11 11 11"),
            with(customer(100102, "Fjordheim Fisk AS"), "PhoneNumber", "+47 22 22 22 22"));
    world.webCrm().server().inject(2, isPost("/organisations"), new Fault.HandleThenDrop());
    for (int sweep = 0; sweep < 3; sweep++) {
      world.sweep("customers");
      world.pass(Duration.ofMinutes(3));
    }
    assertThat(organisationsNamed("Fjordheim Fisk AS")).hasSize(2);
    assertThat(world.organisation(world.webCrmId("customers", 100102)).get("OrganisationTelephone"))
        .isEqualTo("+47 22 22 22 22");
  }

  @Test
  void aNewcomerIsNotLinkedToWhatWasMadeForItsNamesake() {
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
    world.webCrm().server().inject(1, isPost("/organisations"), new Fault.HandleThenDrop());
    world.sweep("customers");
    long newcomer = world.customers().create(customer(100102, "Fjordheim Fisk AS"));
    world.call(
        "customers", "{\"changed\":{\"system\":\"poweroffice\",\"id\":\"" + newcomer + "\"}}");
    world.sweep("customers");
    assertThat(organisationsNamed("Fjordheim Fisk AS")).hasSize(2);
    assertThat(world.webCrmId("customers", 100101))
        .isLessThan(world.webCrmId("customers", newcomer));
  }

  @Test
  void aCreateOfUnknownOutcomeIsNotSentAgainWithinItsLease() {
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
    world.webCrm().server().inject(1, isPost("/organisations"), new Fault.Drop());
    assertThat(world.sweep("customers").getInt("deferred")).isEqualTo(1);
    JsonPath soon = world.sweep("customers");
    assertThat(soon.getInt("deferred")).isEqualTo(1);
    assertThat(organisationsNamed("Fjordheim Fisk AS")).isEmpty();
    world.pass(Duration.ofMinutes(3));
    assertThat(world.sweep("customers").getInt("created")).isEqualTo(1);
  }

  @Test
  void aListFromWithinTheLeaseProvesNothingAfterIt() {
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
    world.webCrm().server().inject(1, isPost("/organisations"), new Fault.Drop());
    world.sweep("customers");
    world.pass(Duration.ofSeconds(30));
    AtomicBoolean listed = new AtomicBoolean();
    world
        .webCrm()
        .server()
        .observe(
            (request, answer) -> {
              if (request.path().endsWith("/Queries") && !listed.getAndSet(true)) {
                // The create is handled only now, and the sweep is slow.
                world.organisations().create("OrganisationName", "Fjordheim Fisk AS");
                world.pass(Duration.ofSeconds(40));
              }
            });
    assertThat(world.fullSweep("customers").getInt("deferred")).isEqualTo(1);
    assertThat(listed).isTrue();
    assertThat(world.sweep("customers").getInt("adopted")).isEqualTo(1);
    assertThat(organisationsNamed("Fjordheim Fisk AS")).hasSize(1);
  }

  @Test
  void webCrmAnsweringACreateWithNothingIsLookedUp() {
    world
        .webCrm()
        .switches()
        .organisationAnswer(no.tandem.local.webcrm.WebCrmSwitches.CreateAnswer.EMPTY);
    world
        .customers()
        .load(customer(100101, "Fjordheim Fisk AS"), customer(100102, "Solvang Sjømat AS"));
    world.sweep("customers");
    world.sweep("customers");
    assertThat(link(100101).active()).isTrue();
    assertThat(link(100102).active()).isTrue();
    assertThat(organisationsNamed("Fjordheim Fisk AS")).hasSize(1);
  }

  @Test
  void aRefusedRecordIsHeldWithTheServersTextAndDelaysNoOther() {
    world
        .customers()
        .load(customer(100101, "Fjordheim Fisk AS"), customer(100102, "Solvang Sjømat AS"));
    world
        .webCrm()
        .server()
        .inject(
            1,
            isPost("/organisations"),
            new Fault.Refuse(
                Answer.json(
                    400,
                    "{\"Message\":\"The field is marked unique\",\"Type\":\"ValidationException\"}")));
    JsonPath report = world.sweep("customers");
    assertThat(report.getInt("held")).isEqualTo(1);
    assertThat(report.getInt("created")).isEqualTo(1);
    assertThat(report.getString("actions.find { it.action == 'hold' }.remote"))
        .isEqualTo("The field is marked unique");
    assertThat(link(100101).hold().orElseThrow().remoteText())
        .contains("The field is marked unique");
    assertThat(world.sweep("customers").getInt("created")).as("not tried every minute").isZero();
    assertThat(world.fullSweep("customers").getInt("created")).as("it clears itself").isEqualTo(1);
  }

  @Test
  void anUpdateThatFailsForAPassingReasonIsDueInTheNextSweep() {
    linkOne();
    world.customer(100101).edit("PhoneNumber", "+47 11 11 11 11");
    world
        .webCrm()
        .server()
        .inject(1, request -> request.method().equals("PUT"), new Fault.Refuse(Answer.empty(500)));
    assertThat(world.sweep("customers").getInt("deferred")).isEqualTo(1);
    world.pass(Duration.ofMinutes(30));
    JsonPath next = world.sweep("customers");
    assertThat(next.getInt("updated")).isEqualTo(1);
    assertThat(link(100101).hold()).isEmpty();
  }

  @Test
  void anUpdateHandledButNotAnsweredIsFoundDone() {
    linkOne();
    world.customer(100101).edit("PhoneNumber", "+47 11 11 11 11");
    world
        .webCrm()
        .server()
        .inject(1, request -> request.method().equals("PUT"), new Fault.HandleThenDrop());
    world.clearJournals();
    world.sweep("customers");
    world.sweep("customers");
    world.sweep("customers");
    assertThat(world.writes()).hasSize(1);
    assertThat(link(100101).hold()).isEmpty();
  }

  @Test
  void anUnauthorizedAnswerInMidRunLeadsToOneFreshLogIn() {
    linkOne();
    world.powerOffice().revokeTokens();
    world.webCrm().revokeTokens();
    world.customer(100101).edit("PhoneNumber", "+47 11 11 11 11");
    assertThat(world.sweep("customers").getInt("updated")).isEqualTo(1);
  }

  @Test
  void aPatchThatPowerOfficeIgnoresIsSentOnceMoreThenHeld() {
    linkOne();
    world
        .organisation(world.webCrmId("customers", 100101))
        .edit("OrganisationTelephone", "+47 22 22 22 22");
    Map<String, Object> unchanged = world.customer(100101).find().orElseThrow();
    world
        .powerOffice()
        .server()
        .inject(
            2,
            request -> request.method().equals("PATCH"),
            new Fault.Refuse(
                Answer.json(
                    200,
                    "{\"Id\":100101,\"Name\":\""
                        + unchanged.get("Name")
                        + "\",\"PhoneNumber\":null,\"IsActive\":true}")));
    assertThat(world.sweep("customers").getInt("deferred")).isEqualTo(1);
    JsonPath report = world.sweep("customers");
    assertThat(report.getInt("held")).isEqualTo(1);
    assertThat(report.getString("actions.find { it.action == 'hold' }.reason"))
        .contains("did not store");
  }

  @Test
  void oneBadPropertyDoesNotKeepTheOthersBack() {
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
    world.contactPersons().load(contactPerson(300101, 100101, "Torbjørn", "Hagelund"));
    world.sweepAll();
    world
        .person(world.webCrmId("contact-persons", 300101))
        .edit("PersonEmail", "not an address", "PersonDirectPhone", "+47 12 34 56 78");
    JsonPath report = world.sweep("contact-persons");
    assertThat(report.getInt("updated")).isEqualTo(1);
    assertThat(report.getInt("held")).isEqualTo(1);
    Map<String, Object> person = world.contactPerson(300101).find().orElseThrow();
    assertThat(person.get("PhoneNumber")).isEqualTo("+47 12 34 56 78");
    assertThat(report.getString("actions.find { it.action == 'hold' }.remote")).isNotBlank();
  }

  @Test
  void whatIsWrittenOnePropertyAtATimeIsKnownAsWritten() {
    linkOne();
    int organisation = world.webCrmId("customers", 100101);
    Map<String, Object> before =
        fields("OrganisationName", "Fjordheim Fisk AS", "OrganisationTelephone", "+47 11 11 11 11");
    world.organisation(organisation).edit(before);
    world.sweep("customers");
    world.customer(100101).edit("Name", "Fjordheim Ny AS", "PhoneNumber", "+47 22 22 22 22");
    world
        .webCrm()
        .server()
        .inject(
            1,
            request -> request.method().equals("PUT"),
            new Fault.Refuse(
                new Answer(
                    422,
                    Map.of("Content-Type", "application/json"),
                    "{\"Message\":\"conflict\",\"Type\":\"Exception\"}")));
    assertThat(world.sweep("customers").getInt("updated")).isEqualTo(1);
    world.organisation(organisation).edit(before);
    world.sweep("customers");
    assertThat(world.customer(100101).find().orElseThrow())
        .containsEntry("Name", "Fjordheim Fisk AS")
        .containsEntry("PhoneNumber", "+47 11 11 11 11");
  }

  @Test
  void clearingThatOnlyTheServerRefusesIsHeldWithItsText() {
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
    world.contactPersons().load(contactPerson(300101, 100101, "Torbjørn", "Hagelund"));
    world.sweepAll();
    world.powerOffice().switches().contactPersonNamesRequiredOnPatch(true);
    world
        .person(world.webCrmId("contact-persons", 300101))
        .edit("PersonLastName", "-", "PersonDirectPhone", "+47 12 34 56 78");
    JsonPath report = world.sweep("contact-persons");
    assertThat(report.getInt("held")).isEqualTo(1);
    assertThat(report.getString("actions.find { it.action == 'hold' }.remote"))
        .contains("LastName is required");
    Map<String, Object> person = world.contactPerson(300101).find().orElseThrow();
    assertThat(person)
        .containsEntry("PhoneNumber", "+47 12 34 56 78")
        .containsEntry("LastName", "Hagelund");
  }

  @Test
  void aSystemThatTakesNoNewRecordsIsLeftAloneForAWhileAndNothingIsLost() {
    for (int i = 0; i < 20; i++) {
      world.customers().create("Name", "Fjordheim " + i + " AS", "IsPerson", false);
    }
    world.webCrm().server().inject(Integer.MAX_VALUE, isPost("/organisations"), new Fault.Drop());
    JsonPath report = world.call("customers", "{\"sweep\":\"changes\"}");
    assertThat(report.getString("troubles[0]"))
        .contains("webCRM takes no new records", "10 records");
    world.webCrm().server().clearFaults();
    world.pass(Duration.ofMinutes(3));
    assertThat(world.sweep("customers").getInt("created")).isEqualTo(20);
  }

  @Test
  void wrongKeysAreReportedInTheSystemsOwnWords() {
    world
        .powerOffice()
        .server()
        .inject(
            2,
            request -> request.path().toLowerCase(Locale.ROOT).endsWith("/oauth/token"),
            new Fault.Refuse(
                Answer.json(
                    400,
                    "{\"error\":\"invalid_client\",\"error_description\":\"Client integration not found.\"}")));
    world.powerOffice().revokeTokens();
    JsonPath report = world.call("customers", "{\"sweep\":\"changes\"}");
    assertThat(report.getString("stopped")).contains("Client integration not found.");
  }

  @Test
  void anOrganisationIsLinkedOnceOverAllPairs() {
    world.customers().load(customer(100101, "Havneterminalen"));
    world.departments().load(Records.department(501, "Havneterminalen"));
    world.sweepAll();
    assertThat(organisationsNamed("Havneterminalen")).hasSize(2);
    assertThat(world.webCrmId("customers", 100101))
        .isNotEqualTo(world.webCrmId("departments", 501));
  }

  @Test
  void whatAnotherRunBringsOverMeanwhileIsNotTakenBack() {
    linkOne();
    String phone = "+47 22 22 22 22";
    int organisation = world.webCrmId("customers", 100101);
    world.organisation(organisation).edit(Map.of("OrganisationTelephone", phone));
    AtomicBoolean listed = new AtomicBoolean();
    world
        .powerOffice()
        .server()
        .observe(
            (request, answer) -> {
              if (request.path().endsWith("/Customers") && !listed.getAndSet(true)) {
                anotherRunBringsOver(phone);
              }
            });
    assertThat(world.fullSweep("customers").getInt("updated")).isZero();
    assertThat(listed).isTrue();
    assertThat(world.organisation(organisation).find().orElseThrow())
        .containsEntry("OrganisationTelephone", phone);
    assertThat(world.customer(100101).find().orElseThrow()).containsEntry("PhoneNumber", phone);
  }

  private void anotherRunBringsOver(String phone) {
    world.customer(100101).edit(Map.of("PhoneNumber", phone));
    Link link = link(100101);
    world
        .links("customers")
        .save(
            link,
            new Link(
                link.key(),
                link.standing(),
                withPhone(link.leftBase(), phone),
                withPhone(link.rightBase(), phone),
                Optional.empty(),
                Map.of(),
                link.version()));
  }

  private static Base withPhone(Base base, String phone) {
    return new Base(
        base.view().with("phone", Optional.of(phone)), base.owner(), Optional.empty(), Set.of());
  }

  private void linkOne() {
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
    world.sweep("customers");
    world.pass(Duration.ofMinutes(10));
    world.sweep("customers");
  }

  private static Predicate<Request> isPost(String end) {
    return request ->
        request.method().equals("POST") && request.path().toLowerCase(Locale.ROOT).endsWith(end);
  }

  private Link link(long id) {
    return Objects.requireNonNull(world.linksByLeft("customers").get(Long.toString(id)));
  }

  private List<Map<String, Object>> organisationsNamed(String name) {
    return world.organisations().list().stream()
        .filter(organisation -> name.equals(organisation.get("OrganisationName")))
        .toList();
  }
}
