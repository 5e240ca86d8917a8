package no.tandem.scenario;

import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.fields;
import static no.tandem.scenario.Records.organisation;
import static no.tandem.scenario.Records.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import no.tandem.Slow;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.local.http.Request;
import no.tandem.local.http.SimulatorServer.Journalled;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.UpdateWatch;
import no.tandem.sync.side.RecordId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether webCRM's PUT leaves alone what it does not name is found out with one record. */
@Slow
@QuarkusTest
class FirstUpdatesTest {
  private static final int FIRST = 100_101;
  private static final int COUNT = 5;
  private static final String RESUME = "{\"action\":\"resume\",\"pair\":\"customers\"}";

  @Inject World world;

  @BeforeEach
  void reset() {
    world.reset();
  }

  /** Linked customers whose organisations have these fields besides name and telephone. */
  private void link(Map<String, @Nullable Object> more) {
    List<Map<String, @Nullable Object>> lefts = new ArrayList<>();
    List<Map<String, @Nullable Object>> rights = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      lefts.add(with(customer(FIRST + i, "Firma " + i), "PhoneNumber", "+47 11 11 11 1" + i));
      Map<String, @Nullable Object> right = new TreeMap<>(organisation(501 + i, "Firma " + i));
      right.put("OrganisationTelephone", "+47 11 11 11 1" + i);
      right.putAll(more);
      rights.add(right);
    }
    world.customers().load(lefts);
    world.organisations().load(rights);
    world.approvedSweep("customers");
    world.pass(Duration.ofMinutes(10));
    world.sweep("customers");
    world.clearJournals();
  }

  private static Map<String, @Nullable Object> address() {
    return fields(
        "OrganisationAddress", "Havnegata 1",
        "OrganisationPostCode", "5003",
        "OrganisationCity", "Bergen",
        "OrganisationXText8", "firma.example",
        "OrganisationOwner", 7);
  }

  private void renameAll(String name) {
    for (int i = 0; i < COUNT; i++) {
      world.customer(FIRST + i).edit("Name", name + " " + i);
    }
  }

  private Map<String, Object> organisationOf(int i) {
    return world.organisation(world.webCrmId("customers", FIRST + i)).find().orElseThrow();
  }

  private long renamed(String name) {
    long renamed = 0;
    for (int i = 0; i < COUNT; i++) {
      renamed += organisationOf(i).get("OrganisationName").equals(name + " " + i) ? 1 : 0;
    }
    return renamed;
  }

  private void expectAddresses() {
    for (int i = 0; i < COUNT; i++) {
      assertThat(organisationOf(i)).containsAllEntriesOf(address());
      assertThat(organisationOf(i)).containsEntry("OrganisationTelephone", "+47 11 11 11 1" + i);
    }
  }

  private UpdateWatch watch() {
    return world.stored("customers").runState().watch();
  }

  private static boolean isUpdate(Request request) {
    return request.method().equals("PUT");
  }

  private long single(List<Journalled> reads) {
    return reads.stream().filter(read -> read.path().matches(".*/Organisations/\\d+")).count();
  }

  @Test
  void oneChangeShowsThatOthersAreHarmless() {
    link(address());
    renameAll("Ny");
    assertThat(world.sweep("customers").getInt("updated")).isEqualTo(COUNT);
    assertThat(renamed("Ny")).isEqualTo(COUNT);
    expectAddresses();
    assertThat(watch().state()).isEqualTo(UpdateWatch.State.HARMLESS);
    assertThat(watch().filled()).as("no values are kept").isEmpty();
    assertThat(single(world.reads()))
        .as("one read before the first change, one after")
        .isEqualTo(2);
    assertThat(world.writes()).hasSize(COUNT);
  }

  @Test
  void aSystemThatReplacesIsFoundOutWithOneRecord() {
    link(address());
    world.webCrm().switches().replaces(true);
    renameAll("Ny");
    JsonPath report = world.sweep("customers");
    assertThat(renamed("Ny")).as("only the first was changed").isEqualTo(1);
    expectAddresses();
    assertThat(world.writes()).as("the change, and the repair").hasSize(2);
    assertThat(report.getString("troubles[0]"))
        .contains("OrganisationAddress, OrganisationCity", "put back", "'resume'", "4 records wait")
        .doesNotContain("Havnegata", "Bergen");
    assertThat(watch().state()).isEqualTo(UpdateWatch.State.REPLACES);
    assertThat(watch().filled()).as("no values are kept").isEmpty();

    world.clearJournals();
    world.pass(Duration.ofMinutes(10));
    world.sweep("customers");
    world.fullSweep("customers");
    assertThat(world.writes()).as("nothing is sent").isEmpty();

    world.webCrm().switches().replaces(false);
    JsonPath resumed = world.operator(RESUME);
    assertThat(resumed.getString("text")).contains("go on with the next sweep");
    assertThat(world.sweep("customers").getInt("updated")).isEqualTo(COUNT - 1);
    assertThat(renamed("Ny")).isEqualTo(COUNT);
    expectAddresses();
    assertThat(watch().state()).isEqualTo(UpdateWatch.State.HARMLESS);
    assertThat(world.operator(RESUME).getString("text")).contains("are not stopped");
    List<String> history =
        world
            .stored("customers")
            .history()
            .of(LinkKey.of(new RecordId(Integer.toString(FIRST))))
            .stream()
            .flatMap(entry -> entry.reason().stream())
            .toList();
    assertThat(history).anyMatch(reason -> reason.contains("emptied fields of webCRM"));
    assertThat(
            world
                .stored("customers")
                .history()
                .of(LinkKey.of(new RecordId(Integer.toString(FIRST))))
                .stream()
                .filter(entry -> entry.cause().equals("operator: resume"))
                .flatMap(entry -> entry.by().stream()))
        .containsExactly(World.OPERATOR);
  }

  @Test
  void whatIsResumedTooEarlyStopsAgainWithOneRecord() {
    link(address());
    world.webCrm().switches().replaces(true);
    renameAll("Ny");
    world.sweep("customers");
    world.operator(RESUME);
    world.sweep("customers");
    assertThat(renamed("Ny")).isEqualTo(2);
    expectAddresses();
    assertThat(watch().state()).isEqualTo(UpdateWatch.State.REPLACES);
  }

  @Test
  void aRunThatDiesBetweenTheChangeAndTheLookIsMadeGood() {
    link(address());
    world.webCrm().switches().replaces(true);
    renameAll("Ny");
    // The change is done, and then nothing can be read for a while.
    world.webCrm().server().inject(1, FirstUpdatesTest::isUpdate, new Fault.HandleThenDrop());
    world.sweep("customers");
    assertThat(watch().filled()).containsEntry("OrganisationCity", "Bergen");
    assertThat(watch().toString()).doesNotContain("Bergen");
    assertThat(world.writes()).as("nothing else is sent meanwhile").hasSize(1);
    world.pass(Duration.ofMinutes(10));
    world.sweep("customers");
    expectAddresses();
    assertThat(watch().state()).isEqualTo(UpdateWatch.State.REPLACES);
    assertThat(watch().filled()).isEmpty();
    assertThat(renamed("Ny")).isEqualTo(1);
    world.sweep("customers");
    world.fullSweep("customers");
    assertThat(world.customer(FIRST).find().orElseThrow())
        .as("what was emptied in webCRM is no edit")
        .containsEntry("PhoneNumber", "+47 11 11 11 10");
  }

  @Test
  void aRepairThatFailsIsMadeLater() {
    link(address());
    world.webCrm().switches().replaces(true);
    int first = world.webCrmId("customers", FIRST);
    AtomicInteger updates = new AtomicInteger();
    world
        .webCrm()
        .server()
        .inject(
            1,
            request -> isUpdate(request) && updates.incrementAndGet() == 2,
            new Fault.Refuse(Answer.empty(503)));
    renameAll("Ny");
    world.sweep("customers");
    assertThat(world.organisation(first).find().orElseThrow())
        .doesNotContainEntry("OrganisationCity", "Bergen");
    assertThat(watch().state()).isEqualTo(UpdateWatch.State.REPLACES);
    assertThat(watch().filled()).containsEntry("OrganisationCity", "Bergen");
    assertThat(world.operator(RESUME).getString("text")).contains("still being put back");
    world.pass(Duration.ofMinutes(10));
    world.sweep("customers");
    expectAddresses();
    assertThat(watch().state()).isEqualTo(UpdateWatch.State.REPLACES);
    assertThat(watch().filled()).isEmpty();
    assertThat(renamed("Ny")).isEqualTo(1);
    assertThat(world.customer(FIRST).find().orElseThrow())
        .containsEntry("PhoneNumber", "+47 11 11 11 10");
  }

  @Test
  void whatAUserChangedSinceIsNotPutBack() {
    link(address());
    world.webCrm().switches().replaces(true);
    int first = world.webCrmId("customers", FIRST);
    renameAll("Ny");
    world
        .webCrm()
        .server()
        .inject(
            1,
            FirstUpdatesTest::isUpdate,
            new Fault.HandleThenRun(() -> world.organisation(first).edit("OrganisationFax", "1")));
    world.sweep("customers");
    world.clearJournals();
    world.pass(Duration.ofMinutes(10));
    JsonPath report = world.sweep("customers");
    assertThat(report.getString("troubles[0]")).contains("not put back");
    world.fullSweep("customers");
    assertThat(world.writes()).as("nothing follows from what the record holds now").isEmpty();
    assertThat(watch().state()).isEqualTo(UpdateWatch.State.REPLACES);
  }

  @Test
  void aFieldThatAUserEmptiedMeanwhileStopsNothing() {
    link(address());
    int first = world.webCrmId("customers", FIRST);
    renameAll("Ny");
    world
        .webCrm()
        .server()
        .inject(
            1,
            FirstUpdatesTest::isUpdate,
            new Fault.HandleThenRun(
                () -> world.organisation(first).edit("OrganisationXText8", "")));
    world.sweep("customers");
    world.pass(Duration.ofMinutes(10));
    world.sweep("customers");
    assertThat(renamed("Ny")).isEqualTo(COUNT);
    assertThat(watch().state()).as("the second one shows it").isEqualTo(UpdateWatch.State.HARMLESS);
  }

  @Test
  void whereNothingCouldBeLostNothingIsKept() {
    link(Map.of());
    renameAll("Ny");
    assertThat(world.sweep("customers").getInt("updated")).isEqualTo(COUNT);
    assertThat(watch()).isEqualTo(UpdateWatch.NEW);
    assertThat(single(world.reads())).as("one look at all of them instead").isZero();
  }

  @Test
  void whoIsForgottenIsForgottenHereToo() {
    link(address());
    renameAll("Ny");
    world.webCrm().server().inject(1, FirstUpdatesTest::isUpdate, new Fault.HandleThenDrop());
    world.sweep("customers");
    RecordId watched = watch().record().orElseThrow();
    assertThat(watch().filled()).isNotEmpty();
    world.operator(
        "{\"action\":\"forget\",\"pair\":\"customers\",\"system\":\"webcrm\",\"id\":\""
            + watched
            + "\"}");
    assertThat(watch().filled()).isEmpty();
    assertThat(watch().record()).isEmpty();
  }
}
