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

  void create(Work work, Plan.Create plan) {
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
    Action created =
        Outcomes.action(Action.Kind.CREATE, work).in(system, List.copyOf(columns.keySet()));
    if (outcomes.plansOnly()) {
      outcomes.report(created);
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
      id = outcomes.side(system).create(columns, plan.owner(), reference);
      outcomes.succeeded();
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
      outcomes.report(done);
    } else {
      Action done = created.withPowerOffice(id.get());
      links.replace(
          intent,
          Link.of(id.get()),
          created(intent, system, source, plan.owner()).under(id.get(), 0),
          chronicle.entry(work, done));
      outcomes.report(done);
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
}
