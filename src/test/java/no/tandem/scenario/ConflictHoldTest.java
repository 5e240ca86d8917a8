package no.tandem.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import no.tandem.Slow;
import org.junit.jupiter.api.Test;

/** Conflict policy hold. */
@Slow
@QuarkusTest
@TestProfile(ConflictHoldTest.Hold.class)
class ConflictHoldTest extends ConflictScenario {

  /** The policy. */
  public static final class Hold extends Policy {
    public Hold() {
      super("hold");
    }
  }

  @Test
  void nothingIsWrittenUntilBothSidesAreMadeTheSame() {
    editInPowerOffice();
    editInWebCrm();
    world.clearJournals();
    JsonPath report = world.sweep("customers");
    assertThat(report.getInt("held")).isEqualTo(1);
    assertThat(report.getInt("conflicts")).isEqualTo(1);
    assertThat(report.getString("actions[0].conflicts[0].winner")).isEqualTo("hold");
    world.sweep("customers");
    world.fullSweep("customers");
    assertThat(world.writes()).isEmpty();
    assertThat(phoneInPowerOffice()).isEqualTo(IN_POWEROFFICE);
    assertThat(phoneInWebCrm()).isEqualTo(IN_WEBCRM);
    assertThat(link().held()).isTrue();

    world.customer(100101).edit("PhoneNumber", IN_WEBCRM);
    world.sweep("customers");
    assertThat(link().hold()).isEmpty();
    assertThat(world.writes()).isEmpty();
  }

  @Test
  void otherPropertiesStillTravel() {
    editInPowerOffice();
    editInWebCrm();
    world.customer(100101).edit("Name", "Fjordheim Sjømat AS");
    JsonPath report = world.sweep("customers");
    assertThat(report.getInt("updated")).isEqualTo(1);
    assertThat(report.getInt("held")).isEqualTo(1);
    assertThat(phoneInWebCrm()).isEqualTo(IN_WEBCRM);
  }
}
