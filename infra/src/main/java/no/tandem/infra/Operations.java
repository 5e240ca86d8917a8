package no.tandem.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** What an operator gets, and can look at: alarms to one topic, and a dashboard. */
final class Operations extends Construct {
  private final Topic topic;
  private final Dashboard dashboard;
  private final List<List<IWidget>> rows = new ArrayList<>();

  Operations(
      Construct scope,
      Parameters parameters,
      Map<Pairs, PairFunction> pairs,
      List<TandemFunction> others,
      TandemFunction webhook) {
    super(scope, "Operations");
    topic = Topic.Builder.create(this, "Alarms").enforceSsl(true).build();
    parameters
        .alarmEmail()
        .ifPresent(address -> topic.addSubscription(new EmailSubscription(address)));
    pairs.forEach((pair, function) -> watch(parameters, pair, function));
    others.forEach(this::watchFunction);
    alarm(
        "NoHooks",
        "No hook call for " + parameters.noHooksAfter() + " hours: are webCRM's hooks installed?",
        webhook
            .function()
            .metricInvocations(every(Duration.hours(parameters.noHooksAfter()), "Sum")),
        ComparisonOperator.LESS_THAN_THRESHOLD,
        TreatMissingData.BREACHING);
    dashboard = Dashboard.Builder.create(this, "Dashboard").widgets(rows).build();
  }

  private void watch(Parameters parameters, Pairs pair, PairFunction function) {
    String id = pair.id();
    watchFunction(function.function());
    // Lambda does not count these as errors: a queue's call is answered with what it gives back.
    above(
        id + "FailedRuns",
        pair.key() + ": a run failed, and its message comes again",
        measured(pair, "FailedRuns", "Sum"),
        0);
    above(
        id + "DeadLetters",
        pair.key() + ": a message failed every try and was set aside",
        function.deadLetters().metricApproximateNumberOfMessagesVisible(),
        0);
    above(
        id + "QueueAge",
        pair.key() + ": a message has waited for half an hour",
        function.queue().metricApproximateAgeOfOldestMessage(),
        Duration.minutes(30).toSeconds().intValue());
    alarm(
        id + "NoSweep",
        pair.key() + ": no successful sweep for " + parameters.noSweepAfter() + " minutes",
        measured(pair, "SuccessfulSweep", "Sum")
            .with(every(Duration.minutes(parameters.noSweepAfter()), "Sum")),
        ComparisonOperator.LESS_THAN_THRESHOLD,
        TreatMissingData.BREACHING);
    above(
        id + "Waiting",
        pair.key() + ": a proposal waits for a person",
        measured(pair, "Waiting", "Maximum")
            .with(every(Duration.minutes(parameters.noSweepAfter()), "Maximum")),
        0);
    above(
        id + "Held",
        pair.key() + ": records are held and wait for a person, the last full sweep said",
        measured(pair, "HeldRecords", "Maximum").with(every(Duration.days(1), "Maximum")),
        parameters.heldRecords());
    above(
        id + "Drift",
        pair.key() + ": a full sweep found links different without a change having been seen",
        measured(pair, "Drifted", "Maximum").with(every(Duration.days(1), "Maximum")),
        0);
    // One that failed once and works a minute later needs no person.
    Duration logIns = Duration.minutes(Math.max(15, 3 * parameters.changesEvery()));
    above(
        id + "LogIns",
        pair.key() + ": log-ins failed again and again: are the keys right?",
        measured(pair, "LogInsFailed", "Sum").with(every(logIns, "Sum")),
        1);
    rows.add(
        List.of(
            graph(
                pair.key() + ": runs and errors",
                List.of(
                    function.function().function().metricInvocations(),
                    function.function().function().metricErrors())),
            graph(
                pair.key() + ": duration, ms",
                List.of(function.function().function().metricDuration())),
            graph(
                pair.key() + ": queue and dead letters",
                List.of(
                    function.queue().metricApproximateNumberOfMessagesVisible(),
                    function.deadLetters().metricApproximateNumberOfMessagesVisible())),
            graph(
                pair.key() + ": age of the oldest message, s",
                List.of(function.queue().metricApproximateAgeOfOldestMessage()))));
    rows.add(
        List.of(
            graph(
                pair.key() + ": outcomes",
                measured(
                    pair,
                    "Sum",
                    "Created",
                    "Adopted",
                    "Updated",
                    "Ended",
                    "Deferred",
                    "Held",
                    "Conflicts")),
            graph(
                pair.key() + ": from change to applied, ms",
                List.of(
                    measured(pair, "ChangeToApplied", "p50"),
                    measured(pair, "ChangeToApplied", "p90"),
                    measured(pair, "ChangeToApplied", "p99"))),
            graph(
                pair.key() + ": calls, and those answered with 429",
                measured(
                    pair,
                    "Sum",
                    "PowerOfficeCalls",
                    "WebCrmCalls",
                    "PowerOfficeThrottles",
                    "WebCrmThrottles")),
            graph(
                pair.key() + ": held and drifted, by full sweeps",
                measured(pair, "Maximum", "HeldRecords", "Drifted", "Repaired"))));
  }

  /** A metric that the functions write into their logs. */
  private static Metric measured(Pairs pair, String name, String statistic) {
    return Metric.Builder.create()
        .namespace("Tandem")
        .metricName(name)
        .dimensionsMap(Map.of("Pair", pair.key()))
        .statistic(statistic)
        .build();
  }

  private static List<Metric> measured(Pairs pair, String statistic, String... names) {
    return Stream.of(names).map(name -> measured(pair, name, statistic)).toList();
  }

  private void watchFunction(TandemFunction function) {
    String id = function.getNode().getPath().replaceAll("[^A-Za-z]", "");
    above(
        id + "Errors",
        function.getNode().getPath() + " failed",
        function.function().metricErrors(every(Duration.minutes(5), "Sum")),
        0);
    above(
        id + "Throttles",
        function.getNode().getPath() + " was held back by its concurrency",
        function.function().metricThrottles(every(Duration.minutes(5), "Sum")),
        10);
  }

  private static MetricOptions every(Duration period, String statistic) {
    return MetricOptions.builder().period(period).statistic(statistic).build();
  }

  private static GraphWidget graph(String title, List<? extends IMetric> metrics) {
    return GraphWidget.Builder.create().title(title).left(metrics).width(6).build();
  }

  private void above(String id, String description, IMetric metric, int threshold) {
    add(
        Alarm.Builder.create(this, id)
            .alarmDescription(description)
            .metric(metric)
            .threshold(threshold)
            .evaluationPeriods(1)
            .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
            .treatMissingData(TreatMissingData.NOT_BREACHING)
            .build());
  }

  private void alarm(
      String id,
      String description,
      IMetric metric,
      ComparisonOperator operator,
      TreatMissingData missing) {
    add(
        Alarm.Builder.create(this, id)
            .alarmDescription(description)
            .metric(metric)
            .threshold(1)
            .evaluationPeriods(1)
            .comparisonOperator(operator)
            .treatMissingData(missing)
            .build());
  }

  private void add(Alarm alarm) {
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
  }

  Topic topic() {
    return topic;
  }

  Dashboard dashboard() {
    return dashboard;
  }
}
