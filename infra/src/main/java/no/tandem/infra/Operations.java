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
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** What an operator is told, and can look at: alarms to one topic, and a dashboard. */
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
    Duration runs = Duration.minutes(Math.max(30, 5 * parameters.changesEvery()));
    alarm(
        id + "NoRun",
        pair.key() + ": no run for " + runs.toMinutes() + " minutes",
        function.function().function().metricInvocations(every(runs, "Sum")),
        ComparisonOperator.LESS_THAN_THRESHOLD,
        TreatMissingData.BREACHING);
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
