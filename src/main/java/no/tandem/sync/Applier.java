package no.tandem.sync;

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

/**
 * Carries out plans: the only one that writes to a system. In plan mode it writes nothing and only
 * reports.
 */
final class Applier {
  private static final Logger LOG = System.getLogger(Applier.class.getName());
  private static final int PROGRESS_EVERY = 100;

  /** So many records can be written before what was read of the last one is too old. */
  private static final int CHUNK = 15;

  /** So many approved records are decided on together: three chunks, of which one is fresh. */
  private static final int TOGETHER = 3 * CHUNK;

  private final Outcomes outcomes;
  private final Links links;
  private final Creating creating;
  private final BulkCreating bulkCreating;
  private final Merging merging;
  private final Ending ending;
  private final OperatorActs operatorActs;
  private final Again again;
  private final Instant begun;
  private final Run run;
  private final Set<RecordId> passed = new HashSet<>();
  private boolean many;
  private boolean acted;

  /**
   * @param decide decides again on a record whose truth is known
   * @param begun when the run had read nothing yet
   */
  Applier(
      Targets targets,
      Rules rules,
      Witness witness,
      UnaryOperator<Decided> decide,
      Instant begun,
      Report.Builder report) {
    this.begun = begun;
    this.run = targets.run();
    this.links = targets.links();
    this.outcomes = new Outcomes(targets, rules, witness, report);
    this.again = new Again(targets.sides(), targets.clock(), outcomes.readBack(), decide);
    this.creating = new Creating(outcomes);
    this.bulkCreating = new BulkCreating(outcomes, creating);
    this.merging = new Merging(outcomes);
    this.ending = new Ending(outcomes);
    this.operatorActs = new OperatorActs(outcomes);
  }

  /** What an operator may ask for. */
  OperatorActs operatorActs() {
    return operatorActs;
  }

  /**
   * The order in which plans are carried out. What failed before comes last, so that it delays no
   * other. Records that exist come first: creating takes long, and what was read grows old
   * meanwhile. What may go in one call is together.
   */
  Comparator<Decided> order() {
    return Comparator.comparing((Decided one) -> one.work().hasFailed())
        .thenComparing(one -> one.plan() instanceof Plan.Create)
        .thenComparing(one -> outcomes.bulk().isPresent() && BulkCreating.takes(one))
        .thenComparing(one -> one.work().id());
  }

  /** Asked just before a record is written, with what was decided at that moment. */
  @FunctionalInterface
  interface Gate {
    /** Whether it may go ahead; if not, the record is left as it is. */
    boolean admits(Decided now);
  }

  /** What became of a record. */
  enum Became {
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
   * @param decided as it was carried out, or as the gate refused it
   */
  record Carried(Decided decided, Became became) {}

  /** How many records are worth deciding on together: as many as go into one call, if any do. */
  int together() {
    return outcomes.bulk().map(Bulk::size).orElse(TOGETHER);
  }

  /** The same for records of which nothing was read before this run began, and no more of them. */
  List<Carried> carryOut(List<Decided> decided, Gate gate) {
    List<Carried> carried = carryOut(decided, gate, begun);
    finish();
    return carried;
  }

  /** How many records may have been written for this link; 1 if it has ended. */
  int touched(RecordId link) {
    return outcomes.touched(link);
  }

  /** Nothing more is written for now: what was, is read back. */
  void finish() {
    outcomes.readBack().flush();
  }

  /**
   * Carries out these plans, chunk by chunk, in the given order; to be {@link #finish finished}.
   *
   * @param decided in their {@link #order}, or in another one that somebody approved
   * @param readAt when their records were read; none was read earlier
   * @return what became of each
   */
  List<Carried> carryOut(List<Decided> decided, Gate gate, Instant readAt) {
    many |=
        outcomes
            .bulk()
            .filter(
                bulk ->
                    decided.stream().filter(BulkCreating::takes).limit(bulk.size()).count()
                        == bulk.size())
            .isPresent();
    List<Decided> rest = new ArrayList<>(decided);
    passed.clear();
    List<Carried> carried = new ArrayList<>();
    Breaker breaker = outcomes.breaker();
    if (!outcomes.plansOnly()) {
      breaker.load();
      outcomes.firstUpdates().load(decided);
    }
    acted = false;
    while (!rest.isEmpty() && !isTimeUp()) {
      int before = carried.size();
      add(setAside(rest), Became.NOT_STORED, carried);
      add(breaker.putOff(rest), Became.NOT_STORED, carried);
      Optional<List<Decided>> some = breaker.toTry(rest);
      if (some.isPresent()) {
        rest.addAll(0, carryOut(some.get(), gate, readAt, carried));
        breaker.tried();
      } else if (!rest.isEmpty()) {
        List<Decided> chunk = chunk(rest);
        rest.subList(0, chunk.size()).clear();
        rest.addAll(0, carryOut(chunk, gate, readAt, carried));
      }
      if (carried.size() / PROGRESS_EVERY > before / PROGRESS_EVERY) {
        LOG.log(
            Level.INFO,
            "{0}: {1} of {2} records",
            outcomes.pair().name(),
            carried.size(),
            decided.size());
      }
    }
    add(rest, Became.NOT_REACHED, carried);
    outcomes.finish();
    return carried;
  }

  /** Takes what nothing can be decided about out of the list. */
  private List<Decided> setAside(List<Decided> rest) {
    List<Decided> aside = rest.stream().filter(outcomes.firstUpdates()::isAside).toList();
    rest.removeAll(aside);
    aside.forEach(
        one ->
            outcomes.report(
                Outcomes.action(Outcome.DEFER, one.work())
                    .because(Hold.due(Reason.anotherIsWatched()))));
    return aside;
  }

  /**
   * Nothing is written after the run's time, but what it would do is told. One record is brought
   * over all the same: what only waits, as it did before, is no progress.
   */
  private boolean isTimeUp() {
    return acted
        && !outcomes.plansOnly()
        && run.until().filter(until -> !outcomes.clock().instant().isBefore(until)).isPresent();
  }

  /** The first of these: what is read, written and read back together. */
  private List<Decided> chunk(List<Decided> rest) {
    Optional<Bulk> bulk = outcomes.bulk().filter(b -> many && BulkCreating.takes(rest.getFirst()));
    return bulk.isPresent()
        ? rest.stream().limit(bulk.get().size()).takeWhile(BulkCreating::takes).toList()
        : rest.stream().limit(CHUNK).toList();
  }

  /** Carries out one chunk; returns what is left of it. */
  private List<Decided> carryOut(
      List<Decided> chunk, Gate gate, Instant readAt, List<Carried> carried) {
    boolean together = many && chunk.stream().allMatch(BulkCreating::takes);
    List<Decided> rest =
        together ? chunk.stream().filter(one -> admits(gate, one, carried)).toList() : chunk;
    Instant known = readAt;
    Set<RecordId> late = new HashSet<>();
    while (!rest.isEmpty()
        && !outcomes.breaker().isSuspicious()
        && !outcomes.breaker().isStopped(rest.getFirst())
        && !isTimeUp()) {
      if (!outcomes.plansOnly()
          && again.isTooOld(known)
          && rest.stream().anyMatch(Again::overwrites)) {
        known = outcomes.clock().instant();
        rest = again.read(rest, readAt);
      }
      if (!together && !admits(gate, rest.getFirst(), carried)) {
        rest = rest.subList(1, rest.size());
        continue;
      }
      RecordId next = rest.getFirst().work().id();
      List<Boolean> stored;
      try {
        stored = applyNext(rest, late.contains(next) ? Freshness.ANY : again.freshness(known));
      } catch (Freshness.TooOldException e) {
        // It waited long for its place in the limit: it is read again once, and then sent.
        late.add(next);
        passed.remove(next);
        rest = withStored(rest);
        continue;
      }
      for (int i = 0; i < stored.size(); i++) {
        carried.add(new Carried(rest.get(i), stored.get(i) ? Became.STORED : Became.NOT_STORED));
        acted |= rest.get(i).plan().mayAct();
      }
      rest = rest.subList(stored.size(), rest.size());
    }
    return List.copyOf(rest);
  }

  /** The same, the first with its link as it is stored now. */
  private List<Decided> withStored(List<Decided> rest) {
    Decided first = rest.getFirst();
    Work work = first.work();
    Work now =
        new Work(
            work.id(),
            Optional.ofNullable(links.byLeft(Set.of(work.id())).get(work.id())),
            work.left(),
            work.right(),
            work.owner());
    List<Decided> all = new ArrayList<>(rest);
    all.set(0, new Decided(now, first.plan()));
    return all;
  }

  private boolean admits(Gate gate, Decided one, List<Carried> carried) {
    // What is left of a call with many comes again, but is not asked for again.
    if (outcomes.plansOnly() || passed.contains(one.work().id()) || gate.admits(one)) {
      passed.add(one.work().id());
      return true;
    }
    carried.add(new Carried(one, Became.NOT_ADMITTED));
    return false;
  }

  private static void add(List<Decided> some, Became became, List<Carried> carried) {
    some.forEach(one -> carried.add(new Carried(one, became)));
  }

  private List<Boolean> applyNext(List<Decided> rest, Freshness freshness) {
    Optional<Bulk> bulk = outcomes.bulk();
    if (bulk.isPresent() && many && BulkCreating.takes(rest.getFirst())) {
      List<Creating.Draft> drafts = bulkCreating.first(rest, bulk.get().size());
      if (drafts.size() > 1) {
        return bulkCreating.create(bulk.get(), drafts);
      }
    }
    Decided next = rest.getFirst();
    return List.of(apply(next.work(), next.plan(), freshness));
  }

  /**
   * Carries out the plan.
   *
   * @return whether its outcome is stored, so that a cursor may move past the record
   */
  boolean apply(Work work, Plan plan) {
    return apply(work, plan, Freshness.ANY);
  }

  private boolean apply(Work work, Plan plan, Freshness freshness) {
    return outcomes.guarded(work, () -> carryOut(work, plan, freshness));
  }

  private void carryOut(Work work, Plan plan, Freshness freshness) {
    switch (plan) {
      case Plan.Nothing nothing -> nothing(work);
      case Plan.Forget forget -> forget(work);
      case Plan.Create create -> creating.create(creating.draft(work, create));
      case Plan.Merge merge -> merging.merge(work, merge, freshness);
      case Plan.Again again -> ending.again(work, again);
      case Plan.Reactivate reactivate -> ending.reactivate(work, reactivate, freshness);
      case Plan.End end -> ending.end(work, end, freshness);
      case Plan.Wait wait -> outcomes.hold(work, work.linkOrNew(), wait.hold());
    }
  }

  /** A link that has ended, and was only looked at again, has ended still. */
  private void nothing(Work work) {
    Optional<Link> waiting = work.link().filter(link -> link.due() || link.held());
    if (waiting.isPresent() && !outcomes.plansOnly()) {
      Link link = waiting.get();
      Hold ended =
          Hold.ended(Reason.ended("its records were looked at again, and one of them is away"));
      links.save(link, link.ended(ended.seen(work.left().snapshot(), work.right().snapshot())));
    }
    outcomes.inSync();
  }

  private void forget(Work work) {
    if (!outcomes.plansOnly()) {
      work.link().filter(link -> link.version() > 0).ifPresent(links::forget);
    }
  }
}
