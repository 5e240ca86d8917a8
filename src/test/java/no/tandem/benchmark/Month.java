package no.tandem.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a month of 30 days costs one company: measured figures, assumptions and list prices, all of
 * them on the page.
 *
 * @param memory MB of a function
 * @param sweepCpu processor time of an idle sweep when the function is warm
 * @param sweepCalls calls of both systems in it
 * @param sweepRead DynamoDB units of reading
 * @param changeCpu processor time of a changed record's call
 * @param changeCalls calls of both systems in it
 * @param changeRead DynamoDB units of reading of one changed record
 * @param changeWrite of writing
 * @param fullRead of a full sweep, for each 1,000 links
 * @param fullCpu processor time of a full sweep, for each 1,000 links
 * @param logBytes that one idle sweep writes
 */
public record Month(
    int memory,
    Duration sweepCpu,
    int sweepCalls,
    double sweepRead,
    Duration changeCpu,
    int changeCalls,
    double changeRead,
    double changeWrite,
    double fullRead,
    Duration fullCpu,
    long logBytes) {

  private static final int CUSTOMERS = 5_000;
  private static final int CHANGES_A_DAY = 200;
  private static final int DAYS = 30;
  private static final int PAIRS = 4;
  private static final int MINUTES = DAYS * 24 * 60;

  // Assumed, because it cannot be measured here.
  private static final double MEMORY_OF_ONE_PROCESSOR = 1_769;
  private static final double SECONDS_A_CALL = 0.15;
  private static final double SECONDS_OF_DATABASE = 0.03;
  private static final double SECONDS_OF_SMALL_FUNCTIONS = 0.05;
  private static final int POLLERS = 5;
  private static final int SECONDS_A_POLL = 20;
  private static final int LOG_BYTES_OF_LAMBDA = 350;
  private static final int BYTES_AN_ITEM = 1_000;
  private static final int ALARMS = 47;
  // What every sweep writes; a change; a full sweep. What is zero is not written.
  private static final int METRICS_OF_A_SWEEP = 4;
  private static final int METRICS_OF_A_CHANGE = 4;
  private static final int METRICS_OF_A_FULL_SWEEP = 6;
  private static final int HOURS_WITH_CHANGES = 10;

  /**
   * A price.
   *
   * @param dollars for one unit
   * @param source where it was read
   */
  private record Price(String unit, double dollars, String source) {}

  private record Line(String what, double quantity, Price price) {
    double dollars() {
      return quantity * price.dollars();
    }
  }

  // AWS's list prices for N. Virginia. Those of Stockholm, where this is meant to run, were not to
  // be found offline.
  private static final String READ = "articles of 2024 to 2026";
  private static final String UNSEEN = "no source at hand";
  private static final Price REQUESTS = new Price("million calls of functions", 0.20, READ);
  private static final Price GB_SECONDS = new Price("million GB-seconds, x86", 16.6667, READ);
  private static final Price FIFO = new Price("million requests to FIFO queues", 0.50, READ);
  private static final Price SCHEDULER = new Price("million schedules started", 1.00, UNSEEN);
  private static final Price DATABASE_READ = new Price("million units of reading", 0.125, READ);
  private static final Price DATABASE_WRITE = new Price("million units of writing", 0.625, READ);
  private static final Price STORED = new Price("GB stored, with backup", 0.45, UNSEEN);
  private static final Price LOGS = new Price("GB of logs taken in", 0.50, READ);
  private static final Price TRACES = new Price("million traces", 5.00, UNSEEN);
  private static final Price SECRET = new Price("secret", 0.40, UNSEEN);
  private static final Price METRIC = new Price("metric written in each hour", 0.30, READ);
  private static final Price ALARM = new Price("alarm", 0.10, READ);
  private static final Price DASHBOARD = new Price("dashboard", 3.00, READ);

  /** The section of the page. */
  public String markdown() {
    List<Line> everyMinute = lines(1);
    List<Line> everyFive = lines(5);
    StringBuilder page =
        new StringBuilder(
            """
            ## A month

            One company with %,d customers and %d changes a day, half of them in each system, at the list prices
            below and without free tier: **$%.2f** with a sweep of each pair every minute, **$%.2f** with one every five
            minutes (`-c changesEvery=5`).

            """
                .formatted(CUSTOMERS, CHANGES_A_DAY, sum(everyMinute), sum(everyFive)));
    page.append(
            Page.row(
                List.of(
                    "", "price", "", "every minute", "$", "every five minutes", "$", "price from")))
        .append("|---|--:|---|--:|--:|--:|--:|---|\n");
    IntStream.range(0, everyMinute.size())
        .mapToObj(i -> row(everyMinute.get(i), everyFive.get(i)))
        .forEach(page::append);
    page.append(
        Page.row(
            List.of(
                "**together**",
                "",
                "",
                "",
                "**%.2f**".formatted(sum(everyMinute)),
                "",
                "**%.2f**".formatted(sum(everyFive)),
                "")));
    page.append('\n').append(inputs());
    return page.toString();
  }

  private static String row(Line one, Line five) {
    return Page.row(
        List.of(
            one.what(),
            "$" + one.price().dollars(),
            "per " + one.price().unit(),
            quantity(one.quantity()),
            "%.2f".formatted(one.dollars()),
            quantity(five.quantity()),
            "%.2f".formatted(five.dollars()),
            one.price().source()));
  }

  private static String quantity(double quantity) {
    return quantity == Math.rint(quantity)
        ? "%,.0f".formatted(quantity)
        : "%.4f".formatted(quantity);
  }

  private static double sum(List<Line> lines) {
    return lines.stream().mapToDouble(Line::dollars).sum();
  }

  private List<Line> lines(int every) {
    double sweeps = PAIRS * (double) MINUTES / every;
    double full = PAIRS * (double) DAYS;
    double changes = CHANGES_A_DAY * (double) DAYS;
    // An edit in webCRM calls a hook, and so does each write there that answers one in PowerOffice.
    double hooks = changes;
    double messages = sweeps + full + hooks;
    double schedules = sweeps + full;
    double polls =
        PAIRS * (double) POLLERS * DAYS * Duration.ofDays(1).toSeconds() / SECONDS_A_POLL;
    double seconds =
        sweeps * seconds(sweepCpu, sweepCalls)
            + hooks * seconds(changeCpu, changeCalls)
            + DAYS * CUSTOMERS / 1_000.0 * seconds(fullCpu, 1)
            + (schedules + hooks) * SECONDS_OF_SMALL_FUNCTIONS;
    double calls = messages + schedules + hooks;
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("Lambda, calls", calls / 1e6, REQUESTS));
    lines.add(new Line("Lambda, time", seconds * memory / 1_024 / 1e6, GB_SECONDS));
    lines.add(new Line("SQS", (3 * messages + polls) / 1e6, FIFO));
    lines.add(new Line("EventBridge Scheduler", schedules / 1e6, SCHEDULER));
    lines.add(
        new Line(
            "DynamoDB, reading",
            (sweeps * sweepRead
                    + (changes + hooks) * changeRead
                    + DAYS * CUSTOMERS / 1_000.0 * fullRead)
                / 1e6,
            DATABASE_READ));
    lines.add(new Line("DynamoDB, writing", changes * changeWrite / 1e6, DATABASE_WRITE));
    // A link and a claim of each customer, and three months of history.
    lines.add(
        new Line(
            "DynamoDB, storage", (2.0 * CUSTOMERS + 3 * changes) * BYTES_AN_ITEM / 1e9, STORED));
    lines.add(new Line("CloudWatch, logs", calls * (logBytes + LOG_BYTES_OF_LAMBDA) / 1e9, LOGS));
    lines.add(new Line("X-Ray", calls / 1e6, TRACES));
    lines.add(new Line("Secrets Manager", 1, SECRET));
    double metrics =
        PAIRS * METRICS_OF_A_SWEEP
            + METRICS_OF_A_CHANGE * HOURS_WITH_CHANGES / 24.0
            + PAIRS * METRICS_OF_A_FULL_SWEEP / 24.0;
    lines.add(new Line("CloudWatch, metrics", metrics, METRIC));
    lines.add(new Line("CloudWatch, alarms", ALARMS, ALARM));
    lines.add(new Line("CloudWatch, dashboard", 1, DASHBOARD));
    return lines;
  }

  /** Lambda gives a function the share of a processor that its memory is of 1,769 MB. */
  private double seconds(Duration cpu, int calls) {
    return cpu.toNanos() / 1e9 / Math.min(1, memory / MEMORY_OF_ONE_PROCESSOR)
        + calls * SECONDS_A_CALL
        + SECONDS_OF_DATABASE;
  }

  private String inputs() {
    Map<String, Object> measured = new java.util.LinkedHashMap<>(Map.of());
    measured.put("processor time of an idle sweep", Sample.text(sweepCpu));
    measured.put("of a changed record's call", Sample.text(changeCpu));
    measured.put("of a full sweep, for 1,000 links", Sample.text(fullCpu));
    measured.put("calls of the two systems in an idle sweep", sweepCalls);
    measured.put("in a changed record's call", changeCalls);
    measured.put("bytes of log of an idle sweep", logBytes);
    return """
        Measured: %s; the units of the table above.
        Assumed, because it cannot be measured here: a function of %d MB has %d/1,769 of a processor, so an idle sweep takes
        %.2f s on Lambda; a call of the two systems takes %.2f s and a run's database requests %.2f s; the functions `schedule` and `webhook`
        take %.2f s; Lambda's %d pollers ask each queue every %d s; Lambda adds %d bytes to the log of a call; an item in the table has
        %,d bytes; every call is traced; a write in webCRM calls a hook as a user's edit does. %d alarms and one dashboard.
        A metric costs by the hours that it is written in: %d of each pair in all of them, %d more of one pair in %d hours a day, %d of each in the full sweep's.
        Starts of functions, other pairs' records and e-mails are left out: they are rare, few and free.
        The prices are AWS's list prices for N. Virginia without free tier, in dollars, and may have changed: those of Stockholm (eu-north-1) and AWS's
        own price pages could not be read here. The last column says which were found in articles, and which are without a source: check those first.
        """
        .formatted(
            String.join(
                ", ",
                measured.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList()),
            memory,
            memory,
            seconds(sweepCpu, sweepCalls),
            SECONDS_A_CALL,
            SECONDS_OF_DATABASE,
            SECONDS_OF_SMALL_FUNCTIONS,
            POLLERS,
            SECONDS_A_POLL,
            LOG_BYTES_OF_LAMBDA,
            BYTES_AN_ITEM,
            ALARMS,
            METRICS_OF_A_SWEEP,
            METRICS_OF_A_CHANGE,
            HOURS_WITH_CHANGES,
            METRICS_OF_A_FULL_SWEEP);
  }
}
