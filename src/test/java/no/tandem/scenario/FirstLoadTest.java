package no.tandem.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import no.tandem.Slow;
import no.tandem.local.http.SimulatorServer.Journalled;
import no.tandem.local.sample.SampleCompany;
import no.tandem.local.sample.SampleData;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.link.Link;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sample company, swept for the first time and again. */
@Slow
@QuarkusTest
class FirstLoadTest {
  private static final SampleData DATA = SampleCompany.read();

  @Inject World world;

  @BeforeEach
  void reset() {
    world.reset();
    world.load(DATA);
  }

  @Test
  void everyRecordInScopeEndsInOneLinkOrIsHeldWithItsReason() {
    world.approvedSweepAll();
    expectLinkOrHold("customers", DATA.customers(), FirstLoadTest::isActiveContact);
    expectLinkOrHold(
        "departments", DATA.departments(), r -> Boolean.TRUE.equals(r.get("IsActive")));
    expectLinkOrHold(
        "contact-persons", DATA.contactPersons(), r -> Boolean.TRUE.equals(r.get("IsActive")));
    expectLinkOrHold(
        "supplier-persons",
        DATA.suppliers(),
        r -> Boolean.TRUE.equals(r.get("IsPerson")) && isActiveContact(r));

    List<String> organisations = new ArrayList<>();
    List<String> persons = new ArrayList<>();
    for (String pair : World.PAIRS) {
      for (Link link : world.linksByLeft(pair).values()) {
        if (link.active()) {
          (pair.endsWith("persons") ? persons : organisations)
              .add(link.right().orElseThrow().value());
        }
      }
    }
    assertThat(organisations).as("no organisation has two links").doesNotHaveDuplicates();
    assertThat(persons).as("no person has two links").doesNotHaveDuplicates();
  }

  private void expectLinkOrHold(
      String pair,
      List<Map<String, Object>> records,
      java.util.function.Predicate<Map<String, Object>> inScope) {
    Map<String, Link> links = world.linksByLeft(pair);
    Set<String> expected = new HashSet<>();
    for (Map<String, Object> record : records) {
      if (inScope.test(record)) {
        expected.add(String.valueOf(record.get("Id")));
      }
    }
    assertThat(links.keySet()).as(pair).isEqualTo(expected);
    links.forEach(
        (id, link) -> {
          if (!link.active()) {
            assertThat(link.held()).as("%s %s is linked or held, not %s", pair, id, link).isTrue();
            assertThat(link.hold().orElseThrow().reason().text()).isNotBlank();
          }
        });
  }

  private static boolean isActiveContact(Map<String, Object> record) {
    return Boolean.TRUE.equals(record.get("IsActive"))
        && !Boolean.TRUE.equals(record.get("IsArchived"));
  }

  @Test
  void nothingIsCreatedThatHadAClearMatch() {
    Set<Integer> before = ids(WebCrmSimulator.Kind.ORGANISATIONS, "OrganisationId");
    Map<String, JsonPath> reports = world.approvedSweepAll();
    Map<String, List<Integer>> known = new HashMap<>();
    Set<Integer> created = new HashSet<>();
    for (Map<String, Object> organisation : world.organisations().list()) {
      Integer id = (Integer) organisation.get("OrganisationId");
      if (!before.contains(id)) {
        created.add(id);
      }
    }
    for (Map<String, Object> organisation : DATA.organisations()) {
      known
          .computeIfAbsent(folded(organisation.get("OrganisationName")), k -> new ArrayList<>())
          .add((Integer) organisation.get("OrganisationId"));
    }
    Map<String, List<String>> namesakes = new HashMap<>();
    for (Map<String, Object> customer : DATA.customers()) {
      if (isActiveContact(customer)) {
        namesakes
            .computeIfAbsent(folded(name(customer)), k -> new ArrayList<>())
            .add(String.valueOf(customer.get("Id")));
      }
    }
    Map<String, Link> links = world.linksByLeft("customers");
    Map<Integer, String> numberOf = new HashMap<>();
    DATA.organisations()
        .forEach(
            one ->
                numberOf.put(
                    (Integer) one.get("OrganisationId"), phone(one.get("OrganisationTelephone"))));
    Map<String, String> numberOfCustomer = new HashMap<>();
    DATA.customers()
        .forEach(
            one ->
                numberOfCustomer.put(String.valueOf(one.get("Id")), phone(one.get("PhoneNumber"))));
    int clear = 0;
    int clearByPhone = 0;
    int takenByNamesakes = 0;
    for (Map.Entry<String, List<String>> customer : namesakes.entrySet()) {
      List<Integer> candidates = known.getOrDefault(customer.getKey(), List.of());
      for (String id : customer.getValue()) {
        Link link = links.get(id);
        assertThat(link).isNotNull();
        if (candidates.size() == 1 && customer.getValue().size() == 1) {
          clear++;
          assertThat(link.right().map(r -> Integer.valueOf(r.value())))
              .contains(candidates.getFirst());
          continue;
        }
        String number = String.valueOf(numberOfCustomer.get(id));
        List<Integer> sameNumber =
            candidates.stream().filter(c -> number.equals(numberOf.get(c))).toList();
        boolean alone =
            customer.getValue().stream()
                    .filter(other -> number.equals(numberOfCustomer.get(other)))
                    .count()
                == 1;
        if (!number.isEmpty() && sameNumber.size() == 1 && alone) {
          clearByPhone++;
          assertThat(link.right().map(r -> Integer.valueOf(r.value())))
              .contains(sameNumber.getFirst());
        } else if (!candidates.isEmpty() && link.active()) {
          // Namesakes with a telephone number of their own took all candidates, or all but one.
          takenByNamesakes++;
          int its = Integer.parseInt(link.right().orElseThrow().value());
          assertThat(candidates.contains(its) || created.contains(its)).as(id).isTrue();
          assertThat(links.values().stream().filter(Link::active).map(FirstLoadTest::right))
              .as("every candidate of %s is linked", id)
              .containsAll(candidates);
        } else if (!candidates.isEmpty()) {
          assertThat(link.held()).as("ambiguous %s", id).isTrue();
        } else {
          assertThat(link.right().map(r -> Integer.valueOf(r.value())).filter(created::contains))
              .as("created for %s", id)
              .isPresent();
        }
      }
    }
    assertThat(clear).as("customers with a clear match").isGreaterThan(60);
    System.out.printf(
        "First load: %d clear matches, %d by telephone, %d after their namesakes%n",
        clear, clearByPhone, takenByNamesakes);
    assertThat(clearByPhone).as("namesakes with a telephone number of their own").isPositive();
    assertThat(reports.get("customers").getInt("created"))
        .isEqualTo(created.size() - reports.get("departments").getInt("created") - 1);
  }

  private static Integer right(Link link) {
    return Integer.valueOf(link.right().orElseThrow().value());
  }

  private static String phone(Object number) {
    String digits = String.valueOf(number == null ? "" : number).replaceAll("\\D", "");
    return digits.substring(Math.max(0, digits.length() - 8));
  }

  private static String name(Map<String, Object> customer) {
    return Boolean.TRUE.equals(customer.get("IsPerson"))
        ? customer.get("FirstName") + " " + customer.get("LastName")
        : String.valueOf(customer.get("Name"));
  }

  private static String folded(Object name) {
    return String.valueOf(name).strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }

  private Set<Integer> ids(WebCrmSimulator.Kind kind, String field) {
    Set<Integer> ids = new HashSet<>();
    world.all(kind).list().forEach(record -> ids.add((Integer) record.get(field)));
    return ids;
  }

  @Test
  void laterSweepsWriteNothingAndCostOneListCallPerSystemAndKind() {
    world.approvedSweepAll();
    for (int sweep = 2; sweep <= 4; sweep++) {
      for (String pair : World.PAIRS) {
        world.clearJournals();
        JsonPath report = world.sweep(pair);
        assertThat(world.writes()).as("sweep %s of %s writes", sweep, pair).isEmpty();
        assertThat(world.reads().stream().map(Journalled::path).toList())
            .as("sweep %s of %s reads", sweep, pair)
            .hasSize(2);
        assertThat(report.getInt("calls.poweroffice")).isEqualTo(1);
        assertThat(report.getInt("calls.webcrm")).isEqualTo(1);
      }
    }
  }

  @Test
  void aFullSweepFindsNothingToRepair() {
    world.approvedSweepAll();
    world.approvedSweepAll();
    world.clearJournals();
    for (String pair : World.PAIRS) {
      JsonPath report = world.fullSweep(pair);
      assertThat(report.getString("stopped")).isNull();
      assertThat(report.getInt("drifted")).as("%s drifted", pair).isZero();
    }
    assertThat(world.writes()).isEmpty();
  }

  @Test
  void planModeWritesNothingAndSaysWhatApplyThenDoes() {
    JsonPath plan = world.call("customers", "{\"sweep\":\"changes\",\"mode\":\"plan\"}");
    assertThat(world.writes()).isEmpty();
    assertThat(world.linksByLeft("customers")).isEmpty();
    JsonPath first = world.call("customers", "{\"sweep\":\"changes\"}");
    assertThat(first.getString("waiting.revision")).isEqualTo(plan.getString("waiting.revision"));
    for (String counter : List.of("examined", "held", "proposed")) {
      assertThat(first.getInt(counter)).as(counter).isEqualTo(plan.getInt(counter));
    }
    JsonPath approved = world.approve("customers", "changes", first.getString("waiting.revision"));
    for (String counter : List.of("created", "adopted", "updated", "conflicts")) {
      assertThat(approved.getInt(counter)).as(counter).isEqualTo(plan.getInt(counter));
    }
    assertThat(plan.getInt("created")).isPositive();
  }
}
