package no.tandem.functions;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import no.tandem.links.NamedByHooks;
import no.tandem.remote.Priority;
import no.tandem.settings.PairName;
import no.tandem.sync.Trigger;
import no.tandem.sync.link.PairStore;
import no.tandem.sync.proposal.Proposals;
import no.tandem.sync.report.Mode;
import no.tandem.sync.report.Report;
import no.tandem.sync.report.Run;
import no.tandem.sync.side.SystemName;
import org.jspecify.annotations.Nullable;

/** Runs a pair's function: reads the call, lets one run at a time through, answers the report. */
@Singleton
public final class PairRuns {
  /** Runs are named by their moment. */
  private static final DateTimeFormatter RUN =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** A turn leaves the rest to another run after this time. */
  private static final Duration LONGEST_TURN = Duration.ofMinutes(2);

  /** How many hooks are read in one run. */
  private static final int MOST_HOOKS = 5000;

  private static final Trigger FULL = new Trigger.Sweep(Trigger.Extent.FULL);

  private final Tenants tenants;
  private final Queues queues;
  private final Metrics metrics;

  /** Identifies this process among all others. */
  private final String process = UUID.randomUUID().toString();

  private final Map<String, Lock> oneAtATime = new ConcurrentHashMap<>();

  public PairRuns(Tenants tenants, Queues queues, Metrics metrics) {
    this.tenants = tenants;
    this.queues = queues;
    this.metrics = metrics;
  }

  /**
   * Answers whoever called the pair's function: a queue with a batch of messages, or a caller with
   * one call (see {@link #run}).
   *
   * @throws UnreadException with the report, where a caller's run could not read a system
   */
  public Object answer(PairDefinition pair, @Nullable JsonNode json) {
    Optional<Instant> until = until();
    if (json != null && queues.has(pair.name()) && SqsBatch.is(json)) {
      return SqsBatch.of(pair.name(), queues, json)
          .handle(
              (group, body) -> logged(pair, body, Optional.of(group), until), () -> isPast(until));
    }
    Report report = Trace.ofCall().over(() -> logged(pair, json, Optional.empty(), until));
    if (report.unread()) {
      throw new UnreadException(ReportJson.of(report));
    }
    return ReportJson.of(report);
  }

  private Clock clock() {
    return tenants.waiting().clock();
  }

  private Optional<Instant> until() {
    return tenants.settings().deployment().runTimeLimit().map(clock().instant()::plus);
  }

  private boolean isPast(Optional<Instant> until) {
    return until.filter(end -> !clock().instant().isBefore(end)).isPresent();
  }

  private Report logged(
      PairDefinition pair,
      @Nullable JsonNode json,
      Optional<String> group,
      Optional<Instant> until) {
    String name = pair.name().key();
    return LogFields.with(
        Map.of("pair", name),
        () -> Failures.logged(name, tenants.settings(), () -> run(pair, json, group, until)));
  }

  /**
   * Runs the pair once; waits while another run of it for the same tenant goes on.
   *
   * @param json {@code {"sweep": "changes"}}, {@code {"sweep": "full"}} or {@code {"changed":
   *     {"system": "webcrm", "id": "4711"}}}, with optional {@code "mode": "plan"}, {@code
   *     "tenant"} and, for a proposal, {@code "approve": "<revision>"}
   * @throws BadRequestException if the JSON is not as documented
   */
  public ReportJson run(PairDefinition pair, @Nullable JsonNode json) {
    return ReportJson.of(run(pair, json, Optional.empty(), Optional.empty()));
  }

  /**
   * @param group of the message that brought the call: the tenant, if the call names none
   */
  private Report run(
      PairDefinition pair,
      @Nullable JsonNode json,
      Optional<String> group,
      Optional<Instant> until) {
    Call call = Call.of(json);
    // Where there is one tenant, what stands in the queue was meant for it under any name.
    boolean many = tenants.settings().many();
    Optional<String> named = call.tenant().or(() -> many ? group : call.tenant());
    String tenant =
        group.isPresent()
            ? tenants.settings().nameInMessage(named)
            : tenants.settings().name(named);
    NamedByHooks hooks = pair.namedByHooks(tenants.store(), tenant);
    Optional<NamedByHooks.Named> byHooks =
        call.hooks() ? Optional.of(hooks.earliest(MOST_HOOKS)) : Optional.empty();
    Report report =
        run(
            tenant,
            pair,
            byHooks
                .<Trigger>map(some -> new Trigger.Changed(SystemName.WEBCRM, some.rights()))
                .orElse(call.trigger()),
            call.mode(),
            call.cause(),
            Optional.empty(),
            call.approve(),
            until);
    if (report.busy() && group.isPresent()) {
      throw new BusyException();
    }
    if (call.mode() == Mode.APPLY && !report.busy() && report.stopped().isEmpty()) {
      byHooks.ifPresent(hooks::remove);
      if (byHooks.filter(some -> some.items().size() == MOST_HOOKS).isPresent()
          && queues.has(pair.name())) {
        leaveHooks(queues, pair.name(), tenant);
      }
    }
    if (report.unfinished()) {
      continueLater(tenant, pair, report.run());
    }
    return report;
  }

  /** Leaves the look at what hooks have named to a run. No such message is dropped for another. */
  public static void leaveHooks(Queues queues, PairName pair, String tenant) {
    queues.send(pair, tenant, "hooks-" + UUID.randomUUID(), Call.HOOKS);
  }

  /** Leaves what a person has approved to another run, where there is a queue. */
  private void continueLater(String tenant, PairDefinition pair, String name) {
    if (queues.has(pair.name())) {
      queues.send(pair.name(), tenant, name, Call.TURN);
    }
  }

  /**
   * Carries out what a person has decided of the pair's proposal: in the queue's turns where there
   * is one, else at once.
   *
   * @param by the operator
   * @return what was done, unless it is left to the queue
   */
  public Optional<Report> takeTurn(
      String tenant, PairDefinition pair, String cause, Optional<String> by) {
    if (queues.has(pair.name())) {
      continueLater(tenant, pair, "turn-" + RUN.format(clock().instant()));
      return Optional.empty();
    }
    return Optional.of(
        run(tenant, pair, new Trigger.Turn(), Mode.APPLY, cause, by, Optional.empty(), until()));
  }

  /** Where there are queues, what was approved is done in turns, so that others come between. */
  private Optional<Duration> turn(PairDefinition pair) {
    return queues.has(pair.name()) ? Optional.of(LONGEST_TURN) : Optional.empty();
  }

  /**
   * What an operator asks for.
   *
   * @param tenant one that {@link #tenant} gave
   * @param cause what made the run, in words for an operator
   * @param by the operator, where something is to be changed
   */
  public Report run(
      String tenant,
      PairDefinition pair,
      Trigger trigger,
      Mode mode,
      String cause,
      Optional<String> by) {
    return run(tenant, pair, trigger, mode, cause, by, Optional.empty(), Optional.empty());
  }

  private Report run(
      String tenant,
      PairDefinition pair,
      Trigger trigger,
      Mode mode,
      String cause,
      Optional<String> by,
      Optional<String> approved,
      Optional<Instant> until) {
    Lock lock =
        oneAtATime.computeIfAbsent(tenant + "/" + pair.name().key(), key -> new ReentrantLock());
    lock.lock();
    try {
      Priority priority = priority(tenant, pair, trigger, approved);
      Function<Connections, Report> running =
          connections -> {
            String id = pair.name().key() + "-" + RUN.format(clock().instant());
            Run run =
                new Run(
                    mode,
                    id,
                    cause,
                    by,
                    approved,
                    until,
                    turn(pair),
                    new OutcomeLog(pair.name().key()));
            return LogFields.with(
                Map.of("tenant", tenant, "pair", pair.name().key(), "run", id),
                () -> measured(tenant, connections, priority, pair, run, trigger));
          };
      Report report = tenants.with(tenant, running);
      boolean verifies = mode == Mode.PLAN && trigger.equals(FULL);
      return verifies && tenants.haveAnothersKeys(tenant)
          ? tenants.withAnyKeys(tenant, connections -> verified(tenant, pair, connections, running))
          : report;
    } finally {
      lock.unlock();
    }
  }

  /** With the keys of another company records are compared, so that a person can confirm them. */
  private Report verified(
      String tenant,
      PairDefinition pair,
      Connections connections,
      Function<Connections, Report> running) {
    Report report = running.apply(connections);
    if (report.compared() > 0 || report.stopped().isEmpty()) {
      tenants.store().pinned(tenant).verified(pair.name().key(), connections.identities());
    }
    return report;
  }

  private Report measured(
      String tenant,
      Connections all,
      Priority priority,
      PairDefinition pair,
      Run run,
      Trigger trigger) {
    PairStore stored = stored(tenant, pair);
    Connections connections =
        all.forRun(stored.runState(), process + "/" + run.id(), priority, run.until());
    Optional<Report> report = Optional.empty();
    try {
      report = Optional.of(connections.sync(pair, stored, run).run(trigger));
      return report.get();
    } finally {
      metrics.ran(
          new Metrics.Measured(tenant, pair.name(), trigger, report, connections.troubles()));
    }
  }

  /** How urgent a run is to those who share the request limits with it. */
  private Priority priority(
      String tenant, PairDefinition pair, Trigger trigger, Optional<String> approved) {
    if (trigger instanceof Trigger.Turn) {
      return Priority.LOAD;
    }
    if (!(trigger instanceof Trigger.Sweep sweep)) {
      return Priority.LIVE;
    }
    boolean takesLong =
        sweep.extent() == Trigger.Extent.FULL
            || approved.isPresent()
            || (tenants.settings().deployment().sharesLimits()
                && stored(tenant, pair).runState().isNew());
    return takesLong ? Priority.LOAD : Priority.SWEEP;
  }

  /** The pair's proposal. */
  public Proposals proposals(String tenant, PairDefinition pair) {
    return pair.proposals(tenants.store(), tenant);
  }

  /** What is stored of the pair. */
  public PairStore stored(String tenant, PairDefinition pair) {
    return pair.stored(tenants.store(), tenant);
  }

  /**
   * The tenant that a call means.
   *
   * @throws BadRequestException if it is not served here, or it has to be named
   */
  public String tenant(Optional<String> named) {
    return tenants.settings().name(named);
  }
}
