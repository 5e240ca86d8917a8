package no.tandem.scenario;

import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.fields;
import static no.tandem.scenario.Records.supplierPerson;
import static no.tandem.scenario.Records.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sweeps that would change more than 20 records and more than 30 % of the links. */
@QuarkusTest
class StopsTest {
  private static final PowerOfficeSimulator.Kind CUSTOMERS = PowerOfficeSimulator.Kind.CUSTOMERS;
  private static final WebCrmSimulator.Kind ORGANISATIONS = WebCrmSimulator.Kind.ORGANISATIONS;

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
    assertThat(report.getString("stopped.reason"))
        .contains("create 25, update 0, end 0", "0 linked", "approve");
    assertThat(report.getString("stopped.fingerprint")).matches("[0-9a-f]{16}");
    assertThat(report.getList("actions")).hasSize(25);
    assertThat(report.getString("actions[0].action")).isEqualTo("create");
    assertThat(report.getInt("created")).as("nothing was done").isZero();
    assertThat(world.writes()).isEmpty();
    assertThat(world.links("customers").all()).isEmpty();
  }

  @Test
  void aStoppedSweepGoesAheadWithItsFingerprintAndWithNoOther() {
    load(25);
    String fingerprint = stopped("changes").getString("stopped.fingerprint");
    world.clearJournals();
    JsonPath wrong = approve("changes", "0123456789abcdef");
    assertThat(wrong.getString("stopped.reason")).contains("The data have moved");
    assertThat(wrong.getString("stopped.fingerprint")).isEqualTo(fingerprint);
    assertThat(world.writes()).isEmpty();

    JsonPath right = approve("changes", fingerprint);
    assertThat(right.getString("stopped")).isNull();
    assertThat(right.getInt("created")).isEqualTo(25);
    assertThat(world.webCrm().records(ORGANISATIONS)).hasSize(26);
  }

  @Test
  void anApprovalIsRefusedWhenTheActionsDiffer() {
    load(25);
    String fingerprint = stopped("changes").getString("stopped.fingerprint");
    world.powerOffice().userEdits(CUSTOMERS, 100101, fields("Name", "Fjordheim Ny AS"));
    world.clearJournals();
    JsonPath report = approve("changes", fingerprint);
    assertThat(report.getString("stopped.reason")).contains("The data have moved");
    assertThat(report.getString("stopped.fingerprint")).isNotEqualTo(fingerprint);
    assertThat(world.writes()).isEmpty();
    assertThat(approve("changes", report.getString("stopped.fingerprint")).getInt("created"))
        .isEqualTo(25);
  }

  @Test
  void aPlanNamesTheFingerprintThatApplyingNeeds() {
    load(25);
    JsonPath plan = world.call("customers", "{\"sweep\":\"changes\",\"mode\":\"plan\"}");
    assertThat(plan.getInt("created")).isEqualTo(25);
    assertThat(approve("changes", plan.getString("stopped.fingerprint")).getInt("created"))
        .isEqualTo(25);
  }

  @Test
  void aMassRenameStopsAndAMassArchivingStops() {
    linked(30);
    for (int i = 0; i < 21; i++) {
      world.powerOffice().userEdits(CUSTOMERS, 100101 + i, fields("Name", "Ny " + i + " AS"));
    }
    world.clearJournals();
    JsonPath renamed = stopped("changes");
    assertThat(renamed.getString("stopped.reason")).contains("update 21", "30 linked");
    assertThat(world.writes()).isEmpty();
    assertThat(approve("changes", renamed.getString("stopped.fingerprint")).getInt("updated"))
        .isEqualTo(21);

    for (int i = 0; i < 25; i++) {
      world.powerOffice().userEdits(CUSTOMERS, 100101 + i, fields("IsArchived", true));
    }
    JsonPath archived = stopped("changes");
    assertThat(archived.getString("stopped.reason")).contains("end 25");
    assertThat(world.linksByLeft("customers").values()).allMatch(no.tandem.sync.Link::active);
  }

  @Test
  void twentyRecordsAreNeverTooMany() {
    linked(20);
    for (int i = 0; i < 20; i++) {
      world.powerOffice().userEdits(CUSTOMERS, 100101 + i, fields("Name", "Ny " + i + " AS"));
    }
    assertThat(world.sweep("customers").getInt("updated")).isEqualTo(20);
  }

  @Test
  void lessThanTheShareIsNotTooMuch() {
    linked(80);
    for (int i = 0; i < 24; i++) {
      world.powerOffice().userEdits(CUSTOMERS, 100101 + i, fields("Name", "Ny " + i + " AS"));
    }
    assertThat(world.sweep("customers").getInt("updated")).as("30 % of 80").isEqualTo(24);
    for (int i = 0; i < 25; i++) {
      world.powerOffice().userEdits(CUSTOMERS, 100101 + i, fields("Name", "Eldre " + i + " AS"));
    }
    assertThat(stopped("changes").getString("stopped.reason")).contains("update 25", "80 linked");
  }

  @Test
  void anApprovedSweepThatWasInterruptedGoesOnWithoutAskingAgain() {
    load(30);
    String fingerprint = stopped("changes").getString("stopped.fingerprint");
    world
        .webCrm()
        .server()
        .inject(
            100,
            request ->
                request.method().equals("POST")
                    && request.path().equalsIgnoreCase("/Organisations")
                    && world.webCrm().records(ORGANISATIONS).size() > 10,
            new Fault.Refuse(Answer.empty(503)));
    JsonPath interrupted = approve("changes", fingerprint);
    assertThat(interrupted.getString("troubles[0]")).contains("webCRM takes no new records");
    assertThat(interrupted.getInt("created")).isEqualTo(10);
    world.webCrm().server().clearFaults();
    world.pass(Duration.ofMinutes(3));
    assertThat(world.sweep("customers").getInt("created")).isEqualTo(20);
    assertThat(world.webCrm().records(ORGANISATIONS)).hasSize(31);
  }

  @Test
  void aStoppedSweepDoesNotEvenCreateTheHolderOrganisation() {
    List<Map<String, @Nullable Object>> suppliers = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      suppliers.add(supplierPerson(200101 + i, "Sigurd", "Myrvold"));
    }
    world.powerOffice().load(PowerOfficeSimulator.Kind.SUPPLIERS, suppliers);
    world.clearJournals();
    JsonPath report = world.call("supplier-persons", "{\"sweep\":\"changes\"}");
    assertThat(report.getString("stopped.reason")).contains("create 25");
    assertThat(world.writes()).isEmpty();
    assertThat(world.approvedSweep("supplier-persons").getInt("created")).isEqualTo(25);
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
    drift(21);
    world.clearJournals();
    JsonPath report = world.fullSweep("customers");
    assertThat(report.getString("stopped.reason")).contains("21 links differ", "more than 20");
    assertThat(report.getInt("drifted")).isEqualTo(21);
    assertThat(report.getInt("repaired")).isZero();
    assertThat(world.writes()).isEmpty();
    JsonPath approved = world.approvedFullSweep("customers");
    assertThat(approved.getInt("repaired")).isEqualTo(21);
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
    assertThat(report.getString("stopped.reason")).contains("PowerOffice could not be read");
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
    world.powerOffice().load(CUSTOMERS, changed);
  }

  private void linked(int customers) {
    load(customers);
    world.approvedSweep("customers");
    world.pass(Duration.ofMinutes(10));
    world.sweep("customers");
  }

  private void load(int customers) {
    List<Map<String, @Nullable Object>> records = new ArrayList<>();
    for (int i = 0; i < customers; i++) {
      records.add(customer(100101 + i, "Fjordheim " + i + " AS"));
    }
    world.powerOffice().load(CUSTOMERS, records);
  }

  private JsonPath stopped(String extent) {
    JsonPath report = world.call("customers", "{\"sweep\":\"" + extent + "\"}");
    assertThat(report.getString("stopped.fingerprint")).isNotEmpty();
    return report;
  }

  private JsonPath approve(String extent, String fingerprint) {
    return world.call(
        "customers", "{\"sweep\":\"" + extent + "\",\"approve\":\"" + fingerprint + "\"}");
  }
}
