package no.tandem.sync;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Carries out plans: the only one that writes to a system. In plan mode it writes nothing and only
 * reports.
 */
final class Applier {
  private static final Logger LOG = System.getLogger(Applier.class.getName());
  private static final int MOST_LOSERS = 20;
  private static final int MOST_FAILURES_IN_A_ROW = 5;

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
  private int failuresInARow;

  Applier(
      Pair pair,
      Rules rules,
      Side left,
      Side right,
      Links links,
      Clock clock,
      Report.Builder report) {
    this.pair = pair;
    this.rules = rules;
    this.left = left;
    this.right = right;
    this.links = links;
    this.clock = clock;
    this.report = report;
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
        case Plan.Nothing nothing -> report.inSync();
        case Plan.Forget forget -> forget(work);
        case Plan.Create create -> create(work, create);
        case Plan.Merge merge -> merge(work, merge);
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

  private boolean plansOnly() {
    return report.mode() == Mode.PLAN;
  }

  private void forget(Work work) {
    if (!plansOnly()) {
      work.link().filter(link -> link.version() > 0).ifPresent(links::forget);
    }
  }

  // --- creating ---

  private void create(Work work, Plan.Create plan) {
    View view = work.left().snapshot().orElseThrow().view();
    Map<String, String> columns = new LinkedHashMap<>();
    for (Property property : rules.properties()) {
      property
          .right()
          .write(view.get(property.name()), Columns.NONE, rules.rightLengths())
          .forEach(
              (column, text) -> {
                if (!text.isEmpty()) {
                  columns.put(column, text);
                }
              });
    }
    Action created =
        action(Action.Kind.CREATE, work).in(SystemName.WEBCRM, List.copyOf(columns.keySet()));
    if (plansOnly()) {
      report(created);
      return;
    }
    // Stored before the call: if we die in it, the next run looks before it creates.
    Link intent = links.save(work.linkOrNew(), work.linkOrNew().creating(clock.instant()));
    Optional<RecordId> id;
    try {
      id = right.create(columns, plan.owner(), pair.reference(work.id()));
      failuresInARow = 0;
    } catch (RejectedException e) {
      Hold refused = refused(e).seen(work.left().snapshot(), Optional.empty());
      links.save(intent, intent.notCreated(refused));
      report(action(Action.Kind.HOLD, work).because(refused));
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
                  "webCRM did not tell the new record's id; it is looked up in the next sweep"));
      return;
    }
    links.save(intent, created(intent, work, id.get(), plan.owner()));
    report(created.withWebCrm(id.get()));
  }

  private Link created(Link intent, Work work, RecordId id, Optional<RecordId> owner) {
    Snapshot snapshot = work.left().snapshot().orElseThrow();
    Base leftBase = Base.NONE.withOwner(snapshot.owner());
    Base rightBase = Base.NONE.withOwner(owner);
    for (Property property : rules.properties()) {
      Optional<String> value = snapshot.view().get(property.name());
      leftBase = leftBase.seen(property.name(), value);
      Optional<String> stored =
          value.map(v -> property.right().fit(v, Columns.NONE, rules.rightLengths()));
      rightBase =
          stored.isPresent()
              ? rightBase.written(property.name(), stored)
              : rightBase.seen(property.name(), stored);
    }
    return intent.linkedTo(id).inSync(leftBase, rightBase, Optional.empty(), Map.of(), List.of());
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
      reportMerge(
          work, plan, kind, plan.toLeft().keySet(), plan.toRight().keySet(), combined(holds));
      return;
    }
    Link link = work.linkOrNew();
    if (kind != Action.Kind.UPDATE && plan.writes()) {
      // The claim comes before the first write: nobody else may write to this record for us.
      link = links.save(link, link.linkedTo(plan.right().id()));
    }
    List<Hold> holds = new ArrayList<>();
    plan.holds().forEach(why -> holds.add(Hold.held(why)));
    Bases bases = new Bases(plan.leftBase(), plan.rightBase(), link);
    Set<String> writtenLeft = write(SystemName.POWEROFFICE, plan, bases, holds);
    Set<String> writtenRight = write(SystemName.WEBCRM, plan, bases, holds);

    Optional<Hold> hold =
        combined(holds).map(h -> h.seen(work.left().snapshot(), work.right().snapshot()));
    Link after =
        (link.active() ? link : link.linkedTo(plan.right().id()))
            .inSync(bases.left, bases.right, hold, plan.bounces(), losers(link, plan));
    if (!after.equals(link)) {
      links.save(link, after);
    }
    reportMerge(work, plan, kind, writtenLeft, writtenRight, hold);
  }

  /** The bases as they become; a property that could not be written keeps its old ones. */
  private static final class Bases {
    private final Link before;
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
            written.addAll(
                write(system, plan, Map.of(value.getKey(), value.getValue()), bases, holds));
          } catch (RejectedException alone) {
            holds.add(refused(alone));
            bases.keep(value.getKey());
          } catch (TransientException alone) {
            holds.add(failed(alone));
            bases.keep(value.getKey());
          }
        }
      }
    } catch (TransientException e) {
      holds.add(failed(e));
      values.keySet().forEach(bases::keep);
      countFailure(e);
    }
    return written;
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
    Optional<Snapshot> stored =
        (system == SystemName.POWEROFFICE ? left : right).update(target, columns);
    failuresInARow = 0;
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

  private void reportMerge(
      Work work,
      Plan.Merge plan,
      Action.Kind kind,
      Set<String> writtenLeft,
      Set<String> writtenRight,
      Optional<Hold> hold) {
    List<Action> actions = new ArrayList<>();
    if (!writtenLeft.isEmpty()) {
      actions.add(
          action(kind, work)
              .in(SystemName.POWEROFFICE, columns(SystemName.POWEROFFICE, plan, writtenLeft)));
    }
    if (!writtenRight.isEmpty()) {
      actions.add(
          action(actions.isEmpty() ? kind : Action.Kind.UPDATE, work)
              .in(SystemName.WEBCRM, columns(SystemName.WEBCRM, plan, writtenRight)));
    }
    if (actions.isEmpty() && kind != Action.Kind.UPDATE) {
      actions.add(action(kind, work));
    }
    hold.ifPresent(h -> actions.add(action(heldOrDue(h), work).because(h)));
    if (actions.isEmpty()) {
      report.inSync();
    }
    for (int i = 0; i < actions.size(); i++) {
      report(i == 0 ? actions.get(i).with(plan.conflicts()) : actions.get(i));
    }
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

  private static List<Loser> losers(Link link, Plan.Merge plan) {
    List<Loser> all = Stream.concat(link.losers().stream(), plan.losers().stream()).toList();
    return all.subList(Math.max(0, all.size() - MOST_LOSERS), all.size());
  }

  // --- ending and waiting ---

  private void end(Work work, Plan.End plan) {
    String reason = plan.reason() + " in " + plan.because();
    if (!plansOnly()) {
      Link link = work.linkOrNew();
      Link linked = link.right().isPresent() ? link : link.linkedTo(work.rightId().orElseThrow());
      links.save(
          link,
          linked.ended(Hold.ended(reason).seen(work.left().snapshot(), work.right().snapshot())));
    }
    report(action(Action.Kind.END, work).because(reason));
  }

  private void hold(Work work, Link link, Hold hold) {
    Hold seen = hold.seen(work.left().snapshot(), work.right().snapshot());
    if (!plansOnly() && !link.hold().equals(Optional.of(seen))) {
      links.save(link, link.held(seen));
    }
    report(action(heldOrDue(hold), work).because(hold));
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
    return Action.of(kind, Optional.of(work.id()), work.rightId());
  }

  private void report(Action action) {
    report.add(action);
    LOG.log(
        Level.INFO,
        "{0}{1} {2}: {3}",
        plansOnly() ? "would " : "",
        action.kind().key(),
        pair.name(),
        action.summary());
  }
}
