package no.tandem.scenario;

import static no.tandem.scenario.Records.customer;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import no.tandem.Slow;
import no.tandem.TestClock;
import no.tandem.local.http.Fault;
import no.tandem.local.http.Request;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.side.RecordId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is overwritten was read just before, however long the run takes. */
@Slow
@QuarkusTest
@TestProfile(ReadBeforeTest.ManyAtOnce.class)
class ReadBeforeTest {
  private static final int FIRST = 100_001;

  /** Nothing here is about what has to be approved. */
  public static final class ManyAtOnce implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("stops.max-records", "100000");
    }
  }

  @Inject World world;
  @Inject TestClock time;

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

  private static boolean isUpdate(Request request) {
    return request.method().equals("PUT");
  }

  @Test
  void whatAUserWroteAfterTheListingAndBeforeTheWriteIsNotOverwrittenUnseen() {
    link(2);
    int second = world.webCrmId("customers", FIRST + 1);
    for (int i = 0; i < 2; i++) {
      world.customer(FIRST + i).edit("Name", "Fra regnskapet " + i);
    }
    AtomicBoolean edited = new AtomicBoolean();
    world
        .webCrm()
        .server()
        .inject(
            1,
            ReadBeforeTest::isUpdate,
            new Fault.HandleThenRun(
                () -> {
                  time.pass(Duration.ofSeconds(90));
                  world.organisation(second).edit("OrganisationName", "Fra salget");
                  edited.set(true);
                  time.pass(Duration.ofSeconds(6));
                }));
    world.sweep("customers");
    assertThat(edited).isTrue();
    assertThat(world.organisation(second).find().orElseThrow())
        .as("a conflict, which PowerOffice wins")
        .containsEntry("OrganisationName", "Fra regnskapet 1");
    assertThat(
            world
                .stored("customers")
                .history()
                .of(LinkKey.of(new RecordId(Integer.toString(FIRST + 1))))
                .stream()
                .map(HistoryEntry::toString))
        .hasSizeGreaterThan(1);
    assertThat(
            world
                .stored("customers")
                .history()
                .of(LinkKey.of(new RecordId(Integer.toString(FIRST + 1))))
                .stream()
                .flatMap(entry -> entry.changes().stream())
                .map(change -> change.before()))
        .as("what was overwritten can be restored")
        .contains("Fra salget");
  }

  @Test
  void whatAUserWroteWhileAWriteWaitedForTheLimitIsNotOverwrittenUnseen() {
    int count = 300;
    link(count);
    for (int i = 0; i < count; i++) {
      world.customer(FIRST + i).edit("Name", "Fra regnskapet " + i);
    }
    // The limit is used up before all are written, and no time has passed until then.
    List<Integer> edited = new ArrayList<>();
    time.meanwhile(
        () -> {
          for (int i = 0; i < count; i++) {
            int id = world.webCrmId("customers", FIRST + i);
            String name = "Fra regnskapet " + i;
            if (!world.organisation(id).get("OrganisationName").equals(name)) {
              world.organisation(id).edit("OrganisationName", "Salget " + i);
              edited.add(i);
            }
          }
        });
    world.sweep("customers");
    assertThat(edited).hasSizeBetween(20, count - 100);
    for (int i : edited) {
      assertThat(
              world
                  .stored("customers")
                  .history()
                  .of(LinkKey.of(new RecordId(Integer.toString(FIRST + i))))
                  .stream()
                  .flatMap(entry -> entry.changes().stream())
                  .map(HistoryEntry.Change::before))
          .as("%s", FIRST + i)
          .contains("Salget " + i);
      assertThat(world.organisation(world.webCrmId("customers", FIRST + i)).find().orElseThrow())
          .containsEntry("OrganisationName", "Fra regnskapet " + i);
    }
    assertThat(world.writes()).as("each once").hasSize(count);
  }

  @Test
  void manyChangesCostFewReads() {
    int count = 150;
    link(count);
    for (int i = 0; i < count; i++) {
      world.customer(FIRST + i).edit("Name", "Ny " + i);
    }
    // As slow as the shared limit lets it be.
    world
        .webCrm()
        .server()
        .inject(
            Integer.MAX_VALUE, ReadBeforeTest::isUpdate, new Fault.Delay(Duration.ofMillis(300)));
    world.clearJournals();
    world.sweep("customers");
    long ofWebCrm = world.reads().stream().filter(read -> read.path().contains("Queries")).count();
    long ofPowerOffice = world.reads().size() - ofWebCrm;
    assertThat(world.writes()).hasSize(count);
    System.out.printf(
        "%d changes: %d reads of webCRM, %d of PowerOffice%n", count, ofWebCrm, ofPowerOffice);
    assertThat(ofWebCrm).isLessThanOrEqualTo(count / 15 + count / 200 + 3);
    assertThat(ofPowerOffice).isLessThanOrEqualTo(count / 40 + 3);
  }
}
