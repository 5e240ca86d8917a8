package no.tandem.sync;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Optional;

/**
 * Carries out plans: the only one that writes to a system. In plan mode it writes nothing and only
 * reports.
 */
final class Applier {
  private static final Logger LOG = System.getLogger(Applier.class.getName());

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
  private final Merging merging;
  private final Ending ending;
  private final OperatorActs operatorActs;

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
    this.merging = new Merging(outcomes);
    this.ending = new Ending(outcomes);
    this.operatorActs = new OperatorActs(outcomes);
  }

  /** What an operator may ask for. */
  OperatorActs operatorActs() {
    return operatorActs;
  }

  /**
   * Carries out the plan.
   *
   * @return whether its outcome is stored, so that a cursor may move past the record
   * @throws SystemDownException if a system seems to be down
   */
  boolean apply(Work work, Plan plan) {
    try {
      switch (plan) {
        case Plan.Nothing nothing -> nothing(work);
        case Plan.Forget forget -> forget(work);
        case Plan.Create create -> creating.create(work, create);
        case Plan.Merge merge -> merging.merge(work, merge);
        case Plan.Again again -> ending.again(work, again);
        case Plan.Reactivate reactivate -> ending.reactivate(work, reactivate);
        case Plan.End end -> ending.end(work, end);
        case Plan.Wait wait -> outcomes.hold(work, work.linkOrNew(), wait.hold());
      }
      return true;
    } catch (Links.StaleLinkException e) {
      outcomes.report(
          Outcomes.action(Action.Kind.DEFER, work)
              .because("Another run was faster with this record"));
      return false;
    } catch (SystemDownException e) {
      throw e;
    } catch (RuntimeException e) {
      // One bad record delays no other. The message may quote values, so only the class is logged.
      LOG.log(
          Level.ERROR,
          "{0} {1}: unexpected {2}",
          outcomes.pair().name(),
          work.id(),
          e.getClass().getName());
      return holdUnexpected(work, e);
    }
  }

  private boolean holdUnexpected(Work work, RuntimeException cause) {
    Hold hold = Hold.due("Unexpected trouble: " + cause.getClass().getName());
    try {
      outcomes.hold(work, work.linkOrNew(), hold);
      return true;
    } catch (RuntimeException e) {
      outcomes.report(Outcomes.action(Action.Kind.DEFER, work).because(hold));
      return false;
    }
  }

  /** A link that has ended, and was only looked at again, has ended still. */
  private void nothing(Work work) {
    Optional<Link> waiting = work.link().filter(link -> link.due() || link.held());
    if (waiting.isPresent() && !outcomes.plansOnly()) {
      Link link = waiting.get();
      Hold ended = Hold.ended("its records were looked at again, and one of them is away");
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
