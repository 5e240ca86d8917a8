package no.tandem.sync;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Carries out plans: the only one that writes to a system. In plan mode it writes nothing and only
 * reports.
 */
final class Applier {
  private static final Logger LOG = System.getLogger(Applier.class.getName());
  private static final int MOST_FAILURES_IN_A_ROW = 5;
  private static final String REACTIVATED =
      "It was made active again and is compared in the next sweep";
  private static final String IN_VAIN =
      "It could not be made active again through the API. Do it by hand, then try again";

  /** So many calls failed one after the other that going on would only add to the trouble. */
  static final class SystemDownException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SystemDownException(TransientException last) {
      super(
          last.system() + " failed " + MOST_FAILURES_IN_A_ROW + " times in a row: " + last.text(),
          last);
    }
  }

  private final Pair pair;
  private final Rules rules;
  private final Side left;
  private final Side right;
  private final Links links;
  private final Clock clock;
  private final Report.Builder report;
  private final Chronicle chronicle;
  private int failuresInARow;

  Applier(
      Pair pair,
      Rules rules,
      Side left,
      Side right,
      Links links,
      Clock clock,
      Run run,
      Report.Builder report) {
    this.pair = pair;
    this.rules = rules;
    this.left = left;
    this.right = right;
    this.links = links;
    this.clock = clock;
    this.report = report;
    this.chronicle = new Chronicle(run, clock);
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
        case Plan.Create create -> create(work, create);
        case Plan.Merge merge -> merge(work, merge);
        case Plan.Again again -> again(work, again);
        case Plan.Reactivate reactivate -> reactivate(work, reactivate);
        case Plan.End end -> end(work, end);
        case Plan.Wait wait -> hold(work, work.linkOrNew(), wait.hold());
      }
      return true;
    } catch (Links.StaleLinkException e) {
      report(action(Action.Kind.DEFER, work).because("Another run was faster with this record"));
      return false;
    } catch (SystemDownException e) {
      throw e;
    } catch (RuntimeException e) {
      // One bad record delays no other. The message may quote values, so only the class is logged.
      LOG.log(
          Level.ERROR, "{0} {1}: unexpected {2}", pair.name(), work.id(), e.getClass().getName());
      return holdUnexpected(work, e);
    }
  }

  private boolean holdUnexpected(Work work, RuntimeException cause) {
    Hold hold = Hold.due("Unexpected trouble: " + cause.getClass().getName());
    try {
      hold(work, work.linkOrNew(), hold);
      return true;
    } catch (RuntimeException e) {
      report(action(Action.Kind.DEFER, work).because(hold));
      return false;
    }
  }

  /** Whether nothing is to be written: asked for, or because the run has stopped. */
  private boolean plansOnly() {
    return report.mode() == Mode.PLAN || report.isStopped();
  }

  private Side side(SystemName system) {
    return system == SystemName.POWEROFFICE ? left : right;
  }

  /** A link that has ended, and was only looked at again, has ended still. */
  private void nothing(Work work) {
    Optional<Link> waiting = work.link().filter(link -> link.due() || link.held());
    if (waiting.isPresent() && !plansOnly()) {
      Link link = waiting.get();
      Hold ended = Hold.ended("its records were looked at again, and one of them is away");
      links.save(link, link.ended(ended.seen(work.left().snapshot(), work.right().snapshot())));
    }
    report.inSync();
  }

  private void forget(Work work) {
    if (!plansOnly()) {
      work.link().filter(link -> link.version() > 0).ifPresent(links::forget);
    }
  }

  // --- creating ---

  private void create(Work work, Plan.Create plan) {
    SystemName system = plan.system();
    Snapshot source =
        (system == SystemName.WEBCRM ? work.left() : work.right()).snapshot().orElseThrow();
    Map<String, String> columns = new LinkedHashMap<>();
    for (Property property : rules.properties()) {
      property
          .on(system)
          .write(source.view().get(property.name()), Columns.NONE, rules.lengths(system))
          .forEach(
              (column, text) -> {
                if (!text.isEmpty()) {
                  columns.put(column, text);
                }
              });
    }
    Action created = action(Action.Kind.CREATE, work).in(system, List.copyOf(columns.keySet()));
    if (plansOnly()) {
      report(created);
      return;
    }
    // Stored before the call: if we die in it, the next run looks before it creates.
    Link before = work.linkOrNew();
    Link intent =
        links.save(
            before,
            system == SystemName.WEBCRM
                ? before.ownedBy(source.owner()).creating(clock.instant())
                : Link.awaiting(source.id(), clock.instant(), before.version()),
            Optional.empty());
    Optional<RecordId> id;
    try {
      String reference =
          system == SystemName.WEBCRM
              ? pair.reference(source.id())
              : pair.referenceToWebCrm(source.id());
      id = side(system).create(columns, plan.owner(), reference);
      failuresInARow = 0;
      report.applied(source, clock.instant());
    } catch (RejectedException e) {
      Hold refused = refused(e).seen(work.left().snapshot(), work.right().snapshot());
      Action held = action(Action.Kind.HOLD, work).because(refused);
      links.save(intent, intent.notCreated(Optional.of(refused)), chronicle.entry(work, held));
      report(held);
      return;
    } catch (TransientException e) {
      report(action(Action.Kind.DEFER, work).because(failed(e)));
      countFailure(e);
      return;
    }
    if (id.isEmpty()) {
      report(
          action(Action.Kind.DEFER, work)
              .because(
                  system + " did not tell the new record's id; it is looked up in the next sweep"));
      return;
    }
    if (system == SystemName.WEBCRM) {
      Action done = created.withWebCrm(id.get());
      links.save(
          intent,
          created(intent.linkedTo(id.get()), system, source, plan.owner()),
          chronicle.entry(work, done));
      report(done);
    } else {
      Action done = created.withPowerOffice(id.get());
      links.replace(
          intent,
          Link.of(id.get()),
          created(intent, system, source, plan.owner()).under(id.get(), 0),
          chronicle.entry(work, done));
      report(done);
    }
  }

  /** The link as it is once the record was created from the other one. */
  private Link created(Link link, SystemName system, Snapshot source, Optional<RecordId> owner) {
    Base sourceBase = Base.NONE.withOwner(source.owner());
    Base createdBase = Base.NONE.withOwner(owner);
    for (Property property : rules.properties()) {
      Optional<String> value = source.view().get(property.name());
      sourceBase = sourceBase.seen(property.name(), value);
      Optional<String> stored = property.on(system).fit(value, Columns.NONE, rules.lengths(system));
      createdBase =
          stored.isPresent()
              ? createdBase.written(property.name(), stored)
              : createdBase.seen(property.name(), stored);
    }
    return system == SystemName.WEBCRM
        ? link.inSync(sourceBase, createdBase, Optional.empty(), Map.of())
        : link.inSync(createdBase, sourceBase, Optional.empty(), Map.of());
  }

  // --- merging ---

  private void merge(Work work, Plan.Merge plan) {
    Action.Kind kind =
        switch (plan.kind()) {
          case UPDATE -> Action.Kind.UPDATE;
          case ADOPT -> Action.Kind.ADOPT;
          case RESUME -> Action.Kind.RESUME;
        };
    if (plansOnly()) {
      List<Hold> holds = plan.holds().stream().map(Hold::held).toList();
      reportAll(
          actions(
              work, plan, kind, plan.toLeft().keySet(), plan.toRight().keySet(), combined(holds)));
      return;
    }
    Link link = linkToWrite(work, plan);
    // What is kept if a write fails: an earlier attempt of which is known by now what became of it.
    Link before = link.settled(Optional.of(plan.left()), Optional.of(plan.right()));
    if (plan.writes()) {
      // Before the first write: what it replaces and what it writes is kept, whatever happens next.
      link =
          links.save(
              link,
              before.attempting(attempts(plan)),
              Optional.of(chronicle.begun(work, kind, plan, policy(plan))));
    }
    List<Hold> holds = new ArrayList<>();
    plan.holds().forEach(why -> holds.add(Hold.held(why)));
    Bases bases = new Bases(plan.leftBase(), plan.rightBase(), before);
    Set<String> writtenLeft = write(SystemName.POWEROFFICE, plan, bases, holds);
    Set<String> writtenRight = write(SystemName.WEBCRM, plan, bases, holds);

    Optional<Hold> hold =
        combined(holds).map(h -> h.seen(work.left().snapshot(), work.right().snapshot()));
    Map<String, Attempt> open = new HashMap<>(link.attempts());
    open.keySet().retainAll(bases.unknown);
    Link after =
        (link.active() ? link : link.linkedTo(plan.right().id()))
            .inSync(bases.left, bases.right, hold, plan.bounces(), open);
    List<Action> actions = actions(work, plan, kind, writtenLeft, writtenRight, hold);
    if (!after.equals(link)) {
      boolean told =
          plan.writes()
              || kind != Action.Kind.UPDATE
              || !hold.map(Hold::reason).equals(link.hold().map(Hold::reason));
      links.save(
          link,
          after,
          told && !actions.isEmpty()
              ? Optional.of(
                  chronicle.finished(
                      work, kind, plan, policy(plan), writtenLeft, writtenRight, actions))
              : Optional.empty());
    }
    reportAll(actions);
  }

  private static Map<String, Attempt> attempts(Plan.Merge plan) {
    Map<String, Attempt> attempts = new HashMap<>();
    for (SystemName system : SystemName.values()) {
      boolean toLeft = system == SystemName.POWEROFFICE;
      View target = (toLeft ? plan.left() : plan.right()).view();
      View source = (toLeft ? plan.right() : plan.left()).view();
      View written = (toLeft ? plan.leftBase() : plan.rightBase()).view();
      for (String property : (toLeft ? plan.toLeft() : plan.toRight()).keySet()) {
        attempts.put(
            property,
            new Attempt(
                system,
                target.get(property).orElse(""),
                written.get(property).orElse(""),
                source.get(property).orElse("")));
      }
    }
    return attempts;
  }

  /** The link to go on with, which claims the webCRM record before anything is written to it. */
  private Link linkToWrite(Work work, Plan.Merge plan) {
    Link link = work.linkOrNew();
    RecordId leftId = plan.left().id();
    if (!link.left().equals(leftId)) {
      // It was created for a webCRM record, and bears its id now.
      Link before =
          Optional.ofNullable(links.byLeft(Set.of(leftId)).get(leftId))
              .orElseGet(() -> Link.of(leftId));
      return links.replace(
          link,
          before,
          link.claiming(plan.right().id(), Optional.of(plan.left()))
              .under(leftId, before.version()),
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
    private final Link before;
    private final Set<String> unknown = new HashSet<>();
    private Base left;
    private Base right;

    Bases(Base left, Base right, Link before) {
      this.left = left;
      this.right = right;
      this.before = before;
    }

    void keep(String property) {
      left = left.withPropertyOf(before.leftBase(), property);
      right = right.withPropertyOf(before.rightBase(), property);
    }
  }

  /** Writes what the plan says for one system; returns the properties that were written. */
  private Set<String> write(SystemName system, Plan.Merge plan, Bases bases, List<Hold> holds) {
    Map<String, Optional<String>> values =
        system == SystemName.POWEROFFICE ? plan.toLeft() : plan.toRight();
    Set<String> written = new HashSet<>();
    if (values.isEmpty()) {
      return written;
    }
    try {
      written.addAll(write(system, plan, values, bases, holds));
    } catch (RejectedException e) {
      if (values.size() == 1) {
        holds.add(refused(e));
        values.keySet().forEach(bases::keep);
      } else {
        // One bad value must not keep the others back: each by itself.
        for (Map.Entry<String, Optional<String>> value : values.entrySet()) {
          try {
            if (!written.isEmpty()) {
              observe(system, plan, bases);
            }
            written.addAll(
                write(system, plan, Map.of(value.getKey(), value.getValue()), bases, holds));
          } catch (RejectedException alone) {
            holds.add(refused(alone));
            bases.keep(value.getKey());
          } catch (TransientException alone) {
            holds.add(failed(alone));
            bases.keep(value.getKey());
            bases.unknown.add(value.getKey());
          }
        }
      }
    } catch (TransientException e) {
      holds.add(failed(e));
      values.keySet().forEach(bases::keep);
      bases.unknown.addAll(values.keySet());
      countFailure(e);
    }
    return written;
  }

  /**
   * Between two writes to a record: what the first one left there is known before the second makes
   * a user's edit look like ours.
   */
  private void observe(SystemName system, Plan.Merge plan, Bases bases) {
    boolean toLeft = system == SystemName.POWEROFFICE;
    Snapshot target = toLeft ? plan.left() : plan.right();
    Optional<Snapshot> now =
        Optional.ofNullable(
                side(system)
                    .read(List.of(new Side.Known(target.id(), target.owner())), 0)
                    .get(target.id()))
            .flatMap(Presence::snapshot);
    if (now.isPresent() && toLeft) {
      bases.left = bases.left.observed(now);
    } else if (now.isPresent()) {
      bases.right = bases.right.observed(now);
    }
  }

  private Set<String> write(
      SystemName system,
      Plan.Merge plan,
      Map<String, Optional<String>> values,
      Bases bases,
      List<Hold> holds) {
    Snapshot target = system == SystemName.POWEROFFICE ? plan.left() : plan.right();
    Map<String, String> columns = new LinkedHashMap<>();
    for (Property property : rules.properties()) {
      Optional<String> value = values.get(property.name());
      if (value != null) {
        columns.putAll(property.on(system).write(value, target.columns(), rules.lengths(system)));
      }
    }
    Optional<Snapshot> stored = side(system).update(target, columns);
    failuresInARow = 0;
    if (plan.kind() == Plan.Merge.Kind.UPDATE) {
      report.applied(
          system == SystemName.POWEROFFICE ? plan.right() : plan.left(), clock.instant());
    }
    Set<String> written = new HashSet<>(values.keySet());
    stored.ifPresent(now -> confirm(system, target, now, written, bases, holds));
    return written;
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
      Optional<String> now = stored.view().get(property);
      Base base = system == SystemName.POWEROFFICE ? bases.left : bases.right;
      if (!now.equals(base.view().get(property)) && now.equals(before.view().get(property))) {
        // Known of patches with another spelling of the path: answered with 200 and ignored.
        written.remove(property);
        bases.keep(property);
        holds.add(
            Hold.held(
                system + " answered with success but did not store the property " + property));
      } else if (system == SystemName.POWEROFFICE) {
        bases.left = bases.left.seen(property, now);
      } else {
        bases.right = bases.right.seen(property, now);
      }
    }
  }

  private static List<Action> actions(
      Work work,
      Plan.Merge plan,
      Action.Kind kind,
      List<String> leftColumns,
      List<String> rightColumns,
      Optional<Hold> hold) {
    List<Action> actions = new ArrayList<>();
    if (!leftColumns.isEmpty()) {
      actions.add(action(kind, work).in(SystemName.POWEROFFICE, leftColumns));
    }
    if (!rightColumns.isEmpty()) {
      actions.add(
          action(actions.isEmpty() ? kind : Action.Kind.UPDATE, work)
              .in(SystemName.WEBCRM, rightColumns));
    }
    if (actions.isEmpty() && kind != Action.Kind.UPDATE) {
      actions.add(action(kind, work));
    }
    hold.ifPresent(h -> actions.add(action(heldOrDue(h), work).because(h)));
    if (!actions.isEmpty()) {
      actions.set(0, actions.getFirst().with(plan.conflicts()));
    }
    return actions;
  }

  private List<Action> actions(
      Work work,
      Plan.Merge plan,
      Action.Kind kind,
      Set<String> writtenLeft,
      Set<String> writtenRight,
      Optional<Hold> hold) {
    return actions(
        work,
        plan,
        kind,
        columns(SystemName.POWEROFFICE, plan, writtenLeft),
        columns(SystemName.WEBCRM, plan, writtenRight),
        hold);
  }

  private void reportAll(List<Action> actions) {
    if (actions.isEmpty()) {
      report.inSync();
    }
    actions.forEach(this::report);
  }

  private List<String> columns(SystemName system, Plan.Merge plan, Set<String> written) {
    Snapshot target = system == SystemName.POWEROFFICE ? plan.left() : plan.right();
    Map<String, Optional<String>> values =
        system == SystemName.POWEROFFICE ? plan.toLeft() : plan.toRight();
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

  // --- ending, taking up again and waiting ---

  private void end(Work work, Plan.End plan) {
    String reason = plan.reason();
    SystemName other = plan.because().other();
    Optional<Snapshot> remaining =
        (other == SystemName.POWEROFFICE ? work.left() : work.right())
            .snapshot()
            .filter(Snapshot::active);
    Map<String, String> columns =
        plan.policy() == Removal.DEACTIVATE && remaining.isPresent()
            ? side(other).deactivation()
            : Map.of();
    Action ended = action(Action.Kind.END, work).because(reason);
    if (!columns.isEmpty()) {
      ended = ended.in(other, List.copyOf(columns.keySet()));
    }
    if (plansOnly()) {
      report(ended);
      return;
    }
    Link link = work.linkOrNew();
    if (link.right().isEmpty() && !Link.isAwaited(link.left())) {
      // Claimed before it ends: a webCRM record of which no claim is known is taken for a new one.
      link =
          links.save(
              link,
              link.claiming(work.rightId().orElseThrow(), work.left().snapshot()),
              Optional.empty());
    }
    Link linked = link.right().isPresent() ? link : link.linkedTo(work.rightId().orElseThrow());
    if (!columns.isEmpty()) {
      Map<String, String> before = new HashMap<>();
      columns
          .keySet()
          .forEach(column -> before.put(column, remaining.get().columns().text(column).orElse("")));
      // Stored before the call, so that it is known as ours and can become active again.
      linked =
          links.save(
              link,
              linked
                  .settled(work.left().snapshot(), work.right().snapshot())
                  .deactivating(new Link.Deactivated(other, before)),
              Optional.empty());
      link = linked;
      if (!wrote(work, linked, other, remaining.get(), columns)) {
        return;
      }
    }
    Link after =
        linked.ended(Hold.ended(reason).seen(work.left().snapshot(), work.right().snapshot()));
    Optional<HistoryEntry> entry =
        chronicle.entry(work, ended, Optional.of("removal " + plan.policy().key()));
    Optional<RecordId> created =
        Link.isAwaited(link.left()) ? work.left().snapshot().map(Snapshot::id) : Optional.empty();
    if (created.isPresent()) {
      Link before =
          Optional.ofNullable(links.byLeft(Set.of(created.get())).get(created.get()))
              .orElseGet(() -> Link.of(created.get()));
      links.replace(link, before, after.under(created.get(), before.version()), entry);
    } else {
      links.save(link, after, entry);
    }
    report(ended);
  }

  private void reactivate(Work work, Plan.Reactivate plan) {
    SystemName system = plan.system();
    Snapshot target =
        (system == SystemName.POWEROFFICE ? work.left() : work.right()).snapshot().orElseThrow();
    Link link = work.linkOrNew();
    Map<String, String> columns =
        link.deactivated()
            .filter(ours -> ours.system() == system)
            .map(Link.Deactivated::before)
            .orElseGet(() -> side(system).activation());
    Action activated =
        action(Action.Kind.UPDATE, work)
            .in(system, List.copyOf(columns.keySet()))
            .because("active again in " + system + ": " + plan.reason());
    if (columns.isEmpty()) {
      hold(
          work,
          link,
          Hold.held(
              plan.reason() + "; how to make it active again is not known. Do it there by hand."));
      return;
    }
    // Some are inactive in a way that only a person can change.
    boolean inVain =
        link.hold()
            .filter(hold -> Set.of(REACTIVATED, IN_VAIN).contains(hold.reason()))
            .isPresent();
    if (inVain) {
      hold(work, link, Hold.held(IN_VAIN));
      return;
    }
    if (plansOnly()) {
      report(activated);
      return;
    }
    link =
        links.save(
            link, link.settled(work.left().snapshot(), work.right().snapshot()), Optional.empty());
    if (wrote(work, link, system, target, columns)) {
      // What else changed while it was inactive is compared once it is read as active.
      links.save(
          link,
          link.held(Hold.due(REACTIVATED)),
          chronicle.entry(work, activated, Optional.of("removal recreate")));
      report(activated);
    }
  }

  /** Writes columns that are no properties; what goes wrong is held or due, and reported. */
  private boolean wrote(
      Work work, Link link, SystemName system, Snapshot target, Map<String, String> columns) {
    try {
      side(system).update(target, columns);
      failuresInARow = 0;
      return true;
    } catch (RejectedException e) {
      hold(work, link, refused(e));
      return false;
    } catch (TransientException e) {
      hold(work, link, failed(e));
      countFailure(e);
      return false;
    }
  }

  private void again(Work work, Plan.Again plan) {
    Hold due = Hold.due(plan.reason() + "; it is created anew in the next sweep");
    Action deferred = action(Action.Kind.DEFER, work).because(due);
    if (!plansOnly()) {
      Link link = work.linkOrNew();
      Optional<HistoryEntry> entry =
          chronicle.entry(work, deferred, Optional.of("removal recreate"));
      if (plan.system() == SystemName.WEBCRM) {
        links.save(link, link.notCreated(Optional.of(due)), entry);
      } else {
        RecordId awaited = Link.awaited(link.right().orElseThrow());
        Link before =
            Optional.ofNullable(links.byLeft(Set.of(awaited)).get(awaited))
                .orElseGet(() -> Link.of(awaited));
        links.replace(
            link,
            before,
            link.under(awaited, before.version()).notCreated(Optional.of(due)),
            entry.map(e -> e.movedTo(awaited)));
      }
    }
    report(deferred);
  }

  private void hold(Work work, Link link, Hold hold) {
    Hold seen = hold.seen(work.left().snapshot(), work.right().snapshot());
    Action held = action(heldOrDue(hold), work).because(hold);
    // Of a record that is only said to be there nothing is stored: a sweep finds it if it is.
    boolean known =
        link.version() > 0
            || hold.kind() != Hold.Kind.DUE
            || !(work.left() instanceof Presence.Unknown);
    if (!plansOnly() && known && !link.hold().equals(Optional.of(seen))) {
      boolean told = !link.hold().map(Hold::reason).equals(Optional.of(seen.reason()));
      links.save(
          link,
          link.ownedBy(work.left().snapshot().flatMap(Snapshot::owner)).held(seen),
          told ? chronicle.entry(work, held) : Optional.empty());
    }
    report(held);
  }

  // --- what an operator asks for ---

  /**
   * Edits one record as a user of its system would.
   *
   * @return the record as it is then, to be decided on; empty if it could not be edited
   */
  Optional<Work> edit(
      Work work, SystemName system, Snapshot target, Map<String, Optional<String>> values) {
    Link link = work.linkOrNew();
    Base base = system == SystemName.POWEROFFICE ? link.leftBase() : link.rightBase();
    Map<String, Bounce> bounces = new HashMap<>(link.bounces());
    Map<String, String> columns = new LinkedHashMap<>();
    View view = target.view();
    List<Hold> holds = new ArrayList<>();
    for (Property property : rules.properties()) {
      Optional<String> value = values.get(property.name());
      if (value == null) {
        continue;
      }
      Optional<String> refusal = property.on(system).refusal(value, target.columns());
      if (refusal.isPresent()) {
        holds.add(Hold.held(refusal.get()));
        continue;
      }
      columns.putAll(property.on(system).write(value, target.columns(), rules.lengths(system)));
      view =
          view.with(
              property.name(),
              property.on(system).fit(value, target.columns(), rules.lengths(system)));
      // From here on another value there is an edit, not a form in which our write was stored.
      base = base.seen(property.name(), base.view().get(property.name()));
      bounces.remove(property.name());
    }
    Action edited = action(Action.Kind.UPDATE, work).in(system, List.copyOf(columns.keySet()));
    combined(holds).ifPresent(h -> report(action(Action.Kind.HOLD, work).because(h)));
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    Link prepared =
        system == SystemName.POWEROFFICE
            ? link.withBases(base, link.rightBase(), bounces)
            : link.withBases(link.leftBase(), base, bounces);
    Optional<Snapshot> stored = Optional.empty();
    if (!plansOnly()) {
      prepared =
          links.save(
              link,
              prepared,
              Optional.of(chronicle.edit(work, system, target.view(), view, false, edited)));
      try {
        stored = side(system).update(target, columns);
      } catch (RemoteException e) {
        report.stop(e.system() + " did not take the edit: " + e.text());
        return Optional.empty();
      }
      links.record(chronicle.edit(work, system, target.view(), view, true, edited));
    }
    report(edited);
    Snapshot now =
        stored.orElse(
            new Snapshot(
                target.id(),
                view,
                target.columns(),
                target.inactive(),
                target.owner(),
                Optional.of(clock.instant()),
                true,
                target.createdByIntegration()));
    Presence present = new Presence.Present(now);
    Work after =
        new Work(work.id(), Optional.of(prepared), work.left(), work.right(), work.owner());
    return Optional.of(
        system == SystemName.POWEROFFICE
            ? after.with(present, work.right())
            : after.with(work.left(), present));
  }

  /** Reports a property that somebody has changed since. */
  void leaveAlone(Work work, String property, SystemName system) {
    report(
        action(Action.Kind.DEFER, work)
            .because(
                "The property "
                    + property
                    + " was changed in "
                    + system
                    + " since; it is left as it is"));
  }

  /**
   * Erases what is stored of the record's values. The ids stay while one of the records is there,
   * so that it is not linked or created anew.
   */
  void erase(Work work) {
    Link link = work.linkOrNew();
    String reason = "Its data were erased here at somebody's request";
    if (!plansOnly()) {
      if (work.left() instanceof Presence.Gone && work.right() instanceof Presence.Gone) {
        links.forget(link);
      } else {
        links.save(link, link.erased(Hold.ignored(reason)));
      }
    }
    report(action(Action.Kind.END, work).because(reason));
  }

  /** The link as if it had not been held; stored so unless only planned. */
  Link released(Link link) {
    Link free =
        link.state() == Link.State.CREATING
            ? link.notCreated(Optional.empty())
            : link.withBases(link.leftBase(), link.rightBase(), Map.of());
    return plansOnly() ? free : links.save(link, free, Optional.empty());
  }

  /** Leaves a record alone until an operator says otherwise. */
  void ignore(Work work) {
    hold(work, work.linkOrNew(), Hold.ignored("An operator said to leave it alone"));
  }

  private static Action.Kind heldOrDue(Hold hold) {
    return hold.kind() == Hold.Kind.DUE ? Action.Kind.DEFER : Action.Kind.HOLD;
  }

  /** One hold for several reasons; if one of them is passing, the record is due again. */
  private static Optional<Hold> combined(List<Hold> holds) {
    if (holds.isEmpty()) {
      return Optional.empty();
    }
    String reasons = String.join("; ", holds.stream().map(Hold::reason).toList());
    List<String> texts = holds.stream().flatMap(h -> h.remoteText().stream()).toList();
    boolean due = holds.stream().anyMatch(h -> h.kind() == Hold.Kind.DUE);
    Hold hold = due ? Hold.due(reasons) : Hold.held(reasons);
    return Optional.of(texts.isEmpty() ? hold : hold.withRemoteText(String.join("; ", texts)));
  }

  private static Hold refused(RejectedException e) {
    return Hold.held(e.system() + " refused it: " + e.title()).withRemoteText(e.text());
  }

  private static Hold failed(TransientException e) {
    return Hold.due(e.system() + " did not do it: " + e.title()).withRemoteText(e.text());
  }

  private void countFailure(TransientException e) {
    if (++failuresInARow >= MOST_FAILURES_IN_A_ROW) {
      throw new SystemDownException(e);
    }
  }

  // --- reporting ---

  private static Action action(Action.Kind kind, Work work) {
    return Action.of(kind, work.leftId(), work.rightId());
  }

  private void report(Action action) {
    report.add(action);
  }
}
