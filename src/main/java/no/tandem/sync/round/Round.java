package no.tandem.sync.round;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import no.tandem.sync.apply.Applier;
import no.tandem.sync.apply.ApplyContext;
import no.tandem.sync.apply.Targets;
import no.tandem.sync.detect.ChangeDetector;
import no.tandem.sync.detect.LinkComparison;
import no.tandem.sync.detect.ListingCheck.Presumed;
import no.tandem.sync.detect.Listings;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.detect.ToDecide;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.Reason;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.plan.Effect;
import no.tandem.sync.plan.Plan;
import no.tandem.sync.plan.Planned;
import no.tandem.sync.plan.Planner;
import no.tandem.sync.plan.Planner.Decision;
import no.tandem.sync.report.Action;
import no.tandem.sync.report.Mode;
import no.tandem.sync.report.Report;
import no.tandem.sync.report.Run;
import no.tandem.sync.round.Proposer.Waiting;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;

/**
 * Decides what is due, does what the budget allows, puts off what has to wait some minutes, and
 * proposes everything if it is more than a whole budget.
 */
public final class Round {
  private final Pair pair;
  private final LinkReader links;
  private final BudgetUse budgetUse;
  private final Proposer proposer;
  private final Run run;
  private final Report.Builder report;
  private final BooleanSupplier leased;
  private final ChangeDetector detector;
  private final Planner planner;
  private final HolderFirst holderFirst;
  private final Applier applier;

  /**
   * What a round is about.
   *
   * @param due what is to be decided
   * @param drifted whether a difference in a record's link was there without a change having been
   *     seen
   * @param presumed what is taken to be gone without having been looked up: what follows from that
   *     is only proposed
   * @param sweeps whether it is a sweep, which also sees what others have put off
   * @param first whether nothing was ever listed before
   * @param cursors up to where both systems' changes are known by what was listed
   */
  public record Task(
      ToDecide due,
      Listings listed,
      Predicate<LinkKey> drifted,
      Presumed presumed,
      boolean sweeps,
      boolean first,
      Optional<BySystem<Cursor>> cursors) {

    /** Some records are to be looked at, and nothing is read of them yet. */
    public static Task of(ToDecide due) {
      return new Task(
          due, Listings.NOTHING, id -> false, Presumed.NOTHING, false, false, Optional.empty());
    }

    /** What hooks named has been read. */
    public static Task of(ChangeDetector.Hinted hinted) {
      return new Task(
          hinted.found().due(),
          hinted.read(),
          id -> false,
          // Each was looked up, so their links end as others do.
          new Presumed(Map.of(SystemName.WEBCRM, hinted.gone()), Set.of()),
          false,
          false,
          Optional.empty());
    }

    private Task with(ToDecide other) {
      return new Task(other, listed, drifted, presumed, sweeps, first, cursors);
    }
  }

  /** What becomes of what would act. */
  private enum Fate {
    /** Was begun, and was changed since: it is linked at once, without a question. */
    FOUND,
    /** Links two records that agree already. */
    QUIET,
    /** Writes, links or ends. */
    ACTING,
    /**
     * Would be done, but was rejected by a system before, as it is: it is tried again where there
     * is room, and needs no yes.
     */
    RETRIED,
    /** Would be done once the owner is linked. */
    PLANNED,
    /** Waits in the proposal already. */
    KEPT,
    /**
     * Waits there too, but with something else by now, which has no yes yet; with a yes it is an
     * edit like any other.
     */
    AGAIN
  }

  /**
   * What is decided, by what becomes of it.
   *
   * @param free writes nothing, or was begun
   */
  private record Split(List<Planned> free, Map<Fate, List<Waiting>> others) {

    List<Waiting> all(Fate fate) {
      return others.getOrDefault(fate, List.of());
    }

    int records() {
      return weight(all(Fate.ACTING)) + weight(all(Fate.PLANNED));
    }

    int removals() {
      return (int) all(Fate.ACTING).stream().filter(one -> one.effect().removes()).count();
    }

    private static int weight(List<Waiting> some) {
      return some.stream().mapToInt(one -> one.effect().weight()).sum();
    }
  }

  /**
   * @param leased takes the run's lease; false while another run has it
   */
  public Round(
      Targets targets,
      BudgetUse budgetUse,
      Proposer proposer,
      Report.Builder report,
      BooleanSupplier leased,
      ChangeDetector detector,
      Pipeline pipeline) {
    this.pair = targets.pair();
    this.links = targets.links();
    this.run = targets.run();
    this.budgetUse = budgetUse;
    this.proposer = proposer;
    this.report = report;
    this.leased = leased;
    this.detector = detector;
    this.planner = pipeline.planner();
    this.holderFirst = pipeline.holderFirst();
    this.applier = pipeline.applier();
  }

  /**
   * What came of it.
   *
   * @param isStored whether every outcome is stored
   * @param leftAlone PowerOffice records that have no counterpart and get none, so that nothing is
   *     stored of them
   */
  public record Done(boolean isStored, Set<RecordId> leftAlone) {
    /** There was nothing to decide. */
    public static final Done NOTHING = new Done(true, Set.of());
  }

  /** Carries out what is due. */
  public Done run(Task asked) {
    Task task = asked;
    planner.presumeGone(task.presumed().records());
    Decision decision = planner.decide(task.due(), task.listed());
    if (decision.decided().stream().anyMatch(one -> one.plan().mayAct())) {
      // Before the budget is read.
      if (!leased.getAsBoolean()) {
        return new Done(false, Set.of());
      }
      Optional<ToDecide> now =
          run.mode() == Mode.APPLY ? detector.again(task.due()) : Optional.empty();
      if (now.isPresent()) {
        task = task.with(now.get());
        decision = planner.decide(task.due(), task.listed());
      }
    }
    Split split = split(decision.decided());
    boolean tooMuch = budgetUse.isTooMuch(split.records(), split.removals());
    Map<LinkKey, Link> putOff = putOff(task, decision.decided());
    if (!tooMuch
        && !putOff.isEmpty()
        && split.records() > 0
        && budgetUse.isTooMuch(split.records() + putOff.size(), split.removals())) {
      task = task.with(task.due().with(putOff));
      decision = planner.decide(task.due(), task.listed());
      split = split(decision.decided());
      tooMuch = budgetUse.isTooMuch(split.records(), split.removals());
    }
    report.drifted((int) decision.decided().stream().filter(repairs(task)).count());
    List<Waiting> toPropose = toPropose(task, split, tooMuch);
    if (run.mode() == Mode.PLAN) {
      plan(split, toPropose, decision.decided());
      report.addHolder(decision.ofHolder());
      return Done.NOTHING;
    }
    return new Done(
        apply(task, split, toPropose, decision.ofHolder()), leftAlone(decision.decided()));
  }

  private static Set<RecordId> leftAlone(List<Planned> decided) {
    Set<RecordId> alone = new HashSet<>();
    for (Planned one : decided) {
      if (one.plan() instanceof Plan.Forget && one.state().link().isEmpty()) {
        one.state().key().left().ifPresent(alone::add);
      }
    }
    return alone;
  }

  private Predicate<Planned> repairs(Task task) {
    return one -> task.drifted().test(one.state().key()) && isRepair(one);
  }

  // --- what becomes of it ---

  private Split split(List<Planned> decided) {
    List<Planned> free = new ArrayList<>();
    Map<Fate, List<Waiting>> others = new EnumMap<>(Fate.class);
    for (Planned one : decided) {
      Optional<Effect> effect = Effect.of(pair, one);
      if (effect.isEmpty() || isBegun(one)) {
        free.add(one);
      } else {
        Waiting waiting = new Waiting(one, effect.get());
        others.computeIfAbsent(fate(waiting), fate -> new ArrayList<>()).add(waiting);
      }
    }
    return new Split(free, others);
  }

  private Fate fate(Waiting waiting) {
    RecordState state = waiting.decided().state();
    Optional<Hold.Proposed> proposed = state.link().flatMap(Link::proposed);
    if (state.intent()) {
      return Fate.FOUND;
    } else if (proposed.filter(p -> p.digest().equals(waiting.effect().digest())).isPresent()) {
      return Fate.KEPT;
    } else if (proposed.filter(p -> !proposer.isApproved(p.entry())).isPresent()) {
      return Fate.AGAIN;
    } else if (waiting.effect().weight() == 0) {
      return Fate.QUIET;
    } else if (waiting.decided().isPlanned()) {
      return Fate.PLANNED;
    }
    return state.isHeldAsItIs() ? Fate.RETRIED : Fate.ACTING;
  }

  /**
   * What was begun had its room in the budget, or its yes. What a user has changed in a record
   * since it was created is another write.
   */
  private static boolean isBegun(Planned one) {
    boolean changed = one.plan() instanceof Plan.Merge merge && merge.writes();
    return one.state().intent() && !changed;
  }

  /** What hooks or earlier sweeps have put off, and this one does not decide. */
  private Map<LinkKey, Link> putOff(Task task, List<Planned> decided) {
    if (!task.sweeps()) {
      return Map.of();
    }
    Set<LinkKey> waiting = new TreeSet<>();
    task.due().unsettled().stream()
        .filter(LinkComparison::isPutOff)
        .forEach(link -> waiting.add(link.key()));
    decided.forEach(one -> waiting.remove(one.state().key()));
    return waiting.isEmpty() ? Map.of() : links.byKey(waiting);
  }

  private static List<Waiting> toPropose(Task task, Split split, boolean tooMuch) {
    List<Waiting> some = new ArrayList<>(split.all(Fate.AGAIN));
    if (tooMuch) {
      some.addAll(split.all(Fate.ACTING));
      some.addAll(split.all(Fate.PLANNED));
      if (task.first()) {
        some.addAll(split.all(Fate.QUIET));
      }
    } else {
      split.all(Fate.ACTING).stream()
          .filter(one -> task.presumed().links().contains(one.decided().state().key()))
          .forEach(some::add);
    }
    some.sort(Comparator.comparing((Waiting one) -> one.decided().state().key()));
    return some;
  }

  /** Shows what it would do, with names and values. */
  private void plan(Split split, List<Waiting> toPropose, List<Planned> decided) {
    for (Planned one : decided) {
      Effect.of(pair, one)
          .ifPresent(
              effect ->
                  report.show(
                      one.state().key(),
                      new Action.Shown(Effect.name(pair, one.state()), effect.changes())));
    }
    List<Planned> ordered = new ArrayList<>(decided);
    ordered.sort(applier.order());
    applier.applyAll(ordered, now -> true);
    List<Waiting> waiting = new ArrayList<>(split.all(Fate.KEPT));
    waiting.addAll(toPropose);
    if (!waiting.isEmpty()) {
      report.proposed(waiting.size());
      report.waits(summary(waiting));
      report.waitsAs(proposer.revision(toPropose));
    }
  }

  private boolean apply(Task task, Split split, List<Waiting> toPropose, List<Action> ofHolder) {
    Set<LinkKey> proposed = new HashSet<>();
    toPropose.forEach(one -> proposed.add(one.decided().state().key()));
    List<Planned> toDo = new ArrayList<>(split.free());
    Map<LinkKey, Effect> admitted = new HashMap<>();
    List<Waiting> some = new ArrayList<>(split.all(Fate.ACTING));
    some.addAll(split.all(Fate.QUIET));
    some.addAll(split.all(Fate.FOUND));
    some.sort(Comparator.comparing(Waiting::decided, applier.order()));
    for (Waiting one : some) {
      LinkKey key = one.decided().state().key();
      if (proposed.contains(key)) {
        continue;
      }
      if (budgetUse.admits(one.effect())) {
        admitted.put(key, one.effect());
        toDo.add(one.decided());
      } else {
        toDo.add(putOff(one));
      }
    }
    List<Waiting> again = new ArrayList<>(split.all(Fate.RETRIED));
    again.sort(Comparator.comparing(Waiting::decided, applier.order()));
    for (Waiting one : again) {
      if (budgetUse.admits(one.effect())) {
        admitted.put(one.decided().state().key(), one.effect());
        toDo.add(one.decided());
      } else {
        Hold hold = one.decided().state().linkOrNew().hold().orElseThrow();
        toDo.add(new Planned(one.decided().state(), new Plan.Wait(hold)));
      }
    }
    split.all(Fate.PLANNED).stream()
        .filter(one -> !proposed.contains(one.decided().state().key()))
        .forEach(one -> toDo.add(one.decided().waitingForOwner()));
    budgetUse.store();
    List<Planned> ready = new ArrayList<>(holderFirst.ready(toDo, ofHolder, planner));
    ready.sort(applier.order());
    boolean allStored = applyWithinBudget(task, ready, admitted);
    admitted.forEach((key, effect) -> budgetUse.giveBack(effect, applier.touched(key)));
    budgetUse.store();

    List<Waiting> notStored = proposer.propose(toPropose, task.cursors());
    split.all(Fate.KEPT).forEach(one -> proposer.keep(one.decided()));
    List<Waiting> waiting = new ArrayList<>(split.all(Fate.KEPT));
    waiting.addAll(toPropose);
    waiting.removeAll(notStored);
    waiting.forEach(one -> report.propose(action(one)));
    if (!waiting.isEmpty()) {
      report.waits(summary(waiting));
    }
    return allStored && notStored.isEmpty();
  }

  private boolean applyWithinBudget(Task task, List<Planned> ready, Map<LinkKey, Effect> admitted) {
    boolean allStored = true;
    int left = 0;
    List<Long> superseded = new ArrayList<>();
    for (Applier.Applied one : applier.applyAll(ready, now -> admits(now, admitted))) {
      Planned decided = one.decided();
      boolean stored = one.became() == Applier.Became.STORED;
      if (one.became() == Applier.Became.NOT_ADMITTED) {
        Planned later =
            Effect.of(pair, decided)
                .map(effect -> putOff(new Waiting(decided, effect)))
                .orElse(decided);
        stored = applier.storeOnly(later);
      } else if (stored && repairs(task).test(decided)) {
        report.repaired();
      }
      if (stored) {
        decided.state().link().flatMap(Link::proposed).ifPresent(p -> superseded.add(p.entry()));
      }
      allStored &= stored;
      left += one.became() == Applier.Became.NOT_REACHED ? 1 : 0;
    }
    proposer.supersede(superseded);
    if (left > 0 && !report.isStopped()) {
      report.stop("Its time was up; " + left + " records are left to the next sweep.");
    }
    return allStored;
  }

  /** What is decided otherwise at the last moment needs room of its own. */
  private boolean admits(Planned now, Map<LinkKey, Effect> admitted) {
    Optional<Effect> effect = Effect.of(pair, now);
    if (effect.isEmpty() || effect.get().weight() == 0 || isBegun(now)) {
      return true;
    }
    Effect before = admitted.get(now.state().key());
    if (before != null
        && before.weight() >= effect.get().weight()
        && before.removes() == effect.get().removes()) {
      return true;
    }
    if (!budgetUse.admits(effect.get())) {
      return false;
    }
    admitted.put(now.state().key(), effect.get());
    if (before != null) {
      budgetUse.giveBack(before, 0);
    }
    budgetUse.store();
    return true;
  }

  private Planned putOff(Waiting one) {
    RecordState state = one.decided().state();
    if (state.intent() && one.decided().plan() instanceof Plan.Merge merge) {
      // Put off, it might not be found again, and be created once more.
      Link known = state.linkOrNew().found(merge.left(), merge.right());
      return new Planned(state, merge.linkingOnly(known, Reason.putOff()));
    }
    Hold hold =
        Hold.deferred(Reason.putOff())
            .with(state.tries().putOffTo(budgetUse.roomFrom(one.effect())));
    return new Planned(state, new Plan.Wait(hold));
  }

  // --- in words ---

  private Action action(Waiting one) {
    Effect effect = one.effect();
    Action action = ApplyContext.action(effect.what().kind(), one.decided().state());
    return effect.system().isEmpty()
        ? action
        : action.in(
            effect.system().get(),
            effect.changes().stream().flatMap(change -> columns(change).stream()).toList());
  }

  private List<String> columns(HistoryEntry.Change change) {
    return pair.properties().stream()
        .filter(property -> property.name().equals(change.property()))
        .flatMap(property -> property.on(change.system()).columns().stream())
        .toList();
  }

  private static String summary(List<Waiting> some) {
    int created = 0;
    int updated = 0;
    int ended = 0;
    for (Waiting one : some) {
      switch (one.effect().what()) {
        case CREATE -> created++;
        case END, DEACTIVATE -> ended++;
        case ADOPT, UPDATE, RESUME, RECREATE, REACTIVATE -> updated += one.effect().weight();
      }
    }
    return "It would create "
        + created
        + ", update "
        + updated
        + ", end "
        + ended
        + " records or links. That is proposed and waits for a person, while everything else goes"
        + " on. Look at it with the operator's 'proposal', then approve or refuse this revision.";
  }

  private static boolean isRepair(Planned one) {
    return switch (one.plan()) {
      case Plan.Nothing nothing -> false;
      case Plan.Forget forget -> false;
      case Plan.Wait wait -> false;
      case Plan.Create create -> true;
      case Plan.End end -> true;
      case Plan.Recreate recreate -> true;
      case Plan.Reactivate reactivate -> true;
      case Plan.Merge merge ->
          merge.writes()
              || !merge.leftBase().view().equals(one.state().linkOrNew().leftBase().view())
              || !merge.rightBase().view().equals(one.state().linkOrNew().rightBase().view());
    };
  }
}
