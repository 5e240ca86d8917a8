package no.tandem.sync.apply;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.detect.CurrentRecords;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.LastWrite;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.link.Reason;
import no.tandem.sync.pair.Property;
import no.tandem.sync.pair.Rules;
import no.tandem.sync.plan.Refusals;
import no.tandem.sync.proposal.Entry;
import no.tandem.sync.report.Action;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.NotSentException;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.RemoteException;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.View;

/** What an operator asks for, record by record. */
public final class OperatorSteps {
  /** Until its edit has been brought over: a run that dies leaves it due. */
  private static final Hold BEING_EDITED = Hold.deferred(Reason.operatorEdits());

  private final ApplyContext context;
  private final Rules rules;
  private final Links links;
  private final Clock clock;
  private final HistoryEntries entries;

  OperatorSteps(ApplyContext context) {
    this.context = context;
    this.rules = context.rules();
    this.links = context.links();
    this.clock = context.clock();
    this.entries = context.entries();
  }

  /**
   * Edits one record as a user of its system would.
   *
   * @return the record as it is then, to be decided on; empty if it could not be edited
   * @throws Freshness.TooOldException if it waited so long for its place in the limit that the
   *     record has to be read again; nothing was sent or reported
   */
  public Optional<RecordState> edit(
      RecordState state,
      SystemName system,
      Snapshot target,
      Map<String, Optional<String>> values,
      Freshness freshness) {
    Link link = state.linkOrNew();
    // As before any write: what is read now is kept apart from what comes after.
    Link known =
        link.checked(
            state.left().snapshot(), state.right().snapshot(), context.facts(Optional.of(link)));
    Base base = known.base(system);
    Map<String, LastWrite> lastWrites = new HashMap<>(known.lastWrites());
    Map<String, String> columns = new LinkedHashMap<>();
    View view = target.view();
    List<Hold> holds = new ArrayList<>();
    for (Property property : rules.properties()) {
      Optional<String> value = values.get(property.name());
      if (value == null) {
        continue;
      }
      Optional<String> whyNot = property.on(system).whyNot(value, target.columns());
      if (whyNot.isPresent()) {
        holds.add(Hold.held(Reason.notPossible(whyNot.get())));
        continue;
      }
      columns.putAll(property.on(system).write(value, target.columns(), rules.lengths(system)));
      view =
          view.with(
              property.name(),
              property.on(system).fit(value, target.columns(), rules.lengths(system)));
      // From here on another value there is an edit, not a form in which our write was stored.
      base = base.seen(property.name(), base.view().get(property.name()));
      lastWrites.remove(property.name());
    }
    Action edited =
        ApplyContext.action(Outcome.UPDATE, state).in(system, List.copyOf(columns.keySet()));
    Optional<Action> held =
        ApplyContext.combined(holds)
            .map(hold -> ApplyContext.action(Outcome.HOLD, state).because(hold));
    if (columns.isEmpty()) {
      held.ifPresent(context::report);
      return Optional.empty();
    }
    BySystem<Base> bases = BySystem.each(known::base).with(system, base);
    Link prepared = known.withBases(bases.powerOffice(), bases.webCrm(), lastWrites, BEING_EDITED);
    Optional<Snapshot> stored = Optional.empty();
    if (!context.plansOnly()) {
      prepared =
          links.save(
              link,
              prepared,
              Optional.of(entries.edit(state, system, target.view(), view, false, edited)));
      try {
        stored = context.update(state, system, target, columns, freshness);
      } catch (RemoteException e) {
        held.ifPresent(context::report);
        context.stop(e.system() + " did not take the edit: " + e.text());
        return Optional.empty();
      } catch (NotSentException e) {
        Reason why = UpdateDeferredException.why(e);
        Action later = ApplyContext.action(Outcome.DEFER, state).because(Hold.deferred(why));
        HistoryEntry nothing =
            entries.edit(state, system, target.view(), target.view(), true, later);
        links.save(prepared, link, Optional.of(nothing));
        if (e instanceof Freshness.TooOldException) {
          throw e;
        }
        held.ifPresent(context::report);
        context.stop(why.text());
        return Optional.empty();
      }
      context.history().record(entries.edit(state, system, target.view(), view, true, edited));
      if (stored.isEmpty()) {
        // Its answer does not show it, and it may have stored nothing.
        stored = readBack(system, target);
        if (stored.isEmpty()) {
          held.ifPresent(context::report);
          context.report(edited);
          return Optional.empty();
        }
      }
    }
    held.ifPresent(context::report);
    context.report(edited);
    Snapshot now =
        stored.orElse(
            new Snapshot(
                target.id(),
                view,
                target.columns(),
                target.inactive(),
                target.owner(),
                Optional.of(clock.instant()),
                Optional.empty(),
                true,
                target.createdAt(),
                target.createdBy()));
    Presence present = new Presence.Present(now);
    RecordState after =
        new RecordState(
            state.key(), Optional.of(prepared), state.left(), state.right(), state.owner());
    return Optional.of(after.with(system, present));
  }

  /** The record as it is now; if it cannot be read, the next sweep goes on with it. */
  private Optional<Snapshot> readBack(SystemName system, Snapshot target) {
    RecordReader.Known known = new RecordReader.Known(target.id(), target.owner());
    return CurrentRecords.of(context.side(system).read(List.of(known), 0), target.id())
        .snapshot()
        .filter(Snapshot::active);
  }

  /** Reports a property that was changed since. */
  public void leaveAlone(RecordState state, String property, SystemName system) {
    context.report(
        ApplyContext.action(Outcome.DEFER, state)
            .because(
                "The property "
                    + property
                    + " was changed in "
                    + system
                    + " since; it is left as it is"));
  }

  /**
   * Erases what is stored of the record's values. The ids stay while one of the records is there,
   * so that it is not linked or created again.
   */
  public void erase(RecordState state) {
    Link link = state.linkOrNew();
    Reason reason = Reason.erased();
    if (!context.plansOnly()) {
      if (state.left() instanceof Presence.Gone && state.right() instanceof Presence.Gone) {
        if (!links.forget(link)) {
          throw new Links.StaleLinkException(link.key() + " was changed in between");
        }
      } else {
        links.save(link, link.erased(Hold.ignored(reason)));
      }
    }
    context.report(ApplyContext.action(Outcome.END, state).because(Hold.ignored(reason)));
  }

  /**
   * The link as if it had not been held, for another look at it; stored so unless only planned. A
   * retry does not show whether what was begun has happened.
   */
  public Link released(Link link) {
    Hold due = Hold.deferred(Reason.operatorAsked());
    // Another look decides nothing about who is who.
    Link free =
        link.withBases(
                link.leftBase(),
                link.rightBase(),
                Map.of(),
                link.ignored() ? due : due.with(link.ambiguity()))
            .refusing(Map.of());
    return context.plansOnly() ? free : links.save(link, free, Optional.empty());
  }

  /** The link of a record that is none of those that it looks like; stored unless only planned. */
  public Link noneOfThem(Link link) {
    Hold due = Hold.deferred(Reason.operatorCreates()).with(link.ambiguity().noneOfThem());
    Link toBeCreated = link.notCreated(Optional.of(due));
    return context.plansOnly() ? toBeCreated : links.save(link, toBeCreated, Optional.empty());
  }

  /** Keeps a person's no with the record. */
  public void refuse(Link link, Entry entry, String by) {
    Presence unread = new Presence.Unknown("");
    RecordState state =
        new RecordState(link.key(), Optional.of(link), unread, unread, Optional.empty());
    String what =
        entry.what() == Entry.What.UPDATE
            ? String.join(
                ", ", entry.changes().stream().map(HistoryEntry.Change::property).toList())
            : entry.what().key();
    Hold before = link.hold().orElseThrow();
    Hold refused = before.refused(Reason.refusedByAPerson(what));
    Action held = ApplyContext.action(Outcome.HOLD, state).because(refused);
    links.save(
        link,
        link.refusing(Refusals.with(link, entry)).held(refused),
        entries.entry(state, held, Optional.of("refused by " + by)));
    context.report(held);
  }

  /** Leaves a record alone until an operator says otherwise. */
  public void ignore(RecordState state) {
    context.hold(state, state.linkOrNew(), Hold.ignored(Reason.operatorIgnores()));
  }
}
