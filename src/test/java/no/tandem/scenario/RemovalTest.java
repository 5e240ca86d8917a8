package no.tandem.scenario;

import static no.tandem.scenario.Records.contactPerson;
import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import no.tandem.Slow;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.sync.link.Link;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that go away: the link ends, the other record stays, nothing is made again. */
@Slow
@QuarkusTest
class RemovalTest {

  @Inject World world;

  @BeforeEach
  void linkThree() {
    world.reset();
    world
        .customers()
        .load(
            with(customer(100101, "Fjordheim Fisk AS"), "PhoneNumber", "+47 00 00 00 00"),
            customer(100102, "Solvang Sjømat AS"),
            customer(100103, "Myrvold Røykeri AS"));
    world.contactPersons().load(contactPerson(300101, 100101, "Torbjørn", "Hagelund"));
    world.sweepAll();
    world.pass(Duration.ofMinutes(10));
    world.sweepAll();
  }

  @Test
  void anArchivedCustomerEndsItsLinkAndTheOrganisationStays() {
    int organisation = world.webCrmId("customers", 100101);
    world.customer(100101).edit("IsArchived", true);
    world.clearJournals();
    JsonPath report = world.sweep("customers");
    assertThat(report.getInt("ended")).isEqualTo(1);
    assertThat(report.getString("actions[0].reason")).contains("archived");
    assertThat(world.writes()).isEmpty();
    assertThat(world.organisation(organisation).find()).isPresent();
    world.sweep("customers");
    world.fullSweep("customers");
    assertThat(world.writes()).isEmpty();
    assertThat(link(100101).state()).isEqualTo(Link.State.ENDED);
  }

  @Test
  void anUnarchivedCustomerTakesItsLinkUpAgainWithWhatChangedMeanwhile() {
    int organisation = world.webCrmId("customers", 100101);
    world.customer(100101).edit("IsArchived", true);
    world.sweep("customers");
    world.organisation(organisation).edit("OrganisationTelephone", "+47 12 34 56 78");
    world.sweep("customers");
    world.customer(100101).edit("IsArchived", false, "Name", "Fjordheim Ny AS");
    JsonPath report = world.sweep("customers");
    assertThat(report.getInt("created")).isZero();
    assertThat(world.webCrmId("customers", 100101)).isEqualTo(organisation);
    assertThat(world.customer(100101).get("PhoneNumber")).isEqualTo("+47 12 34 56 78");
    assertThat(world.organisation(organisation).get("OrganisationName"))
        .isEqualTo("Fjordheim Ny AS");
  }

  @Test
  void anOrganisationDeletedByAUserEndsTheLinkAndIsNotMadeAgain() {
    int organisation = world.webCrmId("customers", 100102);
    world.organisation(organisation).delete();
    world.clearJournals();
    JsonPath report = world.fullSweep("customers");
    assertThat(report.getInt("ended")).isEqualTo(1);
    assertThat(report.getInt("drifted")).isEqualTo(1);
    world.customer(100102).edit("Name", "Solvang Ny AS");
    world.sweep("customers");
    world.fullSweep("customers");
    assertThat(world.writes()).isEmpty();
    assertThat(link(100102).state()).isEqualTo(Link.State.ENDED);
  }

  @Test
  void aDeleteHookEndsTheLinkAtOnceAfterItsOwnLookUp() {
    int organisation = world.webCrmId("customers", 100102);
    world.organisation(organisation).delete();
    JsonPath report =
        world.call(
            "customers", "{\"changed\":{\"system\":\"webcrm\",\"id\":\"" + organisation + "\"}}");
    assertThat(report.getInt("ended")).isEqualTo(1);
    assertThat(link(100102).state()).isEqualTo(Link.State.ENDED);
  }

  @Test
  void aCustomerDeletedInPowerOfficeEndsTheLinkInTheFullSweep() {
    world.customer(100103).delete();
    assertThat(world.sweep("customers").getInt("ended")).isZero();
    assertThat(world.fullSweep("customers").getInt("ended")).isEqualTo(1);
    assertThat(link(100103).state()).isEqualTo(Link.State.ENDED);
  }

  @Test
  void aRecordMissingFromAListButPresentByIdIsNotBelievedGone() {
    int organisation = world.webCrmId("customers", 100102);
    world.organisation(organisation).delete();
    // Its own look-up is answered by a gateway: that says nothing about the record.
    world
        .webCrm()
        .server()
        .inject(
            1,
            request -> request.path().equalsIgnoreCase("/Organisations/" + organisation),
            new Fault.Refuse(
                new Answer(404, Map.of("Content-Type", "text/html"), "<html>Not Found</html>")));
    JsonPath report = world.fullSweep("customers");
    assertThat(report.getInt("ended")).isZero();
    assertThat(report.getInt("deferred")).isEqualTo(1);
    assertThat(link(100102).active()).isTrue();
    assertThat(world.sweep("customers").getInt("ended")).isEqualTo(1);
  }

  @Test
  void aSideThatListsNothingStopsTheSweep() {
    world
        .powerOffice()
        .server()
        .inject(
            1,
            request -> request.path().toLowerCase(java.util.Locale.ROOT).endsWith("/customers"),
            new Fault.Refuse(Answer.empty(204)));
    world.clearJournals();
    JsonPath report = world.fullSweep("customers");
    assertThat(report.getString("stopped")).contains("PowerOffice", "no records");
    assertThat(report.getInt("ended")).isZero();
    assertThat(world.writes()).isEmpty();
    assertThat(link(100101).active()).isTrue();
  }

  @Test
  void aFailedPageStopsTheSweepAndSaysWhy() {
    world
        .webCrm()
        .server()
        .inject(
            1, request -> request.path().equalsIgnoreCase("/Queries"), new Fault.HandleThenCut());
    JsonPath report = world.fullSweep("customers");
    assertThat(report.getString("stopped")).contains("webCRM could not be read");
    assertThat(report.getInt("ended")).isZero();
  }

  @Test
  void aResignedPersonEndsTheLinkAndComesBackWithIt() {
    int person = world.webCrmId("contact-persons", 300101);
    world.person(person).edit("PersonStatus", "Resigned");
    assertThat(world.sweep("contact-persons").getInt("ended")).isEqualTo(1);
    assertThat(world.contactPerson(300101).get("IsActive")).isEqualTo(true);
    world.person(person).edit("PersonStatus", "Active");
    world.sweep("contact-persons");
    assertThat(world.webCrmId("contact-persons", 300101)).isEqualTo(person);
  }

  @Test
  void aCustomerMadeAgainUnderTheSameNameAdoptsTheOrganisationThatStayed() {
    int organisation = world.webCrmId("customers", 100102);
    world.customer(100102).delete();
    world.fullSweep("customers");
    long again = world.customers().create("Name", "Solvang Sjømat AS", "IsPerson", false);
    JsonPath report = world.sweep("customers");
    assertThat(report.getInt("adopted")).isEqualTo(1);
    assertThat(world.webCrmId("customers", again)).isEqualTo(organisation);
  }

  @Test
  void whatIsArchivedWhenFirstSeenIsTakenUpWhenItBecomesActive() {
    long id =
        world
            .customers()
            .create("Name", "Hagelund Konserves AS", "IsPerson", false, "IsArchived", true);
    assertThat(world.sweep("customers").getInt("created")).isZero();
    world.customer(id).edit("IsArchived", false);
    assertThat(world.sweep("customers").getInt("created")).isEqualTo(1);
  }

  private Link link(long id) {
    return Objects.requireNonNull(world.linksByLeft("customers").get(Long.toString(id)));
  }
}
