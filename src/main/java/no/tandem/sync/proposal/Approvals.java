package no.tandem.sync.proposal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** What a person sees of a pair's proposal, and says to it. Turns do the rest. */
public final class Approvals {
  private static final int READ_AT_ONCE = 500;

  private final Proposals proposals;
  private final Clock clock;

  public Approvals(Proposals proposals, Clock clock) {
    this.proposals = proposals;
    this.clock = clock;
  }

  /**
   * A part of the proposal.
   *
   * @param entries each in the state that it is in
   * @param next the entry that the next part begins with; empty if this was the last
   */
  public record Page(Proposal proposal, List<Entry> entries, Optional<Long> next) {}

  /**
   * Lists entries.
   *
   * @param from the first; empty for the first that is not over
   * @param most how many at the most
   * @param size how large an entry is in the answer
   * @param mostSize how large all of them may be
   */
  public Page page(Optional<Long> from, int most, ToIntFunction<Entry> size, int mostSize) {
    Proposal proposal = proposals.header();
    List<Entry> entries = new ArrayList<>();
    long next = Math.max(1, from.orElse(proposal.over() + 1));
    int sum = 0;
    while (next <= proposal.last()) {
      for (Entry entry : proposals.entries(next, next + READ_AT_ONCE - 1)) {
        Entry shown = entry.in(proposal.state(entry), proposal.by(entry), entry.at());
        sum += size.applyAsInt(shown);
        if (entries.size() == most || (sum > mostSize && !entries.isEmpty())) {
          return new Page(proposal, entries, Optional.of(entry.number()));
        }
        entries.add(shown);
      }
      next += READ_AT_ONCE;
    }
    return new Page(proposal, entries, Optional.empty());
  }

  /**
   * Says yes or no.
   *
   * @param revision names what the person has seen
   * @param numbers the entries that are meant; empty for all of the revision that no person has
   *     decided on one by one
   * @return why nothing was decided; empty if it was
   */
  public Optional<String> decide(
      boolean approve, String revision, Collection<Long> numbers, String by) {
    Proposal proposal = proposals.header();
    Optional<Long> last = Proposal.lastOf(revision).filter(n -> isRevision(proposal, revision, n));
    if (last.isEmpty()) {
      return Optional.of(
          "The data have moved: '"
              + revision
              + "' names no revision of what is proposed. Look at it again"
              + (proposal.counts().open() > 0
                  ? "; it is " + proposal.revision() + " now."
                  : ": nothing is proposed now."));
    }
    if (numbers.isEmpty()) {
      all(proposal, approve, last.get(), by);
    } else {
      some(proposal, approve, last.get(), numbers, by);
    }
    return Optional.empty();
  }

  private boolean isRevision(Proposal proposal, String revision, long last) {
    return proposal.revision().equals(revision)
        || proposals.entries(last, last).stream()
            .anyMatch(entry -> entry.revision().equals(revision));
  }

  private void all(Proposal proposal, boolean approve, long upTo, String by) {
    Proposal.Ruling ruling = new Proposal.Ruling(upTo, approve, by, clock.instant());
    Map<Entry.State, Integer> moved = new EnumMap<>(Entry.State.class);
    if (upTo == proposal.last() && !proposal.hasToDo()) {
      moved.put(Entry.State.OPEN, proposal.counts().open());
    } else {
      for (long from = proposal.over() + 1; from <= upTo; from += READ_AT_ONCE) {
        for (Entry entry : proposals.entries(from, Math.min(upTo, from + READ_AT_ONCE - 1))) {
          if (entry.state() == Entry.State.OPEN) {
            moved.merge(proposal.state(entry), 1, Integer::sum);
          }
        }
      }
    }
    proposals.change(latest -> latest.ruled(ruling, moved));
  }

  private void some(
      Proposal proposal, boolean approve, long upTo, Collection<Long> numbers, String by) {
    Entry.State to = approve ? Entry.State.APPROVED : Entry.State.DECLINED;
    Instant now = clock.instant();
    for (long number : numbers) {
      for (Entry entry : number > upTo ? List.<Entry>of() : proposals.entries(number, number)) {
        Entry.State from = proposal.state(entry);
        if (!from.isOver()) {
          proposals.save(entry.in(to, Optional.of(by), entry.at()));
          proposals.change(latest -> latest.decidedOn(entry, from, to, now));
        }
      }
    }
  }
}
