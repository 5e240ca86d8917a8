package no.tandem.sync.apply;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkState;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.Outage;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.link.Reason;
import no.tandem.sync.pair.Removal;
import no.tandem.sync.plan.Plan;
import no.tandem.sync.report.Action;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.NotSentException;
import no.tandem.sync.side.RejectedException;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;

/** Ends links and takes them up again, with what that changes in the records. */
final class EndStep {
  private static final String IN_VAIN =
      "It could not be made active again through the API. Do it by hand, then try again";

  private final ApplyContext context;
  private final Links links;
  private final HistoryEntries entries;

  EndStep(ApplyContext context) {
    this.context = context;
    this.links = context.links();
    this.entries = context.entries();
  }

  void end(RecordState state, Plan.End plan, Freshness freshness) {
    String reason = plan.reason();
    SystemName other = plan.because().other();
    Optional<Snapshot> remaining = state.in(other).snapshot().filter(Snapshot::active);
    Map<String, String> columns =
        plan.policy() == Removal.DEACTIVATE && remaining.isPresent()
            ? context.side(other).deactivation()
            : Map.of();
    Action ended = ApplyContext.action(Outcome.END, state).because(reason);
    if (!columns.isEmpty()) {
      ended = ended.in(other, List.copyOf(columns.keySet()));
    }
    if (context.plansOnly()) {
      context.report(ended);
      return;
    }
    Link link = found(state);
    if (link.right().isEmpty()) {
      // Claimed before it ends: a webCRM record of which no claim is known is taken for a new one.
      link =
          links.save(
              link,
              link.claiming(state.rightId().orElseThrow(), state.left().snapshot()),
              Optional.empty());
    }
    // With its owner: PowerOffice finds a contact person only under it.
    Link linked = link.ownedBy(state.left().snapshot().flatMap(Snapshot::owner));
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
                  .checked(
                      state.left().snapshot(),
                      state.right().snapshot(),
                      context.facts(Optional.of(link)))
                  .deactivating(new LinkState.Deactivated(other, before)),
              Optional.empty());
      try {
        if (!wrote(state, linked, other, remaining.get(), columns, freshness)) {
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
            Hold.ended(Reason.ended(reason))
                .seen(state.left().snapshot(), state.right().snapshot()));
    Optional<HistoryEntry> entry =
        entries.entry(state, ended, Optional.of("removal " + plan.policy().key()));
    Optional<LinkKey> created =
        link.key().isAwaiting()
            ? state.left().snapshot().map(Snapshot::id).map(LinkKey::of)
            : Optional.empty();
    if (created.isPresent()) {
      Link before = links.get(created.get()).orElseGet(() -> Link.of(created.get()));
      links.replace(link, before, after.under(created.get(), before.version()), entry);
    } else {
      links.save(link, after, entry);
    }
    if (columns.isEmpty()) {
      context.touched(state, other);
    }
    context.report(ended);
  }

  /**
   * Of a creation whose record was found it is known what was sent, should it be taken up again.
   */
  private static Link found(RecordState state) {
    Link link = state.linkOrNew();
    Optional<Snapshot> left = state.left().snapshot();
    Optional<Snapshot> right = state.right().snapshot();
    return left.isPresent() && right.isPresent() ? link.found(left.get(), right.get()) : link;
  }

  void reactivate(RecordState state, Plan.Reactivate plan, Freshness freshness) {
    SystemName system = plan.system();
    Snapshot target = state.in(system).snapshot().orElseThrow();
    Link link = state.linkOrNew();
    Map<String, String> columns =
        link.deactivated()
            .filter(ours -> ours.system() == system)
            .map(LinkState.Deactivated::before)
            .orElseGet(() -> context.side(system).activation());
    Action activated =
        ApplyContext.action(Outcome.UPDATE, state)
            .in(system, List.copyOf(columns.keySet()))
            .because("active again in " + system + ": " + plan.reason());
    if (columns.isEmpty()) {
      context.hold(
          state,
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
      context.hold(state, link, Hold.held(Reason.cannotActivate(IN_VAIN)));
      return;
    }
    if (context.plansOnly()) {
      context.report(activated);
      return;
    }
    link =
        links.save(
            link,
            link.checked(
                state.left().snapshot(),
                state.right().snapshot(),
                context.facts(Optional.of(link))),
            Optional.empty());
    if (wrote(state, link, system, target, columns, freshness)) {
      // What else changed while it was inactive is compared once it is read as active.
      links.save(
          link,
          link.held(Hold.deferred(Reason.activeAgain())),
          entries.entry(state, activated, Optional.of("removal recreate")));
      context.report(activated);
    }
  }

  /** Writes columns that are no properties; what goes wrong is held or due, and reported. */
  private boolean wrote(
      RecordState state,
      Link link,
      SystemName system,
      Snapshot target,
      Map<String, String> columns,
      Freshness freshness) {
    Outage.Write update = Outage.Write.update(system);
    try {
      context.update(state, system, target, columns, freshness);
      context.succeeded(update);
      return true;
    } catch (RejectedException e) {
      context.hold(state, link, context.rejected(update, e));
      return false;
    } catch (TransientException e) {
      context.hold(state, link, context.failed(update, state, e));
      return false;
    }
  }

  void recreate(RecordState state, Plan.Recreate plan) {
    Hold due = Hold.deferred(Reason.createdAgain(plan.reason()));
    Action deferred = ApplyContext.action(Outcome.DEFER, state).because(due);
    if (!context.plansOnly()) {
      Link link = state.linkOrNew();
      Optional<HistoryEntry> entry =
          entries.entry(state, deferred, Optional.of("removal recreate"));
      if (plan.system() == SystemName.WEBCRM) {
        links.save(link, link.notCreated(Optional.of(due)), entry);
      } else {
        LinkKey awaiting = LinkKey.awaiting(link.right().orElseThrow());
        Link before = links.get(awaiting).orElseGet(() -> Link.of(awaiting));
        links.replace(
            link,
            before,
            link.under(awaiting, before.version()).notCreated(Optional.of(due)),
            entry.map(e -> e.movedTo(awaiting)));
      }
    }
    context.report(deferred);
  }
}
