package no.tandem.sync.round;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.Links;
import no.tandem.sync.plan.Effect;
import no.tandem.sync.proposal.Budget;
import no.tandem.sync.proposal.Proposals;
import no.tandem.sync.proposal.Spent;

/** The budget of one pair while a run spends of it. Reads the store only when something is done. */
public final class BudgetUse {
  private final Budget budget;
  private final LinkReader links;
  private final Proposals proposals;
  private final Clock clock;
  private Optional<Spent> known = Optional.empty();
  private int taken;
  private int removals;
  private int stored;
  private int storedRemovals;
  private Optional<Instant> takenAt = Optional.empty();

  public BudgetUse(Budget budget, LinkReader links, Proposals proposals, Clock clock) {
    this.budget = budget;
    this.links = links;
    this.proposals = proposals;
    this.clock = clock;
  }

  /** Whether it is more than a budget that is not spent at all allows. */
  public boolean isTooMuch(int records, int removed) {
    return !budget.isNone()
        && exceeds(records, removed, budget.least())
        && exceeds(records, removed, window());
  }

  private static boolean exceeds(int records, int removed, Budget.Window window) {
    return records > window.tenMinutes() || removed > window.removals();
  }

  /** What a budget that is not spent allows now; counts the links, up to the last that matters. */
  private Budget.Window window() {
    Instant now = clock.instant();
    Spent spent = spent();
    if (spent.links(now).isEmpty()) {
      known = Optional.of(spent.counted(links.active(budget.linksThatMatter()), now));
    }
    return budget.window(spent().links(now).orElse(0));
  }

  private Spent spent() {
    if (known.isEmpty()) {
      known = Optional.of(proposals.spent());
    }
    return known.get();
  }

  /** Takes it from what is left, if that is enough. */
  public boolean admits(Effect effect) {
    return admits(effect.weight(), effect.removes() ? 1 : 0);
  }

  private boolean admits(int records, int removed) {
    if (!budget.isNone() && !fits(records, removed)) {
      return false;
    }
    taken += records;
    removals += removed;
    return true;
  }

  private boolean fits(int records, int removed) {
    Spent then = spent().plus(taken - stored, removals - storedRemovals, clock.instant());
    return then.fits(records, removed, budget.least(), clock.instant())
        || then.fits(records, removed, window(), clock.instant());
  }

  /** When there will be room for it. */
  Instant roomFrom(Effect effect) {
    return spent()
        .plus(taken - stored, removals - storedRemovals, clock.instant())
        .fitsFrom(effect.weight(), effect.removes() ? 1 : 0, window(), clock.instant());
  }

  /**
   * Gives back what was taken and not used.
   *
   * @param used how many records may have been written for it
   */
  public void giveBack(Effect effect, int used) {
    taken -= Math.max(0, effect.weight() - used);
    removals -= effect.removes() && used == 0 ? 1 : 0;
  }

  /** Stores what was taken: before it is used, so that no crash makes it free. */
  public void store() {
    int more = taken - stored;
    int moreRemovals = removals - storedRemovals;
    if (budget.isNone() || (more == 0 && moreRemovals == 0)) {
      return;
    }
    Instant now = clock.instant();
    // What is given back was taken then: now others may have spent as much.
    Instant then = takenAt.orElse(now);
    for (int tries = 1; ; tries++) {
      Spent before = spent();
      try {
        Spent after =
            before
                .plus(Math.min(0, more), Math.min(0, moreRemovals), then)
                .plus(Math.max(0, more), Math.max(0, moreRemovals), now);
        known = Optional.of(proposals.save(before, after));
        stored = taken;
        storedRemovals = removals;
        takenAt = more > 0 || moreRemovals > 0 ? Optional.of(then) : Optional.empty();
        return;
      } catch (Links.StaleLinkException e) {
        if (tries == 10) {
          throw e;
        }
        known = Optional.of(proposals.spent());
      }
    }
  }
}
