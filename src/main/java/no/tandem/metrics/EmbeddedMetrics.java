package no.tandem.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import no.tandem.functions.Metrics;
import no.tandem.remote.Troubles;
import no.tandem.sync.Trigger;
import no.tandem.sync.report.Mode;
import no.tandem.sync.report.Report;
import no.tandem.sync.side.SystemName;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import software.amazon.cloudwatchlogs.emf.model.DimensionSet;
import software.amazon.cloudwatchlogs.emf.model.MetricsContext;
import software.amazon.cloudwatchlogs.emf.model.Unit;

/**
 * Prints a document for each run, with the pair as the only dimension. What is zero is left out:
 * CloudWatch takes money for a metric in every hour in which it gets a value.
 */
@Singleton
// What the library writes as JSON, and the classes that its annotations name.
@RegisterForReflection(
    classNames = {
      "software.amazon.cloudwatchlogs.emf.model.Metadata",
      "software.amazon.cloudwatchlogs.emf.model.MetricDefinition",
      "software.amazon.cloudwatchlogs.emf.model.MetricDirective",
      "software.amazon.cloudwatchlogs.emf.model.RootNode",
      "software.amazon.cloudwatchlogs.emf.serializers.InstantSerializer",
      "software.amazon.cloudwatchlogs.emf.serializers.StorageResolutionFilter",
      "software.amazon.cloudwatchlogs.emf.serializers.StorageResolutionSerializer",
      "software.amazon.cloudwatchlogs.emf.serializers.UnitSerializer"
    })
final class EmbeddedMetrics implements Metrics {
  private static final Logger LOG = Logger.getLogger(EmbeddedMetrics.class);
  private static final String NAMESPACE = "Tandem";

  private final Clock clock;
  private final Consumer<String> out;

  /**
   * @param function the name that Lambda gave the function; empty if it is not there
   */
  @Inject
  EmbeddedMetrics(
      @ConfigProperty(name = "aws.lambda.function.name") Optional<String> function, Clock clock) {
    this(clock, function.isPresent() ? System.out::println : document -> {});
  }

  EmbeddedMetrics(Clock clock, Consumer<String> out) {
    this.clock = clock;
    this.out = out;
  }

  @Override
  public void ran(Measured run) {
    try {
      MetricsContext document = new MetricsContext();
      document.setNamespace(NAMESPACE);
      document.setTimestamp(clock.instant());
      document.setDimensions(DimensionSet.of("Pair", run.pair().key()));
      document.putProperty("tenant", run.tenant());
      count(document, "Runs", 1);
      count(document, "FailedRuns", run.report().isEmpty() ? 1 : 0);
      run.report().ifPresent(report -> add(document, run.trigger(), report));
      int logInsFailed = 0;
      for (Map.Entry<SystemName, Troubles.Counts> one : run.troubles().entrySet()) {
        count(document, name(one.getKey()) + "Throttles", one.getValue().throttled());
        logInsFailed += one.getValue().logInsFailed();
      }
      count(document, "LogInsFailed", logInsFailed);
      // More than one if there are more values than CloudWatch takes at a time.
      document.serialize().forEach(out);
    } catch (JsonProcessingException | RuntimeException e) {
      // What was done is done, measured or not.
      LOG.errorf("%s: not measured: %s", run.pair().key(), e.getClass().getName());
    }
  }

  private static void add(MetricsContext document, Trigger trigger, Report report) {
    document.putProperty("run", report.run());
    report.calls().forEach((system, calls) -> count(document, name(system) + "Calls", calls));
    if (report.mode() == Mode.PLAN) {
      return;
    }
    count(document, "Examined", report.examined());
    count(document, "Created", report.created());
    count(document, "Adopted", report.adopted());
    count(document, "Updated", report.updated());
    count(document, "Ended", report.ended());
    count(document, "InSync", report.inSync());
    count(document, "Deferred", report.deferred());
    count(document, "Held", report.held());
    count(document, "Conflicts", report.conflicts());
    for (Duration delay : report.changeToApplied()) {
      document.putMetric("ChangeToApplied", (double) delay.toMillis(), Unit.MILLISECONDS);
    }
    if (trigger instanceof Trigger.Sweep sweep) {
      // A sweep whose time was up goes on in another run.
      boolean stopped = report.stopped().isPresent() && !report.unfinished();
      count(document, "Stopped", stopped ? 1 : 0);
      count(document, "Waiting", report.waiting().isPresent() ? 1 : 0);
      // Also while a proposal waits: everything else goes on, and it has an alarm of its own.
      count(document, "SuccessfulSweep", report.stopped().isPresent() ? 0 : 1);
      if (sweep.extent() == Trigger.Extent.FULL) {
        addFull(document, report);
      }
    }
  }

  /** A full sweep looks at every link, so its numbers are those of all links, zero as well. */
  private static void addFull(MetricsContext document, Report report) {
    if (report.compared() > 0) {
      document.putMetric("Compared", report.compared(), Unit.COUNT);
      document.putMetric("Drifted", report.drifted(), Unit.COUNT);
      document.putMetric("Repaired", report.repaired(), Unit.COUNT);
    }
    if (report.stopped().isEmpty()) {
      document.putMetric("HeldRecords", report.held(), Unit.COUNT);
    }
  }

  private static void count(MetricsContext document, String metric, int number) {
    if (number != 0) {
      document.putMetric(metric, number, Unit.COUNT);
    }
  }

  private static String name(SystemName system) {
    return switch (system) {
      case POWEROFFICE -> "PowerOffice";
      case WEBCRM -> "WebCrm";
    };
  }
}
