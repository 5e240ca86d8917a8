package no.tandem.sync.detect;

import java.util.Optional;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Reason;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/**
 * One record to be decided on: what is stored of it and how both systems have it.
 *
 * @param key names its link, whether there is one or not
 * @param right the linked webCRM record, or for a record that is not linked the one that matches
 * @param owner what its owner is in the other system, where that matters
 */
public record RecordState(
    LinkKey key, Optional<Link> link, Presence left, Presence right, Optional<Owner> owner) {

  /** A record that only has the id of the linked one by now does not count: that one is gone. */
  public RecordState {
    Optional<Snapshot> found = right.snapshot();
    if (link.isPresent() && found.filter(link.get()::isOfAnother).isPresent()) {
      right = new Presence.Gone();
    }
  }

  /** The stored link, or a new one that is not stored yet. */
  public Link linkOrNew() {
    return link.orElseGet(() -> Link.of(key));
  }

  public Optional<RecordId> leftId() {
    return left.snapshot().map(Snapshot::id).or(key::left);
  }

  public Optional<RecordId> rightId() {
    return right.snapshot().map(Snapshot::id).or(() -> link.flatMap(Link::right));
  }

  /** Whether a webCRM record is known that is, or was, its counterpart. */
  public boolean linked() {
    return link.flatMap(Link::right).isPresent();
  }

  /** Whether a creation was begun whose outcome is not known. */
  public boolean intent() {
    return link.map(Link::state).filter(Link.State.CREATING::equals).isPresent();
  }

  /** How often it has failed as it is; a change gives it new tries. */
  public Hold.Tries tries() {
    return link.flatMap(Link::hold)
        .filter(hold -> hold.seen().isSame(seen()))
        // That it was put off is no failure.
        .map(hold -> hold.is(Reason.Code.PUT_OFF) ? hold.tries().withoutPause() : hold.tries())
        .orElse(Hold.Tries.NONE);
  }

  /** Whether it has failed as it is. */
  public boolean hasFailed() {
    return !tries().equals(Hold.Tries.NONE) || isHeldAsItIs();
  }

  /** Whether a system has rejected it as it is, or it has failed too often. */
  public boolean isHeldAsItIs() {
    return link.filter(Link::held)
        .flatMap(Link::hold)
        .filter(
            hold ->
                hold.is(Reason.Code.REJECTED)
                    || hold.is(Reason.Code.FAILED)
                    || hold.is(Reason.Code.UNEXPECTED))
        .filter(hold -> hold.seen().isSame(seen()))
        .isPresent();
  }

  public Hold.Seen seen() {
    return Hold.Seen.of(left.snapshot(), right.snapshot());
  }

  /** The record as this system has it. */
  public Presence in(SystemName system) {
    return new BySystem<>(left, right).of(system);
  }

  /** The same with the record as this system has it by now. */
  public RecordState with(SystemName system, Presence now) {
    BySystem<Presence> both = new BySystem<>(left, right).with(system, now);
    return with(both.powerOffice(), both.webCrm());
  }

  public RecordState with(Presence newLeft, Presence newRight) {
    return new RecordState(key, link, newLeft, newRight, owner);
  }

  public RecordState with(Optional<Owner> newOwner) {
    return new RecordState(key, link, left, right, newOwner);
  }
}
