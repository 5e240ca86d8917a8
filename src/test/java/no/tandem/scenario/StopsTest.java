package no.tandem.scenario;

import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.organisation;
import static no.tandem.scenario.Records.supplierPerson;
import static no.tandem.scenario.Records.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import no.tandem.Slow;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.sync.link.Link;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is more than the budget allows: it is proposed, and a person decides. */
@Slow
@QuarkusTest
@TestProfile(InMemoryTable.Only.class)
class StopsTest {

  @Inject World world;

  @BeforeEach
  void reset() {
    world.reset();
  }

  @Test
  void aFirstLoadStopsBeforeItsFirstWriteAndSaysWhatItWouldDo() {
    load(25);
    world.clearJournals();
    JsonPath report = world.call("customers", "{\"sweep\":\"changes\"}");
    assertThat(report.getString("waiting.reason"))
        .contains("create 25, update 0, end 0", "approve");
    assertThat(report.getString("waiting.revision")).matches("[0-9a-f]{16}");
    assertThat(report.getList("actions")).hasSize(25);
    assertThat(report.getString("actions[0].action")).isEqualTo("create");
    assertThat(report.getInt("created")).as("nothing was done").isZero();
    assertThat(world.writes()).isEmpty();
    assertThat(report.getInt("proposed")).isEqualTo(25);
    assertThat(world.links("customers").all()).hasSize(25).noneMatch(Link::active);
    assertThat(world.links("customers").unsettled()).as("an idle sweep reads none").isEmpty();
    world.clearJournals();
    assertThat(world.sweep("customers").getInt("proposed")).as("proposed once").isZero();
    assertThat(world.recordRequests()).as("and costs nothing").hasSize(2);
  }

  @Test
  void aStoppedSweepGoesAheadWithItsFingerprintAndWithNoOther() {
    load(25);
    String revision = stopped("changes").getString("waiting.revision");
    world.clearJournals();
    JsonPath wrong = approve("changes", "0123456789abcdef");
    assertThat(wrong.getString("waiting.reason")).contains("The data have moved");
    assertThat(wrong.getString("waiting.revision")).isEqualTo(revision);
    assertThat(world.writes()).isEmpty();

    JsonPath right = approve("changes", revision);
    assertThat(right.getString("waiting")).isNull();
    assertThat(right.getInt("created")).isEqualTo(25);
    assertThat(world.organisations().list()).hasSize(26);
  }

  @Test
  void whatIsDecidedDifferentlySinceStaysProposedAndHoldsUpNothing() {
    load(25);
    String revision = stopped("changes").getString("waiting.revision");
    world.customer(100101).edit("Name", "Fjordheim Ny AS");
    JsonPath report = approve("changes", revision);
    assertThat(report.getInt("created")).isEqualTo(24);
    assertThat(report.getString("waiting.revision")).isNotEqualTo(revision);
    assertThat(report.getInt("proposed")).isEqualTo(1);
    assertThat(approve("changes", report.getString("waiting.revision")).getInt("created"))
        .isEqualTo(1);
  }

  @Test
  void aPlanNamesTheFingerprintThatApplyingNeeds() {
    load(25);
    JsonPath plan = world.call("customers", "{\"sweep\":\"changes\",\"mode\":\"plan\"}");
    assertThat(plan.getInt("created")).isEqualTo(25);
    assertThat(approve("changes", plan.getString("waiting.revision")).getInt("created"))
        .isEqualTo(25);
  }

  @Test
  void aMassRenameStopsAndAMassArchivingStops() {
    linked(30);
    for (int i = 0; i < 21; i++) {
      world.customer(100101 + i).edit("Name", "Ny " + i + " AS");
    }
    world.clearJournals();
    JsonPath renamed = stopped("changes");
    assertThat(renamed.getString("waiting.reason")).contains("update 21");
    assertThat(world.writes()).isEmpty();
    assertThat(approve("changes", renamed.getString("waiting.revision")).getInt("updated"))
        .isEqualTo(21);

    for (int i = 0; i < 25; i++) {
      world.customer(100101 + i).edit("IsArchived", true);
    }
    JsonPath archived = stopped("changes");
    assertThat(archived.getString("waiting.reason")).contains("end 25");
    assertThat(world.linksByLeft("customers").values()).allMatch(Link::active);
  }

  @Test
  void twentyRecordsAreNeverTooMany() {
    linked(20);
    for (int i = 0; i < 20; i++) {
      world.customer(100101 + i).edit("Name", "Ny " + i + " AS");
    }
    assertThat(world.sweep("customers").getInt("updated")).isEqualTo(20);
  }

  @Test
  void lessThanTheShareIsNotTooMuch() {
    linked(80);
    for (int i = 0; i < 24; i++) {
      world.customer(100101 + i).edit("Name", "Ny " + i + " AS");
    }
    assertThat(world.sweep("customers").getInt("updated")).as("30 % of 80").isEqualTo(24);
    for (int i = 0; i < 25; i++) {
      world.customer(100101 + i).edit("Name", "Eldre " + i + " AS");
    }
    assertThat(stopped("changes").getString("waiting.reason")).contains("update 25");
  }

  @Test
  void anApprovedSweepThatWasInterruptedGoesOnWithoutAskingAgain() {
    load(30);
    String revision = stopped("changes").getString("waiting.revision");
    world
        .webCrm()
        .server()
        .inject(
            100,
            request ->
                request.method().equals("POST")
                    && request.path().equalsIgnoreCase("/Organisations")
                    && world.organisations().list().size() > 10,
            new Fault.Refuse(Answer.empty(503)));
    JsonPath interrupted = approve("changes", revision);
    assertThat(interrupted.getString("troubles[0]")).contains("webCRM takes no new records");
    assertThat(interrupted.getInt("created")).isEqualTo(10);
    world.webCrm().server().clearFaults();
    world.pass(Duration.ofMinutes(3));
    assertThat(world.sweep("customers").getInt("created")).isEqualTo(20);
    assertThat(world.organisations().list()).hasSize(31);
  }

  @Test
  void aStoppedSweepDoesNotEvenCreateTheHolderOrganisation() {
    List<Map<String, @Nullable Object>> suppliers = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      suppliers.add(supplierPerson(200101 + i, "Sigurd", "Myrvold"));
    }
    world.suppliers().load(suppliers);
    world.clearJournals();
    JsonPath report = world.call("supplier-persons", "{\"sweep\":\"changes\"}");
    assertThat(report.getString("waiting.reason")).contains("create 25");
    assertThat(world.writes()).isEmpty();
    String revision = report.getString("waiting.revision");
    assertThat(world.approve("supplier-persons", "changes", revision).getInt("created"))
        .isEqualTo(25);
  }

  @Test
  void aFullSweepReportsWhatItComparedWhatHadDriftedAndWhatItRepaired() {
    linked(10);
    drift(3);
    JsonPath report = world.fullSweep("customers");
    assertThat(report.getInt("compared")).isEqualTo(10);
    assertThat(report.getInt("drifted")).isEqualTo(3);
    assertThat(report.getInt("repaired")).isEqualTo(3);
    JsonPath after = world.fullSweep("customers");
    assertThat(after.getInt("compared")).isEqualTo(10);
    assertThat(after.getInt("drifted")).isZero();
  }

  @Test
  void moreDriftThanConfiguredStopsTheFullSweep() {
    linked(100);
    drift(31);
    world.clearJournals();
    JsonPath report = world.fullSweep("customers");
    assertThat(report.getString("waiting.reason")).contains("update 31");
    assertThat(report.getInt("drifted")).isEqualTo(31);
    assertThat(report.getInt("repaired")).isZero();
    assertThat(world.writes()).isEmpty();
    assertThat(approve("changes", report.getString("waiting.revision")).getInt("updated"))
        .isEqualTo(31);
  }

  @Test
  void hooksOfAMassChangeGoNoFurtherThanTheBudget() {
    linked(60);
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      ids.add(world.webCrmId("customers", 100101 + i));
      world.organisation(ids.getLast()).edit("OrganisationName", "IMPORT ERROR");
    }
    ids.forEach(this::hook);
    assertThat(ruined()).as("renamed without asking").isEqualTo(20);
    JsonPath report = stopped("changes");
    assertThat(report.getString("waiting.reason")).contains("update 40");
    ids.forEach(this::hook);
    assertThat(ruined()).isEqualTo(20);

    world.pass(Duration.ofMinutes(12));
    world.customers().create(Map.of("Name", "Solvang AS"));
    assertThat(world.sweep("customers").getInt("created")).as("others go on").isEqualTo(1);
    assertThat(ruined()).isEqualTo(20);

    operator("refuse", report.getString("waiting.revision"), "");
    world.pass(Duration.ofHours(10));
    JsonPath night = world.fullSweep("customers");
    assertThat(night.getString("waiting")).as("a no is a no").isNull();
    assertThat(ruined()).isEqualTo(20);
    int someone = ids.getLast();
    world.organisation(someone).edit("OrganisationName", "Right at last");
    world.organisation(ids.get(50)).edit("OrganisationTelephone", "1234");
    assertThat(world.sweep("customers").getInt("updated"))
        .as("a new value and another property travel")
        .isEqualTo(2);
    assertThat(ruined()).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"refuse", "approve"})
  void aMassRenameInWebCrmWithHooksWaitsForAPersonWhileOtherEditsArrive(String decision) {
    int all = Integer.getInteger("tandem.mass-change.organisations", 340);
    int renamed = Math.max(220, all / 5);
    int budget = 100;
    linkedWithTwins(all);
    for (int i = 0; i < renamed; i++) {
      world.organisation(501 + i).edit("OrganisationName", "IMPORT ERROR");
    }
    for (int i = 0; i < renamed; i++) {
      hook(501 + i);
    }
    assertThat(ruined()).as("without asking").isEqualTo(budget);
    JsonPath report = stopped("changes");
    assertThat(report.getString("waiting.reason")).contains("update " + (renamed - budget));
    assertThat(ruined()).isEqualTo(budget);

    int other = 100101 + all - 1;
    world.pass(Duration.ofMinutes(12));
    world.customer(other).edit("PhoneNumber", "+47 22 33 44 55");
    assertThat(world.sweep("customers").getInt("updated")).as("other edits arrive").isEqualTo(1);
    assertThat(world.organisation(world.webCrmId("customers", other)).find().orElseThrow())
        .containsEntry("OrganisationTelephone", "+47 22 33 44 55");
    assertThat(ruined()).isEqualTo(budget);

    operator(decision, report.getString("waiting.revision"), "");
    world.sweep("customers");
    world.pass(Duration.ofHours(10));
    JsonPath night = world.fullSweep("customers");
    assertThat(night.getString("waiting")).as("it is decided").isNull();
    assertThat(ruined()).isEqualTo(decision.equals("approve") ? renamed : budget);
    assertThat(
            world.organisations().list().stream()
                .filter(one -> "IMPORT ERROR".equals(one.get("OrganisationName"))))
        .as("what a user wrote in webCRM is not taken back")
        .hasSize(renamed);
  }

  /** Customers and organisations that are alike. */
  private void linkedWithTwins(int customers) {
    List<Map<String, @Nullable Object>> organisations = new ArrayList<>();
    for (int i = 0; i < customers; i++) {
      organisations.add(organisation(501 + i, "Fjordheim " + i + " AS"));
    }
    world.organisations().load(organisations);
    linked(customers);
    assertThat(world.links("customers").active(customers)).isEqualTo(customers);
  }

  @Test
  void aProposalIsShownWithNamesAndValuesAndDecidedEntryByEntry() {
    linked(30);
    for (int i = 0; i < 25; i++) {
      world.customer(100101 + i).edit("Name", "Ny " + i + " AS");
    }
    String revision = stopped("changes").getString("waiting.revision");
    JsonPath shown = world.operator("{\"action\":\"proposal\",\"pair\":\"customers\"}");
    assertThat(shown.getString("proposal.revision")).isEqualTo(revision);
    assertThat(shown.getInt("proposal.open")).isEqualTo(25);
    assertThat(shown.getList("proposal.entries")).hasSize(25);
    assertThat(shown.getMap("proposal.entries[0]"))
        .containsEntry("action", "update")
        .containsEntry("poweroffice", "100101")
        .containsEntry("name", "Ny 0 AS")
        .containsEntry(
            "changes",
            List.of(
                Map.of(
                    "system", "webcrm",
                    "property", "name",
                    "from", "Fjordheim 0 AS",
                    "to", "Ny 0 AS")));
    int first = shown.getInt("proposal.entries[0].entry");

    JsonPath some = operator("approve", revision, ",\"entries\":[" + first + "]");
    assertThat(some.getInt("proposal.applied")).isEqualTo(1);
    assertThat(some.getInt("proposal.open")).isEqualTo(24);
    JsonPath no = operator("refuse", revision, ",\"entries\":[" + (first + 1) + "]");
    assertThat(no.getInt("proposal.refused")).isEqualTo(1);
    JsonPath rest = operator("approve", revision, "");
    assertThat(rest.getInt("proposal.applied")).isEqualTo(24);
    assertThat(rest.getInt("proposal.open")).isZero();
    assertThat(name(100102)).isEqualTo("Fjordheim 1 AS");
    assertThat(name(100103)).isEqualTo("Ny 2 AS");

    world.operator(
        "{\"action\":\"resolve\",\"how\":\"retry\",\"pair\":\"customers\",\"by\":\"Kari\","
            + "\"system\":\"poweroffice\",\"id\":\"100102\"}");
    assertThat(name(100102)).as("unless an operator asks for it").isEqualTo("Ny 1 AS");
  }

  private String name(int customer) {
    int id = world.webCrmId("customers", customer);
    return world.organisations().list().stream()
        .filter(record -> record.get("OrganisationId").equals(id))
        .map(record -> String.valueOf(record.get("OrganisationName")))
        .findFirst()
        .orElseThrow();
  }

  private void hook(int organisation) {
    world.call(
        "customers", "{\"changed\":{\"system\":\"webcrm\",\"id\":\"" + organisation + "\"}}");
  }

  private long ruined() {
    return world.customers().list().stream()
        .filter(customer -> "IMPORT ERROR".equals(customer.get("Name")))
        .count();
  }

  private JsonPath operator(String action, String revision, String more) {
    return world.operator(
        "{\"action\":\""
            + action
            + "\",\"pair\":\"customers\",\"by\":\"Kari\",\"revision\":\""
            + revision
            + "\""
            + more
            + "}");
  }

  @Test
  void aFullSweepWhoseReadIsCutStops() {
    linked(10);
    world
        .powerOffice()
        .server()
        .inject(
            1,
            request -> request.path().toLowerCase(Locale.ROOT).endsWith("/customers"),
            new Fault.HandleThenCut());
    world.clearJournals();
    JsonPath report = world.fullSweep("customers");
    assertThat(report.getString("stopped")).contains("PowerOffice could not be read");
    assertThat(world.writes()).isEmpty();
  }

  /** Values that differ although no stamp moved, as a restored backup leaves them. */
  private void drift(int records) {
    List<Map<String, @Nullable Object>> changed = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      changed.add(
          with(
              customer(100101 + i, "Eldre " + i + " AS"),
              "LastChangedDateTimeOffset",
              "2026-01-01T00:00:00+00:00"));
    }
    world.customers().load(changed);
  }

  private void linked(int customers) {
    load(customers);
    world.approvedSweep("customers");
    world.pass(Duration.ofHours(2));
    world.sweep("customers");
  }

  private void load(int customers) {
    List<Map<String, @Nullable Object>> records = new ArrayList<>();
    for (int i = 0; i < customers; i++) {
      records.add(customer(100101 + i, "Fjordheim " + i + " AS"));
    }
    world.customers().load(records);
  }

  private JsonPath stopped(String extent) {
    JsonPath report = world.call("customers", "{\"sweep\":\"" + extent + "\"}");
    assertThat(report.getString("waiting.revision")).isNotEmpty();
    return report;
  }

  private JsonPath approve(String extent, String revision) {
    return world.call(
        "customers", "{\"sweep\":\"" + extent + "\",\"approve\":\"" + revision + "\"}");
  }
}
