package no.tandem.sync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Ends links and takes them up again, with what that changes in the records. */
final class Ending {
  private static final String IN_VAIN =
      "It could not be made active again through the API. Do it by hand, then try again";

  private final Outcomes outcomes;
  private final Links links;
  private final Chronicle chronicle;

  Ending(Outcomes outcomes) {
    this.outcomes = outcomes;
    this.links = outcomes.links();
    this.chronicle = outcomes.chronicle();
  }

  void end(Work work, Plan.End plan, Freshness freshness) {
    String reason = plan.reason();
    SystemName other = plan.because().other();
    Optional<Snapshot> remaining = work.in(other).snapshot().filter(Snapshot::active);
    Map<String, String> columns =
        plan.policy() == Removal.DEACTIVATE && remaining.isPresent()
            ? outcomes.side(other).deactivation()
            : Map.of();
    Action ended = Outcomes.action(Outcome.END, work).because(reason);
    if (!columns.isEmpty()) {
      ended = ended.in(other, List.copyOf(columns.keySet()));
    }
    if (outcomes.plansOnly()) {
      outcomes.report(ended);
      return;
    }
    Link link = found(work);
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
                  .settled(
                      work.left().snapshot(),
                      work.right().snapshot(),
                      outcomes.facts(Optional.of(link)))
                  .deactivating(new Link.Deactivated(other, before)),
              Optional.empty());
      try {
        if (!wrote(work, linked, other, remaining.get(), columns, freshness)) {
          return;
        }
      } catch (NotSentException e) {
        links.save(linked, link, Optional.empty());
        throw e;
      }
      link = linked;
    }
    Link after =
        linked.ended(
            Hold.ended(Reason.ended(reason)).seen(work.left().snapshot(), work.right().snapshot()));
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
    if (columns.isEmpty()) {
      outcomes.touched(work, other);
    }
    outcomes.report(ended);
  }

  /**
   * Of a creation whose record was found it is known what was sent, should it be taken up again.
   */
  private static Link found(Work work) {
    Link link = work.linkOrNew();
    Optional<Snapshot> left = work.left().snapshot();
    Optional<Snapshot> right = work.right().snapshot();
    return left.isPresent() && right.isPresent() ? link.found(left.get(), right.get()) : link;
  }

  void reactivate(Work work, Plan.Reactivate plan, Freshness freshness) {
    SystemName system = plan.system();
    Snapshot target = work.in(system).snapshot().orElseThrow();
    Link link = work.linkOrNew();
    Map<String, String> columns =
        link.deactivated()
            .filter(ours -> ours.system() == system)
            .map(Link.Deactivated::before)
            .orElseGet(() -> outcomes.side(system).activation());
    Action activated =
        Outcomes.action(Outcome.UPDATE, work)
            .in(system, List.copyOf(columns.keySet()))
            .because("active again in " + system + ": " + plan.reason());
    if (columns.isEmpty()) {
      outcomes.hold(
          work,
          link,
          Hold.held(
              Reason.cannotActivate(
                  plan.reason()
                      + "; how to make it active again is not known. Do it there by hand.")));
      return;
    }
    // Some are inactive in a way that only a person can change.
    boolean inVain =
        link.hold()
            .filter(
                hold -> hold.is(Reason.Code.ACTIVE_AGAIN) || hold.is(Reason.Code.CANNOT_ACTIVATE))
            .isPresent();
    if (inVain) {
      outcomes.hold(work, link, Hold.held(Reason.cannotActivate(IN_VAIN)));
      return;
    }
    if (outcomes.plansOnly()) {
      outcomes.report(activated);
      return;
    }
    link =
        links.save(
            link,
            link.settled(
                work.left().snapshot(), work.right().snapshot(), outcomes.facts(Optional.of(link))),
            Optional.empty());
    if (wrote(work, link, system, target, columns, freshness)) {
      // What else changed while it was inactive is compared once it is read as active.
      links.save(
          link,
          link.held(Hold.due(Reason.activeAgain())),
          chronicle.entry(work, activated, Optional.of("removal recreate")));
      outcomes.report(activated);
    }
  }

  /** Writes columns that are no properties; what goes wrong is held or due, and reported. */
  private boolean wrote(
      Work work,
      Link link,
      SystemName system,
      Snapshot target,
      Map<String, String> columns,
      Freshness freshness) {
    Breakdown.Write update = Breakdown.Write.update(system);
    try {
      outcomes.update(work, system, target, columns, freshness);
      outcomes.succeeded(update);
      return true;
    } catch (RejectedException e) {
      outcomes.hold(work, link, outcomes.refused(update, e));
      return false;
    } catch (TransientException e) {
      outcomes.hold(work, link, outcomes.failed(update, work, e));
      return false;
    }
  }

  void again(Work work, Plan.Again plan) {
    Hold due = Hold.due(Reason.createdAgain(plan.reason()));
    Action deferred = Outcomes.action(Outcome.DEFER, work).because(due);
    if (!outcomes.plansOnly()) {
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
    outcomes.report(deferred);
  }
}
