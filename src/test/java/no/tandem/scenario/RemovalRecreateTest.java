package no.tandem.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import no.tandem.Slow;
import no.tandem.sync.link.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Removal policy recreate, in every direction in which a pair's records are created. */
@Slow
@QuarkusTest
@TestProfile(RemovalRecreateTest.Recreate.class)
class RemovalRecreateTest extends RemovalPolicyScenario {

  /** The policy. */
  public static final class Recreate implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "pairs.customers.create", "both",
          "pairs.customers.create-status", "Kunde",
          "pairs.customers.removal", "recreate",
          "pairs.departments.removal-webcrm", "recreate",
          "pairs.contact-persons.create", "both",
          "pairs.contact-persons.removal", "recreate",
          "pairs.supplier-persons.removal-webcrm", "recreate");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"customers", "departments", "contact-persons", "supplier-persons"})
  void whatIsDeletedInWebCrmIsCreatedThereAgainOnce(String pair) {
    int old = webCrmId(pair);
    int count = world.inWebCrm(pair).list().size();
    world.inWebCrm(pair).one(old).delete();
    if (pair.equals("customers")) {
      // A deleted organisation takes its persons with it.
      count = world.inWebCrm(pair).list().size() + 1;
    }
    JsonPath undone = world.fullSweep(pair);
    assertThat(undone.getInt("deferred")).isEqualTo(1);
    assertThat(undone.getString("actions[0].reason")).contains("deleted", "created again");
    assertThat(world.sweep(pair).getInt("created")).isEqualTo(1);
    assertThat(webCrmId(pair)).isNotEqualTo(old);
    assertThat(world.inWebCrm(pair).list()).hasSize(count);
    expectQuiet(pair);
  }

  @Test
  void whatAUserMadeAgainMeanwhileIsAdoptedAndNotCreatedAgain() {
    world.organisation(webCrmId("departments")).delete();
    int again = world.organisations().create("OrganisationName", "Havneterminalen");
    world.fullSweep("departments");
    assertThat(world.sweep("departments").getInt("adopted")).isEqualTo(1);
    assertThat(webCrmId("departments")).isEqualTo(again);
  }

  @ParameterizedTest
  @ValueSource(strings = {"contact-persons", "supplier-persons"})
  void whoIsResignedInWebCrmIsActiveThereAgain(String pair) {
    int id = webCrmId(pair);
    world.inWebCrm(pair).one(id).edit("PersonStatus", "Resigned");
    world.sweep(pair);
    assertThat(statusInWebCrm(pair, id)).isEqualTo("Active");
    assertThat(link(pair).state()).isEqualTo(Link.State.ACTIVE);
    world.sweep(pair);
    assertThat(link(pair).hold()).isEmpty();
    expectQuiet(pair);
  }

  @ParameterizedTest
  @ValueSource(strings = {"customers", "contact-persons"})
  void whatIsInactiveInPowerOfficeIsActiveThereAgain(String pair) {
    world.inPowerOffice(pair).one(powerOfficeId(pair)).edit(inactiveInPowerOffice(pair, true));
    world.sweep(pair);
    assertThat(isInactiveInPowerOffice(pair)).isFalse();
    world.sweep(pair);
    assertThat(link(pair).hold()).isEmpty();
    expectQuiet(pair);
  }

  @Test
  void aNewCustomerLikeOneThatIsToBeActiveAgainIsCreated() {
    long customer = powerOfficeId("customers");
    int organisation = webCrmId("customers");
    world.customer(customer).edit(inactiveInPowerOffice("customers", true));
    long again = world.customers().create("Name", "Fjordheim Fisk AS");
    world.sweep("customers");
    assertThat(webCrmId("customers")).isEqualTo(organisation);
    assertThat(world.webCrmId("customers", again)).isNotEqualTo(organisation);
  }

  @ParameterizedTest
  @ValueSource(strings = {"customers", "contact-persons"})
  void whatIsDeletedInPowerOfficeIsCreatedThereAgainOnce(String pair) {
    int right = webCrmId(pair);
    world.inPowerOffice(pair).one(powerOfficeId(pair)).delete();
    int left = world.inPowerOffice(pair).list().size();
    assertThat(world.fullSweep(pair).getInt("deferred")).isEqualTo(1);
    JsonPath report = world.sweep(pair);
    assertThat(report.getInt("created")).isEqualTo(1);
    assertThat(report.getString("actions[0].system")).isEqualTo("poweroffice");
    assertThat(world.inPowerOffice(pair).list()).hasSize(left + 1);
    List<Link> links = world.links(pair).all();
    assertThat(links).hasSize(1);
    assertThat(links.getFirst().right().orElseThrow().value()).isEqualTo(Integer.toString(right));
    assertThat(links.getFirst().active()).isTrue();
    expectQuiet(pair);
  }

  @Test
  void aSupplierPersonDeletedInPowerOfficeIsOnlyUnlinked() {
    world.supplier(200101).delete();
    assertThat(world.fullSweep("supplier-persons").getInt("ended")).isEqualTo(1);
    expectQuiet("supplier-persons");
  }

  private void expectQuiet(String pair) {
    world.clearJournals();
    world.sweep(pair);
    world.fullSweep(pair);
    assertThat(world.writes()).isEmpty();
  }
}
