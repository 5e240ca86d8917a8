package no.tandem.scenario;

import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LostValue;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.BeforeEach;

/** The same property edited in both systems between two sweeps. */
abstract class ConflictScenario {
  static final String IN_POWEROFFICE = "+47 11 11 11 11";
  static final String IN_WEBCRM = "+47 22 22 22 22";

  @Inject World world;

  /** Settles conflicts of customers by this policy. */
  abstract static class Policy implements QuarkusTestProfile {
    private final String policy;

    Policy(String policy) {
      this.policy = policy;
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("pairs.customers.conflict", policy);
    }
  }

  @BeforeEach
  void linkOne() {
    world.reset();
    world
        .customers()
        .load(with(customer(100101, "Fjordheim Fisk AS"), "PhoneNumber", "+47 00 00 00 00"));
    world.sweep("customers");
    world.pass(Duration.ofMinutes(10));
    world.sweep("customers");
  }

  void editInPowerOffice() {
    world.customer(100101).edit("PhoneNumber", IN_POWEROFFICE);
  }

  void editInWebCrm() {
    world
        .organisation(world.webCrmId("customers", 100101))
        .edit("OrganisationTelephone", IN_WEBCRM);
  }

  void expectWinner(JsonPath report, SystemName winner) {
    String value = winner == SystemName.POWEROFFICE ? IN_POWEROFFICE : IN_WEBCRM;
    String lostValue = winner == SystemName.POWEROFFICE ? IN_WEBCRM : IN_POWEROFFICE;
    assertThat(phoneInPowerOffice()).isEqualTo(value);
    assertThat(phoneInWebCrm()).isEqualTo(value);
    assertThat(report.getInt("conflicts")).isEqualTo(1);
    assertThat(report.getString("actions[0].conflicts[0].property")).isEqualTo("phone");
    assertThat(report.getString("actions[0].conflicts[0].winner")).isEqualTo(winner.key());
    assertThat(report.prettify()).doesNotContain(value, lostValue);
    assertThat(world.stored("customers").history().of(link().key()).getLast().losers())
        .containsExactly(new LostValue("phone", winner.other(), lostValue));
    world.clearJournals();
    world.sweep("customers");
    assertThat(world.writes()).isEmpty();
  }

  Link link() {
    return java.util.Objects.requireNonNull(world.linksByLeft("customers").get("100101"));
  }

  Object phoneInPowerOffice() {
    return String.valueOf(world.customer(100101).get("PhoneNumber"));
  }

  Object phoneInWebCrm() {
    return String.valueOf(
        world.organisation(world.webCrmId("customers", 100101)).get("OrganisationTelephone"));
  }
}
