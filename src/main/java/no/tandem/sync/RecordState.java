package no.tandem.sync;

import java.util.Optional;

/**
 * One record to be decided on: what is stored of it and how both systems have it.
 *
 * @param id the PowerOffice record; for a webCRM record that is to be created in PowerOffice, the
 *     name of its link ({@link Link#awaited})
 * @param right the linked webCRM record, or for a record that is not linked the one that matches
 * @param owner what its owner is in the other system, where that matters
 */
record RecordState(
    RecordId id, Optional<Link> link, Presence left, Presence right, Optional<Owner> owner) {

  /** A record that only has the id of the linked one by now does not count: that one is gone. */
  RecordState {
    Optional<Snapshot> found = right.snapshot();
    if (link.isPresent() && found.filter(link.get()::isOfAnother).isPresent()) {
      right = new Presence.Gone();
    }
  }

  /** The stored link, or a new one that is not stored yet. */
  Link linkOrNew() {
    return link.orElseGet(
        () ->
            right
                .snapshot()
                .filter(snapshot -> Link.isAwaited(id))
                .map(snapshot -> Link.awaiting(snapshot.id()))
                .orElseGet(() -> Link.of(id)));
  }

  Optional<RecordId> leftId() {
    return left.snapshot()
        .map(Snapshot::id)
        .or(() -> Link.isAwaited(id) ? Optional.empty() : Optional.of(id));
  }

  Optional<RecordId> rightId() {
    return right.snapshot().map(Snapshot::id).or(() -> link.flatMap(Link::right));
  }

  /** Whether a webCRM record is known that is, or was, its counterpart. */
  boolean linked() {
    return link.flatMap(Link::right).isPresent();
  }

  /** Whether a creation was begun whose outcome is not known. */
  boolean intent() {
    return link.map(Link::state).filter(Link.State.CREATING::equals).isPresent();
  }

  /** How often it has failed as it is; a change gives it new tries. */
  Hold.Tries tries() {
    return link.flatMap(Link::hold)
        .filter(hold -> hold.seen().isSame(seen()))
        // That it was put off is no failure.
        .map(hold -> hold.is(Reason.Code.PUT_OFF) ? hold.tries().withoutPause() : hold.tries())
        .orElse(Hold.Tries.NONE);
  }

  /** Whether it has failed as it is. */
  boolean hasFailed() {
    return !tries().equals(Hold.Tries.NONE) || isHeldAsItIs();
  }

  /** Whether a system has refused it as it is, or it has failed too often. */
  boolean isHeldAsItIs() {
    return link.filter(Link::held)
        .flatMap(Link::hold)
        .filter(
            hold ->
                hold.is(Reason.Code.REFUSED)
                    || hold.is(Reason.Code.FAILED)
                    || hold.is(Reason.Code.UNEXPECTED))
        .filter(hold -> hold.seen().isSame(seen()))
        .isPresent();
  }

  Hold.Seen seen() {
    return Hold.Seen.of(left.snapshot(), right.snapshot());
  }

  /** The record as this system has it. */
  Presence in(SystemName system) {
    return new BySystem<>(left, right).of(system);
  }

  /** The same with the record as this system has it by now. */
  RecordState with(SystemName system, Presence now) {
    BySystem<Presence> both = new BySystem<>(left, right).with(system, now);
    return with(both.powerOffice(), both.webCrm());
  }

  RecordState with(Presence newLeft, Presence newRight) {
    return new RecordState(id, link, newLeft, newRight, owner);
  }

  RecordState with(Optional<Owner> newOwner) {
    return new RecordState(id, link, left, right, newOwner);
  }
}
