package no.tandem.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.functions.Metrics.Measured;
import no.tandem.remote.Troubles;
import no.tandem.settings.PairName;
import no.tandem.sync.Trigger;
import no.tandem.sync.link.Units;
import no.tandem.sync.report.Mode;
import no.tandem.sync.report.Report;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;

class EmbeddedMetricsTest {
  private static final Trigger CHANGES = new Trigger.Sweep(Trigger.Extent.CHANGES);
  private static final Trigger FULL = new Trigger.Sweep(Trigger.Extent.FULL);
  private static final Trigger HINT = new Trigger.Changed(SystemName.WEBCRM, new RecordId("4711"));
  private static final String UNREADABLE = "webCRM could not be read";
  private static final Report.Waiting PROPOSED =
      new Report.Waiting("It would update 25 records", "20b434e56ead6412");

  private final List<String> printed = new ArrayList<>();
  private final EmbeddedMetrics metrics = new EmbeddedMetrics(Clock.systemUTC(), printed::add);

  @Test
  void outcomesAndCallsAreCountedByPair() {
    EmbeddedFormat document = measured(CHANGES, report(Mode.APPLY, Optional.empty(), false));
    assertThat(document.pair()).isEqualTo("contact-persons");
    assertThat(document.text("tenant")).isEqualTo("default");
    assertThat(document.text("run")).isEqualTo("run-1");
    Map<String, Double> expected =
        Map.ofEntries(
            Map.entry("Examined", 36.0),
            Map.entry("Created", 1.0),
            Map.entry("Adopted", 2.0),
            Map.entry("Updated", 3.0),
            Map.entry("Ended", 4.0),
            Map.entry("InSync", 5.0),
            Map.entry("Deferred", 6.0),
            Map.entry("Held", 7.0),
            Map.entry("Conflicts", 8.0),
            Map.entry("PowerOfficeCalls", 11.0),
            Map.entry("WebCrmCalls", 12.0),
            Map.entry("PowerOfficeThrottles", 13.0),
            Map.entry("LogInsFailed", 14.0),
            Map.entry("SuccessfulSweep", 1.0),
            Map.entry("Runs", 1.0));
    expected.forEach(
        (metric, value) -> {
          assertThat(document.values(metric)).as(metric).containsExactly(value);
          assertThat(document.unit(metric)).as(metric).contains("Count");
        });
    assertThat(document.values("ChangeToApplied")).containsExactly(1500.0, 61000.0);
    assertThat(document.unit("ChangeToApplied")).contains("Milliseconds");
    assertThat(document.metrics()).as("what is zero is left out").hasSize(expected.size() + 1);
  }

  @Test
  void onlyAFullSweepKnowsHowManyAreHeldAndHaveDrifted() {
    EmbeddedFormat document = measured(FULL, report(Mode.APPLY, Optional.empty(), false));
    assertThat(document.values("HeldRecords")).containsExactly(7.0);
    assertThat(document.values("Compared")).containsExactly(9.0);
    assertThat(document.values("Drifted")).containsExactly(10.0);
    assertThat(document.values("Repaired")).as("zero as well").containsExactly(0.0);
    assertThat(measured(CHANGES, report(Mode.APPLY, Optional.empty(), false)).metrics())
        .doesNotContain("HeldRecords", "Compared", "Drifted", "Repaired");
  }

  @Test
  void aSweepThatStoppedIsNoSuccess() {
    EmbeddedFormat document = measured(FULL, report(Mode.APPLY, Optional.of(UNREADABLE), false));
    assertThat(document.values("Stopped")).containsExactly(1.0);
    assertThat(document.metrics()).doesNotContain("SuccessfulSweep", "HeldRecords");
    assertThat(document.values("Drifted")).as("which may be why").containsExactly(10.0);
  }

  @Test
  void aSweepIsASuccessWhileAProposalWaitsWhichIsCountedBesides() {
    EmbeddedFormat document =
        measured(FULL, report(Mode.APPLY, Optional.empty(), Optional.of(PROPOSED), false));
    assertThat(document.values("Waiting")).containsExactly(1.0);
    assertThat(document.values("HeldRecords")).containsExactly(7.0);
    assertThat(document.values("SuccessfulSweep")).containsExactly(1.0);
    assertThat(document.metrics()).doesNotContain("Stopped");
  }

  @Test
  void aSweepThatGoesOnInAnotherRunHasNotStopped() {
    assertThat(measured(FULL, report(Mode.APPLY, Optional.of(UNREADABLE), true)).metrics())
        .doesNotContain("Stopped", "SuccessfulSweep", "HeldRecords");
  }

  @Test
  void aPlanCountsItsCallsOnly() {
    assertThat(measured(FULL, report(Mode.PLAN, Optional.empty(), false)).metrics())
        .containsExactlyInAnyOrder(
            "Runs", "PowerOfficeCalls", "WebCrmCalls", "PowerOfficeThrottles", "LogInsFailed");
  }

  @Test
  void oneRecordIsNoSweep() {
    assertThat(measured(HINT, report(Mode.APPLY, Optional.empty(), false)).metrics())
        .contains("Updated")
        .doesNotContain("SuccessfulSweep", "Stopped", "HeldRecords");
  }

  @Test
  void aRunThatFailedIsCounted() {
    metrics.ran(new Measured("default", PairName.CUSTOMERS, CHANGES, Optional.empty(), Map.of()));
    assertThat(only().values("FailedRuns")).containsExactly(1.0);
    assertThat(only().metrics()).containsExactlyInAnyOrder("Runs", "FailedRuns");
  }

  /** CloudWatch takes 100 values of a metric at a time. */
  @Test
  void manyDelaysAreSeveralDocuments() {
    List<Duration> delays = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      delays.add(Duration.ofMillis(i));
    }
    metrics.ran(
        measuredRun(
            CHANGES,
            report(Mode.APPLY, Optional.empty(), Optional.empty(), false, List.copyOf(delays))));
    List<EmbeddedFormat> documents = printed.stream().map(EmbeddedFormat::read).toList();
    assertThat(documents).hasSize(3);
    assertThat(documents.stream().flatMap(d -> d.values("ChangeToApplied").stream()))
        .hasSize(250)
        .doesNotHaveDuplicates();
    assertThat(documents.stream().flatMap(d -> d.values("Updated").stream()))
        .as("counted once")
        .containsExactly(3.0);
  }

  @Test
  void onlyOnLambdaSomethingIsPrinted() {
    assertThat(printed(Optional.empty())).isEmpty();
    assertThat(EmbeddedFormat.read(printed(Optional.of("tandem")).strip()).metrics())
        .contains("Runs");
  }

  /** What a function of this name on Lambda prints, or one machine without. */
  private static String printed(Optional<String> function) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      new EmbeddedMetrics(function, Clock.systemUTC())
          .ran(measuredRun(CHANGES, report(Mode.APPLY, Optional.empty(), false)));
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private EmbeddedFormat measured(Trigger trigger, Report report) {
    printed.clear();
    metrics.ran(measuredRun(trigger, report));
    return only();
  }

  private EmbeddedFormat only() {
    assertThat(printed).hasSize(1);
    return EmbeddedFormat.read(printed.getFirst());
  }

  private static Measured measuredRun(Trigger trigger, Report report) {
    return new Measured(
        "default",
        PairName.CONTACT_PERSONS,
        trigger,
        Optional.of(report),
        Map.of(
            SystemName.POWEROFFICE, new Troubles.Counts(13, 4),
            SystemName.WEBCRM, new Troubles.Counts(0, 10)));
  }

  private static Report report(Mode mode, Optional<String> stopped, boolean unfinished) {
    return report(mode, stopped, Optional.empty(), unfinished);
  }

  private static Report report(
      Mode mode, Optional<String> stopped, Optional<Report.Waiting> waiting, boolean unfinished) {
    return report(
        mode,
        stopped,
        waiting,
        unfinished,
        List.of(Duration.ofMillis(1500), Duration.ofSeconds(61)));
  }

  private static Report report(
      Mode mode,
      Optional<String> stopped,
      Optional<Report.Waiting> waiting,
      boolean unfinished,
      List<Duration> delays) {
    return new Report(
        "default",
        "contact-persons",
        mode,
        "run-1",
        36,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        0,
        9,
        10,
        0,
        stopped,
        waiting,
        false,
        List.of(),
        false,
        unfinished,
        Map.of(SystemName.POWEROFFICE, 11, SystemName.WEBCRM, 12),
        Units.NONE,
        List.of(),
        delays);
  }
}
