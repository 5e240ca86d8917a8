package no.tandem.functions;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import no.tandem.sync.Links;
import no.tandem.sync.Mode;
import no.tandem.sync.Report;
import no.tandem.sync.Run;
import no.tandem.sync.Trigger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs a pair's function: reads the call, lets one run at a time through, answers the report. */
@Singleton
public final class PairRuns {
  /** Runs are named by their moment. */
  private static final DateTimeFormatter RUN =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final Logger LOG = Logger.getLogger(PairRuns.class);

  private final Settings settings;
  private final Connections connections;
  private final Queues queues;
  private final Metrics metrics;
  private final Map<String, Lock> oneAtATime = new ConcurrentHashMap<>();

  public PairRuns(Settings settings, Connections connections, Queues queues, Metrics metrics) {
    this.settings = settings;
    this.connections = connections;
    this.queues = queues;
    this.metrics = metrics;
  }

  /**
   * Answers whoever called the pair's function: a queue with a batch of messages, or anybody with
   * one call (see {@link #run}).
   */
  public Object answer(PairDefinition pair, @Nullable JsonNode json) {
    Optional<Instant> until = until();
    if (json != null && SqsBatch.is(json)) {
      return SqsBatch.of(json)
          .handle(pair.name().key(), body -> logged(pair, body, until), () -> isPast(until));
    }
    return Trace.ofCall().over(() -> logged(pair, json, until));
  }

  private Optional<Instant> until() {
    return settings.runTimeLimit().map(connections.clock().instant()::plus);
  }

  private boolean isPast(Optional<Instant> until) {
    return until.filter(end -> !connections.clock().instant().isBefore(end)).isPresent();
  }

  /** Lambda's binding tells nobody which record a failed call was about, so it is said here. */
  private ReportJson logged(PairDefinition pair, @Nullable JsonNode json, Optional<Instant> until) {
    try {
      return LogFields.with(fields(pair), () -> run(pair, json, until));
    } catch (BadRequestException e) {
      LOG.errorf("%s: bad call: %s", pair.name().key(), e.getMessage());
      throw e;
    } catch (RuntimeException e) {
      // The message may quote values.
      LOG.errorf(
          "%s: %s failed: %s", pair.name().key(), Call.of(json).cause(), e.getClass().getName());
      throw e;
    }
  }

  /**
   * Runs the pair once; waits while another run of it for the same tenant goes on.
   *
   * @param json {@code {"sweep": "changes"}}, {@code {"sweep": "full"}} or {@code {"changed":
   *     {"system": "webcrm", "id": "4711"}}}, with optional {@code "mode": "plan"}, {@code
   *     "tenant"} and, for a sweep that stopped itself, {@code "approve": "<fingerprint>"}
   * @throws BadRequestException if the JSON is not as documented
   */
  public ReportJson run(PairDefinition pair, @Nullable JsonNode json) {
    return run(pair, json, Optional.empty());
  }

  private ReportJson run(PairDefinition pair, @Nullable JsonNode json, Optional<Instant> until) {
    Call call = Call.of(json);
    checkTenant(call.tenant());
    Report report = run(pair, call.trigger(), call.mode(), call.cause(), call.approve(), until);
    if (report.unfinished() && queues.has(pair.name())) {
      queues.send(pair.name(), settings.tenant(), report.run(), String.valueOf(json));
    }
    return ReportJson.of(report);
  }

  /**
   * The same, for a call that was read already.
   *
   * @param cause what made the run, in words for an operator
   * @param approved the fingerprint of a stopped sweep that may go ahead
   */
  public Report run(
      PairDefinition pair, Trigger trigger, Mode mode, String cause, Optional<String> approved) {
    return run(pair, trigger, mode, cause, approved, Optional.empty());
  }

  private Report run(
      PairDefinition pair,
      Trigger trigger,
      Mode mode,
      String cause,
      Optional<String> approved,
      Optional<Instant> until) {
    Lock lock =
        oneAtATime.computeIfAbsent(
            settings.tenant() + "/" + pair.name().key(), key -> new ReentrantLock());
    lock.lock();
    try {
      String id = pair.name().key() + "-" + RUN.format(connections.clock().instant());
      Run run = new Run(mode, id, cause, approved, until, new OutcomeLog(pair.name().key()));
      Map<String, String> fields = new HashMap<>(fields(pair));
      fields.put("run", id);
      return LogFields.with(fields, () -> measured(pair, run, trigger));
    } finally {
      lock.unlock();
    }
  }

  private Report measured(PairDefinition pair, Run run, Trigger trigger) {
    Optional<Report> report = Optional.empty();
    try {
      report = Optional.of(connections.sync(pair, run).run(trigger));
      return report.get();
    } finally {
      metrics.ran(
          new Metrics.Measured(
              settings.tenant(), pair.name(), trigger, report, connections.troubles()));
    }
  }

  private Map<String, String> fields(PairDefinition pair) {
    return Map.of("tenant", settings.tenant(), "pair", pair.name().key());
  }

  /** What is stored of the pair. */
  public Links links(PairDefinition pair) {
    return connections.links(pair);
  }

  /** The tenant that is served here. */
  public String tenant() {
    return settings.tenant();
  }

  /**
   * Checks the tenant that a call names.
   *
   * @throws BadRequestException if it is not served here
   */
  public void checkTenant(Optional<String> tenant) {
    if (tenant.filter(name -> !name.equals(settings.tenant())).isPresent()) {
      throw new BadRequestException(
          "The tenant is not known here; this deployment serves \"" + settings.tenant() + "\"");
    }
  }
}
