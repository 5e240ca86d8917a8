package no.tandem.infra;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.constructs.Construct;

/**
 * The clock: every few minutes {@code schedule} is asked to sweep a pair for changes, and in every
 * minute of the night to sweep it wholly; it knows whose turn it is.
 */
final class Schedules extends Construct {
  /** What the scheduler puts in for the moment that a call was planned for. */
  private static final String PLANNED_FOR = "<aws.scheduler.scheduled-time>";

  Schedules(Construct scope, Parameters parameters, IFunction schedule) {
    super(scope, "Schedules");
    Role role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("scheduler.amazonaws.com"))
            .build();
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .actions(List.of("lambda:InvokeFunction"))
            .resources(List.of(schedule.getFunctionArn()))
            .build());
    for (Pairs pair : Pairs.values()) {
      int every = parameters.changesEvery();
      // Not all at once, where there is more than one minute to choose from.
      int offset = pair.ordinal() * every / Pairs.values().length;
      sweep(
          pair,
          "changes",
          "\"every\":" + every,
          "cron(" + offset + "/" + every + " * * * ? *)",
          schedule,
          role);
      sweep(
          pair,
          "full",
          "\"from\":" + parameters.fullAtHour() + ",\"hours\":" + parameters.nightHours(),
          "cron(* " + night(parameters) + " * * ? *)",
          schedule,
          role);
    }
  }

  /** The hours of the night, such as 23,0,1. */
  private static String night(Parameters parameters) {
    return IntStream.range(0, parameters.nightHours())
        .mapToObj(hour -> Integer.toString((parameters.fullAtHour() + hour) % 24))
        .collect(Collectors.joining(","));
  }

  private void sweep(
      Pairs pair, String sweep, String how, String when, IFunction schedule, Role role) {
    CfnSchedule.Builder.create(this, pair.id() + (sweep.equals("full") ? "Full" : "Changes"))
        .description("Tandem: " + pair.key() + ", " + sweep)
        .scheduleExpression(when)
        .scheduleExpressionTimezone("UTC")
        .flexibleTimeWindow(CfnSchedule.FlexibleTimeWindowProperty.builder().mode("OFF").build())
        .target(
            CfnSchedule.TargetProperty.builder()
                .arn(schedule.getFunctionArn())
                .roleArn(role.getRoleArn())
                .input(
                    "{\"pair\":\""
                        + pair.key()
                        + "\",\"sweep\":\""
                        + sweep
                        + "\","
                        + how
                        + ",\"at\":\""
                        + PLANNED_FOR
                        + "\"}")
                // The tenants of this minute have no other before their interval is over.
                .retryPolicy(
                    CfnSchedule.RetryPolicyProperty.builder()
                        .maximumEventAgeInSeconds(240)
                        .maximumRetryAttempts(5)
                        .build())
                .build())
        .build();
  }
}
