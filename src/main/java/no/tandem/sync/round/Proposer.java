package no.tandem.sync.round;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.detect.Owner;
import no.tandem.sync.detect.PairPrecedence;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.Reason;
import no.tandem.sync.link.RunStateReader;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.plan.Effect;
import no.tandem.sync.plan.Planned;
import no.tandem.sync.proposal.Entry;
import no.tandem.sync.proposal.Proposal;
import no.tandem.sync.proposal.Proposals;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;

/** Puts before a person what is too much for a run, and keeps it up to date. */
public final class Proposer {
  private static final Logger LOG = System.getLogger(Proposer.class.getName());
  private static final Duration LOGGED_EVERY = Duration.ofHours(1);

  /** What would be done to one record. */
  record Waiting(Planned decided, Effect effect) {}

  private final Pair pair;
  private final Links links;
  private final RunStateReader runState;
  private final Proposals proposals;
  private final Clock clock;

  public Proposer(
      Pair pair, Links links, RunStateReader runState, Proposals proposals, Clock clock) {
    this.pair = pair;
    this.links = links;
    this.runState = runState;
    this.proposals = proposals;
    this.clock = clock;
  }

  /** The revision that there would be with these, in this order. */
  String revision(List<Waiting> some) {
    Proposal proposal = proposals.header();
    for (Waiting one : some) {
      proposal = proposal.with(one.effect().digest(), clock.instant());
    }
    return proposal.revision();
  }

  /**
   * Stores them, in this order. What waited for the same records before is superseded.
   *
   * @param listed up to where the systems' changes were known when they were decided
   * @return those that are not stored, as another run was faster
   */
  List<Waiting> propose(List<Waiting> some, Optional<BySystem<Cursor>> listed) {
    List<Waiting> left = new ArrayList<>();
    for (int from = 0; from < some.size(); from += Proposals.MOST_AT_ONCE) {
      List<Waiting> now = some.subList(from, Math.min(from + Proposals.MOST_AT_ONCE, some.size()));
      try {
        store(now, listed);
      } catch (Links.StaleLinkException e) {
        for (Waiting one : now) {
          try {
            store(List.of(one), listed);
          } catch (Links.StaleLinkException alone) {
            left.add(one);
          }
        }
      }
    }
    supersede(
        some.stream()
            .filter(one -> !left.contains(one))
            .flatMap(one -> one.decided().state().link().flatMap(Link::proposed).stream())
            .map(Hold.Proposed::entry)
            .toList());
    return left;
  }

  private void store(List<Waiting> some, Optional<BySystem<Cursor>> listed) {
    Instant now = clock.instant();
    Proposal before = proposals.header();
    Proposal after = before;
    List<Proposals.Proposed> stored = new ArrayList<>();
    for (Waiting one : some) {
      after = after.with(one.effect().digest(), now);
      stored.add(proposed(one, after, now));
    }
    if (after.look().from().isEmpty()) {
      after =
          after.with(new Proposal.Look(listed.orElseGet(this::stored).toMap(), Map.of(), false));
    }
    proposals.propose(before, after, stored);
  }

  /** Up to where the changes of both systems are known by the stored cursors. */
  private BySystem<Cursor> stored() {
    return BySystem.each(
        system -> runState.cursor(system).orElseGet(() -> Cursor.since(clock.instant())));
  }

  private Proposals.Proposed proposed(Waiting one, Proposal proposal, Instant now) {
    RecordState state = one.decided().state();
    Effect effect = one.effect();
    Optional<RecordId> right =
        effect.what() == Entry.What.CREATE ? Optional.empty() : state.rightId();
    Entry entry =
        new Entry(
            proposal.last(),
            state.key(),
            right,
            Effect.name(pair, state),
            effect.what(),
            effect.system(),
            effect.changes(),
            state
                .owner()
                .filter(Owner.Planned.class::isInstance)
                .flatMap(owner -> state.left().snapshot().flatMap(Snapshot::owner)),
            effect.digest(),
            proposal.revision(),
            Entry.State.OPEN,
            Optional.empty(),
            now);
    Link before = state.linkOrNew();
    Hold hold =
        Hold.held(Reason.proposed(entry.number()))
            .with(
                new Hold.Proposed(
                    entry.number(),
                    effect.digest(),
                    effect.what() == Entry.What.ADOPT ? right : Optional.empty()))
            .with(before.ambiguity())
            // What fails although it was approved is not asked about for ever.
            .with(state.tries())
            .seen(state.left().snapshot(), state.right().snapshot());
    // What was rejected before is not sent along with others.
    hold = before.hold().flatMap(Hold::remoteText).map(hold::withRemoteText).orElse(hold);
    return new Proposals.Proposed(
        before, PairPrecedence.knowing(pair, before, state.left().snapshot()).held(hold), entry);
  }

  /** Whether a person has said yes to an entry that is not carried out yet. */
  boolean isApproved(long number) {
    Proposal proposal = proposals.header();
    return proposal.hasToDo()
        && proposals.entries(number, number).stream()
            .anyMatch(entry -> proposal.state(entry) == Entry.State.APPROVED);
  }

  /** Its record was looked at, and the same waits for it still. */
  void keep(Planned decided) {
    Link link = decided.state().linkOrNew();
    Hold hold = link.hold().orElseThrow();
    Hold seen = hold.seen(decided.state().left().snapshot(), decided.state().right().snapshot());
    if (!seen.equals(hold)) {
      links.save(link, link.held(seen));
    }
  }

  /** Nothing becomes of these entries any more: their records were decided on again. */
  public void supersede(Collection<Long> numbers) {
    if (numbers.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Proposal proposal = proposals.header();
    Map<Entry.State, Integer> moved = new EnumMap<>(Entry.State.class);
    for (long number : numbers) {
      for (Entry entry : proposals.entries(number, number)) {
        Entry.State state = proposal.state(entry);
        if (!state.isOver()) {
          proposals.save(entry.in(Entry.State.SUPERSEDED, proposal.by(entry), now));
          moved.merge(state, 1, Integer::sum);
        }
      }
    }
    proposals.change(
        latest -> {
          Proposal.Counts counts = latest.counts();
          for (Map.Entry<Entry.State, Integer> one : moved.entrySet()) {
            counts =
                counts
                    .plus(one.getKey(), -one.getValue())
                    .plus(Entry.State.SUPERSEDED, one.getValue());
          }
          return latest.with(counts);
        });
  }

  /** Says in the log that something waits: when it begins to, then at most once an hour. */
  public void log(Proposal proposal) {
    Instant now = clock.instant();
    boolean lately =
        proposal.logged().filter(at -> now.isBefore(at.plus(LOGGED_EVERY))).isPresent();
    if (proposal.counts().open() == 0 || lately) {
      return;
    }
    LOG.log(
        Level.WARNING,
        "{0}: {1} actions are proposed and wait for a person; revision {2}",
        pair.name(),
        proposal.counts().open(),
        proposal.revision());
    proposals.change(latest -> latest.loggedAt(now));
  }
}
