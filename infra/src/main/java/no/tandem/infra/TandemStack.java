package no.tandem.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.FunctionUrl;
import software.amazon.awscdk.services.lambda.FunctionUrlAuthType;
import software.amazon.awscdk.services.lambda.FunctionUrlOptions;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/**
 * Tandem on AWS: hooks and the clock leave messages in the pairs' queues, a function per pair works
 * them off, links are in one table, and what an operator should know goes to one topic.
 */
final class TandemStack extends Stack {

  TandemStack(Construct scope, String id, Parameters parameters) {
    super(scope, id);
    Table links = Storage.table(this);
    List<Secret> settings = new ArrayList<>();
    for (int i = 1; i <= parameters.secrets(); i++) {
      settings.add(secret(i));
    }

    Map<Pairs, PairFunction> pairs = new EnumMap<>(Pairs.class);
    Map<String, String> queues = new TreeMap<>();
    for (Pairs pair : Pairs.values()) {
      PairFunction function = new PairFunction(this, pair, parameters, links, settings);
      PairFunction.explain(function.deadLetters());
      pairs.put(pair, function);
      queues.put(pair.queueVariable(), function.queue().getQueueUrl());
    }
    String[] queueArns =
        pairs.values().stream().map(pair -> pair.queue().getQueueArn()).toArray(String[]::new);

    Map<String, String> hooks = new TreeMap<>(queues);
    hooks.put("LINKS_TABLE", links.getTableName());
    TandemFunction webhook =
        helper("Webhook", "webhook", 10, parameters, settings, hooks, Duration.seconds(20));
    webhook.allow(List.of("sqs:SendMessage"), queueArns);
    // Which pair a record belongs to, and for it that the record was named.
    webhook.allow(List.of("dynamodb:BatchGetItem", "dynamodb:PutItem"), links.getTableArn());
    TandemFunction schedule =
        helper(
            "Schedule",
            "schedule",
            // It spreads what it leaves over a minute, and the next ones begin before it ends.
            Math.min(16, 2 * parameters.concurrency()),
            parameters,
            settings,
            queues,
            Duration.minutes(2));
    schedule.allow(List.of("sqs:SendMessage"), queueArns);
    TandemFunction operator =
        helper(
            "Operator",
            "operator",
            1,
            parameters,
            settings,
            Map.of("LINKS_TABLE", links.getTableName(), "LIMITS_SHARED", "true"),
            Duration.minutes(parameters.timeout()));
    operator.allow(
        List.of(
            "dynamodb:BatchGetItem",
            "dynamodb:DeleteItem",
            // The operator's 'check' looks at the table.
            "dynamodb:DescribeContinuousBackups",
            "dynamodb:DescribeTable",
            "dynamodb:DescribeTimeToLive",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem"),
        links.getTableArn());
    operator.allow(
        List.of("dynamodb:Query"), links.getTableArn() + "/index/" + Storage.UNSETTLED_INDEX);

    new Schedules(this, parameters, schedule.function());
    // webCRM's hooks cannot sign their calls; the secret in the path is what lets one in.
    FunctionUrl url =
        webhook
            .function()
            .addFunctionUrl(
                FunctionUrlOptions.builder().authType(FunctionUrlAuthType.NONE).build());
    Operations operations =
        new Operations(this, parameters, pairs, List.of(webhook, schedule, operator), webhook);

    output("WebhookAddress", "For webCRM's hooks; append your WEBHOOK_SECRET", url.getUrl());
    for (int i = 0; i < settings.size(); i++) {
      output(
          "SettingsSecret" + (i == 0 ? "" : i + 1),
          i == 0 ? "Put your keys here" : "For more tenants",
          settings.get(i).getSecretName());
    }
    output("LinksTable", "Kept when the stack is removed", links.getTableName());
    output("AlarmTopic", "Where alarms go", operations.topic().getTopicArn());
    output("Dashboard", "In CloudWatch", operations.dashboard().getDashboardName());
    output("OperatorFunction", "For aws lambda invoke", operator.function().getFunctionName());
    pairs.forEach(
        (pair, function) ->
            output(
                pair.id() + "Function",
                "For aws lambda invoke",
                function.function().function().getFunctionName()));
  }

  /**
   * The first one has what is the same for everybody, and each any number of tenants that fit in.
   */
  private Secret secret(int number) {
    Secret.Builder builder =
        Secret.Builder.create(this, "Settings" + (number == 1 ? "" : number))
            .description("Tandem's keys and settings, as one JSON object of its variables")
            .removalPolicy(RemovalPolicy.RETAIN);
    if (number > 1) {
      // So that a secret that is not used yet says that it has no tenants.
      builder.generateSecretString(
          SecretStringGenerator.builder()
              .secretStringTemplate("{\"TENANTS\":{}}")
              .generateStringKey("UNUSED")
              .build());
    }
    Secret secret = builder.build();
    NagSuppressions.addResourceSuppressions(
        secret,
        List.of(
            NagPackSuppression.builder()
                .id("AwsSolutions-SMG4")
                .reason(
                    "The keys are issued by PowerOffice and webCRM, which offer no way to rotate"
                        + " them by machine.")
                .build()));
    return secret;
  }

  private TandemFunction helper(
      String id,
      String name,
      int concurrency,
      Parameters parameters,
      List<Secret> settings,
      Map<String, String> environment,
      Duration timeout) {
    return new TandemFunction(
        this,
        id,
        parameters,
        new TandemFunction.Kind(name, parameters.memory(), timeout, concurrency),
        settings,
        environment);
  }

  private void output(String id, String description, String value) {
    CfnOutput.Builder.create(this, id + "Output").description(description).value(value).build();
  }
}
