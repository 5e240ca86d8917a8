package no.tandem.sync.apply;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.LastWrite;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.OpenWrite;
import no.tandem.sync.link.Outage;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.link.Reason;
import no.tandem.sync.link.ServerForm;
import no.tandem.sync.pair.Property;
import no.tandem.sync.pair.Rules;
import no.tandem.sync.plan.Plan;
import no.tandem.sync.plan.Refusals;
import no.tandem.sync.report.Action;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.NotSentException;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.RejectedException;
import no.tandem.sync.side.RemoteException;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;
import no.tandem.sync.side.View;

/** Brings the changed properties of one linked record from either system to the other. */
final class MergeStep {
  private final ApplyContext context;
  private final Rules rules;
  private final Links links;
  private final HistoryEntries entries;

  MergeStep(ApplyContext context) {
    this.context = context;
    this.rules = context.rules();
    this.links = context.links();
    this.entries = context.entries();
  }

  /**
   * Writes what the plan says.
   *
   * @throws NotSentException if nothing was sent
   */
  void merge(RecordState state, Plan.Merge plan, Freshness freshness) {
    Outcome kind =
        switch (plan.kind()) {
          case UPDATE -> Outcome.UPDATE;
          case ADOPT -> Outcome.ADOPT;
          case RESUME -> Outcome.RESUME;
        };
    if (context.plansOnly()) {
      List<Hold> holds = plan.holds().stream().map(why -> hold(state, why)).toList();
      context.reportAll(
          actions(
              state,
              plan,
              kind,
              plan.toLeft().keySet(),
              plan.toRight().keySet(),
              ApplyContext.combined(holds)));
      return;
    }
    Link link = linkToWrite(state, plan);
    // What is kept if a write fails: an earlier attempt of which is known by now what became of it.
    Link before = link.checked(Optional.of(plan.left()), Optional.of(plan.right()), plan.facts());
    if (plan.writes()) {
      // Before the first write: what it replaces and what it writes is kept, whatever happens next.
      link =
          links.save(
              link,
              before.attempting(openWrites(plan, before)),
              Optional.of(entries.begun(state, kind, plan, policy(plan))));
    }
    // What a system answered comes first: that decides on how it goes on.
    List<Hold> holds = new ArrayList<>();
    Map<String, OpenWrite> open =
        new HashMap<>(plan.writes() ? link.openWrites() : before.openWrites());
    Bases bases = new Bases(state, plan, before, open, freshness);
    Set<String> writtenLeft;
    Set<String> writtenRight;
    try {
      writtenLeft = write(SystemName.POWEROFFICE, state, plan, bases, holds);
      writtenRight = write(SystemName.WEBCRM, state, plan, bases, holds);
    } catch (NotSentException e) {
      // Nothing is open then.
      Action later =
          ApplyContext.action(Outcome.DEFER, state)
              .because(Hold.deferred(UpdateDeferredException.why(e)));
      links.save(link, before, Optional.of(entries.notSent(state, plan, policy(plan), later)));
      throw e;
    }

    plan.holds().forEach(why -> holds.add(hold(state, why)));
    Optional<Hold> hold =
        ApplyContext.combined(holds)
            .map(h -> h.seen(state.left().snapshot(), state.right().snapshot()));
    open.entrySet()
        .removeIf(
            one ->
                one.getValue().notStored() == 0
                    && plan.writesTo(one.getKey())
                    && !bases.unknown.contains(one.getKey()));
    // It may have waited for its place in the limit.
    Instant now = context.clock().instant();
    open.replaceAll((property, one) -> bases.unknown.contains(property) ? one.madeAt(now) : one);
    Link after =
        (link.active() ? link : link.linkedTo(plan.right().id()))
            .inSync(bases.now.powerOffice(), bases.now.webCrm(), hold, written(plan), open)
            .refusing(Refusals.left(link.refusals(), plan));
    List<Action> actions = actions(state, plan, kind, writtenLeft, writtenRight, hold);
    if (!after.equals(link)) {
      boolean isNew =
          plan.writes()
              || kind != Outcome.UPDATE
              || !hold.map(Hold::reason).equals(link.hold().map(Hold::reason));
      Link stored =
          links.save(
              link,
              after,
              isNew && !actions.isEmpty()
                  ? Optional.of(
                      entries.finished(
                          state, kind, plan, policy(plan), writtenLeft, writtenRight, actions))
                  : Optional.empty());
      if (!writtenRight.isEmpty()) {
        context.readBack().add(state, stored, false);
      }
    }
    context.reportAll(actions);
  }

  /** The last writes, with these. */
  private Map<String, LastWrite> written(Plan.Merge plan) {
    Map<String, LastWrite> lastWrites = new HashMap<>(plan.lastWrites());
    Instant now = context.clock().instant();
    lastWrites.replaceAll(
        (property, lastWrite) -> plan.writesTo(property) ? lastWrite.writtenAt(now) : lastWrite);
    return lastWrites;
  }

  private static Hold hold(RecordState state, Reason why) {
    boolean passes =
        why.code() == Reason.Code.NOT_SHOWN
            || why.code() == Reason.Code.LACKING
            || why.code() == Reason.Code.PUT_OFF;
    // A write that failed, and may not be shown yet, has failed as often as before.
    return passes ? Hold.deferred(why).with(state.tries()) : Hold.held(why);
  }

  /** What is about to be written, and what of earlier writes is open still. */
  private Map<String, OpenWrite> openWrites(Plan.Merge plan, Link before) {
    Instant now = context.clock().instant();
    Map<String, OpenWrite> openWrites = new HashMap<>(before.openWrites());
    for (SystemName system : SystemName.values()) {
      View target = plan.in(system).view();
      View source = plan.in(system.other()).view();
      View written = plan.base(system).view();
      for (String property : plan.to(system).keySet()) {
        openWrites.put(
            property,
            new OpenWrite(
                    system,
                    target.get(property).orElse(""),
                    written.get(property).orElse(""),
                    source.get(property).orElse(""),
                    Optional.ofNullable(before.openWrites().get(property))
                        .map(OpenWrite::notStored)
                        .orElse(0))
                .madeAt(now));
      }
    }
    return openWrites;
  }

  /** The link to go on with, which claims the webCRM record before anything is written to it. */
  private Link linkToWrite(RecordState state, Plan.Merge plan) {
    Link link = state.linkOrNew().found(plan.left(), plan.right());
    LinkKey key = LinkKey.of(plan.left().id());
    if (!link.key().equals(key)) {
      // It was created for a webCRM record, and has its id now.
      Link before = links.get(key).orElseGet(() -> Link.of(key));
      return links.replace(
          link,
          before,
          link.claiming(plan.right().id(), Optional.of(plan.left())).under(key, before.version()),
          Optional.empty());
    }
    boolean claimed = link.active() && link.right().equals(Optional.of(plan.right().id()));
    return claimed || !plan.writes()
        ? link
        : links.save(
            link, link.claiming(plan.right().id(), Optional.of(plan.left())), Optional.empty());
  }

  private Optional<String> policy(Plan.Merge plan) {
    if (rules.taken().isPresent()) {
      return Optional.of("take " + rules.taken().get().key());
    }
    return plan.conflicts().isEmpty()
        ? Optional.empty()
        : Optional.of("conflict " + rules.conflict().name().toLowerCase(Locale.ROOT));
  }

  /** The bases as they become; a property that could not be written keeps its old ones. */
  private static final class Bases {
    private final RecordState state;
    private final Link before;
    private final Plan.Merge plan;
    private final Map<String, OpenWrite> open;
    private final Set<String> unknown = new HashSet<>();
    private final Freshness freshness;
    private boolean sent;
    private BySystem<Base> now;

    Bases(
        RecordState state,
        Plan.Merge plan,
        Link before,
        Map<String, OpenWrite> open,
        Freshness freshness) {
      this.state = state;
      this.freshness = freshness;
      this.open = open;
      this.plan = plan;
      this.now = BySystem.each(plan::base);
      this.before = before;
    }

    /** Sends a write, and notes that one was sent. */
    Optional<Snapshot> sent(
        ApplyContext context, SystemName system, Snapshot target, Map<String, String> columns) {
      try {
        Optional<Snapshot> stored = context.update(state, system, target, columns, freshness);
        sent = true;
        return stored;
      } catch (RemoteException e) {
        sent = true;
        throw e;
      }
    }

    void renew(String property) {
      now = BySystem.each(system -> of(system).withPropertyOf(plan.base(system), property));
    }

    Base of(SystemName system) {
      return now.of(system);
    }

    /** This property is seen to have this value there now. */
    void seen(SystemName system, String property, Optional<String> value) {
      now = now.with(system, of(system).seen(property, value));
    }

    /** What stands there, and not what was written; no edit follows from it. */
    void notStored(
        SystemName system, String property, Optional<String> value, OpenWrite openWrite) {
      renew(property);
      seen(system, property, value);
      open.put(property, openWrite);
    }

    void keep(String property) {
      now = BySystem.each(system -> of(system).withPropertyOf(before.base(system), property));
    }
  }

  /** Writes what the plan says for one system; returns the properties that were written. */
  private Set<String> write(
      SystemName system, RecordState state, Plan.Merge plan, Bases bases, List<Hold> holds) {
    Outage.Write update = Outage.Write.update(system);
    Map<String, Optional<String>> values = plan.to(system);
    Set<String> written = new HashSet<>();
    if (values.isEmpty()) {
      return written;
    }
    try {
      written.addAll(write(system, plan, values, bases, holds));
    } catch (RejectedException e) {
      if (values.size() == 1) {
        holds.add(context.rejected(update, e));
        values.keySet().forEach(bases::keep);
      } else {
        // One bad value must not keep the others back: each by itself.
        values.keySet().forEach(bases::keep);
        for (Map.Entry<String, Optional<String>> value : values.entrySet()) {
          try {
            if (!written.isEmpty()) {
              observe(system, plan, bases);
            }
            bases.renew(value.getKey());
            written.addAll(
                write(system, plan, Map.of(value.getKey(), value.getValue()), bases, holds));
          } catch (RejectedException alone) {
            holds.add(context.rejected(update, alone));
            bases.keep(value.getKey());
          } catch (TransientException alone) {
            holds.add(context.failed(update, state, alone));
            bases.keep(value.getKey());
            bases.unknown.add(value.getKey());
          } catch (NotSentException alone) {
            holds.add(Hold.deferred(UpdateDeferredException.why(alone)));
            bases.keep(value.getKey());
          }
        }
      }
    } catch (TransientException e) {
      holds.add(context.failed(update, state, e));
      values.keySet().forEach(bases::keep);
      bases.unknown.addAll(values.keySet());
    } catch (NotSentException e) {
      if (!bases.sent) {
        throw e;
      }
      holds.add(Hold.deferred(UpdateDeferredException.why(e)));
      values.keySet().forEach(bases::keep);
    }
    return written;
  }

  /**
   * Between two writes to a record: what the first one left there is known before the second makes
   * a user's edit look like ours.
   */
  private void observe(SystemName system, Plan.Merge plan, Bases bases) {
    Snapshot target = plan.in(system);
    Optional<Snapshot> now =
        Optional.ofNullable(
                context
                    .side(system)
                    .read(List.of(new RecordReader.Known(target.id(), target.owner())), 0)
                    .get(target.id()))
            .flatMap(Presence::snapshot);
    if (now.isPresent()) {
      BySystem<Optional<Snapshot>> seen =
          new BySystem<>(Optional.<Snapshot>empty(), Optional.<Snapshot>empty()).with(system, now);
      Link checked =
          bases
              .before
              .with(bases.now.powerOffice(), bases.now.webCrm(), Map.of())
              .checked(seen.powerOffice(), seen.webCrm(), plan.facts());
      bases.now = BySystem.each(checked::base);
      bases.open.putAll(checked.openWrites());
    }
  }

  private Set<String> write(
      SystemName system,
      Plan.Merge plan,
      Map<String, Optional<String>> values,
      Bases bases,
      List<Hold> holds) {
    Snapshot target = plan.in(system);
    Map<String, String> columns = new LinkedHashMap<>();
    for (Property property : rules.properties()) {
      Optional<String> value = values.get(property.name());
      if (value != null) {
        columns.putAll(property.on(system).write(value, target.columns(), rules.lengths(system)));
      }
    }
    Optional<Snapshot> stored = bases.sent(context, system, target, columns);
    context.succeeded(Outage.Write.update(system));
    if (plan.kind() == Plan.Merge.Kind.UPDATE) {
      context.applied(plan.in(system.other()));
    }
    Set<String> written = new HashSet<>(values.keySet());
    stored.ifPresent(now -> confirm(system, target, now, written, bases, holds));
    return written;
  }

  /** Sent once more, then held. */
  static Hold notStored(OpenWrite openWrite, String property) {
    Reason why = Reason.notStored(openWrite.toward(), property);
    return openWrite.isGivenUp() ? Hold.held(why) : Hold.deferred(why);
  }

  /** Compares the stored record with what was sent. */
  private static void confirm(
      SystemName system,
      Snapshot before,
      Snapshot stored,
      Set<String> written,
      Bases bases,
      List<Hold> holds) {
    for (String property : List.copyOf(written)) {
      if (!stored.shows(property)) {
        continue;
      }
      Optional<String> now = stored.view().get(property);
      Base base = bases.of(system);
      String shown = now.orElse("");
      String sent = base.view().get(property).orElse("");
      boolean asBefore = now.equals(before.view().get(property)) || shown.isEmpty();
      if (!ServerForm.isOf(sent, shown) && asBefore) {
        // Known of patches with another spelling of the path: answered with 200 and ignored.
        written.remove(property);
        Base source = bases.of(system.other());
        int times =
            1 + Optional.ofNullable(bases.open.get(property)).map(OpenWrite::notStored).orElse(0);
        OpenWrite openWrite =
            new OpenWrite(system, shown, sent, source.view().get(property).orElse(""), times);
        bases.notStored(system, property, now, openWrite);
        holds.add(notStored(openWrite, property));
      } else {
        bases.open.remove(property);
        bases.seen(system, property, now);
      }
    }
  }

  private static List<Action> actions(
      RecordState state,
      Plan.Merge plan,
      Outcome kind,
      List<String> leftColumns,
      List<String> rightColumns,
      Optional<Hold> hold) {
    List<Action> actions = new ArrayList<>();
    if (!leftColumns.isEmpty()) {
      actions.add(ApplyContext.action(kind, state).in(SystemName.POWEROFFICE, leftColumns));
    }
    if (!rightColumns.isEmpty()) {
      actions.add(
          ApplyContext.action(actions.isEmpty() ? kind : Outcome.UPDATE, state)
              .in(SystemName.WEBCRM, rightColumns));
    }
    if (actions.isEmpty() && kind != Outcome.UPDATE) {
      actions.add(ApplyContext.action(kind, state));
    }
    hold.ifPresent(
        h -> actions.add(ApplyContext.action(ApplyContext.heldOrDeferred(h), state).because(h)));
    if (!actions.isEmpty()) {
      actions.set(0, actions.getFirst().with(plan.conflicts()));
    }
    return actions;
  }

  private List<Action> actions(
      RecordState state,
      Plan.Merge plan,
      Outcome kind,
      Set<String> writtenLeft,
      Set<String> writtenRight,
      Optional<Hold> hold) {
    return actions(
        state,
        plan,
        kind,
        columns(SystemName.POWEROFFICE, plan, writtenLeft),
        columns(SystemName.WEBCRM, plan, writtenRight),
        hold);
  }

  private List<String> columns(SystemName system, Plan.Merge plan, Set<String> written) {
    Snapshot target = plan.in(system);
    Map<String, Optional<String>> values = plan.to(system);
    return rules.properties().stream()
        .filter(property -> written.contains(property.name()))
        .flatMap(
            property ->
                property
                    .on(system)
                    .write(
                        Optional.ofNullable(values.get(property.name())).flatMap(v -> v),
                        target.columns(),
                        rules.lengths(system))
                    .keySet()
                    .stream())
        .toList();
  }
}
