package no.tandem.infra;

import java.util.List;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.constructs.Construct;

/** The clock: every pair is swept for changes every few minutes, and wholly every night. */
final class Schedules extends Construct {
  private static final int MINUTES_BETWEEN_FULL_SWEEPS = 15;

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
      sweep(pair, "changes", "cron(" + offset + "/" + every + " * * * ? *)", schedule, role);
      sweep(
          pair,
          "full",
          "cron("
              + pair.ordinal() * MINUTES_BETWEEN_FULL_SWEEPS
              + " "
              + parameters.fullAtHour()
              + " * * ? *)",
          schedule,
          role);
    }
  }

  private void sweep(Pairs pair, String sweep, String when, IFunction schedule, Role role) {
    CfnSchedule.Builder.create(this, pair.id() + (sweep.equals("full") ? "Full" : "Changes"))
        .description("Tandem: " + pair.key() + ", " + sweep)
        .scheduleExpression(when)
        .scheduleExpressionTimezone("UTC")
        .flexibleTimeWindow(CfnSchedule.FlexibleTimeWindowProperty.builder().mode("OFF").build())
        .target(
            CfnSchedule.TargetProperty.builder()
                .arn(schedule.getFunctionArn())
                .roleArn(role.getRoleArn())
                .input("{\"pair\":\"" + pair.key() + "\",\"sweep\":\"" + sweep + "\"}")
                // The next minute's sweep finds what a lost one would have.
                .retryPolicy(
                    CfnSchedule.RetryPolicyProperty.builder()
                        .maximumEventAgeInSeconds(60)
                        .maximumRetryAttempts(2)
                        .build())
                .build())
        .build();
  }
}
