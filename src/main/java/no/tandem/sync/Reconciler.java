package no.tandem.sync;

import java.util.Optional;
import no.tandem.sync.Presence.Gone;
import no.tandem.sync.Presence.Present;
import no.tandem.sync.Presence.Unknown;

/**
 * Decides what to do with one record: a pure function of the link and both records. All policy is
 * here and in {@link PropertyMerge}; it reads no clock, network or database.
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
  public Plan decide(Optional<Link> link, Presence left, Presence right, Optional<Owner> owner) {
    return switch (link.map(Link::state).orElse(Link.State.PENDING)) {
      case ACTIVE -> linked(link.orElseThrow(), left, right, owner);
      case ENDED -> ended(link.orElseThrow(), left, right, owner);
      case PENDING, CREATING -> unlinked(link, left, right, owner);
    };
  }

  private Plan unlinked(Optional<Link> link, Presence left, Presence right, Optional<Owner> owner) {
    if (left instanceof Unknown unknown) {
      return new Plan.Wait(Hold.due(unknown.reason()));
    }
    if (right instanceof Unknown unknown) {
      return new Plan.Wait(Hold.due(unknown.reason()));
    }
    Optional<Snapshot> activeLeft = left.snapshot().filter(Snapshot::active);
    Optional<Snapshot> activeRight = right.snapshot().filter(Snapshot::active);
    if (activeLeft.isEmpty()) {
      boolean created = link.map(Link::state).filter(Link.State.CREATING::equals).isPresent();
      // What we created for it before it was archived is known as ours, so that it is not made
      // again.
      return created && activeRight.isPresent()
          ? new Plan.End(SystemName.POWEROFFICE, goneOrInactive(left))
          : new Plan.Forget();
    }
    Optional<Hold> wait = owner.flatMap(o -> waitFor(activeLeft.get(), o));
    if (wait.isPresent()) {
      return new Plan.Wait(wait.get());
    }
    if (activeRight.isPresent()) {
      return merge(
          Plan.Merge.Kind.ADOPT,
          link.orElseGet(() -> Link.of(activeLeft.get().id())),
          activeLeft.get(),
          activeRight.get());
    }
    return create(activeLeft.get(), owner);
  }

  private Plan create(Snapshot left, Optional<Owner> owner) {
    if (!rules.createsInWebCrm()) {
      return new Plan.Forget();
    }
    for (Property property : rules.properties()) {
      Optional<String> refusal =
          property.right().refusal(left.view().get(property.name()), Columns.NONE);
      if (refusal.isPresent()) {
        return new Plan.Wait(Hold.held(refusal.get()));
      }
    }
    return new Plan.Create(Owners.right(owner));
  }

  private Plan linked(Link link, Presence left, Presence right, Optional<Owner> owner) {
    if (left instanceof Unknown unknown) {
      return new Plan.Wait(Hold.due(unknown.reason()));
    }
    if (right instanceof Unknown unknown) {
      return new Plan.Wait(Hold.due(unknown.reason()));
    }
    if (!isActive(left)) {
      return new Plan.End(SystemName.POWEROFFICE, goneOrInactive(left));
    }
    if (!isActive(right)) {
      return new Plan.End(SystemName.WEBCRM, goneOrInactive(right));
    }
    return mergeUnlessMoved(
        Plan.Merge.Kind.UPDATE,
        link,
        left.snapshot().orElseThrow(),
        right.snapshot().orElseThrow(),
        owner);
  }

  private Plan ended(Link link, Presence left, Presence right, Optional<Owner> owner) {
    if (left instanceof Unknown unknown) {
      return new Plan.Wait(Hold.due(unknown.reason()));
    }
    if (right instanceof Unknown unknown) {
      return new Plan.Wait(Hold.due(unknown.reason()));
    }
    if (!isActive(left) || !isActive(right)) {
      return new Plan.Nothing();
    }
    return mergeUnlessMoved(
        Plan.Merge.Kind.RESUME,
        link,
        left.snapshot().orElseThrow(),
        right.snapshot().orElseThrow(),
        owner);
  }

  private Plan mergeUnlessMoved(
      Plan.Merge.Kind kind, Link link, Snapshot left, Snapshot right, Optional<Owner> owner) {
    Optional<RecordId> shouldBeUnder = Owners.right(owner).or(() -> link.rightBase().owner());
    if (rules.ownerIsMapped() && owner.isPresent() && !right.owner().equals(shouldBeUnder)) {
      return new Plan.Wait(
          Hold.held(
              "The webCRM person is under organisation "
                  + right.owner().map(RecordId::value).orElse("(none)")
                  + ", its PowerOffice owner is linked to organisation "
                  + shouldBeUnder.map(RecordId::value).orElse("(none)")
                  + "; neither system can move a person through its API. Move it back in webCRM, or"
                  + " create it anew where it belongs."));
    }
    return merge(kind, link, left, right);
  }

  private Plan merge(Plan.Merge.Kind kind, Link link, Snapshot left, Snapshot right) {
    return new PropertyMerge(rules, link, left, right).plan(kind);
  }

  private static Optional<Hold> waitFor(Snapshot left, Owner owner) {
    return switch (owner) {
      case Owner.Linked linked -> Optional.empty();
      case Owner.HolderToBeCreated holder -> Optional.empty();
      case Owner.Waiting waiting ->
          Optional.of(waitingFor(Hold.due(waiting.reason()), left.owner()));
      case Owner.Blocked blocked ->
          Optional.of(waitingFor(Hold.held(blocked.reason()), left.owner()));
      case Owner.Unknown unknown -> Optional.of(Hold.due(unknown.reason()));
    };
  }

  private static Hold waitingFor(Hold hold, Optional<RecordId> owner) {
    return owner.map(hold::waitingFor).orElse(hold);
  }

  private static boolean isActive(Presence presence) {
    return presence.snapshot().filter(Snapshot::active).isPresent();
  }

  private static String goneOrInactive(Presence presence) {
    return switch (presence) {
      case Present present -> present.found().inactive().orElse("active");
      case Gone gone -> "deleted";
      case Unknown unknown -> unknown.reason();
    };
  }
}
