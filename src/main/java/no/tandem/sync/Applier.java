package no.tandem.sync;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Carries out plans: the only one that writes to a system. In plan mode it writes nothing and only
 * reports.
 */
final class Applier {
  /** So many calls failed one after the other that going on would only add to the trouble. */
  static final class SystemDownException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SystemDownException(TransientException last, int failures) {
      super(last.system() + " failed " + failures + " times in a row: " + last.text(), last);
    }
  }

  private final Outcomes outcomes;
  private final Links links;
  private final Creating creating;
  private final BulkCreating bulkCreating;
  private final Merging merging;
  private final Ending ending;
  private final OperatorActs operatorActs;
  private boolean many;

  Applier(
      Pair pair,
      Rules rules,
      Side left,
      Side right,
      Links links,
      Clock clock,
      Run run,
      Report.Builder report) {
    this.outcomes = new Outcomes(pair, rules, left, right, links, clock, run, report);
    this.links = links;
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
   * The order in which plans are carried out. Records that exist come first: creating takes long,
   * and what was read grows old meanwhile. What may go in one call is together.
   */
  Comparator<Decided> order() {
    return Comparator.comparing((Decided one) -> one.plan() instanceof Plan.Create)
        .thenComparing(one -> outcomes.bulk().isPresent() && BulkCreating.takes(one))
        .thenComparing(one -> one.work().id());
  }

  /**
   * Carries out the first of these plans, and with it those that go in one call with it.
   *
   * @param rest in their {@link #order}
   * @return for each that was carried out, from the first on: whether its outcome is stored
   * @throws SystemDownException if a system seems to be down
   */
  List<Boolean> applyNext(List<Decided> rest) {
    Optional<Bulk> bulk = outcomes.bulk();
    if (bulk.isPresent() && isMany(rest, bulk.get())) {
      List<Creating.Draft> drafts = bulkCreating.first(rest, bulk.get().size());
      if (drafts.size() > 1) {
        return bulkCreating.create(bulk.get(), drafts);
      }
    }
    return List.of(apply(rest.getFirst().work(), rest.getFirst().plan()));
  }

  /** Whether one call at least would be full, or was in this run. */
  private boolean isMany(List<Decided> rest, Bulk bulk) {
    if (!BulkCreating.takes(rest.getFirst())) {
      return false;
    }
    many |= rest.stream().filter(BulkCreating::takes).limit(bulk.size()).count() == bulk.size();
    return many;
  }

  /**
   * Carries out the plan.
   *
   * @return whether its outcome is stored, so that a cursor may move past the record
   * @throws SystemDownException if a system seems to be down
   */
  boolean apply(Work work, Plan plan) {
    return outcomes.guarded(work, () -> carryOut(work, plan));
  }

  private void carryOut(Work work, Plan plan) {
    switch (plan) {
      case Plan.Nothing nothing -> nothing(work);
      case Plan.Forget forget -> forget(work);
      case Plan.Create create -> creating.create(creating.draft(work, create));
      case Plan.Merge merge -> merging.merge(work, merge);
      case Plan.Again again -> ending.again(work, again);
      case Plan.Reactivate reactivate -> ending.reactivate(work, reactivate);
      case Plan.End end -> ending.end(work, end);
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
