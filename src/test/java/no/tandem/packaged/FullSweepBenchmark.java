package no.tandem.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.tandem.benchmark.Page;
import no.tandem.local.database.DynamoDbLocal;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.sample.ManyCustomers;
import no.tandem.local.sample.SampleData;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.remote.SystemWaiting;
import org.junit.jupiter.api.Test;

/**
 * The packaged jar with 512 MB of heap and 100,000 linked customers against simulators without
 * limits: CPU time, heap and calls of a full sweep, and calls per change.
 */
class FullSweepBenchmark {
  private static final int CUSTOMERS = Integer.getInteger("tandem.benchmark.customers", 100_000);
  private static final int CHANGES = 500;
  private static final Path GC_LOG = Path.of("target/packaged-logs/benchmark-gc.log");
  private static final String ABOUT =
      """
      The packaged jar as a process with `-Xmx512m`. The heap figure is the most that was in use before a garbage collection.

      """;
  private static final Pattern HEAP = Pattern.compile("(\\d+)M->\\d+M\\((\\d+)M\\)");

  private final StringBuilder lines = new StringBuilder();

  @Test
  void printsTheCostOfAFullSweepAndOfAChange() throws Exception {
    SystemWaiting time = new SystemWaiting();
    try (PowerOfficeSimulator powerOffice =
            new PowerOfficeSimulator(0, Clock.systemUTC(), time::pause);
        WebCrmSimulator webCrm = new WebCrmSimulator(0, Clock.systemUTC(), time::pause);
        DynamoDbLocal database = DynamoDbLocal.start()) {
      powerOffice.switches().requestsPerSecond(0);
      webCrm.switches().requestsPerMinute(0);
      load(powerOffice, webCrm);
      Files.createDirectories(GC_LOG.getParent());
      Files.deleteIfExists(GC_LOG);
      PackagedTandem tandem =
          new PackagedTandem(
              LocalSettings.of(powerOffice, webCrm, database),
              List.of("-Xmx512m", "-Xlog:gc:file=" + GC_LOG));
      Process process = tandem.start();
      try {
        measure(
            "First sweep (links " + CUSTOMERS + " existing organisations)",
            process,
            tandem,
            "changes");
        JsonNode full = measure("Full sweep", process, tandem, "full");
        assertThat(full.path("inSync").asInt()).isEqualTo(CUSTOMERS);
        measure("Full sweep again", process, tandem, "full");
        measure("Idle sweep", process, tandem, "changes");
        change(powerOffice, webCrm, tandem, process);
        say("Peak heap: %d MB of 512 MB".formatted(peakHeap()));
        Page.write(
            "40-sweep",
            "## Sweeps of %,d customers%n%n%s```%n%s```%n".formatted(CUSTOMERS, ABOUT, lines));
      } finally {
        PackagedTandem.end(process);
      }
    }
  }

  private void say(String line) {
    lines.append(line).append('\n');
  }

  private JsonNode measure(String what, Process process, PackagedTandem tandem, String sweep)
      throws Exception {
    Duration before = cpu(process);
    JsonNode report = tandem.approvedCall("customers", sweep);
    Duration used = cpu(process).minus(before);
    assertThat(report.path("stopped").isNull() && report.path("waiting").isNull())
        .as("%s", report)
        .isTrue();
    say(
        "%s: %.1f CPU seconds, %d examined, %d PowerOffice calls, %d webCRM calls"
            .formatted(
                what,
                used.toMillis() / 1000.0,
                report.path("examined").asInt(),
                report.path("calls").path("poweroffice").asInt(),
                report.path("calls").path("webcrm").asInt()));
    return report;
  }

  private void change(
      PowerOfficeSimulator powerOffice,
      WebCrmSimulator webCrm,
      PackagedTandem tandem,
      Process process)
      throws Exception {
    List<Map<String, Object>> customers = powerOffice.records(PowerOfficeSimulator.Kind.CUSTOMERS);
    for (Map<String, Object> customer : customers.subList(0, CHANGES)) {
      powerOffice.userEdits(
          PowerOfficeSimulator.Kind.CUSTOMERS,
          (Long) customer.get("Id"),
          Map.of("PhoneNumber", "+47 " + customer.get("Id")));
    }
    report(measure(CHANGES + " changed customers", process, tandem, "changes"));
    for (Map<String, Object> organisation :
        webCrm.records(WebCrmSimulator.Kind.ORGANISATIONS).subList(1, CHANGES + 1)) {
      webCrm.userEdits(
          WebCrmSimulator.Kind.ORGANISATIONS,
          (Integer) organisation.get("OrganisationId"),
          Map.of("OrganisationTelephone", "+47 7 " + organisation.get("OrganisationId")));
    }
    report(
        measure(
            CHANGES + " changed organisations of the same customers", process, tandem, "changes"));
  }

  private void report(JsonNode report) {
    int updated = report.path("updated").asInt();
    int calls =
        report.path("calls").path("poweroffice").asInt()
            + report.path("calls").path("webcrm").asInt();
    assertThat(updated).isEqualTo(CHANGES);
    say(
        "  per change: %.3f writes, %.3f reads"
            .formatted(updated / (double) CHANGES, (calls - updated) / (double) CHANGES));
  }

  private static Duration cpu(Process process) {
    return process.info().totalCpuDuration().orElseThrow();
  }

  private static int peakHeap() throws IOException {
    int peak = 0;
    for (String line : Files.readAllLines(GC_LOG)) {
      Matcher matcher = HEAP.matcher(line);
      if (matcher.find()) {
        peak = Math.max(peak, Integer.parseInt(matcher.group(1)));
      }
    }
    return peak;
  }

  /** Customers, and organisations that are alike, so that the first sweep only links. */
  private static void load(PowerOfficeSimulator powerOffice, WebCrmSimulator webCrm) {
    SampleData data = ManyCustomers.of(1, CUSTOMERS);
    powerOffice.load(PowerOfficeSimulator.Kind.CUSTOMERS, data.customers());
    List<Map<String, Object>> organisations = new ArrayList<>();
    int id = 1001;
    for (Map<String, Object> customer : data.customers()) {
      String name =
          Boolean.TRUE.equals(customer.get("IsPerson"))
              ? customer.get("FirstName") + " " + customer.get("LastName")
              : String.valueOf(customer.get("Name"));
      Object phone = customer.get("PhoneNumber");
      Map<String, Object> organisation = new HashMap<>();
      organisation.put("OrganisationId", id++);
      organisation.put("OrganisationName", name.length() > 200 ? name.substring(0, 200) : name);
      organisation.put("OrganisationTelephone", phone == null ? "" : phone);
      organisations.add(organisation);
    }
    webCrm.load(WebCrmSimulator.Kind.ORGANISATIONS, organisations);
  }
}
