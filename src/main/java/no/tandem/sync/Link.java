package no.tandem.sync;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is stored of one PowerOffice record of a pair: the fact that it and a webCRM record are one
 * thing, or why it is not linked (yet).
 *
 * @param right empty while there is no link
 * @param leftBase the left record when both were last in sync
 * @param rightBase the right record when both were last in sync
 * @param hold why it is not (wholly) in sync
 * @param intentAt when the creation of the right record was begun; present in {@link
 *     State#CREATING}
 * @param bounces by property: the last write
 * @param losers the values that lost the last conflicts
 * @param version 0 if it was never stored; guards against lost updates
 */
public record Link(
    RecordId left,
    Optional<RecordId> right,
    State state,
    Base leftBase,
    Base rightBase,
    Optional<Hold> hold,
    Optional<Instant> intentAt,
    Map<String, Bounce> bounces,
    List<Loser> losers,
    long version) {

  /** Where a link stands. */
  public enum State {
    /** Not linked: held or due. */
    PENDING,
    /** The right record is being created; after a crash it may exist unknown to us. */
    CREATING,
    /** Linked. */
    ACTIVE,
    /** Was linked; one record went away. The other stays and is not linked or created again. */
    ENDED
  }

  public Link {
    bounces = Map.copyOf(bounces);
    losers = List.copyOf(losers);
    if ((state == State.ACTIVE || state == State.ENDED) && right.isEmpty()) {
      throw new IllegalArgumentException("A link of " + left + " names both records");
    }
  }

  /** A record that is not linked and not stored yet. */
  static Link of(RecordId left) {
    return new Link(
        left,
        Optional.empty(),
        State.PENDING,
        Base.NONE,
        Base.NONE,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(),
        0);
  }

  public boolean active() {
    return state == State.ACTIVE;
  }

  /** Whether a person has to look at it. */
  public boolean held() {
    return hold.filter(h -> h.kind() == Hold.Kind.HELD).isPresent();
  }

  /** Whether the next sweep takes it up by itself. */
  public boolean due() {
    return state == State.CREATING || hold.filter(h -> h.kind() == Hold.Kind.DUE).isPresent();
  }

  Link held(Hold newHold) {
    return new Link(
        left,
        right,
        state,
        leftBase,
        rightBase,
        Optional.of(newHold),
        intentAt,
        bounces,
        losers,
        version);
  }

  /** The same record with the creation of its counterpart begun. */
  Link creating(Instant now) {
    return new Link(
        left,
        Optional.empty(),
        State.CREATING,
        Base.NONE,
        Base.NONE,
        Optional.empty(),
        Optional.of(now),
        Map.of(),
        List.of(),
        version);
  }

  /** The same record, known not to have been created. */
  Link notCreated(Hold newHold) {
    return new Link(
        left,
        Optional.empty(),
        State.PENDING,
        Base.NONE,
        Base.NONE,
        Optional.of(newHold),
        Optional.empty(),
        Map.of(),
        List.of(),
        version);
  }

  /** The link to this record, with nothing known to be in sync yet. */
  Link linkedTo(RecordId newRight) {
    return new Link(
        left,
        Optional.of(newRight),
        State.ACTIVE,
        leftBase,
        rightBase,
        Optional.empty(),
        Optional.empty(),
        bounces,
        losers,
        version);
  }

  Link inSync(
      Base newLeftBase,
      Base newRightBase,
      Optional<Hold> newHold,
      Map<String, Bounce> newBounces,
      List<Loser> newLosers) {
    return new Link(
        left,
        right,
        State.ACTIVE,
        newLeftBase,
        newRightBase,
        newHold,
        Optional.empty(),
        newBounces,
        newLosers,
        version);
  }

  Link ended(Hold why) {
    return new Link(
        left,
        right,
        State.ENDED,
        leftBase,
        rightBase,
        Optional.of(why),
        Optional.empty(),
        bounces,
        losers,
        version);
  }

  /** The same link as stored under a version. */
  public Link stored(long newVersion) {
    return new Link(
        left, right, state, leftBase, rightBase, hold, intentAt, bounces, losers, newVersion);
  }
}
