package no.tandem.scenario;

import static no.tandem.scenario.Records.customer;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.tandem.Slow;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.local.http.Request;
import no.tandem.sync.link.Link;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that a system never takes, and a system that takes nothing for a while. */
@Slow
@QuarkusTest
@TestProfile(FailingRecordsTest.ManyAtOnce.class)
class FailingRecordsTest {
  private static final int FIRST = 100_001;

  /** Nothing here is about what has to be approved. */
  public static final class ManyAtOnce implements InMemoryTable.Profile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("stops.max-records", "100000");
    }
  }

  @Inject World world;

  @BeforeEach
  void reset() {
    world.reset();
  }

  private void link(int count) {
    List<Map<String, @Nullable Object>> lefts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lefts.add(customer(FIRST + i, "Firma " + i));
    }
    world.customers().load(lefts);
    world.approvedSweep("customers");
    world.pass(Duration.ofMinutes(10));
    world.sweep("customers");
    world.clearJournals();
  }

  private void edit(int from, int to, String name) {
    for (int i = from; i < to; i++) {
      world.customer(FIRST + i).edit("Name", name + " " + i);
    }
  }

  /** How many of these organisations have the name. */
  private int arrived(int from, int to, String name) {
    Map<String, Link> links = world.linksByLeft("customers");
    int arrived = 0;
    for (int i = from; i < to; i++) {
      int id =
          Integer.parseInt(links.get(Integer.toString(FIRST + i)).right().orElseThrow().value());
      if (world.organisation(id).get("OrganisationName").equals(name + " " + i)) {
        arrived++;
      }
    }
    return arrived;
  }

  /** The updates of the first organisations, as many as are bad, get this answer for ever. */
  private Set<String> refuse(int bad, int status) {
    Map<String, Link> links = world.linksByLeft("customers");
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < bad; i++) {
      ids.add(links.get(Integer.toString(FIRST + i)).right().orElseThrow().value());
    }
    world
        .webCrm()
        .server()
        .inject(
            Integer.MAX_VALUE,
            request -> isUpdate(request) && ids.contains(request.segments().getLast()),
            new Fault.Refuse(Answer.empty(status)));
    return ids;
  }

  private static boolean isUpdate(Request request) {
    return request.method().equals("PUT");
  }

  private long updatesOf(Set<String> ids) {
    return world.writes().stream()
        .filter(write -> ids.stream().anyMatch(id -> write.path().endsWith("/" + id)))
        .count();
  }

  @ParameterizedTest
  @CsvSource({"5, 400", "50, 400", "500, 400", "5, 403", "50, 403", "500, 403", "50, 409"})
  void recordsThatAreRefusedForEverDelayNoOther(int bad, int status) {
    int all = bad + 20;
    link(all);
    Set<String> ids = refuse(bad, status);
    edit(0, all, "Ny");
    JsonPath report = world.sweep("customers");
    assertThat(arrived(bad, all, "Ny")).as("of the others, in the same sweep").isEqualTo(20);
    assertThat(report.getList("troubles")).as("the system works").isEmpty();
    anHour(ids, bad + " refused with " + status);
    assertThat(world.linksByLeft("customers").values().stream().filter(Link::held).count())
        .isEqualTo(bad);
  }

  /** One hour of sweeps; says how many calls the bad ones cost. */
  private void anHour(Set<String> ids, String what) {
    long begun = updatesOf(ids);
    for (int minute = 0; minute < 60; minute++) {
      world.pass(Duration.ofMinutes(1));
      world.sweep("customers");
    }
    long later = updatesOf(ids) - begun;
    System.out.printf(
        "%s: %d calls for them at once, %d in the hour after it%n", what, begun, later);
    assertThat(later).isLessThanOrEqualTo(6L * ids.size());
  }

  @ParameterizedTest
  @CsvSource({"1", "5", "50", "500"})
  void recordsAtWhichTheSystemFailsForEverDelayNoOtherForLong(int bad) {
    int all = bad + 20;
    link(all);
    Set<String> ids = refuse(bad, 500);
    edit(0, all, "Ny");
    int sweeps = 0;
    while (arrived(bad, all, "Ny") < 20 && sweeps < 60) {
      world.sweep("customers");
      world.pass(Duration.ofMinutes(1));
      sweeps++;
    }
    System.out.println(bad + " that fail with 500: the others arrived in " + sweeps + " sweeps");
    assertThat(arrived(bad, all, "Ny")).isEqualTo(20);
    assertThat(sweeps).isLessThanOrEqualTo(bad < 500 ? 1 : 2);
    anHour(ids, bad + " that fail with 500");
    // What is edited later arrives as well, whatever the system says of the others.
    edit(bad, all, "Nyere");
    for (int minute = 0; minute < 20; minute++) {
      world.sweep("customers");
      world.pass(Duration.ofMinutes(1));
    }
    assertThat(arrived(bad, all, "Nyere")).isEqualTo(20);
  }

  @Test
  void aRecordThatFailsIsHeldAfterSixTriesAndIsTriedAgainWhenItChanges() {
    link(2);
    Set<String> ids = refuse(1, 500);
    edit(0, 1, "Ny");
    for (int minute = 0; minute < 60; minute++) {
      world.sweep("customers");
      world.pass(Duration.ofMinutes(1));
    }
    assertThat(updatesOf(ids)).isEqualTo(6);
    assertThat(world.linksByLeft("customers").get(Integer.toString(FIRST)).held()).isTrue();
    world.webCrm().server().clearFaults();
    edit(0, 1, "Nyere");
    world.sweep("customers");
    assertThat(arrived(0, 1, "Nyere")).isEqualTo(1);
    assertThat(world.linksByLeft("customers").get(Integer.toString(FIRST)).held()).isFalse();
  }

  @Test
  void aHeldRecordThatTheSystemTakesByNowIsWellAfterTheNextFullSweep() {
    link(2);
    refuse(1, 403);
    edit(0, 1, "Ny");
    for (int minute = 0; minute < 60; minute++) {
      world.sweep("customers");
      world.pass(Duration.ofMinutes(1));
    }
    assertThat(world.linksByLeft("customers").get(Integer.toString(FIRST)).held()).isTrue();
    world.webCrm().server().clearFaults();
    world.fullSweep("customers");
    assertThat(arrived(0, 1, "Ny")).isEqualTo(1);
    assertThat(world.linksByLeft("customers").get(Integer.toString(FIRST)).hold()).isEmpty();
  }

  @Test
  void whileASystemTakesNoChangesNothingIsHeldAndAllArrivesAfterwards() {
    link(60);
    world
        .webCrm()
        .server()
        .inject(
            Integer.MAX_VALUE, FailingRecordsTest::isUpdate, new Fault.Refuse(Answer.empty(503)));
    edit(0, 40, "Ny");
    world.clearJournals();
    int created = 0;
    JsonPath report = world.sweep("customers");
    for (int minute = 0; minute < 180; minute++) {
      if (minute % 20 == 0) {
        // Other kinds of write go on.
        world.customers().create("Name", "Fersk " + minute);
        created++;
      }
      world.pass(Duration.ofMinutes(1));
      report = minute % 60 == 59 ? world.fullSweep("customers") : world.sweep("customers");
    }
    assertThat(report.getList("troubles")).as("one for all").hasSize(1);
    assertThat(report.getString("troubles[0]")).contains("webCRM takes no changes", "records wait");
    assertThat(world.linksByLeft("customers").values()).noneMatch(Link::held);
    assertThat(world.links("customers").all().stream().filter(Link::active).count())
        .isEqualTo(60 + created);
    long updates = world.writes().stream().filter(w -> w.method().equals("PUT")).count();
    System.out.println("Down for three hours: " + updates + " updates were tried for 40 records");
    assertThat(updates).isLessThan(40);
    world.webCrm().server().clearFaults();
    for (int minute = 0; minute < 20; minute++) {
      world.pass(Duration.ofMinutes(1));
      report = world.sweep("customers");
    }
    assertThat(arrived(0, 40, "Ny")).isEqualTo(40);
    assertThat(report.getList("troubles")).isEmpty();
    assertThat(world.linksByLeft("customers").values()).allMatch(link -> link.hold().isEmpty());
  }

  @Test
  void whileASystemTakesNoNewRecordsNothingIsHeldAndEachIsCreatedOnceAfterwards() {
    link(3);
    world
        .webCrm()
        .server()
        .inject(
            Integer.MAX_VALUE,
            request -> request.method().equals("POST") && request.path().contains("rganisation"),
            new Fault.Refuse(Answer.empty(503)));
    for (int i = 0; i < 30; i++) {
      world.customers().create("Name", "Fersk " + i);
    }
    for (int minute = 0; minute < 180; minute++) {
      world.sweep("customers");
      world.pass(Duration.ofMinutes(1));
    }
    assertThat(world.linksByLeft("customers").values()).noneMatch(Link::held);
    world.webCrm().server().clearFaults();
    for (int minute = 0; minute < 25; minute++) {
      world.pass(Duration.ofMinutes(1));
      world.sweep("customers");
    }
    assertThat(world.links("customers").all().stream().filter(Link::active).count()).isEqualTo(33);
    assertThat(world.organisations().list()).as("with webCRM's own").hasSize(34);
  }
}
