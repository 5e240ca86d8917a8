package no.tandem.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.util.Map;
import no.tandem.Slow;
import no.tandem.sync.link.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Removal policy deactivate, in both directions of every pair. */
@Slow
@QuarkusTest
@TestProfile(RemovalDeactivateTest.Deactivate.class)
class RemovalDeactivateTest extends RemovalPolicyScenario {

  /** The policy, and the status that webCRM's organisations need for it. */
  public static final class Deactivate implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "webcrm.inactive-organisation-status", "Inaktiv",
          "pairs.customers.removal", "deactivate",
          "pairs.departments.removal", "deactivate",
          "pairs.contact-persons.removal", "deactivate",
          "pairs.supplier-persons.removal", "deactivate");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"customers", "departments", "contact-persons", "supplier-persons"})
  void whatIsInactiveInPowerOfficeBecomesInactiveInWebCrmAndActiveAgain(String pair) {
    int id = webCrmId(pair);
    String before = statusInWebCrm(pair, id);
    edit(pair, true);
    JsonPath report = world.sweep(pair);
    assertThat(report.getInt("ended")).as("%s", report.getList("actions")).isEqualTo(1);
    assertThat(report.getList("actions[0].properties"))
        .containsExactly(pair.endsWith("persons") ? "PersonStatus" : "OrganisationStatus");
    assertThat(statusInWebCrm(pair, id))
        .isEqualTo(pair.endsWith("persons") ? "Resigned" : "Inaktiv");
    assertThat(link(pair).state()).isEqualTo(Link.State.ENDED);
    expectQuiet(pair);

    edit(pair, false);
    world.sweep(pair);
    world.sweep(pair);
    assertThat(statusInWebCrm(pair, id)).isEqualTo(before);
    assertThat(webCrmId(pair)).as("the same link").isEqualTo(id);
    expectQuiet(pair);
  }

  @ParameterizedTest
  @ValueSource(strings = {"customers", "departments", "contact-persons", "supplier-persons"})
  void whatIsDeletedInWebCrmBecomesInactiveInPowerOffice(String pair) {
    world.inWebCrm(pair).one(webCrmId(pair)).delete();
    assertThat(world.fullSweep(pair).getInt("ended")).isEqualTo(1);
    assertThat(isInactiveInPowerOffice(pair)).isTrue();
    assertThat(link(pair).state()).isEqualTo(Link.State.ENDED);
    expectQuiet(pair);
  }

  @ParameterizedTest
  @ValueSource(strings = {"contact-persons", "supplier-persons"})
  void whoIsResignedInWebCrmBecomesInactiveInPowerOfficeAndActiveAgain(String pair) {
    int id = webCrmId(pair);
    world.inWebCrm(pair).one(id).edit("PersonStatus", "Resigned");
    world.sweep(pair);
    assertThat(isInactiveInPowerOffice(pair)).isTrue();
    world.inWebCrm(pair).one(id).edit("PersonStatus", "Active");
    world.sweep(pair);
    world.sweep(pair);
    assertThat(isInactiveInPowerOffice(pair)).isFalse();
    assertThat(webCrmId(pair)).isEqualTo(id);
    expectQuiet(pair);
  }

  @Test
  void whatPowerOfficeWillNotArchiveIsHeldWithItsOwnWords() {
    world.powerOffice().switches().openBalance(100101, true);
    world.inWebCrm("customers").one(webCrmId("customers")).delete();
    JsonPath report = world.fullSweep("customers");
    assertThat(report.getInt("held")).isEqualTo(1);
    assertThat(report.getString("actions[0].remote")).contains("open balance");
    assertThat(isInactiveInPowerOffice("customers")).isFalse();
    world.powerOffice().switches().openBalance(100101, false);
    assertThat(world.fullSweep("customers").getInt("ended")).isEqualTo(1);
    assertThat(isInactiveInPowerOffice("customers")).isTrue();
  }

  private void edit(String pair, boolean inactive) {
    world.inPowerOffice(pair).one(powerOfficeId(pair)).edit(inactiveInPowerOffice(pair, inactive));
  }

  private void expectQuiet(String pair) {
    world.clearJournals();
    world.sweep(pair);
    world.fullSweep(pair);
    assertThat(world.writes()).isEmpty();
  }
}
