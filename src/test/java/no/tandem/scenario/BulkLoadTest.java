package no.tandem.scenario;

import static no.tandem.scenario.Records.contactPerson;
import static no.tandem.scenario.Records.customer;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.tandem.Slow;
import no.tandem.TestClock;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.local.sample.ManyCustomers;
import no.tandem.sync.link.Link;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** First loads in which a call creates many webCRM records. */
@Slow
@QuarkusTest
@TestProfile(BulkLoadTest.Bulk.class)
class BulkLoadTest {

  @Inject World world;
  @Inject TestClock time;

  /** A hundred records a call. */
  public static final class Bulk implements InMemoryTable.Profile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("webcrm.bulk-size", "100");
    }
  }

  @BeforeEach
  void reset() {
    world.reset();
  }

  @Test
  void tenThousandCustomersArriveWithinTwoMinutesOfTheLimits() {
    world.load(ManyCustomers.of(1, 10_000));
    // A hundred records in no time would all be listed again in each look, which goes back ten
    // seconds.
    world
        .webCrm()
        .server()
        .inject(
            Integer.MAX_VALUE,
            request -> request.method().equals("PATCH"),
            new Fault.Delay(Duration.ofSeconds(1)));
    world.clearJournals();
    Instant begun = time.instant();
    JsonPath report = world.approvedSweep("customers");
    Duration took = Duration.between(begun, time.instant());
    System.out.printf(
        "10,000 customers in calls of 100: %d s, %d webCRM calls%n",
        took.toSeconds(), report.getInt("calls.webcrm"));
    assertThat(took).isLessThan(Duration.ofMinutes(2));
    assertThat(report.getInt("created")).isEqualTo(10_000);
    assertThat(world.requests().stream().filter(request -> request.status() == 429)).isEmpty();
    assertThat(world.writes()).hasSize(100);
    expectEachOnce(10_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "another order", "collisions", "false errors", "ids as numbers",
        "drop", "handled and dropped", "handled and cut", "503"
      })
  void whateverBecomesOfTheCallEachRecordIsThereOnce(String trouble) {
    world.load(ManyCustomers.of(2, 350));
    switch (trouble) {
      case "another order" -> world.webCrm().switches().bulkOrder(false);
      case "collisions" -> world.webCrm().switches().bulkCollision(0.1);
      case "false errors" -> world.webCrm().switches().bulkFalseError(0.1);
      case "ids as numbers" -> world.webCrm().switches().bulkIdsAsNumbers(true);
      case "drop" -> inject(new Fault.Drop());
      case "handled and dropped" -> inject(new Fault.HandleThenDrop());
      case "handled and cut" -> inject(new Fault.HandleThenCut());
      default -> inject(new Fault.Refuse(Answer.empty(503)));
    }
    JsonPath report = world.approvedSweep("customers");
    boolean certain = trouble.equals("ids as numbers");
    assertThat(report.getInt("deferred") == 0).isEqualTo(certain);
    // As long as a call may still be under way, what is missing is not made again.
    world.pass(Duration.ofMinutes(6));
    world.approvedSweep("customers");
    world.approvedFullSweep("customers");
    expectEachOnce(350);
    world.clearJournals();
    world.sweep("customers");
    world.fullSweep("customers");
    assertThat(world.writes()).isEmpty();
  }

  @Test
  void whatWebCrmRefusesIsSentWithOthersOnlyOnce() {
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
    world.sweep("customers");
    world.operator(
        "{\"action\":\"resolve\",\"how\":\"ignore\",\"pair\":\"customers\","
            + "\"system\":\"poweroffice\",\"id\":\"100101\"}");
    world.organisation(world.webCrmId("customers", 100101)).delete();
    List<Map<String, @Nullable Object>> persons = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      persons.add(contactPerson(500_001 + i, 100101, "Torbjørn", "Hagelund " + i));
    }
    world.contactPersons().load(persons);
    world.clearJournals();
    assertThat(world.approvedSweep("contact-persons").getInt("deferred")).isEqualTo(100);
    assertThat(world.writes()).singleElement().matches(call -> call.method().equals("PATCH"));

    for (int i = 0; i < 2; i++) {
      world.pass(Duration.ofMinutes(6));
      world.clearJournals();
      assertThat(world.approvedFullSweep("contact-persons").getInt("held")).isEqualTo(100);
      // What was refused asks no one again: as many are tried again as the budget has room for.
      assertThat(world.writes())
          .hasSize(i == 0 ? 100 : 20)
          .allMatch(call -> call.method().equals("POST"));
    }
    assertThat(world.linksByLeft("contact-persons").values()).hasSize(100).allMatch(Link::held);
    assertThat(world.linksByLeft("contact-persons").values())
        .noneMatch(link -> link.state() == Link.State.CREATING);
  }

  private void inject(Fault fault) {
    world.webCrm().server().inject(1, request -> request.method().equals("PATCH"), fault);
  }

  private void expectEachOnce(int customers) {
    expectEachOnce(world, customers);
  }

  static void expectEachOnce(World world, int customers) {
    Map<String, Link> links = world.linksByLeft("customers");
    assertThat(links)
        .hasSize(customers)
        .allSatisfy((id, link) -> assertThat(link.active()).isTrue());
    Set<String> rights = new HashSet<>();
    links.values().forEach(link -> rights.add(link.right().orElseThrow().value()));
    assertThat(rights).hasSize(customers);
    List<Map<String, Object>> organisations = world.organisations().list();
    // And webCRM's own.
    assertThat(organisations).hasSize(customers + 1);
    Set<Object> names = new HashSet<>();
    organisations.forEach(organisation -> names.add(organisation.get("OrganisationName")));
    assertThat(names).hasSize(customers + 1);
  }
}
