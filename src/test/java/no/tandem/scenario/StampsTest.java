package no.tandem.scenario;

import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.fields;
import static no.tandem.scenario.Records.list;
import static no.tandem.scenario.Records.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import no.tandem.TestClock;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.side.Stamp;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Change stamps of every kind, and what a sweep finds by them. */
@QuarkusTest
class StampsTest {
  private static final PowerOfficeSimulator.Kind CUSTOMERS = PowerOfficeSimulator.Kind.CUSTOMERS;
  private static final WebCrmSimulator.Kind ORGANISATIONS = WebCrmSimulator.Kind.ORGANISATIONS;

  @Inject World world;
  @Inject TestClock time;

  @BeforeEach
  void reset() {
    world.reset();
  }

  private Stamp cursor(SystemName system) {
    return world.links("customers").cursor(system).orElseThrow().stamp();
  }

  @Test
  void stampsWithoutAnOffsetBreakNoSweep() {
    world.webCrm().switches().offsets(false);
    world.powerOffice().load(CUSTOMERS, list(customer(100_101, "Firma")));
    world.sweep("customers");
    for (int i = 0; i < 3; i++) {
      world.pass(Duration.ofMinutes(3));
      world
          .webCrm()
          .userEdits(
              ORGANISATIONS,
              world.webCrmId("customers", 100_101),
              fields("OrganisationName", "Firma " + i));
      JsonPath report = world.sweep("customers");
      assertThat(report.getInt("updated")).as("sweep %s", i).isEqualTo(1);
    }
    assertThat(cursor(SystemName.WEBCRM).text()).doesNotContain("+", "Z");
    assertThat(cursor(SystemName.WEBCRM).at()).isEqualTo(time.instant());
    assertThat(world.fullSweep("customers").getInt("drifted")).isZero();
  }

  /** One stamp of the year 2099 must not hide what changes later. */
  @Test
  void aStampFromTheFutureDoesNotBlindTheSweeps() {
    world
        .powerOffice()
        .load(
            CUSTOMERS,
            list(
                with(
                    customer(100_101, "Firma"),
                    "LastChangedDateTimeOffset",
                    "2099-01-01T00:00:00+00:00"),
                customer(100_102, "Annen")));
    world.sweep("customers");
    assertThat(cursor(SystemName.POWEROFFICE).at()).isEqualTo(time.instant());
    world.pass(Duration.ofHours(1));
    world.powerOffice().userEdits(CUSTOMERS, 100_102, fields("Name", "Annen ny"));
    assertThat(world.sweep("customers").getInt("updated")).isEqualTo(1);
  }

  @Test
  void aStampFromWebCrmsFutureDoesNotBlindThemEither() {
    world.powerOffice().load(CUSTOMERS, list(customer(100_101, "Firma"), customer(100_102, "B")));
    world.sweep("customers");
    int first = world.webCrmId("customers", 100_101);
    world
        .webCrm()
        .load(
            ORGANISATIONS,
            list(
                Map.of(
                    "OrganisationId",
                    first,
                    "OrganisationName",
                    "Firma",
                    "OrganisationCreatedAt",
                    world
                        .webCrm()
                        .find(ORGANISATIONS, first)
                        .orElseThrow()
                        .get("OrganisationCreatedAt"),
                    "OrganisationUpdatedAt",
                    "2099-01-01T00:00:00+00:00")));
    world.sweep("customers");
    world.pass(Duration.ofHours(1));
    world
        .webCrm()
        .userEdits(
            ORGANISATIONS,
            world.webCrmId("customers", 100_102),
            fields("OrganisationName", "B ny"));
    assertThat(world.sweep("customers").getInt("updated")).isEqualTo(1);
    assertThat(cursor(SystemName.WEBCRM).at()).isEqualTo(time.instant());
  }
}
