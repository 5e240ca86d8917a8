package no.tandem.sync.round;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import no.tandem.sync.apply.Applier;
import no.tandem.sync.apply.Targets;
import no.tandem.sync.detect.Listings;
import no.tandem.sync.detect.Owner;
import no.tandem.sync.detect.ToDecide;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.Reason;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.plan.Effect;
import no.tandem.sync.plan.Plan;
import no.tandem.sync.plan.Planned;
import no.tandem.sync.plan.Planner;
import no.tandem.sync.proposal.Entry;
import no.tandem.sync.proposal.Proposal;
import no.tandem.sync.proposal.Proposals;
import no.tandem.sync.report.Report;
import no.tandem.sync.report.Run;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.Listing;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.Stamp;
import no.tandem.sync.side.SystemName;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what a person has decided, entry by entry in the order of their numbers, as far as
 * the run's time lets it. Each chunk is read again just before, and done only if what would be done
 * is still exactly what was approved; its progress is stored after it.
 */
public final class Turn {
  private static final Logger LOG = System.getLogger(Turn.class.getName());

  /** How many entries are looked at in a row while nothing can be done for them yet. */
  private static final int MOST_IN_VAIN = 1000;

  /**
   * So much earlier each look begins than the last stamp that the one before saw: stamps are of
   * whole seconds, and what was stored may be shown some seconds later.
   */
  private static final Duration LOOKS_OVERLAP = Duration.ofSeconds(10);

  /** More new records than these are not kept; everything is listed then. */
  private static final int MOST_NEWCOMERS = 5000;

  private final Pair pair;
  private final BySystem<Side> sides;
  private final Links links;
  private final Proposals proposals;
  private final BudgetUse budgetUse;
  private final Clock clock;
  private final Run run;
  private final Report.Builder report;
  private final Deciders planners;
  private final HolderFirst holderFirst;
  private final Applier applier;

  /** How many entries are read, carried out and stored together. */
  private final int size;

  private final Map<SystemName, Set<RecordId>> known = new EnumMap<>(SystemName.class);
  private final Map<SystemName, Map<RecordId, Snapshot>> newcomers =
      new EnumMap<>(SystemName.class);
  private Optional<Instant> begun = Optional.empty();
  private Optional<List<Link>> unsettled = Optional.empty();

  /** Makes what decides, with what was read up to a moment. */
  @FunctionalInterface
  public interface Deciders {
    Planner since(Instant begun);
  }

  public Turn(
      Targets targets,
      Proposals proposals,
      BudgetUse budgetUse,
      Report.Builder report,
      Deciders planners,
      Pipeline pipeline) {
    this.pair = targets.pair();
    this.sides = targets.sides();
    this.links = targets.links();
    this.clock = targets.clock();
    this.run = targets.run();
    this.proposals = proposals;
    this.budgetUse = budgetUse;
    this.report = report;
    this.planners = planners;
    this.holderFirst = pipeline.holderFirst();
    this.applier = pipeline.applier();
    this.size = applier.together();
  }

  /** One pass over the entries, or as much of it as there is time for. */
  public void run() {
    pass();
    applier.finish();
  }

  private void pass() {
    Proposal proposal = proposals.header();
    int inVain = 0;
    boolean fromTheFirst = proposal.position() == proposal.over();
    boolean anyToDo = false;
    while (proposal.hasToDo() && !report.isStopped()) {
      long from = proposal.position() + 1;
      List<Entry> entries = List.of();
      if (from <= proposal.decided()) {
        entries = proposals.entries(from, Math.min(proposal.decided(), from + size * 2L - 1));
      }
      if (entries.isEmpty() && from + size * 2L > proposal.decided()) {
        rest(proposal, fromTheFirst && !anyToDo);
        return;
      }
      Chunk chunk = new Chunk(proposal, entries, from + size * 2L - 1);
      anyToDo |= chunk.hasToDo();
      int done = chunk.apply();
      inVain = done > 0 ? 0 : inVain + Math.max(1, entries.size());
      proposal = proposals.header();
      if (proposal.hasToDo() && !report.isStopped() && begun.isPresent() && isTimeUp()) {
        report.timeIsUp(proposal.counts().toDo());
        return;
      }
      if (inVain >= MOST_IN_VAIN) {
        return;
      }
    }
  }

  /**
   * The end of the entries: what waits for its owner is looked at again in the next sweep.
   *
   * @param seen the proposal as it was then
   * @param nothingLeft whether no entry is left that is to be done: a run that died may have left
   *     the counts behind
   */
  private void rest(Proposal seen, boolean nothingLeft) {
    proposals.change(
        latest -> {
          Proposal.Counts counts = latest.counts();
          // What a person decided meanwhile was not seen.
          boolean outdated = nothingLeft && latest.version() == seen.version();
          // Entries that wait for a person may be among those that are over.
          return latest
              .at(latest.over(), latest.over())
              .with(
                  outdated
                      ? counts
                          .plus(Entry.State.APPROVED, -counts.approved())
                          .plus(Entry.State.DECLINED, -counts.declined())
                      : counts);
        });
  }

  private boolean isTimeUp() {
    Instant now = clock.instant();
    return run.until().filter(until -> !now.isBefore(until)).isPresent()
        || run.turn().filter(turn -> !now.isBefore(begun.orElse(now).plus(turn))).isPresent();
  }

  /** What is read, done and stored together. */
  private final class Chunk {
    private final Proposal proposal;
    private final Map<LinkKey, Entry> approved = new TreeMap<>();
    private final Map<Long, Entry.State> over = new HashMap<>();
    private final List<Entry> declined = new ArrayList<>();
    private final List<Entry> seen = new ArrayList<>();
    private long upTo;
    private Optional<Proposal.Look> look = Optional.empty();

    Chunk(Proposal proposal, List<Entry> entries, long last) {
      this.proposal = proposal;
      this.upTo = Math.min(last, proposal.decided());
      for (Entry entry : entries) {
        if (approved.size() + declined.size() == size) {
          upTo = seen.getLast().number();
          break;
        }
        seen.add(entry);
        switch (proposal.state(entry)) {
          case APPROVED -> {
            if (approved.containsKey(entry.link())) {
              // An earlier one of the same record, which was decided on again since.
              over.put(approved.get(entry.link()).number(), Entry.State.SUPERSEDED);
            }
            approved.put(entry.link(), entry);
          }
          case DECLINED -> declined.add(entry);
          case OPEN, APPLIED, REFUSED, SUPERSEDED -> {}
        }
      }
    }

    boolean hasToDo() {
      return !approved.isEmpty() || !declined.isEmpty();
    }

    /** Returns how many entries are over now. */
    int apply() {
      Set<LinkKey> all = new HashSet<>(approved.keySet());
      declined.forEach(entry -> all.add(entry.link()));
      Map<LinkKey, Link> stored = all.isEmpty() ? Map.of() : links.byKey(all);
      for (Entry entry : declined) {
        refuse(entry, Optional.ofNullable(stored.get(entry.link())));
      }
      for (Entry entry : List.copyOf(approved.values())) {
        if (!waits(entry, Optional.ofNullable(stored.get(entry.link())))) {
          over.put(entry.number(), Entry.State.SUPERSEDED);
          approved.remove(entry.link());
        } else if (backsOff(stored.get(entry.link()))) {
          approved.remove(entry.link());
        }
      }
      if (!approved.isEmpty()) {
        apply(stored);
      }
      finish();
      return over.size();
    }

    private boolean waits(Entry entry, Optional<Link> link) {
      return link.flatMap(Link::proposed)
          .filter(proposed -> proposed.entry() == entry.number())
          .isPresent();
    }

    private boolean backsOff(@Nullable Link link) {
      return link != null && link.hold().filter(hold -> hold.backsOff(clock.instant())).isPresent();
    }

    private void refuse(Entry entry, Optional<Link> link) {
      if (!waits(entry, link)) {
        over.put(entry.number(), Entry.State.SUPERSEDED);
        return;
      }
      String by = proposal.by(entry).orElse("");
      try {
        applier.operatorSteps().refuse(link.orElseThrow(), entry, by);
        over.put(entry.number(), Entry.State.REFUSED);
      } catch (Links.StaleLinkException e) {
        LOG.log(Level.DEBUG, "{0} {1} changed meanwhile", pair.name(), entry.number());
      }
    }

    private void apply(Map<LinkKey, Link> stored) {
      Instant now = clock.instant();
      Planner planner = planners.since(now);
      look(planner);
      if (unsettled.isEmpty()) {
        unsettled = Optional.of(links.unsettled());
      }
      ToDecide due = ToDecide.of(approved.keySet(), Set.of(), stored, unsettled.get());
      List<Planned> toDo = new ArrayList<>();
      Map<LinkKey, Effect> fresh = new HashMap<>();
      Planner.Decision decision = planner.decide(due, Listings.NOTHING);
      // What was found along with it is left to a sweep.
      List<Planned> asked =
          decision.decided().stream()
              .filter(one -> approved.containsKey(one.state().key()) && !waitsStill(one))
              .toList();
      for (Planned one : holderFirst.ready(asked, decision.ofHolder(), planner)) {
        if (waitsStill(one)) {
          continue;
        }
        Entry entry = Optional.ofNullable(approved.get(one.state().key())).orElseThrow();
        Optional<Effect> effect = Effect.of(pair, one);
        if (effect.isEmpty() || isApproved(entry, effect.get())) {
          toDo.add(one);
        } else if (budgetUse.admits(effect.get())) {
          fresh.put(one.state().key(), effect.get());
          toDo.add(one);
        } else {
          Hold putOff =
              Hold.deferred(Reason.putOff())
                  .with(one.state().tries().putOffTo(budgetUse.roomFrom(effect.get())));
          toDo.add(new Planned(one.state(), new Plan.Wait(putOff)));
        }
      }
      budgetUse.store();
      if (toDo.isEmpty()) {
        return;
      }
      if (begun.isEmpty()) {
        begun = Optional.of(clock.instant());
      }
      Applier.Gate gate =
          again ->
              Effect.of(pair, again)
                  .map(
                      effect ->
                          isApproved(
                                  Optional.ofNullable(approved.get(again.state().key()))
                                      .orElseThrow(),
                                  effect)
                              || effect.equals(fresh.get(again.state().key())))
                  .orElse(true);
      List<Applier.Applied> all = applier.applyAll(toDo, gate, now);
      fresh.forEach((key, effect) -> budgetUse.giveBack(effect, applier.touched(key)));
      budgetUse.store();
      Set<LinkKey> again = toBeTriedAgain(all);
      for (Applier.Applied carried : all) {
        Entry entry = approved.get(carried.decided().state().key());
        if (entry != null && carried.became() == Applier.Became.NOT_REACHED) {
          // The next turn goes on with it.
          upTo = Math.min(upTo, entry.number() - 1);
        }
        if (entry != null
            && carried.became() == Applier.Became.STORED
            && !again.contains(entry.link())) {
          boolean asApproved =
              Effect.of(pair, carried.decided())
                  .filter(effect -> isApproved(entry, effect))
                  .isPresent();
          over.put(entry.number(), asApproved ? Entry.State.APPLIED : Entry.State.SUPERSEDED);
        }
      }
    }

    /**
     * What was approved and failed for a passing reason keeps its yes until it is done, or has
     * failed too often. A creation that was begun goes on by itself.
     */
    private Set<LinkKey> toBeTriedAgain(List<Applier.Applied> carried) {
      Map<LinkKey, Entry> tried = new HashMap<>();
      for (Applier.Applied one : carried) {
        Optional.ofNullable(approved.get(one.decided().state().key()))
            .filter(entry -> one.became() == Applier.Became.STORED)
            .ifPresent(entry -> tried.put(entry.link(), entry));
      }
      Set<LinkKey> again = new HashSet<>();
      if (tried.isEmpty()) {
        return again;
      }
      for (Link link : links.byKey(tried.keySet()).values()) {
        Optional<Hold> failed =
            link.hold()
                .filter(hold -> hold.kind() == Hold.Kind.DEFERRED)
                .filter(
                    hold ->
                        hold.is(Reason.Code.FAILED)
                            || hold.is(Reason.Code.NOT_SHOWN)
                            || hold.is(Reason.Code.READ_TOO_LONG_AGO));
        if (failed.isEmpty() || link.state() == Link.State.CREATING) {
          continue;
        }
        Entry entry = Optional.ofNullable(tried.get(link.key())).orElseThrow();
        Optional<RecordId> wished =
            entry.what() == Entry.What.ADOPT && !link.active() ? entry.right() : Optional.empty();
        try {
          links.save(
              link,
              link.held(
                  failed.get().with(new Hold.Proposed(entry.number(), entry.digest(), wished))));
          again.add(link.key());
        } catch (Links.StaleLinkException e) {
          LOG.log(Level.DEBUG, "{0} {1} changed meanwhile", pair.name(), entry.number());
        }
      }
      return again;
    }

    private boolean isApproved(Entry entry, Effect effect) {
      return entry.digest().equals(effect.digest());
    }

    /** Its owner is not there yet, or it could not be read: it is looked at again later. */
    private boolean waitsStill(Planned one) {
      return one.state().owner().filter(Owner.Planned.class::isInstance).isPresent()
          || (one.plan() instanceof Plan.Wait wait
              && wait.hold().kind() == Hold.Kind.DEFERRED
              && (wait.hold().is(Reason.Code.OWNER_WAITS)
                  || wait.hold().is(Reason.Code.UNREADABLE)));
    }

    // --- what is new since they were matched ---

    /** What a creation could double: what came since, and what the entries are to be linked to. */
    private void look(Planner planner) {
      boolean toRight = false;
      boolean toLeft = false;
      Set<RecordId> wished = new HashSet<>();
      for (Entry entry : approved.values()) {
        if (entry.what() == Entry.What.CREATE || entry.what() == Entry.What.ADOPT) {
          toLeft |= entry.link().isAwaiting();
          toRight |= !entry.link().isAwaiting();
          if (entry.what() == Entry.What.ADOPT) {
            entry.right().ifPresent(wished::add);
          }
        }
      }
      if (toRight) {
        Map<RecordId, Snapshot> rights = look(SystemName.WEBCRM);
        wished.removeAll(rights.keySet());
        rights = new HashMap<>(rights);
        rights.putAll(read(SystemName.WEBCRM, wished));
        planner.learn(SystemName.WEBCRM, rights.values());
      }
      if (toLeft) {
        planner.learn(SystemName.POWEROFFICE, look(SystemName.POWEROFFICE).values());
      }
    }

    private Map<RecordId, Snapshot> look(SystemName system) {
      Side side = sides.of(system);
      Proposal.Look before = look.orElse(proposal.look());
      Cursor from = Optional.ofNullable(before.from().get(system)).orElseThrow();
      boolean first = !known.containsKey(system);
      Set<RecordId> judged = known.computeIfAbsent(system, s -> new HashSet<>());
      Map<RecordId, Snapshot> open =
          newcomers.computeIfAbsent(
              system,
              s ->
                  before.everything()
                      ? byId(side.all())
                      : new HashMap<>(read(system, before.newcomers().getOrDefault(s, Set.of()))));
      // What the turn creates is listed again in the next look, so that does not go far back.
      Listing changed =
          first
              ? side.changedSince(from)
              : side.changedSince(from.stamp().at().minus(from.listingTook()));
      Map<RecordId, Snapshot> fresh = new HashMap<>();
      for (Snapshot snapshot : changed.snapshots()) {
        open.computeIfPresent(snapshot.id(), (id, old) -> snapshot);
        if (judged.add(snapshot.id()) && !open.containsKey(snapshot.id())) {
          fresh.put(snapshot.id(), snapshot);
        }
      }
      fresh.keySet().removeAll(linked(system, fresh.keySet()));
      open.putAll(fresh);
      Map<SystemName, Cursor> cursors = new EnumMap<>(SystemName.class);
      cursors.putAll(before.from());
      changed
          .largestStamp()
          .map(this::believed)
          .filter(stamp -> stamp.compareTo(from.stamp()) > 0)
          .ifPresent(
              stamp -> cursors.put(system, new Cursor(stamp, LOOKS_OVERLAP, from.recordsListed())));
      Map<SystemName, Set<RecordId>> ids = new EnumMap<>(SystemName.class);
      ids.putAll(before.newcomers());
      ids.put(system, Set.copyOf(open.keySet()));
      look =
          Optional.of(
              before.everything() || open.size() > MOST_NEWCOMERS
                  ? new Proposal.Look(cursors, Map.of(), true)
                  : new Proposal.Look(cursors, ids, false));
      return open;
    }

    /** A stamp that is ahead of our clock may be wrong, and our clock may be ahead of others. */
    private Stamp believed(Stamp stamp) {
      Instant now = clock.instant();
      return stamp.at().isAfter(now) ? stamp.notAfter(now.minus(Stamp.CLOCKS_APART)) : stamp;
    }

    private static Map<RecordId, Snapshot> byId(Listing listing) {
      Map<RecordId, Snapshot> all = new HashMap<>();
      listing.snapshots().forEach(snapshot -> all.put(snapshot.id(), snapshot));
      return all;
    }

    private Set<RecordId> linked(SystemName system, Set<RecordId> ids) {
      Set<RecordId> linked = new HashSet<>();
      if (ids.isEmpty()) {
        return linked;
      }
      if (system == SystemName.WEBCRM) {
        links
            .claims(ids)
            .forEach(
                (id, claim) -> {
                  if (!claim.released()) {
                    linked.add(id);
                  }
                });
      } else {
        links
            .byKey(LinkKey.ofAll(ids))
            .values()
            .forEach(
                link -> {
                  if (link.active()) {
                    link.left().ifPresent(linked::add);
                  }
                });
      }
      return linked;
    }

    private Map<RecordId, Snapshot> read(SystemName system, Set<RecordId> ids) {
      Map<RecordId, Snapshot> found = new HashMap<>();
      if (!ids.isEmpty()) {
        sides
            .of(system)
            .read(ids.stream().map(id -> new RecordReader.Known(id, Optional.empty())).toList(), 0)
            .values()
            .forEach(
                presence ->
                    presence.snapshot().ifPresent(snapshot -> found.put(snapshot.id(), snapshot)));
      }
      return found;
    }

    // --- progress ---

    private void finish() {
      Instant now = clock.instant();
      Map<Entry.State, Integer> from = new EnumMap<>(Entry.State.class);
      Map<Entry.State, Integer> to = new EnumMap<>(Entry.State.class);
      long allOver = proposal.position() == proposal.over() ? proposal.position() : -1;
      for (Entry entry : seen) {
        Entry.State before = proposal.state(entry);
        Entry.State after = over.getOrDefault(entry.number(), before);
        if (after != before) {
          proposals.save(entry.in(after, proposal.by(entry), now));
          from.merge(before, 1, Integer::sum);
          to.merge(after, 1, Integer::sum);
        }
      }
      boolean everyOneOver =
          seen.stream()
              .allMatch(
                  entry -> over.containsKey(entry.number()) || proposal.state(entry).isOver());
      long newOver = allOver >= 0 && everyOneOver ? upTo : 0;
      proposals.change(
          latest -> {
            Proposal.Counts counts = latest.counts();
            for (Map.Entry<Entry.State, Integer> one : from.entrySet()) {
              counts = counts.plus(one.getKey(), -one.getValue());
            }
            for (Map.Entry<Entry.State, Integer> one : to.entrySet()) {
              counts = counts.plus(one.getKey(), one.getValue());
            }
            // A decision that came meanwhile may have sent the turn back.
            boolean moved = latest.position() != proposal.position();
            Proposal after = moved ? latest.with(counts) : latest.at(upTo, newOver).with(counts);
            return look.map(after::with).orElse(after);
          });
    }
  }
}
