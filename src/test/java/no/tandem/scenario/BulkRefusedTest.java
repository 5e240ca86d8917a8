package no.tandem.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.Map;
import no.tandem.Slow;
import no.tandem.local.sample.ManyCustomers;
import org.junit.jupiter.api.Test;

/** A webCRM that takes no calls for many records: it is asked once. */
@Slow
@QuarkusTest
@TestProfile(BulkRefusedTest.Bulk.class)
class BulkRefusedTest {
  @Inject World world;

  /** A hundred records a call. */
  public static final class Bulk implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("webcrm.bulk-size", "100");
    }
  }

  @Test
  void recordsAreThenCreatedOneByOneInTheSameRun() {
    world.reset();
    world.load(ManyCustomers.of(2, 250));
    world.webCrm().switches().bulk(false);
    JsonPath report = world.approvedSweep("customers");
    assertThat(report.getInt("created")).isEqualTo(250);
    assertThat(report.getInt("deferred")).isZero();
    assertThat(world.requests().stream().filter(request -> request.method().equals("PATCH")))
        .hasSize(1);
    BulkLoadTest.expectEachOnce(world, 250);
  }
}
