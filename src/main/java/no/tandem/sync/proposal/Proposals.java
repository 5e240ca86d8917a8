package no.tandem.sync.proposal;

import java.util.List;
import java.util.function.UnaryOperator;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.Units;

/** The stored proposal of one pair of one tenant, and what its budget was spent on. */
public interface Proposals {
  /** The most records that are proposed at once. */
  int MOST_AT_ONCE = 19;

  /** The proposal as a whole. */
  Proposal header();

  /**
   * Stores it.
   *
   * @throws Links.StaleLinkException if another run stored it since
   */
  Proposal save(Proposal before, Proposal after);

  /** The entries with these numbers, both included, by number. Some may have expired. */
  List<Entry> entries(long from, long to);

  /** Stores an entry in the place of what was stored under its number. */
  void save(Entry entry);

  /**
   * Stores entries with the links that wait for them: all or nothing.
   *
   * @param some at most {@link #MOST_AT_ONCE}
   * @throws Links.StaleLinkException if one of them was stored by another run since
   */
  Proposal propose(Proposal before, Proposal after, List<Proposed> some);

  /** What the budget was spent on in the last hour. */
  Spent spent();

  /**
   * Stores it.
   *
   * @throws Links.StaleLinkException if another run stored it since
   */
  Spent save(Spent before, Spent after);

  /** What the store charged for all requests through this object so far. */
  Units units();

  /**
   * A link that waits for an entry.
   *
   * @param before as last read or stored
   */
  record Proposed(Link before, Link after, Entry entry) {}

  /** Changes the proposal, whatever others do to it meanwhile. */
  default Proposal change(UnaryOperator<Proposal> how) {
    for (int tries = 1; ; tries++) {
      Proposal before = header();
      Proposal after = how.apply(before);
      if (after.equals(before)) {
        return before;
      }
      try {
        return save(before, after);
      } catch (Links.StaleLinkException e) {
        if (tries == 10) {
          throw e;
        }
      }
    }
  }
}
