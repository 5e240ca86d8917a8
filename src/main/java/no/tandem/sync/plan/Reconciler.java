package no.tandem.sync.plan;

import java.util.Optional;
import no.tandem.sync.detect.Owner;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkState;
import no.tandem.sync.link.OwnWriteFacts;
import no.tandem.sync.link.Reason;
import no.tandem.sync.pair.Property;
import no.tandem.sync.pair.Removal;
import no.tandem.sync.pair.Rules;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.Presence.Gone;
import no.tandem.sync.side.Presence.Present;
import no.tandem.sync.side.Presence.Unknown;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/**
 * Decides what becomes of one record: a pure function of the link and both records, here and in
 * {@link PropertyMerge}. It reads no clock, network or database. {@link Planner} finds the
 * counterpart before, and minds refusals and what others have begun after it.
 */
public final class Reconciler {
  private final Rules rules;

  public Reconciler(Rules rules) {
    this.rules = rules;
  }

  /**
   * Decides.
   *
   * @param link what is stored of the record
   * @param left the PowerOffice record
   * @param right the linked webCRM record; for a record that is not linked the one that matches it,
   *     or {@link Gone} if none does
   * @param owner what the PowerOffice record's owner is in webCRM; empty if the pair has no owners
   */
  public Plan decide(
      Optional<Link> link,
      Presence left,
      Presence right,
      Optional<Owner> owner,
      OwnWriteFacts facts) {
    Optional<Plan> unknown = unknown(left, right);
    if (unknown.isPresent()) {
      return unknown.get();
    }
    return switch (link.map(Link::state).orElse(Link.State.PENDING)) {
      case ACTIVE -> linked(link.orElseThrow(), left, right, owner, facts);
      case ENDED -> ended(link.orElseThrow(), left, right, owner, facts);
      case PENDING, CREATING -> unlinked(link, left, right, owner, facts);
    };
  }

  /**
   * Decides on a webCRM record that is to be created in PowerOffice, or whose creation there was
   * begun.
   *
   * @param link its link, which awaits its PowerOffice record, if one is stored
   * @param left the PowerOffice record that has our reference to it, or {@link Gone}
   * @param owner what its owner is in PowerOffice; empty if the pair has no owners
   */
  public Plan decideAwaited(
      Optional<Link> link,
      Presence left,
      Presence right,
      Optional<Owner> owner,
      OwnWriteFacts facts) {
    Optional<Plan> unknown = unknown(left, right);
    if (unknown.isPresent()) {
      return unknown.get();
    }
    if (left.snapshot().isPresent()) {
      // We created it, and did not come to store that.
      if (!left.isActive()) {
        return new Plan.End(
            SystemName.POWEROFFICE, goneOrInactive(SystemName.POWEROFFICE, left), Removal.UNLINK);
      }
      return right.isActive()
          ? merge(
              Plan.Merge.Kind.ADOPT,
              link.map(l -> l.found(left.snapshot().get(), right.snapshot().orElseThrow()))
                  .orElseGet(() -> Link.of(LinkKey.of(left.snapshot().get().id()))),
              left.snapshot().get(),
              right.snapshot().orElseThrow(),
              facts)
          : new Plan.End(
              SystemName.WEBCRM, goneOrInactive(SystemName.WEBCRM, right), Removal.UNLINK);
    }
    if (!right.isActive()) {
      return new Plan.Forget();
    }
    Snapshot source = right.snapshot().orElseThrow();
    return owner
        .flatMap(o -> waitFor(Optional.empty(), o))
        .<Plan>map(Plan.Wait::new)
        .orElseGet(() -> create(SystemName.POWEROFFICE, source, owner));
  }

  private Plan unlinked(
      Optional<Link> link,
      Presence left,
      Presence right,
      Optional<Owner> owner,
      OwnWriteFacts facts) {
    Optional<Snapshot> activeLeft = left.snapshot().filter(Snapshot::active);
    Optional<Snapshot> activeRight = right.snapshot().filter(Snapshot::active);
    boolean begun = link.map(Link::state).filter(Link.State.CREATING::equals).isPresent();
    // What we created for it before either became inactive is known as ours, so that it is not made
    // again.
    boolean created = begun && right.snapshot().isPresent();
    Optional<Hold> wait = owner.flatMap(o -> waitFor(left.snapshot().flatMap(Snapshot::owner), o));
    if (activeLeft.isEmpty()) {
      if (created) {
        return new Plan.End(
            SystemName.POWEROFFICE, goneOrInactive(SystemName.POWEROFFICE, left), Removal.UNLINK);
      }
      // Forgotten is only what was looked for: of what is gone there is nothing to look for, and of
      // what has no place in webCRM there is nowhere to.
      return (left instanceof Gone ? Optional.of(Hold.held(Reason.goneWhileCreated())) : wait)
          .filter(hold -> begun)
          .<Plan>map(Plan.Wait::new)
          .orElseGet(Plan.Forget::new);
    }
    if (created && activeRight.isEmpty()) {
      return new Plan.End(
          SystemName.WEBCRM, goneOrInactive(SystemName.WEBCRM, right), Removal.UNLINK);
    }
    if (wait.isPresent()) {
      return new Plan.Wait(wait.get());
    }
    if (activeRight.isPresent()) {
      return merge(
          Plan.Merge.Kind.ADOPT,
          link.orElseGet(() -> Link.of(LinkKey.of(activeLeft.get().id()))),
          activeLeft.get(),
          activeRight.get(),
          facts);
    }
    return create(SystemName.WEBCRM, activeLeft.get(), owner);
  }

  private Plan create(SystemName system, Snapshot source, Optional<Owner> owner) {
    if (!rules.creates().contains(system)) {
      return new Plan.Forget();
    }
    for (Property property : rules.properties()) {
      if (!source.shows(property.name())) {
        return new Plan.Wait(Hold.deferred(Reason.lacking(system.other(), property.name())));
      }
      Optional<String> whyNot =
          property.on(system).whyNot(source.view().get(property.name()), Columns.NONE);
      if (whyNot.isPresent()) {
        return new Plan.Wait(Hold.held(Reason.notPossible(whyNot.get())));
      }
    }
    return new Plan.Create(system, Owner.linked(owner));
  }

  private Plan linked(
      Link link, Presence left, Presence right, Optional<Owner> owner, OwnWriteFacts facts) {
    if (!left.isActive() && !right.isActive()) {
      return new Plan.End(
          SystemName.POWEROFFICE, goneOrInactive(SystemName.POWEROFFICE, left), Removal.UNLINK);
    }
    if (!left.isActive()) {
      return removed(SystemName.POWEROFFICE, left);
    }
    if (!right.isActive()) {
      return removed(SystemName.WEBCRM, right);
    }
    return mergeUnlessMoved(
        Plan.Merge.Kind.UPDATE,
        link,
        left.snapshot().orElseThrow(),
        right.snapshot().orElseThrow(),
        owner,
        facts);
  }

  /** The linked record went away in this system; the other one is active. */
  private Plan removed(SystemName where, Presence presence) {
    String reason = goneOrInactive(where, presence);
    Removal policy = rules.removal(where);
    return switch (policy) {
      case UNLINK, DEACTIVATE -> new Plan.End(where, reason, policy);
      case RECREATE ->
          presence instanceof Gone
              ? new Plan.Recreate(where, reason)
              : new Plan.Reactivate(where, reason);
    };
  }

  private Plan ended(
      Link link, Presence left, Presence right, Optional<Owner> owner, OwnWriteFacts facts) {
    if (left.isActive() && right.isActive()) {
      return mergeUnlessMoved(
          Plan.Merge.Kind.RESUME,
          link,
          left.snapshot().orElseThrow(),
          right.snapshot().orElseThrow(),
          owner,
          facts);
    }
    // What we made inactive when the other record went away is active again when that one is.
    Optional<SystemName> ours = link.deactivated().map(LinkState.Deactivated::system);
    if (ours.isPresent()) {
      Presence deactivated = ours.get() == SystemName.POWEROFFICE ? left : right;
      Presence other = ours.get() == SystemName.POWEROFFICE ? right : left;
      if (other.isActive() && deactivated instanceof Present) {
        return new Plan.Reactivate(
            ours.get(), "its link ended, and is taken up again in " + ours.get().other());
      }
    }
    return new Plan.Nothing();
  }

  private static Optional<Plan> unknown(Presence left, Presence right) {
    if (left instanceof Unknown unknown) {
      return Optional.of(new Plan.Wait(Hold.deferred(Reason.unreadable(unknown.reason()))));
    }
    if (right instanceof Unknown unknown) {
      return Optional.of(new Plan.Wait(Hold.deferred(Reason.unreadable(unknown.reason()))));
    }
    return Optional.empty();
  }

  private Plan mergeUnlessMoved(
      Plan.Merge.Kind kind,
      Link link,
      Snapshot left,
      Snapshot right,
      Optional<Owner> owner,
      OwnWriteFacts facts) {
    Optional<RecordId> shouldBeUnder = Owner.linked(owner).or(() -> link.rightBase().owner());
    if (rules.ownerIsMapped() && owner.isPresent() && !right.owner().equals(shouldBeUnder)) {
      return new Plan.Wait(
          Hold.held(
              Reason.moved(
                  right.owner().map(RecordId::value).orElse("(none)"),
                  shouldBeUnder.map(RecordId::value).orElse("(none)"))));
    }
    return merge(kind, link, left, right, facts);
  }

  private Plan merge(
      Plan.Merge.Kind kind, Link link, Snapshot left, Snapshot right, OwnWriteFacts facts) {
    return new PropertyMerge(rules, link, left, right, facts).plan(kind);
  }

  /**
   * @param id the owner in PowerOffice, where it is known
   */
  private static Optional<Hold> waitFor(Optional<RecordId> id, Owner owner) {
    return switch (owner) {
      case Owner.Linked linked -> Optional.empty();
      case Owner.HolderToBeCreated holder -> Optional.empty();
      case Owner.Planned planned -> Optional.empty();
      case Owner.Waiting waiting ->
          Optional.of(waitingFor(Hold.deferred(Reason.ownerWaits(waiting.reason())), id));
      case Owner.Blocked blocked ->
          Optional.of(waitingFor(Hold.held(Reason.ownerBlocked(blocked.reason())), id));
      case Owner.Unknown unknown -> Optional.of(Hold.deferred(Reason.unreadable(unknown.reason())));
    };
  }

  private static Hold waitingFor(Hold hold, Optional<RecordId> owner) {
    return owner.map(LinkKey::of).map(hold::waitingFor).orElse(hold);
  }

  private static String goneOrInactive(SystemName system, Presence presence) {
    return switch (presence) {
      case Present present -> present.found().inactive().orElse("active");
      case Gone gone -> "deleted in " + system;
      case Unknown unknown -> unknown.reason();
    };
  }
}
