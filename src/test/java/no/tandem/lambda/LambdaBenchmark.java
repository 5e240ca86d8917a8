package no.tandem.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import no.tandem.benchmark.Month;
import no.tandem.benchmark.Page;
import no.tandem.benchmark.Sample;
import no.tandem.local.database.DynamoDbLocal;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.packaged.LocalSettings;
import no.tandem.remote.SystemWaiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packages, native and for the JVM, as Lambda starts them: how long until the first answer, how
 * much memory, what DynamoDB charges, and what a month costs.
 */
class LambdaBenchmark {
  private static final Path PACKAGES = Path.of("target/packages");
  private static final String IDLE = "{\"sweep\":\"changes\"}";
  private static final int CUSTOMERS = 1_000;
  private static final long FIRST_CUSTOMER = 100_101;
  private static final int FIRST_ORGANISATION = 1_001;

  /** The one that is edited when all others are to be old. */
  private static final long LATEST = FIRST_CUSTOMER + CUSTOMERS - 1;

  private static final int STARTS = Integer.getInteger("tandem.benchmark.starts", 30);
  private static final int SWEEPS_BEFORE_MEMORY = 50;
  private static final int WARM_SWEEPS = 200;
  private static final int EDITS = 100;
  private static final int OF_EACH_OUTCOME = 10;
  private static final int NATIVE_MEMORY = 256;
  private static final int JVM_MEMORY = 512;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final PowerOfficeSimulator.Kind LEFT = PowerOfficeSimulator.Kind.CUSTOMERS;
  private static final WebCrmSimulator.Kind RIGHT = WebCrmSimulator.Kind.ORGANISATIONS;

  @TempDir static Path folder;

  /** The simulators' clock: hours behind, and put forward where time is to pass. */
  private final AtomicReference<Duration> behind = new AtomicReference<>(Duration.ofHours(4));

  private PowerOfficeSimulator powerOffice;
  private WebCrmSimulator webCrm;
  private DynamoDbLocal database;

  /** One way to start the function, and what was measured of it. */
  private static final class Variant {
    final String name;
    final Path zip;
    final Path unpacked;
    final List<String> options;
    final Sample starts = new Sample();
    final Sample startCpu = new Sample();
    final Sample sweeps = new Sample();
    final Sample edits = new Sample();
    long firstMemory;
    long laterMemory;
    Duration sweepCpu = Duration.ZERO;
    Duration changeCpu = Duration.ZERO;
    long logBytes;

    Variant(String name, Path zip, Path unpacked, List<String> options) {
      this.name = name;
      this.zip = zip;
      this.unpacked = unpacked;
      this.options = options;
    }
  }

  @Test
  void printsStartMemoryUnitsAndAMonth() throws Exception {
    SystemWaiting time = new SystemWaiting();
    Clock clock = new LateClock(behind::get);
    try (PowerOfficeSimulator left = new PowerOfficeSimulator(0, clock, time::pause);
        WebCrmSimulator right = new WebCrmSimulator(0, clock, time::pause);
        DynamoDbLocal links = DynamoDbLocal.start()) {
      powerOffice = left;
      webCrm = right;
      database = links;
      powerOffice.switches().requestsPerSecond(0);
      webCrm.switches().requestsPerMinute(0);
      load();
      measure();
    }
  }

  /** How far behind the machine's. */
  private static final class LateClock extends Clock {
    private final Supplier<Duration> behind;

    LateClock(Supplier<Duration> behind) {
      this.behind = behind;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.now().minus(behind.get());
    }
  }

  /**
   * Lets a minute pass in both systems, then something change, so that what was measured before is
   * older than what the next sweeps read again.
   */
  private void quiet(PackagedFunction function) throws Exception {
    behind.updateAndGet(late -> late.minusMinutes(1));
    powerOffice.userEdits(
        LEFT, LATEST, Map.of("PhoneNumber", "+47 %08d".formatted(System.nanoTime() % 100_000_000)));
    report(function, IDLE);
    report(function, IDLE);
    assertThat(report(function, IDLE).path("examined").asInt()).as("an idle sweep").isEqualTo(1);
  }

  private void measure() throws Exception {
    String machine = Page.machine();
    Path jvm = PackagedFunction.unpack(PACKAGES.resolve("function-jvm.zip"), folder.resolve("jvm"));
    PackagedFunction.jarClasses(jvm);
    try (PackagedFunction first = function("first", jvm, List.of("-Xmx256m"), true)) {
      report(first, IDLE);
      quiet(first);
    }
    List<Variant> variants = variants(jvm);
    // One after the other, so that whatever else the machine does hits all alike.
    for (int i = 0; i < STARTS; i++) {
      for (Variant variant : variants) {
        start(variant);
      }
    }
    for (Variant variant : variants) {
      runWarm(variant);
    }
    Page.write("00-head", head(machine));
    Page.write("10-start", startSection(variants));
    Variant best = variants.getFirst();
    try (PackagedFunction function = function("units", best.unpacked, best.options, false)) {
      units(function, best);
    }
  }

  private List<Variant> variants(Path jvm) throws Exception {
    List<Variant> variants = new ArrayList<>();
    Path nativeZip = PACKAGES.resolve("function-native.zip");
    if (Files.exists(nativeZip)) {
      Path unpacked = PackagedFunction.unpack(nativeZip, folder.resolve("native"));
      // Four fifths of the memory are the heap's limit, as if there were no more.
      variants.add(
          new Variant(
              "native", nativeZip, unpacked, List.of("-Xmx" + NATIVE_MEMORY * 4 / 5 + "m")));
    }
    String heap = "-Xmx" + JVM_MEMORY * 4 / 5 + "m";
    Path jvmZip = PACKAGES.resolve("function-jvm.zip");
    variants.add(new Variant("JVM", jvmZip, jvm, List.of(heap)));
    Path archive = folder.resolve("tandem.jsa");
    train(jvm, List.of(heap, "-XX:ArchiveClassesAtExit=" + archive));
    variants.add(
        new Variant("JVM, AppCDS", jvmZip, jvm, List.of(heap, "-XX:SharedArchiveFile=" + archive)));
    if (Runtime.version().feature() >= 25) {
      Path cache = folder.resolve("tandem.aot");
      train(jvm, List.of(heap, "-XX:AOTCacheOutput=" + cache));
      variants.add(
          new Variant("JVM, AOT cache", jvmZip, jvm, List.of(heap, "-XX:AOTCache=" + cache)));
    }
    return variants;
  }

  /** A run that leaves an archive of the classes that it used. */
  private void train(Path jvm, List<String> options) throws Exception {
    try (PackagedFunction training = function("training", jvm, options, false)) {
      report(training, IDLE);
      training.end();
    }
    Path archive = Path.of(options.getLast().substring(options.getLast().indexOf('=') + 1));
    assertThat(archive).exists();
  }

  private void start(Variant variant) throws Exception {
    try (PackagedFunction function = function("start", variant.unpacked, variant.options, false)) {
      JsonNode report = report(function, IDLE);
      variant.starts.add(function.sinceStart());
      variant.startCpu.add(cpu(function));
      variant.firstMemory = Math.max(variant.firstMemory, peakMemory(function));
      assertThat(report.path("actions").size()).isZero();
      assertThat(report.path("examined").asInt()).as("an idle sweep").isEqualTo(1);
    }
  }

  private void runWarm(Variant variant) throws Exception {
    try (PackagedFunction function = function("warm", variant.unpacked, variant.options, false)) {
      for (int i = 0; i < SWEEPS_BEFORE_MEMORY; i++) {
        report(function, IDLE);
      }
      variant.laterMemory = peakMemory(function);
      Duration cpu = cpu(function);
      long log = function.logSize();
      for (int i = 0; i < WARM_SWEEPS; i++) {
        long begun = System.nanoTime();
        report(function, IDLE);
        variant.sweeps.add(Duration.ofNanos(System.nanoTime() - begun));
      }
      variant.sweepCpu = cpu(function).minus(cpu).dividedBy(WARM_SWEEPS);
      variant.logBytes = (function.logSize() - log) / WARM_SWEEPS;
      cpu = cpu(function);
      for (int i = 0; i < EDITS; i++) {
        edit(variant, function, i);
      }
      variant.changeCpu = cpu(function).minus(cpu).dividedBy(EDITS);
      quiet(function);
    }
  }

  /** A user's edit in webCRM, whose hook calls the function, until PowerOffice has got it. */
  private void edit(Variant variant, PackagedFunction function, int i) throws Exception {
    int organisation = FIRST_ORGANISATION + i;
    CompletableFuture<Long> arrived = new CompletableFuture<>();
    powerOffice
        .server()
        .observe(
            (request, answer) -> {
              if (request.method().equals("PATCH")) {
                arrived.complete(System.nanoTime());
              }
            });
    webCrm.userEdits(
        RIGHT,
        organisation,
        Map.of("OrganisationTelephone", "+47 %08d".formatted(System.nanoTime() % 100_000_000)));
    long begun = System.nanoTime();
    JsonNode report = report(function, changed("webcrm", organisation));
    assertThat(report.path("updated").asInt()).isEqualTo(1);
    variant.edits.add(Duration.ofNanos(arrived.get(1, TimeUnit.SECONDS) - begun));
  }

  private static String changed(String system, long id) {
    return "{\"changed\":{\"system\":\"" + system + "\",\"id\":\"" + id + "\"}}";
  }

  // --- the page ---

  private static String head(String machine) {
    return """
        # Benchmarks

        Made by `./mvnw -Pbench verify` in one run on one machine: %s
        Everything is on that machine: simulators of both systems without delay or limits, DynamoDB Local, and Lambda's Runtime API as AWS documents
        it. There is no TLS and no network between them, and settings come from the environment. Compare the rows, rather than
        trust a number: another machine, or a busy one, has others.
        """
        .formatted(machine);
  }

  private static String startSection(List<Variant> variants) throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            ## Start, memory, warm calls

            The function `customers` with an idle sweep, `%s`: from the start of the process until its first answer arrives. %d starts
            of each, one after the other in turn; then %d warm sweeps, and %d edits in webCRM from the edit's hook until PowerOffice has it.

            """
                .formatted(IDLE, STARTS, WARM_SWEEPS, EDITS));
    page.append(
        Page.row(
            Stream.concat(Stream.of(""), variants.stream().map(variant -> variant.name)).toList()));
    page.append("|---|").append("--:|".repeat(variants.size())).append('\n');
    row(page, "first answer, median", variants, v -> Sample.text(v.starts.median()));
    row(
        page,
        "first answer, 99th percentile (of " + STARTS + ": the slowest)",
        variants,
        v -> Sample.text(v.starts.p99()));
    row(
        page,
        "times the first column's median",
        variants,
        v ->
            "%.1f"
                .formatted(
                    (double) v.starts.median().toNanos()
                        / variants.getFirst().starts.median().toNanos()));
    row(page, "processor time until then, median", variants, v -> Sample.text(v.startCpu.median()));
    row(page, "memory (peak RSS) after it", variants, v -> v.firstMemory + " MB");
    row(page, "after " + SWEEPS_BEFORE_MEMORY + " sweeps", variants, v -> v.laterMemory + " MB");
    row(page, "warm idle sweep, median", variants, v -> Sample.text(v.sweeps.median()));
    row(page, "its processor time", variants, v -> Sample.text(v.sweepCpu));
    row(page, "one change, median", variants, v -> Sample.text(v.edits.median()));
    row(page, "zip", variants, v -> megabytes(Files.size(v.zip)));
    row(page, "unpacked", variants, v -> megabytes(size(v.unpacked)));
    page.append(
        """

        The native function runs with the heap that it has with %d MB of memory, the JVM with that of %d MB and Lambda's own flags
        (`-XX:TieredStopAtLevel=1`, `-XX:+UseSerialGC`) under AWS's runtime interface client. The archives of the last columns were made by one training run
        each; the package does not contain them, and on Lambda they would need its classes in a jar, which they are here.
        """
            .formatted(NATIVE_MEMORY, JVM_MEMORY));
    if (!variants.getFirst().name.equals("native")) {
      page.append("\nNative: not measured here. There was no GraalVM at `GRAALVM_HOME`.\n");
    }
    return page.toString();
  }

  private interface Cell {
    String of(Variant variant) throws IOException;
  }

  private static void row(StringBuilder page, String what, List<Variant> variants, Cell cell)
      throws IOException {
    List<String> cells = new ArrayList<>(List.of(what));
    for (Variant variant : variants) {
      cells.add(cell.of(variant));
    }
    page.append(Page.row(cells));
  }

  private static String megabytes(long bytes) {
    return "%.1f MB".formatted(bytes / 1e6);
  }

  private static long size(Path unpacked) throws IOException {
    try (Stream<Path> files = Files.walk(unpacked)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  // --- units ---

  /** What one run cost, as its report says. */
  private record Cost(double read, double write, int calls) {
    static Cost of(JsonNode report) {
      return new Cost(
          report.path("units").path("read").asDouble(),
          report.path("units").path("write").asDouble(),
          report.path("calls").path("poweroffice").asInt()
              + report.path("calls").path("webcrm").asInt());
    }
  }

  private void units(PackagedFunction function, Variant variant) throws Exception {
    StringBuilder page =
        new StringBuilder(
            """
            ## DynamoDB

            Request units, as DynamoDB's answers say and every report sums up (`units`); here DynamoDB Local's answers. Of
            an outcome, on average of %d: of the call of one record (`changed`), and of the sweep that then sees Tandem's own write, less an idle one.

            """
                .formatted(OF_EACH_OUTCOME));
    page.append(Page.row(List.of("", "reading", "writing", "calls of both systems")));
    page.append("|---|--:|--:|--:|\n");
    Cost idle = Cost.of(report(function, IDLE));
    line(page, "idle sweep", idle, 1);

    Duration cpu = cpu(function);
    Cost full = Cost.of(report(function, "{\"sweep\":\"full\"}"));
    Duration fullCpu = cpu(function).minus(cpu).dividedBy(CUSTOMERS).multipliedBy(1_000);
    line(page, "full sweep, for 1,000 links", full, CUSTOMERS / 1_000.0);

    List<Long> customers = new ArrayList<>();
    for (int i = 0; i < OF_EACH_OUTCOME; i++) {
      customers.add(powerOffice.userCreates(LEFT, Map.of("Name", "Ny Kunde " + i + " AS")));
    }
    outcome(page, function, idle, "created", "created", customers);
    List<Long> known = new ArrayList<>();
    for (int i = 0; i < OF_EACH_OUTCOME; i++) {
      webCrm.userCreates(RIGHT, Map.of("OrganisationName", "Kjent Kunde " + i + " AS"));
      known.add(powerOffice.userCreates(LEFT, Map.of("Name", "Kjent Kunde " + i + " AS")));
    }
    outcome(page, function, idle, "adopted (linked with an existing one)", "adopted", known);
    for (long customer : customers) {
      powerOffice.userEdits(LEFT, customer, Map.of("PhoneNumber", "+47 22 33 44 55"));
    }
    Cost updated = outcome(page, function, idle, "updated (one change)", "updated", customers);
    List<Long> doubles = new ArrayList<>();
    for (int i = 0; i < OF_EACH_OUTCOME; i++) {
      webCrm.userCreates(RIGHT, Map.of("OrganisationName", "Dobbel Kunde " + i + " AS"));
      webCrm.userCreates(RIGHT, Map.of("OrganisationName", "Dobbel Kunde " + i + " AS"));
      doubles.add(powerOffice.userCreates(LEFT, Map.of("Name", "Dobbel Kunde " + i + " AS")));
    }
    outcome(page, function, idle, "held (two could be it)", "held", doubles);
    for (long customer : known) {
      powerOffice.userEdits(LEFT, customer, Map.of("IsArchived", true));
    }
    outcome(page, function, idle, "ended (archived)", "ended", known);
    page.append(
        """

        A link is written together with the claim on its webCRM record and its entry in the history, all or nothing, which DynamoDB charges twice.
        """);
    Page.write("20-units", page.toString());
    Page.write(
        "30-month",
        new Month(
                variant.name.equals("native") ? NATIVE_MEMORY : JVM_MEMORY,
                variant.sweepCpu,
                idle.calls(),
                idle.read(),
                variant.changeCpu,
                updated.calls(),
                updated.read(),
                updated.write(),
                full.read() / (CUSTOMERS / 1_000.0),
                fullCpu,
                variant.logBytes)
            .markdown());
  }

  private Cost outcome(
      StringBuilder page,
      PackagedFunction function,
      Cost idle,
      String what,
      String counted,
      List<Long> customers)
      throws Exception {
    double read = 0;
    double write = 0;
    int calls = 0;
    for (long customer : customers) {
      JsonNode report = report(function, changed("poweroffice", customer));
      assertThat(report.path(counted).asInt()).as(what).isEqualTo(1);
      Cost cost = Cost.of(report);
      read += cost.read();
      write += cost.write();
      calls += cost.calls();
    }
    Cost after = Cost.of(report(function, IDLE));
    Cost each =
        new Cost(
            (read + after.read() - idle.read()) / customers.size(),
            (write + after.write() - idle.write()) / customers.size(),
            Math.round((float) (calls + after.calls() - idle.calls()) / customers.size()));
    quiet(function);
    line(page, what, each, 1);
    return each;
  }

  private static void line(StringBuilder page, String what, Cost cost, double by) {
    page.append(
        Page.row(
            List.of(
                what,
                "%.1f".formatted(cost.read() / by),
                "%.1f".formatted(cost.write() / by),
                Integer.toString(cost.calls()))));
  }

  // --- the function and what it meets ---

  private JsonNode report(PackagedFunction function, String call) throws Exception {
    JsonNode report = MAPPER.readTree(function.call(call));
    assertThat(report.path("stopped").isNull() && report.path("waiting").isNull())
        .as("%s", report)
        .isTrue();
    return report;
  }

  private PackagedFunction function(
      String log, Path unpacked, List<String> options, boolean createsTable) throws IOException {
    Map<String, String> settings = LocalSettings.of(powerOffice, webCrm, database);
    settings.put("STOPS_MAX_RECORDS", "100000");
    // So that the records of one measurement are not looked at again in the next.
    settings.put("SWEEP_OVERLAP", "1s");
    settings.put("LINKS_CREATE_TABLE", Boolean.toString(createsTable));
    // As the deployed functions have it.
    settings.put("DISABLE_SIGNAL_HANDLERS", "true");
    return new PackagedFunction("customers", log, unpacked, options, settings);
  }

  private static Duration cpu(PackagedFunction function) {
    return function.process().info().totalCpuDuration().orElseThrow();
  }

  /** MB. */
  private static long peakMemory(PackagedFunction function) throws IOException {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc/" + function.process().pid() + "/status"))) {
      Optional<String> peak = lines.filter(line -> line.startsWith("VmHWM")).findFirst();
      return Math.round(Long.parseLong(peak.orElseThrow().replaceAll("\\D", "")) * 1_024 / 1e6);
    }
  }

  /** Customers, and organisations that are alike, so that the first sweep only links. */
  private void load() {
    List<Map<String, Object>> customers = new ArrayList<>();
    List<Map<String, Object>> organisations = new ArrayList<>();
    for (int i = 0; i < CUSTOMERS; i++) {
      String name = "Kunde nummer " + i + " AS";
      String phone = "+47 22 %06d".formatted(i);
      customers.add(
          Map.of("Id", FIRST_CUSTOMER + i, "Name", name, "PhoneNumber", phone, "IsActive", true));
      organisations.add(
          Map.of(
              "OrganisationId",
              FIRST_ORGANISATION + i,
              "OrganisationName",
              name,
              "OrganisationTelephone",
              phone));
    }
    powerOffice.load(LEFT, customers);
    webCrm.load(RIGHT, organisations);
  }
}
