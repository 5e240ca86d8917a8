package no.tandem.scenario;

import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import no.tandem.TestClock;
import no.tandem.sync.side.Stamp;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Change stamps of every kind, and what a sweep finds by them. */
@QuarkusTest
class StampsTest {

  @Inject World world;
  @Inject TestClock time;

  @BeforeEach
  void reset() {
    world.reset();
  }

  private Stamp cursor(SystemName system) {
    return world.stored("customers").runState().cursor(system).orElseThrow().stamp();
  }

  @Test
  void stampsWithoutAnOffsetBreakNoSweep() {
    world.webCrm().switches().offsets(false);
    world.customers().load(customer(100_101, "Firma"));
    world.sweep("customers");
    for (int i = 0; i < 3; i++) {
      world.pass(Duration.ofMinutes(3));
      world
          .organisation(world.webCrmId("customers", 100_101))
          .edit("OrganisationName", "Firma " + i);
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
        .customers()
        .load(
            with(
                customer(100_101, "Firma"),
                "LastChangedDateTimeOffset",
                "2099-01-01T00:00:00+00:00"),
            customer(100_102, "Annen"));
    world.sweep("customers");
    assertThat(cursor(SystemName.POWEROFFICE).at()).isEqualTo(time.instant());
    world.pass(Duration.ofHours(1));
    world.customer(100_102).edit("Name", "Annen ny");
    assertThat(world.sweep("customers").getInt("updated")).isEqualTo(1);
  }

  @Test
  void aStampFromWebCrmsFutureDoesNotBlindThemEither() {
    world.customers().load(customer(100_101, "Firma"), customer(100_102, "B"));
    world.sweep("customers");
    int first = world.webCrmId("customers", 100_101);
    world
        .organisations()
        .load(
            Map.of(
                "OrganisationId",
                first,
                "OrganisationName",
                "Firma",
                "OrganisationCreatedAt",
                world.organisation(first).get("OrganisationCreatedAt"),
                "OrganisationUpdatedAt",
                "2099-01-01T00:00:00+00:00"));
    world.sweep("customers");
    world.pass(Duration.ofHours(1));
    world.organisation(world.webCrmId("customers", 100_102)).edit("OrganisationName", "B ny");
    assertThat(world.sweep("customers").getInt("updated")).isEqualTo(1);
    assertThat(cursor(SystemName.WEBCRM).at()).isEqualTo(time.instant());
  }
}
