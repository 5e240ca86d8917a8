package no.tandem.scenario;

import static no.tandem.scenario.Records.contactPerson;
import static no.tandem.scenario.Records.customer;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import no.tandem.Slow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a sweep costs that finds nothing to do, in units that DynamoDB charges. */
@Slow
@QuarkusTest
class IdleSweepTest {

  @Inject World world;

  @BeforeEach
  void reset() {
    world.reset();
  }

  @Test
  void afterAnImportItCostsNoMoreThanAnother() {
    load(400);
    world.approvedSweep("customers");
    world.pass(Duration.ofHours(1));
    for (Map<String, Object> record : world.customers().list()) {
      world.customer((Long) record.get("Id")).edit("PhoneNumber", "+47 " + record.get("Id"));
    }
    world.approvedSweep("customers");
    // What was written is seen once more, and its digests are stored.
    settle("customers");
    settle("departments");

    for (int i = 0; i < 3; i++) {
      world.pass(Duration.ofHours(6));
      expectIdle("customers");
      expectIdle("departments");
    }
    world.customer(100_101).edit("Name", "Fjord");
    assertThat(world.sweep("customers").getInt("updated")).as("an edit is seen").isEqualTo(1);
  }

  @Test
  void personsWhoWaitForTheirOwnersAreReadOnce() {
    load(200);
    List<Map<String, @Nullable Object>> persons = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      persons.add(contactPerson(300_001 + i, 100_101 + i, "Kari", "Nordmann " + i));
    }
    world.contactPersons().load(persons);
    world.call("customers", "{\"sweep\":\"changes\"}");
    settle("contact-persons");
    assertThat(sweep("contact-persons").getDouble("units.read"))
        .as("the index of what waits, not each link")
        .isLessThan(100);
  }

  private void load(int number) {
    List<Map<String, @Nullable Object>> customers = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      customers.add(customer(100_101 + i, "Firma " + i));
    }
    world.customers().load(customers);
  }

  private void settle(String pair) {
    for (int i = 0; i < 3; i++) {
      world.pass(Duration.ofMinutes(5));
      sweep(pair);
    }
  }

  private JsonPath sweep(String pair) {
    return world.call(pair, "{\"sweep\":\"changes\"}");
  }

  private void expectIdle(String pair) {
    world.clearJournals();
    JsonPath idle = sweep(pair);
    assertThat(idle.getDouble("units.read")).as("%s", pair).isLessThanOrEqualTo(4);
    assertThat(idle.getDouble("units.write")).as("%s", pair).isZero();
    assertThat(world.recordRequests()).hasSize(2);
  }
}
