package no.tandem.scenario;

import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.fields;
import static no.tandem.scenario.Records.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.local.http.Request;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a write that webCRM answered with success. */
@QuarkusTest
class ReadBackTest {
  private static final WebCrmSimulator.Kind ORGANISATIONS = WebCrmSimulator.Kind.ORGANISATIONS;
  private static final String OLD = "+47 11 11 11 11";
  private static final String NEW = "+47 22 22 22 22";

  @Inject World world;

  @BeforeEach
  void reset() {
    world.reset();
  }

  private int linked() {
    world.customers().load(with(customer(100_101, "Firma"), "PhoneNumber", OLD));
    world.sweep("customers");
    world.pass(Duration.ofMinutes(10));
    world.sweep("customers");
    return world.webCrmId("customers", 100_101);
  }

  private void webCrmIgnores(int updates) {
    world
        .webCrm()
        .server()
        .inject(updates, ReadBackTest::isUpdate, new Fault.Refuse(Answer.empty(204)));
  }

  private static boolean isUpdate(Request request) {
    return request.method().equals("PUT");
  }

  private Object inPowerOffice() {
    return world.customer(100_101).get("PhoneNumber");
  }

  private Object inWebCrm(int id) {
    return world.organisation(id).get("OrganisationTelephone");
  }

  private Link link() {
    return world.linksByLeft("customers").get("100101");
  }

  @Test
  void anIgnoredWriteIsSentOnceMore() {
    int id = linked();
    webCrmIgnores(1);
    world.customer(100_101).edit("PhoneNumber", NEW);
    JsonPath report = world.sweep("customers");
    assertThat(report.getInt("deferred")).isEqualTo(1);
    assertThat(link().hold().map(hold -> hold.reason().code())).contains(Reason.Code.NOT_STORED);
    world.pass(Duration.ofMinutes(1));
    world.sweep("customers");
    assertThat(inWebCrm(id)).isEqualTo(NEW);
    assertThat(link().hold()).isEmpty();
  }

  @Test
  void aWriteThatIsIgnoredTwiceIsHeldAndNeverTravelsBack() {
    int id = linked();
    webCrmIgnores(Integer.MAX_VALUE);
    world.customer(100_101).edit("PhoneNumber", NEW);
    world.clearJournals();
    for (int minute = 0; minute < 10; minute++) {
      world.sweep("customers");
      world.pass(Duration.ofMinutes(1));
    }
    world.fullSweep("customers");
    assertThat(world.writes()).as("once, and once more").hasSize(2);
    assertThat(link().held()).isTrue();
    assertThat(link().hold().map(Hold::reason).orElseThrow().text())
        .contains("did not store the property", "phone");
    world.webCrm().server().clearFaults();
    world.organisation(id).edit("OrganisationName", "Firma (ny)");
    world.pass(Duration.ofMinutes(1));
    world.sweep("customers");
    assertThat(inPowerOffice()).as("the edit stays").isEqualTo(NEW);
    assertThat(world.customer(100_101).find().orElseThrow()).containsEntry("Name", "Firma (ny)");
    assertThat(inWebCrm(id)).as("and is not sent for ever").isEqualTo(OLD);
    world.customer(100_101).edit("PhoneNumber", "+47 33 33 33 33");
    world.sweep("customers");
    assertThat(inWebCrm(id)).as("another value is another try").isEqualTo("+47 33 33 33 33");
    assertThat(link().hold()).isEmpty();
  }

  @Test
  void afterAnIgnoredWriteAUsersEditOfSomethingElseBringsNothingBack() {
    int id = linked();
    webCrmIgnores(1);
    world.customer(100_101).edit("PhoneNumber", NEW);
    world.sweep("customers");
    world.organisation(id).edit("OrganisationName", "Firma (ny)");
    world.pass(Duration.ofMinutes(1));
    world.sweep("customers");
    assertThat(inPowerOffice()).isEqualTo(NEW);
  }

  @Test
  void anotherIntegrationsEditRightAfterOurWriteTravels() {
    int id = linked();
    world.customer(100_101).edit("PhoneNumber", NEW);
    world.sweep("customers");
    world
        .webCrm()
        .integrationEdits(
            ORGANISATIONS,
            id,
            fields("OrganisationTelephone", "+47 44 44 44 44"),
            "Another integration");
    world.pass(Duration.ofMinutes(1));
    world.sweep("customers");
    assertThat(inPowerOffice()).isEqualTo("+47 44 44 44 44");
  }

  @Test
  void manyWritesAreReadBackInOneCall() {
    world.customers().load(customer(100_101, "A"), customer(100_102, "B"), customer(100_103, "C"));
    world.sweep("customers");
    world.pass(Duration.ofMinutes(10));
    world.sweep("customers");
    for (int i = 0; i < 3; i++) {
      world.customer(100_101 + i).edit("Name", "Ny " + i);
    }
    world.clearJournals();
    world.sweep("customers");
    assertThat(world.writes()).hasSize(3);
    Map<String, Link> links = world.linksByLeft("customers");
    assertThat(links.values())
        .allMatch(link -> link.rightBase().unconfirmed().isEmpty() && link.hold().isEmpty());
    assertThat(world.reads().stream().filter(read -> read.path().contains("Queries")).count())
        .as("the listing, one for what first changes could empty, and one for all")
        .isEqualTo(3);
    world.clearJournals();
    world.pass(Duration.ofMinutes(1));
    world.sweep("customers");
    assertThat(world.reads()).as("an idle sweep").hasSize(2);
  }
}
