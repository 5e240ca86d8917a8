package no.tandem.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.constructs.Construct;

/**
 * One of Tandem's functions: the same package for all; its environment says which one it is. Its
 * role may write its own log and read the settings, and nothing else until it is granted.
 */
final class TandemFunction extends Construct {
  private final Function function;
  private final Role role;

  /**
   * What differs between the functions.
   *
   * @param name by which the package knows it
   * @param memory MB
   * @param reservedConcurrency how many may run at a time
   */
  record Kind(String name, int memory, Duration timeout, int reservedConcurrency) {}

  TandemFunction(
      Construct scope,
      String id,
      Parameters parameters,
      Kind kind,
      List<Secret> settings,
      Map<String, String> environment) {
    super(scope, id);
    LogGroup log =
        LogGroup.Builder.create(this, "Log")
            .retention(retention(parameters.logDays()))
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .build();
    allow(List.of("logs:CreateLogStream", "logs:PutLogEvents"), log.getLogGroupArn());
    String[] secrets = settings.stream().map(Secret::getSecretArn).toArray(String[]::new);
    allow(List.of("secretsmanager:GetSecretValue"), secrets);
    Map<String, String> all = new TreeMap<>(environment);
    all.put("QUARKUS_FUNQY_EXPORT", kind.name());
    all.put("SETTINGS_SECRET", String.join(",", secrets));
    if (parameters.native_()) {
      // As Quarkus's own template for native functions has it: signals are Lambda's business.
      all.put("DISABLE_SIGNAL_HANDLERS", "true");
    }
    function =
        Function.Builder.create(this, "Function")
            .description("Tandem: " + kind.name())
            .runtime(parameters.native_() ? Runtime.PROVIDED_AL2023 : Runtime.JAVA_25)
            .handler(
                parameters.native_()
                    ? "bootstrap"
                    : "io.quarkus.funqy.lambda.FunqyStreamHandler::handleRequest")
            .code(Code.fromAsset(parameters.zip()))
            .architecture(parameters.architecture())
            .memorySize(kind.memory())
            .timeout(kind.timeout())
            .reservedConcurrentExecutions(kind.reservedConcurrency())
            .tracing(Tracing.ACTIVE)
            .logGroup(log)
            .role(role)
            .environment(all)
            .build();
    NagSuppressions.addResourceSuppressions(
        role,
        List.of(
            NagPackSuppression.builder()
                .id("AwsSolutions-IAM5")
                .reason(
                    "X-Ray's two write actions know no resource, so AWS itself names * for them; the"
                        + " log's * stands for its streams, whose names Lambda invents.")
                .appliesTo(List.of("Resource::*"))
                .build()),
        true);
  }

  /** Lets the function do this to exactly this resource. */
  void allow(List<String> actions, String... resources) {
    role.addToPolicy(
        PolicyStatement.Builder.create().actions(actions).resources(List.of(resources)).build());
  }

  Function function() {
    return function;
  }

  /** The next longer retention that CloudWatch knows. */
  private static RetentionDays retention(int days) {
    Map<Integer, RetentionDays> known = new TreeMap<>();
    known.put(1, RetentionDays.ONE_DAY);
    known.put(7, RetentionDays.ONE_WEEK);
    known.put(30, RetentionDays.ONE_MONTH);
    known.put(90, RetentionDays.THREE_MONTHS);
    known.put(365, RetentionDays.ONE_YEAR);
    known.put(3_653, RetentionDays.TEN_YEARS);
    return known.entrySet().stream()
        .filter(entry -> entry.getKey() >= days)
        .findFirst()
        .orElseThrow()
        .getValue();
  }
}
