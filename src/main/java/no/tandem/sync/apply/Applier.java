package no.tandem.sync.apply;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.link.Reason;
import no.tandem.sync.pair.Rules;
import no.tandem.sync.plan.OwnWriteReader;
import no.tandem.sync.plan.Plan;
import no.tandem.sync.plan.Planned;
import no.tandem.sync.report.Report;
import no.tandem.sync.report.Run;
import no.tandem.sync.side.Bulk;
import no.tandem.sync.side.Freshness;

/**
 * Carries out plans: the only one that writes to a system. In plan mode it writes nothing and only
 * reports.
 */
public final class Applier {
  private static final Logger LOG = System.getLogger(Applier.class.getName());
  private static final int PROGRESS_EVERY = 100;

  /** How many records can be written before what was read of the last one is too old. */
  private static final int CHUNK = 15;

  /** How many approved records are decided on together: three chunks, of which one is fresh. */
  private static final int TOGETHER = 3 * CHUNK;

  private final ApplyContext context;
  private final Links links;
  private final CreateStep creating;
  private final BulkCreateStep bulkCreating;
  private final MergeStep merging;
  private final EndStep ending;
  private final OperatorSteps operatorSteps;
  private final Recheck recheck;
  private final Instant begun;
  private final Run run;
  private final Set<LinkKey> passed = new HashSet<>();
  private boolean many;
  private boolean acted;

  /**
   * @param decide decides again on a record whose truth is known
   * @param begun when the run had read nothing yet
   */
  public Applier(
      Targets targets,
      Rules rules,
      OwnWriteReader ownWriteReader,
      UnaryOperator<Planned> decide,
      Instant begun,
      Report.Builder report) {
    this.begun = begun;
    this.run = targets.run();
    this.links = targets.links();
    this.context = new ApplyContext(targets, rules, ownWriteReader, report);
    this.recheck = new Recheck(targets.sides(), targets.clock(), context.readBack(), decide);
    this.creating = new CreateStep(context);
    this.bulkCreating = new BulkCreateStep(context, creating);
    this.merging = new MergeStep(context);
    this.ending = new EndStep(context);
    this.operatorSteps = new OperatorSteps(context);
  }

  /** What an operator may ask for. */
  public OperatorSteps operatorSteps() {
    return operatorSteps;
  }

  /**
   * The order in which plans are carried out. What failed before comes last, the more often the
   * later, so that it delays no other; what is held comes in another order in each run, so that of
   * very many each has its turn. Records that exist come first: creating takes long, and what was
   * read grows old meanwhile. What may go in one call is together.
   */
  public Comparator<Planned> order() {
    return Comparator.comparing((Planned one) -> one.state().hasFailed())
        .thenComparing(one -> one.state().isHeldAsItIs())
        .thenComparing(one -> one.state().tries().count())
        .thenComparing(one -> one.plan() instanceof Plan.Create)
        .thenComparing(one -> context.bulk().isPresent() && BulkCreateStep.takes(one))
        .thenComparing(one -> one.state().isHeldAsItIs() ? lot(one) : 0)
        .thenComparing(one -> one.state().key());
  }

  private int lot(Planned one) {
    return (run.id() + one.state().key()).hashCode();
  }

  /** Asked just before a record is written, with what was decided at that moment. */
  @FunctionalInterface
  public interface Gate {
    /** Whether it may go ahead; if not, the record is left as it is. */
    boolean admits(Planned now);
  }

  /** What became of a record. */
  public enum Became {
    /** Its outcome is stored, so a cursor may move past it. */
    STORED,
    /** Its outcome is not stored: another run was faster, or it waits for a system that is down. */
    NOT_STORED,
    /** The gate did not let it pass. */
    NOT_ADMITTED,
    /** The time was up before its turn came. */
    NOT_REACHED
  }

  /**
   * What became of a plan.
   *
   * @param decided as it was carried out, or as the gate saw it
   */
  public record Applied(Planned decided, Became became) {}

  /** How many records are worth deciding on together: as many as go into one call, if any do. */
  public int together() {
    return context.bulk().map(Bulk::size).orElse(TOGETHER);
  }

  /** The same for records of which nothing was read before this run began, and no more of them. */
  public List<Applied> applyAll(List<Planned> decided, Gate gate) {
    List<Applied> applied = applyAll(decided, gate, begun);
    finish();
    return applied;
  }

  /** How many records may have been written for this link; 1 if it has ended. */
  public int touched(LinkKey link) {
    return context.touched(link);
  }

  /** Nothing more is written for now: what was, is read back. */
  public void finish() {
    context.readBack().flush();
  }

  /**
   * Carries out these plans, chunk by chunk, in the given order; to be {@link #finish finished}.
   *
   * @param decided in their {@link #order}, or in another one that a person approved
   * @param readAt when their records were read; none was read earlier
   * @return what became of each
   */
  public List<Applied> applyAll(List<Planned> decided, Gate gate, Instant readAt) {
    many |=
        context
            .bulk()
            .filter(
                bulk ->
                    decided.stream().filter(BulkCreateStep::takes).limit(bulk.size()).count()
                        == bulk.size())
            .isPresent();
    List<Planned> rest = new ArrayList<>(decided);
    passed.clear();
    List<Applied> applied = new ArrayList<>();
    Breaker breaker = context.breaker();
    if (!context.plansOnly()) {
      breaker.load();
      context.firstUpdates().load(decided);
    }
    acted = false;
    while (!rest.isEmpty() && !isTimeUp()) {
      int before = applied.size();
      add(setAside(rest), Became.NOT_STORED, applied);
      add(breaker.putOff(rest), Became.NOT_STORED, applied);
      Optional<List<Planned>> some = breaker.toTry(rest);
      if (some.isPresent()) {
        rest.addAll(0, applyChunk(some.get(), gate, readAt, applied));
        breaker.tried();
      } else if (!rest.isEmpty()) {
        List<Planned> chunk = chunk(rest);
        rest.subList(0, chunk.size()).clear();
        rest.addAll(0, applyChunk(chunk, gate, readAt, applied));
      }
      if (applied.size() / PROGRESS_EVERY > before / PROGRESS_EVERY) {
        LOG.log(
            Level.INFO,
            "{0}: {1} of {2} records",
            context.pair().name(),
            applied.size(),
            decided.size());
      }
    }
    add(rest, Became.NOT_REACHED, applied);
    context.finish();
    return applied;
  }

  /** Takes what nothing can be decided about out of the list. */
  private List<Planned> setAside(List<Planned> rest) {
    List<Planned> aside = rest.stream().filter(context.firstUpdates()::isAside).toList();
    rest.removeAll(aside);
    aside.forEach(
        one ->
            context.report(
                ApplyContext.action(Outcome.DEFER, one.state())
                    .because(Hold.deferred(Reason.anotherIsWatched()))));
    return aside;
  }

  /**
   * Nothing is written after the run's time, but plan mode still shows what would be done. One
   * record is brought over all the same: what only waits, as it did before, is no progress.
   */
  private boolean isTimeUp() {
    return acted
        && !context.plansOnly()
        && run.until().filter(until -> !context.clock().instant().isBefore(until)).isPresent();
  }

  /** The first of these: what is read, written and read back together. */
  private List<Planned> chunk(List<Planned> rest) {
    Optional<Bulk> bulk = context.bulk().filter(b -> many && BulkCreateStep.takes(rest.getFirst()));
    return bulk.isPresent()
        ? rest.stream().limit(bulk.get().size()).takeWhile(BulkCreateStep::takes).toList()
        : rest.stream().limit(CHUNK).toList();
  }

  /** Carries out one chunk; returns what is left of it. */
  private List<Planned> applyChunk(
      List<Planned> chunk, Gate gate, Instant readAt, List<Applied> applied) {
    boolean together = many && chunk.stream().allMatch(BulkCreateStep::takes);
    List<Planned> rest =
        together ? chunk.stream().filter(one -> admits(gate, one, applied)).toList() : chunk;
    Instant known = readAt;
    Set<LinkKey> late = new HashSet<>();
    while (!rest.isEmpty()
        && !context.breaker().isSuspicious()
        && !context.breaker().isStopped(rest.getFirst())
        && !isTimeUp()) {
      // What is seen then may have to be written elsewhere, where what is known is older.
      for (int reads = 0; reads < 2 && mustBeReadAgain(rest, known); reads++) {
        rest = recheck.read(rest, readAt);
        known = recheck.knownFrom();
      }
      if (!together && !admits(gate, rest.getFirst(), applied)) {
        rest = rest.subList(1, rest.size());
        continue;
      }
      LinkKey next = rest.getFirst().state().key();
      List<Boolean> stored;
      try {
        stored = applyNext(rest, late.contains(next) ? Freshness.ANY : recheck.freshness(known));
      } catch (Freshness.TooOldException e) {
        // It waited long for its place in the limit: it is read again once, and then sent.
        late.add(next);
        passed.remove(next);
        rest = withStored(rest);
        continue;
      }
      for (int i = 0; i < stored.size(); i++) {
        applied.add(new Applied(rest.get(i), stored.get(i) ? Became.STORED : Became.NOT_STORED));
        acted |= rest.get(i).plan().mayAct();
      }
      rest = rest.subList(stored.size(), rest.size());
    }
    return List.copyOf(rest);
  }

  private boolean mustBeReadAgain(List<Planned> rest, Instant known) {
    return !context.plansOnly()
        && recheck.isTooOld(known)
        && rest.stream().anyMatch(Recheck::overwrites);
  }

  /** The same, the first with its link as it is stored now. */
  private List<Planned> withStored(List<Planned> rest) {
    Planned first = rest.getFirst();
    RecordState state = first.state();
    RecordState now =
        new RecordState(
            state.key(), links.get(state.key()), state.left(), state.right(), state.owner());
    List<Planned> all = new ArrayList<>(rest);
    all.set(0, new Planned(now, first.plan()));
    return all;
  }

  private boolean admits(Gate gate, Planned one, List<Applied> applied) {
    // What is left of a call with many comes again, but is not asked for again.
    if (context.plansOnly() || passed.contains(one.state().key()) || gate.admits(one)) {
      passed.add(one.state().key());
      return true;
    }
    applied.add(new Applied(one, Became.NOT_ADMITTED));
    return false;
  }

  private static void add(List<Planned> some, Became became, List<Applied> applied) {
    some.forEach(one -> applied.add(new Applied(one, became)));
  }

  private List<Boolean> applyNext(List<Planned> rest, Freshness freshness) {
    Optional<Bulk> bulk = context.bulk();
    if (bulk.isPresent() && many && BulkCreateStep.takes(rest.getFirst())) {
      List<CreateStep.Draft> drafts = bulkCreating.first(rest, bulk.get().size());
      if (drafts.size() > 1) {
        return bulkCreating.create(bulk.get(), drafts);
      }
    }
    Planned next = rest.getFirst();
    return List.of(apply(next.state(), next.plan(), freshness));
  }

  /**
   * Stores what becomes of a record while nothing is written to it.
   *
   * @return whether that is stored, so that a cursor may move past the record
   */
  public boolean storeOnly(Planned one) {
    if (!Breaker.writes(one.plan()).isEmpty()) {
      throw new IllegalArgumentException("It writes: " + one.state().key());
    }
    return apply(one.state(), one.plan(), Freshness.ANY);
  }

  /**
   * Carries out one plan by itself, whatever else is down. What it overwrites is read again if that
   * is too old by the time that it is sent. If the record before it has stopped such writes, it is
   * deferred and the report says so.
   *
   * @param readAt when its records were read; none was read earlier
   */
  public void apply(Planned one, Instant readAt) {
    for (Planned left : applyChunk(List.of(one), now -> true, readAt, new ArrayList<>())) {
      Hold hold = Hold.deferred(context.breaker().whyStopped(left).orElseGet(Reason::putOff));
      storeOnly(new Planned(left.state(), new Plan.Wait(hold)));
    }
  }

  /** That of what was read at that moment. */
  public Freshness freshness(Instant readAt) {
    return recheck.freshness(readAt);
  }

  private boolean apply(RecordState state, Plan plan, Freshness freshness) {
    return context.guarded(state, () -> perform(state, plan, freshness));
  }

  private void perform(RecordState state, Plan plan, Freshness freshness) {
    switch (plan) {
      case Plan.Nothing nothing -> nothing(state);
      case Plan.Forget forget -> forget(state);
      case Plan.Create create -> creating.create(creating.draft(state, create));
      case Plan.Merge merge -> merging.merge(state, merge, freshness);
      case Plan.Recreate recreate -> ending.recreate(state, recreate);
      case Plan.Reactivate reactivate -> ending.reactivate(state, reactivate, freshness);
      case Plan.End end -> ending.end(state, end, freshness);
      case Plan.Wait wait -> context.hold(state, state.linkOrNew(), wait.hold());
    }
  }

  /** A link that has ended, and was only looked at again, has ended still. */
  private void nothing(RecordState state) {
    Optional<Link> waiting = state.link().filter(link -> link.due() || link.held());
    if (waiting.isPresent() && !context.plansOnly()) {
      Link link = waiting.get();
      Hold ended =
          Hold.ended(Reason.ended("its records were looked at again, and one of them is away"));
      links.save(link, link.ended(ended.seen(state.left().snapshot(), state.right().snapshot())));
    }
    context.inSync();
  }

  private void forget(RecordState state) {
    if (!context.plansOnly()) {
      state.link().filter(link -> link.version() > 0).ifPresent(links::forget);
    }
  }
}
