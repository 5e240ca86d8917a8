package no.tandem.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.tandem.Slow;
import no.tandem.TestClock;
import no.tandem.local.http.SimulatorServer.Journalled;
import no.tandem.local.sample.ManyCustomers;
import no.tandem.local.sample.SampleData;
import no.tandem.sync.link.Link;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many records: all of them arrive, with few calls and within the limits. */
@Slow
@QuarkusTest
@TestProfile(InMemoryTable.Only.class)
class VolumeTest {

  @Inject World world;
  @Inject TestClock time;

  @BeforeEach
  void reset() {
    world.reset();
  }

  @Test
  void tenThousandCustomersArriveWithinTheLimitsAndWithoutA429() {
    world.load(ManyCustomers.of(1, 10_000));
    world.clearJournals();
    Instant begun = time.instant();
    JsonPath report = world.approvedSweep("customers");
    System.out.printf(
        "10,000 customers one by one: %d s waiting for the limits, %d webCRM calls%n",
        Duration.between(begun, time.instant()).toSeconds(), report.getInt("calls.webcrm"));
    assertThat(report.getInt("created")).isEqualTo(10_000);
    assertThat(report.getInt("held")).isZero();
    assertThat(world.requests().stream().filter(request -> request.status() == 429)).isEmpty();
    assertThat(world.writes()).hasSize(10_000);
    Map<String, Link> links = world.linksByLeft("customers");
    assertThat(links).hasSize(10_000);
    Set<String> rights = new HashSet<>();
    links.values().forEach(link -> rights.add(link.right().orElseThrow().value()));
    assertThat(rights).hasSize(10_000);

    world.clearJournals();
    JsonPath second = world.approvedSweep("customers");
    assertThat(second.getInt("calls.poweroffice")).isEqualTo(1);
    assertThat(world.writes()).isEmpty();
  }

  @Test
  void fiveHundredChangedCustomersCostFiveHundredWritesAndFewReads() {
    link(600);
    List<Map<String, Object>> customers = world.customers().list();
    for (Map<String, Object> customer : customers.subList(0, 500)) {
      world.customer((Long) customer.get("Id")).edit("PhoneNumber", "+47 " + customer.get("Id"));
    }
    String fingerprint = stopped("customers");
    world.clearJournals();
    JsonPath report = world.approve("customers", "changes", fingerprint);
    assertThat(report.getInt("updated")).isEqualTo(500);
    assertThat(world.writes()).hasSize(500);
    expectFewReads(500);
    expectSame();
    expectQuiet();
  }

  @Test
  void fiveHundredChangedOrganisationsCostAsLittle() {
    link(600);
    List<Map<String, Object>> organisations =
        world.organisations().list().stream()
            .filter(organisation -> (Integer) organisation.get("OrganisationId") != 1)
            .toList();
    for (Map<String, Object> organisation : organisations.subList(0, 500)) {
      Integer id = (Integer) organisation.get("OrganisationId");
      world.organisation(id).edit("OrganisationTelephone", "+47 8 " + id);
    }
    String fingerprint = stopped("customers");
    world.clearJournals();
    JsonPath report = world.approve("customers", "changes", fingerprint);
    assertThat(report.getInt("updated")).isEqualTo(500);
    assertThat(world.writes()).hasSize(500);
    expectFewReads(500);
    expectSame();
    expectQuiet();
  }

  @Test
  void moreThanAThousandChangedRowsWithOneStampArriveCompletely() {
    link(2_300);
    // Virtual time stands still: all edits have the same second.
    for (Map<String, Object> organisation : world.organisations().list()) {
      Integer id = (Integer) organisation.get("OrganisationId");
      if (id != 1) {
        world.organisation(id).edit("OrganisationTelephone", "+47 9 " + id);
      }
    }
    JsonPath report = world.approvedSweep("customers");
    assertThat(report.getInt("updated")).isEqualTo(2_300);
    expectSame();
  }

  @Test
  void moreThanFiveThousandChangedCustomersWithOneStampArriveCompletely() {
    SampleData data = ManyCustomers.of(2, 5_100);
    world.load(data);
    // webCRM knows them all, so that the first sweep only links.
    loadTwins(data);
    JsonPath first = world.approvedSweep("customers");
    assertThat(first.getInt("adopted")).isEqualTo(5_100);
    assertThat(world.linksByLeft("customers")).hasSize(5_100);
    world.pass(Duration.ofMinutes(10));
    world.approvedSweep("customers");
    for (Map<String, Object> customer : world.customers().list()) {
      world.customer((Long) customer.get("Id")).edit("PhoneNumber", "+47 " + customer.get("Id"));
    }
    assertThat(world.approvedSweep("customers").getInt("updated")).isEqualTo(5_100);
    expectSame();
  }

  /** The fingerprint of a sweep that stops. */
  private String stopped(String pair) {
    return world.call(pair, "{\"sweep\":\"changes\"}").getString("waiting.revision");
  }

  /** Links this many customers with organisations that are alike. */
  private void link(int count) {
    SampleData data = ManyCustomers.of(3, count);
    world.load(data);
    loadTwins(data);
    assertThat(world.approvedSweep("customers").getInt("adopted")).isEqualTo(count);
    world.pass(Duration.ofMinutes(10));
    world.approvedSweep("customers");
  }

  private void loadTwins(SampleData data) {
    int id = 1001;
    List<Map<String, Object>> organisations = new java.util.ArrayList<>();
    for (Map<String, Object> customer : data.customers()) {
      String name =
          Boolean.TRUE.equals(customer.get("IsPerson"))
              ? customer.get("FirstName") + " " + customer.get("LastName")
              : String.valueOf(customer.get("Name"));
      String cut = name.length() > 200 ? name.substring(0, 200) : name;
      Map<String, Object> organisation = new HashMap<>();
      organisation.put("OrganisationId", id++);
      organisation.put("OrganisationName", cut);
      Object phone = customer.get("PhoneNumber");
      organisation.put("OrganisationTelephone", phone == null ? "" : phone);
      organisations.add(organisation);
    }
    world.organisations().load(organisations);
  }

  private void expectSame() {
    Map<String, String> phones = new HashMap<>();
    world
        .organisations()
        .list()
        .forEach(
            organisation ->
                phones.put(
                    String.valueOf(organisation.get("OrganisationId")),
                    String.valueOf(organisation.get("OrganisationTelephone"))));
    Map<String, Link> links = world.linksByLeft("customers");
    for (Map<String, Object> customer : world.customers().list()) {
      Link link = java.util.Objects.requireNonNull(links.get(String.valueOf(customer.get("Id"))));
      Object phone = customer.get("PhoneNumber");
      assertThat(phones.get(link.right().orElseThrow().value()))
          .isEqualTo(phone == null ? "" : phone);
    }
  }

  private void expectQuiet() {
    world.clearJournals();
    JsonPath report = world.approvedSweep("customers");
    assertThat(world.writes()).isEmpty();
    assertThat(world.reads()).hasSize(2);
    assertThat(report.getInt("calls.poweroffice") + report.getInt("calls.webcrm")).isEqualTo(2);
  }

  /** What is written is read just before, and what webCRM stored is read back. */
  private void expectFewReads(int changed) {
    List<Journalled> reads = world.reads();
    long ofWebCrm =
        reads.stream()
            .filter(
                read -> read.path().contains("Queries") || read.path().contains("Organisations"))
            .count();
    long ofPowerOffice = reads.size() - ofWebCrm;
    System.out.printf(
        "%d changed records: %d reads of webCRM, %d of PowerOffice%n",
        changed, ofWebCrm, ofPowerOffice);
    assertThat(ofWebCrm)
        .as("%s", paths(reads))
        .isLessThanOrEqualTo(changed / 15 + changed / 200 + 3);
    assertThat(ofPowerOffice).as("%s", paths(reads)).isLessThanOrEqualTo(changed / 40 + 3);
  }

  private static List<String> paths(List<Journalled> requests) {
    return requests.stream().map(r -> r.method() + " " + r.path()).toList();
  }
}
