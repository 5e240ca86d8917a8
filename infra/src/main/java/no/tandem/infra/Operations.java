package no.tandem.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** What an operator is told, and can look at: alarms to one topic, and a dashboard. */
final class Operations extends Construct {
  private static final String NAMESPACE = "Tandem";

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
    above(id + "Held", pair.key() + ": records wait for a person", metric(pair, "Held"), 0);
    above(
        id + "Drift",
        pair.key() + ": a full sweep found differences of which no change had been seen",
        metric(pair, "Drifted"),
        0);
    above(
        id + "TokenFailures",
        pair.key() + ": a system refused to log in; look at the keys",
        metric(pair, "TokenFailures"),
        2);
    above(
        id + "Stopped", pair.key() + ": a sweep waits for a go-ahead", metric(pair, "Stopped"), 0);
    Duration sweeps = Duration.minutes(Math.max(30, 5 * parameters.changesEvery()));
    alarm(
        id + "NoSweep",
        pair.key() + ": no sweep came to its end for " + sweeps.toMinutes() + " minutes",
        Metric.Builder.create()
            .namespace(NAMESPACE)
            .metricName("Sweeps")
            .dimensionsMap(Map.of("Function", pair.key()))
            .statistic("Sum")
            .period(sweeps)
            .build(),
        ComparisonOperator.LESS_THAN_THRESHOLD,
        TreatMissingData.BREACHING);
    rows.add(
        List.of(
            graph(
                pair.key() + ": outcomes",
                List.of(
                    metric(pair, "Created"),
                    metric(pair, "Adopted"),
                    metric(pair, "Updated"),
                    metric(pair, "Ended"))),
            graph(
                pair.key() + ": to look at",
                List.of(metric(pair, "Held"), metric(pair, "Conflicts"), metric(pair, "Drifted"))),
            graph(
                pair.key() + ": calls and waits",
                List.of(metric(pair, "Calls"), metric(pair, "Throttles"))),
            graph(
                pair.key() + ": queue",
                List.of(
                    function.queue().metricApproximateNumberOfMessagesVisible(),
                    function.deadLetters().metricApproximateNumberOfMessagesVisible()))));
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

  private static software.amazon.awscdk.services.cloudwatch.MetricOptions every(
      Duration period, String statistic) {
    return software.amazon.awscdk.services.cloudwatch.MetricOptions.builder()
        .period(period)
        .statistic(statistic)
        .build();
  }

  private static Metric metric(Pairs pair, String name) {
    return Metric.Builder.create()
        .namespace(NAMESPACE)
        .metricName(name)
        .dimensionsMap(Map.of("Function", pair.key()))
        .statistic("Sum")
        .period(Duration.minutes(5))
        .build();
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
