package no.tandem.sync;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates one record that is missing in a system. */
final class Creating {
  private final Outcomes outcomes;
  private final Pair pair;
  private final Rules rules;
  private final Links links;
  private final Clock clock;
  private final Chronicle chronicle;

  Creating(Outcomes outcomes) {
    this.outcomes = outcomes;
    this.pair = outcomes.pair();
    this.rules = outcomes.rules();
    this.links = outcomes.links();
    this.clock = outcomes.clock();
    this.chronicle = outcomes.chronicle();
  }

  /**
   * A record that is to be created.
   *
   * @param source the record that it is made from
   * @param owner the record of its system under which it belongs
   */
  record Draft(
      Work work,
      SystemName system,
      Snapshot source,
      Optional<RecordId> owner,
      Map<String, String> columns,
      String reference) {

    /** The same once it is stored that its creation is begun. */
    Draft after(Link intent) {
      Work begun =
          new Work(work.id(), Optional.of(intent), work.left(), work.right(), work.owner());
      return new Draft(begun, system, source, owner, columns, reference);
    }

    Action action() {
      return Outcomes.action(Action.Kind.CREATE, work).in(system, List.copyOf(columns.keySet()));
    }
  }

  void create(Draft draft) {
    Work work = draft.work();
    if (outcomes.plansOnly()) {
      outcomes.report(draft.action());
      return;
    }
    Link intent = intend(draft);
    Optional<RecordId> id;
    try {
      id = outcomes.side(draft.system()).create(draft.columns(), draft.owner(), draft.reference());
      outcomes.succeeded();
      outcomes.applied(draft.source());
    } catch (RejectedException e) {
      Hold refused = Outcomes.refused(e).seen(work.left().snapshot(), work.right().snapshot());
      Action held = Outcomes.action(Action.Kind.HOLD, work).because(refused);
      links.save(intent, intent.notCreated(Optional.of(refused)), chronicle.entry(work, held));
      outcomes.report(held);
      return;
    } catch (TransientException e) {
      outcomes.report(Outcomes.action(Action.Kind.DEFER, work).because(Outcomes.failed(e)));
      outcomes.countFailure(e);
      return;
    }
    if (id.isEmpty()) {
      outcomes.report(
          Outcomes.action(Action.Kind.DEFER, work)
              .because(Hold.due(Reason.idNotTold(draft.system()))));
      return;
    }
    link(draft, intent, id.get(), false);
  }

  Draft draft(Work work, Plan.Create plan) {
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
    String reference =
        system == SystemName.WEBCRM
            ? pair.reference(source.id())
            : pair.referenceToWebCrm(source.id());
    return new Draft(work, system, source, plan.owner(), columns, reference);
  }

  /** Stores that the creation is begun: if we die in it, the next run looks before it creates. */
  Link intend(Draft draft) {
    Link before = draft.work().linkOrNew();
    Snapshot source = draft.source();
    return links.save(
        before,
        draft.system() == SystemName.WEBCRM
            ? before.ownedBy(source.owner()).creating(clock.instant())
            : Link.awaiting(source.id(), clock.instant(), before.version()),
        Optional.empty());
  }

  /**
   * Stores and reports that the record was created.
   *
   * @param read whether it was read back and is as sent
   */
  void link(Draft draft, Link intent, RecordId id, boolean read) {
    if (draft.system() == SystemName.WEBCRM) {
      Action done = draft.action().withWebCrm(id);
      links.save(
          intent, created(draft, intent.linkedTo(id), read), chronicle.entry(draft.work(), done));
      outcomes.report(done);
    } else {
      Action done = draft.action().withPowerOffice(id);
      links.replace(
          intent,
          Link.of(id),
          created(draft, intent, read).under(id, 0),
          chronicle.entry(draft.work(), done));
      outcomes.report(done);
    }
  }

  /** How the created record shows its properties. */
  View view(Draft draft) {
    View view = View.EMPTY;
    for (Property property : rules.properties()) {
      view = view.with(property.name(), stored(draft, property));
    }
    return view;
  }

  private Optional<String> stored(Draft draft, Property property) {
    return property
        .on(draft.system())
        .fit(
            draft.source().view().get(property.name()),
            Columns.NONE,
            rules.lengths(draft.system()));
  }

  /** The link as it is once the record was created from the other one. */
  private Link created(Draft draft, Link link, boolean read) {
    Base sourceBase = Base.of(draft.source());
    Base createdBase = Base.NONE.withOwner(draft.owner());
    for (Property property : rules.properties()) {
      sourceBase = sourceBase.seen(property.name(), draft.source().view().get(property.name()));
      Optional<String> stored = stored(draft, property);
      createdBase =
          stored.isPresent() && !read
              ? createdBase.written(property.name(), stored)
              : createdBase.seen(property.name(), stored);
    }
    return draft.system() == SystemName.WEBCRM
        ? link.inSync(sourceBase, createdBase, Optional.empty(), Map.of())
        : link.inSync(createdBase, sourceBase, Optional.empty(), Map.of());
  }
}
