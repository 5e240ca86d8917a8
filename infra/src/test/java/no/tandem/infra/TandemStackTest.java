package no.tandem.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.cxapi.CloudAssembly;

/** The rules that the resources keep, read off the synthesised template. */
class TandemStackTest {
  private static final String REGENERATE = "tandem.renew-docs";

  @TempDir static Path folder;

  private static TandemStack stack;
  private static Template template;

  @BeforeAll
  static void synthesise() throws IOException {
    App app = new App();
    stack = new TandemStack(app, "Tandem", parameters(app));
    Aspects.of(app).add(new AwsSolutionsChecks());
    template = Template.fromStack(stack);
  }

  /** As preset, with something in the place of the package, which these tests do not need. */
  @Test
  void aMisspelledParameterIsRefusedWithTheNearestRightName() {
    App app = new App();
    app.getNode().setContext("memmory", "1");
    app.getNode().setContext("logDay", "1");
    app.getNode().setContext("@aws-cdk/core:newStyleStackSynthesis", true);
    app.getNode().setContext("availability-zones:account=1:region=eu-north-1", "a");
    assertThatThrownBy(() -> Parameters.of(app.getNode()))
        .hasMessage(
            "-c logDay: is not known, the nearest is logDays;"
                + " -c memmory: is not known, the nearest is memory");
  }

  private static Parameters parameters(App app) throws IOException {
    Path zip = folder.resolve("function.zip");
    if (!Files.exists(zip)) {
      Files.write(
          zip, new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    }
    app.getNode().setContext("zip", zip.toString());
    return Parameters.of(app.getNode());
  }

  @Test
  void awsSecurityRulesFindNothing() {
    Annotations found = Annotations.fromStack(stack);
    found.hasNoError("*", Match.anyValue());
    found.hasNoWarning("*", Match.anyValue());
    System.out.println("cdk-nag (AwsSolutions): 0 errors, 0 warnings");
  }

  @Test
  void everySuppressionSaysWhy() {
    List<String> reasons = new ArrayList<>();
    all()
        .values()
        .forEach(
            resource -> {
              Map<String, Object> nag = map(map(resource.get("Metadata")).get("cdk_nag"));
              list(nag.get("rules_to_suppress"))
                  .forEach(rule -> reasons.add(String.valueOf(map(rule).get("reason"))));
            });
    assertThat(reasons).isNotEmpty().allMatch(reason -> reason.length() > 40);
    System.out.println(
        "cdk-nag suppressions: "
            + reasons.size()
            + ", of "
            + new TreeSet<>(reasons).size()
            + " kinds");
  }

  @Test
  void whatIsMade() {
    Map<String, Integer> counts = new TreeMap<>();
    all().values().forEach(r -> counts.merge(String.valueOf(r.get("Type")), 1, Integer::sum));
    counts.forEach((type, count) -> System.out.println("%4d %s".formatted(count, type)));
    assertThat(counts)
        .containsEntry("AWS::Lambda::Function", 7)
        .containsEntry("AWS::SQS::Queue", 8)
        .containsEntry("AWS::Lambda::EventSourceMapping", 4)
        .containsEntry("AWS::Scheduler::Schedule", 8)
        .containsEntry("AWS::DynamoDB::Table", 1)
        .containsEntry("AWS::SecretsManager::Secret", 1)
        .containsEntry("AWS::SNS::Topic", 1)
        .containsEntry("AWS::Lambda::Url", 1)
        .containsEntry("AWS::CloudWatch::Dashboard", 1);
  }

  @Test
  void theTableOutlivesTheStackAndCanBeRestored() {
    template.hasResource(
        "AWS::DynamoDB::Table",
        Map.of(
            "DeletionPolicy", "Retain",
            "UpdateReplacePolicy", "Retain",
            "Properties",
                Match.objectLike(
                    Map.of(
                        "BillingMode",
                        "PAY_PER_REQUEST",
                        "DeletionProtectionEnabled",
                        true,
                        "PointInTimeRecoverySpecification",
                        Map.of("PointInTimeRecoveryEnabled", true),
                        "SSESpecification",
                        Map.of("SSEEnabled", true)))));
    template.hasResource("AWS::SecretsManager::Secret", Map.of("DeletionPolicy", "Retain"));
  }

  /** The link store says in its own code what its table is like. */
  @Test
  void theTableIsAsTheLinkStoreExpectsIt() throws IOException {
    String store = Files.readString(Path.of("../src/main/java/no/tandem/links/LinkTable.java"));
    Map<String, Object> table = properties("AWS::DynamoDB::Table").getFirst();
    assertThat(store)
        .contains(
            "UNSETTLED_INDEX = \"" + Storage.UNSETTLED_INDEX + "\"",
            "EXPIRES_AT = \""
                + map(table.get("TimeToLiveSpecification")).get("AttributeName")
                + "\"",
            "keySchema(key(\"pk\", KeyType.HASH), key(\"sk\", KeyType.RANGE))",
            "keySchema(key(UNSETTLED_KEY, KeyType.HASH), key(\"sk\", KeyType.RANGE))",
            "UNSETTLED_KEY = \"unsettled\"");
    assertThat(table.get("KeySchema")).isEqualTo(keys("pk"));
    assertThat(map(list(table.get("GlobalSecondaryIndexes")).getFirst()).get("KeySchema"))
        .isEqualTo(keys("unsettled"));
  }

  private static List<Map<String, String>> keys(String hash) {
    return List.of(
        Map.of("AttributeName", hash, "KeyType", "HASH"),
        Map.of("AttributeName", "sk", "KeyType", "RANGE"));
  }

  @Test
  void queuesKeepOrderAndSetAsideWhatFails() {
    List<Map<String, Object>> queues = properties("AWS::SQS::Queue");
    assertThat(queues).allMatch(queue -> queue.get("FifoQueue").equals(true));
    assertThat(queues.stream().filter(queue -> queue.containsKey("RedrivePolicy")))
        .hasSize(4)
        .allMatch(queue -> map(queue.get("RedrivePolicy")).get("maxReceiveCount").equals(5));
    assertThat(properties("AWS::Lambda::EventSourceMapping"))
        .allMatch(m -> m.get("BatchSize").equals(1))
        .allMatch(m -> m.get("FunctionResponseTypes").equals(List.of("ReportBatchItemFailures")))
        .allMatch(m -> map(m.get("ScalingConfig")).get("MaximumConcurrency").equals(2));
  }

  /** The webhook says in its own code what it relies on. */
  @Test
  void aMessageIsGivenOutAfterWhatItReadsIsKept() throws IOException {
    assertThat(Files.readString(Path.of("../src/main/java/no/tandem/webhook/WebhookFunction.java")))
        .contains("GIVEN_OUT_AFTER = Duration.ofSeconds(5)");
    assertThat(
            properties("AWS::SQS::Queue").stream()
                .filter(queue -> queue.containsKey("RedrivePolicy")))
        .hasSize(4)
        .allMatch(queue -> queue.get("DelaySeconds").equals(5));
  }

  @Test
  void aPairsFunctionKnowsWhereMessagesAreSetAside() {
    assertThat(properties("AWS::Lambda::Function").stream().map(TandemStackTest::environment))
        .filteredOn(environment -> environment.containsKey("RUN_TIME_LIMIT"))
        .hasSize(4)
        .allMatch(
            environment ->
                environment.keySet().stream()
                        .filter(name -> name.matches("QUEUES_[A-Z_]+_DEAD_LETTERS"))
                        .count()
                    == 1);
  }

  /** Otherwise a message that is still worked on would be given to another function. */
  @Test
  void aMessageStaysInvisibleLongerThanAFunctionMayRun() {
    int longest =
        properties("AWS::Lambda::Function").stream()
            .mapToInt(function -> (Integer) function.get("Timeout"))
            .max()
            .orElseThrow();
    assertThat(
            properties("AWS::SQS::Queue").stream()
                .filter(queue -> queue.containsKey("RedrivePolicy")))
        .allMatch(queue -> (Integer) queue.get("VisibilityTimeout") >= 6 * longest);
  }

  @Test
  void runsStopBeforeTheirFunctionIsStopped() {
    assertThat(properties("AWS::Lambda::Function"))
        .filteredOn(function -> environment(function).containsKey("RUN_TIME_LIMIT"))
        .hasSize(4)
        .allMatch(
            function ->
                Integer.parseInt(
                        String.valueOf(environment(function).get("RUN_TIME_LIMIT"))
                            .replace("s", ""))
                    <= (Integer) function.get("Timeout") - 60);
  }

  @Test
  void oneFunctionForEachNameAllFromOnePackage() {
    List<Map<String, Object>> functions = properties("AWS::Lambda::Function");
    assertThat(functions)
        .extracting(function -> environment(function).get("QUARKUS_FUNQY_EXPORT"))
        .containsExactlyInAnyOrder(
            "customers",
            "departments",
            "contact-persons",
            "supplier-persons",
            "webhook",
            "schedule",
            "operator");
    assertThat(functions)
        .extracting(function -> function.get("Code"))
        .containsOnly(functions.getFirst().get("Code"));
    assertThat(functions)
        .allMatch(function -> function.get("Runtime").equals("provided.al2023"))
        .allMatch(function -> map(function.get("TracingConfig")).get("Mode").equals("Active"))
        .allMatch(function -> function.containsKey("ReservedConcurrentExecutions"));
  }

  @Test
  void everyPairIsSweptEveryMinuteAndWhollyEveryNight() {
    List<String> inputs = new ArrayList<>();
    for (Map<String, Object> schedule : properties("AWS::Scheduler::Schedule")) {
      inputs.add(
          schedule.get("ScheduleExpression") + " " + map(schedule.get("Target")).get("Input"));
    }
    for (Pairs pair : Pairs.values()) {
      assertThat(inputs)
          .contains(
              "cron(0/1 * * * ? *) {\"pair\":\""
                  + pair.key()
                  + "\",\"sweep\":\"changes\",\"every\":1,"
                  + "\"at\":\"<aws.scheduler.scheduled-time>\"}",
              "cron(* 1 * * ? *) {\"pair\":\""
                  + pair.key()
                  + "\",\"sweep\":\"full\",\"from\":1,\"hours\":1,"
                  + "\"at\":\"<aws.scheduler.scheduled-time>\"}");
    }
  }

  /** As many secrets as are asked for, each function knows them all and may read exactly these. */
  @Test
  void manyTenantsHaveSeveralSecrets() throws IOException {
    App app =
        new App(
            AppProps.builder()
                .context(
                    Map.of(
                        "secrets", "34",
                        "concurrency", "100",
                        "fullAtHour", "22",
                        "nightHours", "8"))
                .build());
    TandemStack many = new TandemStack(app, "Many", parameters(app));
    Aspects.of(app).add(new AwsSolutionsChecks());
    Template other = Template.fromStack(many);
    Annotations.fromStack(many).hasNoError("*", Match.anyValue());
    other.resourceCountIs("AWS::SecretsManager::Secret", 34);
    other.hasResourceProperties(
        "AWS::Scheduler::Schedule",
        Map.of("ScheduleExpression", "cron(* 22,23,0,1,2,3,4,5 * * ? *)"));
    List<Object> settings = new ArrayList<>();
    for (Map<String, Object> resource : resources(other)) {
      Map<String, Object> properties = map(resource.get("Properties"));
      if (resource.get("Type").equals("AWS::Lambda::Function")) {
        settings.add(environment(properties).get("SETTINGS_SECRET"));
      }
      if (resource.get("Type").equals("AWS::IAM::Policy")) {
        for (Object one : list(map(properties.get("PolicyDocument")).get("Statement"))) {
          if ("secretsmanager:GetSecretValue".equals(map(one).get("Action"))) {
            assertThat(list(map(one).get("Resource"))).hasSize(34);
          }
        }
      }
    }
    assertThat(settings).hasSize(7);
    assertThat(settings.getFirst().toString().split("Ref", -1)).hasSize(35);
  }

  /** The limits are kept together by those, and only those, that call the two systems. */
  @Test
  void whoCallsTheSystemsSharesTheLimits() {
    assertThat(properties("AWS::Lambda::Function"))
        .filteredOn(function -> "true".equals(environment(function).get("LIMITS_SHARED")))
        .extracting(function -> environment(function).get("QUARKUS_FUNQY_EXPORT"))
        .containsExactlyInAnyOrder(
            "customers", "departments", "contact-persons", "supplier-persons", "operator");
  }

  @Test
  void alarmsGoToOneTopic() {
    List<Map<String, Object>> alarms = properties("AWS::CloudWatch::Alarm");
    assertThat(alarms).hasSize(4 * 10 + 3 * 2 + 1);
    String topic =
        all().keySet().stream()
            .filter(id -> id.matches("OperationsAlarms[0-9A-F]{8}"))
            .findFirst()
            .orElseThrow();
    assertThat(alarms)
        .allMatch(alarm -> alarm.get("AlarmActions").equals(List.of(Map.of("Ref", topic))))
        .allMatch(alarm -> alarm.get("OKActions").equals(List.of(Map.of("Ref", topic))))
        .allMatch(alarm -> !String.valueOf(alarm.get("AlarmDescription")).isBlank());
    assertThat(alarms)
        .extracting(alarm -> String.valueOf(alarm.get("MetricName")))
        .contains(
            "ApproximateNumberOfMessagesVisible",
            "ApproximateAgeOfOldestMessage",
            "Errors",
            "Throttles",
            "Invocations");
  }

  @Test
  void everyPairHasAnAlarmForWhatItsRunsMeasure() {
    for (Pairs pair : Pairs.values()) {
      assertThat(measured(pair, "SuccessfulSweep"))
          .containsEntry("Statistic", "Sum")
          .containsEntry("Period", 30 * 60)
          .containsEntry("Threshold", 1)
          .containsEntry("ComparisonOperator", "LessThanThreshold")
          .as("no value is no sweep")
          .containsEntry("TreatMissingData", "breaching");
      assertThat(measured(pair, "Waiting"))
          .containsEntry("Statistic", "Maximum")
          .containsEntry("Period", 30 * 60)
          .containsEntry("Threshold", 0)
          .containsEntry("ComparisonOperator", "GreaterThanThreshold")
          .as("a sweep that finds none does not count it")
          .containsEntry("TreatMissingData", "notBreaching");
      for (String found : List.of("HeldRecords", "Drifted")) {
        assertThat(measured(pair, found))
            .containsEntry("Statistic", "Maximum")
            .as("there is one full sweep a day")
            .containsEntry("Period", 24 * 60 * 60)
            .containsEntry("Threshold", 0)
            .containsEntry("ComparisonOperator", "GreaterThanThreshold")
            .containsEntry("TreatMissingData", "notBreaching");
      }
      assertThat(measured(pair, "FailedRuns"))
          .containsEntry("Statistic", "Sum")
          .containsEntry("Period", 5 * 60)
          .containsEntry("Threshold", 0)
          .containsEntry("ComparisonOperator", "GreaterThanThreshold");
      assertThat(measured(pair, "LogInsFailed"))
          .containsEntry("Statistic", "Sum")
          .containsEntry("Period", 15 * 60)
          .as("one that works a minute later needs no person")
          .containsEntry("Threshold", 1)
          .containsEntry("ComparisonOperator", "GreaterThanThreshold");
    }
  }

  /** The alarm on this metric of the pair. */
  private static Map<String, Object> measured(Pairs pair, String metric) {
    List<Map<String, Object>> found =
        properties("AWS::CloudWatch::Alarm").stream()
            .filter(alarm -> metric.equals(alarm.get("MetricName")))
            .filter(alarm -> "Tandem".equals(alarm.get("Namespace")))
            .filter(
                alarm ->
                    alarm
                        .get("Dimensions")
                        .equals(List.of(Map.of("Name", "Pair", "Value", pair.key()))))
            .toList();
    assertThat(found).as(metric + " of " + pair.key()).hasSize(1);
    return found.getFirst();
  }

  /** An alarm or a graph of a metric that is never written would be silent for ever. */
  @Test
  void theFunctionsWriteTheMetricsThatAreWatched() throws IOException {
    String source =
        Files.readString(Path.of("../src/main/java/no/tandem/metrics/EmbeddedMetrics.java"));
    assertThat(source).contains("NAMESPACE = \"Tandem\"", "DimensionSet.of(\"Pair\"");
    Set<String> watched = new TreeSet<>();
    Matcher shown =
        Pattern.compile("\"Tandem\",\"([A-Za-z]+)\"")
            .matcher(properties("AWS::CloudWatch::Dashboard").toString());
    while (shown.find()) {
      watched.add(shown.group(1));
    }
    properties("AWS::CloudWatch::Alarm").stream()
        .filter(alarm -> "Tandem".equals(alarm.get("Namespace")))
        .forEach(alarm -> watched.add(String.valueOf(alarm.get("MetricName"))));
    System.out.println("Metrics watched: " + watched);
    assertThat(watched).contains("HeldRecords", "FailedRuns", "ChangeToApplied", "WebCrmThrottles");
    assertThat(watched)
        .allMatch(
            name -> source.contains("\"" + name.replaceAll("^(PowerOffice|WebCrm)", "") + "\""));
  }

  @Test
  void theDashboardShowsOutcomesDelaysCallsAndWhatIsHeld() {
    String body =
        properties("AWS::CloudWatch::Dashboard").getFirst().get("DashboardBody").toString();
    for (Pairs pair : Pairs.values()) {
      assertThat(body)
          .contains(
              pair.key() + ": outcomes",
              pair.key() + ": from change to applied, ms",
              pair.key() + ": calls, and those answered with 429",
              pair.key() + ": held and drifted, by full sweeps");
    }
    assertThat(body).contains("p50", "p90", "p99");
  }

  /**
   * The list is in the repository, so that a change of what a function may do is seen in review.
   */
  @Test
  void whatEachRoleMayDo() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Map<String, Object> policy : properties("AWS::IAM::Policy")) {
      text.append(policy.get("PolicyName").toString().replaceAll("[0-9A-F]{8}$", "")).append('\n');
      for (Object statement : list(map(policy.get("PolicyDocument")).get("Statement"))) {
        text.append("  ")
            .append(map(statement).get("Effect"))
            .append(' ')
            .append(map(statement).get("Action"))
            .append(" on ")
            .append(shown(map(statement).get("Resource")))
            .append('\n');
      }
    }
    Path golden = Path.of("iam.txt");
    if (Boolean.getBoolean(REGENERATE)) {
      Files.writeString(golden, text);
    }
    assertThat(text.toString())
        .as("run with -D" + REGENERATE + "=true and look at what changed")
        .isEqualTo(Files.readString(golden));
  }

  @Test
  void nothingIsAllowedEverywhereButTraces() {
    for (Map<String, Object> policy : properties("AWS::IAM::Policy")) {
      for (Object one : list(map(policy.get("PolicyDocument")).get("Statement"))) {
        Map<String, Object> statement = map(one);
        assertThat(statement.get("Action").toString()).doesNotContain("*");
        if (statement.get("Resource").toString().contains("*")) {
          assertThat(statement.get("Action").toString())
              .contains("xray:")
              .doesNotContain("s3", "sqs");
        }
      }
    }
    assertThat(properties("AWS::IAM::Role"))
        .allMatch(role -> !role.containsKey("ManagedPolicyArns"), "AWS's own policies allow more");
  }

  @Test
  void whatADeployerChoosesIsChecked() {
    App app = new App(AppProps.builder().context(Map.of("memory", "many")).build());
    assertThatThrownBy(() -> Parameters.of(app.getNode()))
        .hasMessageContaining("memory=many", "from 128 to 10240");
    App other = new App(AppProps.builder().context(Map.of("architecture", "sparc")).build());
    assertThatThrownBy(() -> Parameters.of(other.getNode())).hasMessageContaining("x86_64, arm64");
    App seldom =
        new App(
            AppProps.builder().context(Map.of("changesEvery", "20", "noSweepAfter", "59")).build());
    assertThatThrownBy(() -> Parameters.of(seldom.getNode()))
        .hasMessageContaining("noSweepAfter=59", "from 60 to 1440");
  }

  @Test
  void anotherRuntimeAndArchitectureCanBeChosen() throws IOException {
    App app =
        new App(
            AppProps.builder()
                .context(
                    Map.of(
                        "runtime",
                        "java",
                        "architecture",
                        "arm64",
                        "changesEvery",
                        "20",
                        "heldRecords",
                        "5",
                        "alarmEmail",
                        "operator@tandem.example"))
                .build());
    Template other = Template.fromStack(new TandemStack(app, "Other", parameters(app)));
    other.hasResourceProperties(
        "AWS::Lambda::Function", Map.of("Runtime", "java25", "Architectures", List.of("arm64")));
    other.hasResourceProperties(
        "AWS::Scheduler::Schedule", Map.of("ScheduleExpression", "cron(5/20 * * * ? *)"));
    other.hasResourceProperties(
        "AWS::CloudWatch::Alarm", Map.of("MetricName", "SuccessfulSweep", "Period", 60 * 60));
    other.hasResourceProperties(
        "AWS::CloudWatch::Alarm", Map.of("MetricName", "HeldRecords", "Threshold", 5));
    other.resourceCountIs("AWS::SNS::Subscription", 1);
    CloudAssembly assembly = app.synth();
    assertThat(assembly.getStacks()).hasSize(1);
  }

  // --- reading the template ---

  private static List<Map<String, Object>> resources(Template other) {
    return map(other.toJSON().get("Resources")).values().stream()
        .map(TandemStackTest::map)
        .toList();
  }

  private static Map<String, Map<String, Object>> all() {
    Map<String, Map<String, Object>> resources = new TreeMap<>();
    map(template.toJSON().get("Resources")).forEach((id, r) -> resources.put(id, map(r)));
    return resources;
  }

  private static List<Map<String, Object>> properties(String type) {
    return all().values().stream()
        .filter(resource -> resource.get("Type").equals(type))
        .map(resource -> map(resource.get("Properties")))
        .toList();
  }

  private static Map<String, Object> environment(Map<String, Object> function) {
    return map(map(function.get("Environment")).get("Variables"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object json) {
    return json == null ? Map.of() : (Map<String, Object>) json;
  }

  private static List<?> list(Object json) {
    return json == null ? List.of() : List.copyOf((Collection<?>) json);
  }

  /** A reference to another resource by that resource's name. */
  private static String shown(Object resource) {
    return resource.toString().replaceAll("([A-Za-z])[0-9A-F]{8}(?=[,\\]}])", "$1");
  }
}
