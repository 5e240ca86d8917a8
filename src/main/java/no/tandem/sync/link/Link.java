package no.tandem.sync.link;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.View;

/**
 * What is stored of one PowerOffice record of a pair: the fact that it and a webCRM record are one
 * thing, or why it is not linked (yet).
 *
 * <p>A webCRM record that is being created in PowerOffice has no PowerOffice id yet; its link is
 * stored under a key made from its own id ({@link LinkKey.Awaiting}) until it has one.
 *
 * @param key names the link
 * @param standing where it stands, with what is known only there
 * @param leftBase the left record when both were last in sync
 * @param rightBase the right record when both were last in sync
 * @param hold why it is not (wholly) in sync
 * @param refusals what a person said is not to be done, each with its value (Refusals)
 * @param version 0 if it was never stored; guards against lost updates. The time at which it was
 *     stored, in milliseconds since 1970, or larger
 */
public record Link(
    LinkKey key,
    LinkState standing,
    Base leftBase,
    Base rightBase,
    Optional<Hold> hold,
    Map<String, String> refusals,
    long version) {

  /** How far the clocks of two processes may be apart. */
  private static final Duration PROCESSES_APART = Duration.ofMinutes(1);

  /** The name of where a link stands, under which it is stored. */
  public enum State {
    /** Not linked: held or due. */
    PENDING,
    /** The missing record is being created; after a crash it may exist unknown to us. */
    CREATING,
    /** Linked. */
    ACTIVE,
    /** Was linked; one record went away. The other stays and is not linked or created again. */
    ENDED
  }

  public Link {
    refusals = Map.copyOf(refusals);
  }

  /** The PowerOffice record, unless it is awaited. */
  public Optional<RecordId> left() {
    return key.left();
  }

  /** Where it stands, by name. */
  public State state() {
    return switch (standing) {
      case LinkState.Pending pending -> State.PENDING;
      case LinkState.Creating creating -> State.CREATING;
      case LinkState.Linked linked -> State.ACTIVE;
      case LinkState.Ended ended -> State.ENDED;
    };
  }

  /** The webCRM record that is or was linked, or whose PowerOffice record is awaited. */
  public Optional<RecordId> right() {
    return linked().map(LinkState.Linked::right).or(key::awaitedBy);
  }

  /** How it is linked, or was. */
  private Optional<LinkState.Linked> linked() {
    return switch (standing) {
      case LinkState.Pending pending -> Optional.empty();
      case LinkState.Creating creating -> Optional.empty();
      case LinkState.Linked linked -> Optional.of(linked);
      case LinkState.Ended ended -> Optional.of(ended.was());
    };
  }

  /** What was begun, while the missing record is being created. */
  public Optional<LinkState.Intent> intent() {
    return standing instanceof LinkState.Creating creating
        ? Optional.of(creating.intent())
        : Optional.empty();
  }

  /** By property: the last write. */
  public Map<String, LastWrite> lastWrites() {
    return linked().map(LinkState.Linked::lastWrites).orElse(Map.of());
  }

  /** By property: a write whose outcome is not known, or that was not stored. */
  public Map<String, OpenWrite> openWrites() {
    return linked().map(LinkState.Linked::openWrites).orElse(Map.of());
  }

  /** The record that we made inactive when the other one went away. */
  public Optional<LinkState.Deactivated> deactivated() {
    return linked().flatMap(LinkState.Linked::deactivated);
  }

  /** What the record is called, folded, while it is not linked and another pair has to know. */
  public Optional<String> name() {
    return switch (standing) {
      case LinkState.Pending pending -> pending.name();
      case LinkState.Creating creating -> creating.name();
      case LinkState.Linked linked -> Optional.empty();
      case LinkState.Ended ended -> Optional.empty();
    };
  }

  /** Its base in this system. */
  public Base base(SystemName system) {
    return new BySystem<>(leftBase, rightBase).of(system);
  }

  /** A record that is not linked and not stored yet. */
  public static Link of(LinkKey key) {
    return new Link(
        key,
        new LinkState.Pending(Optional.empty()),
        Base.NONE,
        Base.NONE,
        Optional.empty(),
        Map.of(),
        0);
  }

  /** Where the missing record is being created, if it is. */
  public SystemName missingIn() {
    return key.isAwaiting() ? SystemName.POWEROFFICE : SystemName.WEBCRM;
  }

  /** When the creation of the missing record was begun, if it was. */
  public Optional<Instant> intentAt() {
    return intent().map(LinkState.Intent::at);
  }

  public boolean active() {
    return standing instanceof LinkState.Linked;
  }

  private boolean creating() {
    return standing instanceof LinkState.Creating;
  }

  /** Whether the link reserves its webCRM record, so that no other may have it. */
  public boolean claims() {
    return active() || (creating() && right().isPresent());
  }

  /**
   * Whether the webCRM record that has the linked one's id now is another one. webCRM may give an
   * id again once its record is deleted.
   */
  public boolean isOfAnother(Snapshot webCrm) {
    return right().equals(Optional.of(webCrm.id())) && rightBase.isOfAnother(webCrm);
  }

  /** Whether a person has to look at it. */
  public boolean held() {
    return isHeld(Hold.Kind.HELD);
  }

  /** Whether an operator said that it is to be left alone. */
  public boolean ignored() {
    return isHeld(Hold.Kind.IGNORED);
  }

  /** Whether nothing becomes of it until a person does something. */
  public boolean waitsForAPerson() {
    return held() || ignored();
  }

  /** Whether it may have been stored after this moment, by whatever clock. */
  public boolean mayBeNewerThan(Instant moment) {
    return version >= moment.minus(PROCESSES_APART).toEpochMilli();
  }

  /**
   * Whether the system may have been written to after this moment, by whatever clock. Storing the
   * link for another reason, or because a write came to nothing, is no write.
   */
  public boolean mayHaveWritten(SystemName system, Instant moment) {
    Instant earliest = moment.minus(PROCESSES_APART);
    return openWrites().values().stream()
            .filter(openWrite -> openWrite.toward() == system && openWrite.notStored() == 0)
            .map(openWrite -> openWrite.at().orElseGet(this::storedAt))
            .anyMatch(at -> !at.isBefore(earliest))
        || lastWrites().values().stream()
            .filter(lastWrite -> lastWrite.toward() == system)
            .anyMatch(lastWrite -> !writtenAt(lastWrite).isBefore(earliest));
  }

  /** When it was written, as far as that is known. */
  public Instant writtenAt(LastWrite lastWrite) {
    return lastWrite.at().orElseGet(this::storedAt);
  }

  private Instant storedAt() {
    return Instant.ofEpochMilli(version);
  }

  /** Whether the next sweep takes it up by itself. */
  public boolean due() {
    return isHeld(Hold.Kind.DEFERRED) || (creating() && !held() && !ignored());
  }

  /**
   * Whether it is held, due or being created, so that every sweep has to know of it. What waits for
   * a person's yes or got a no is not among them, however much it is.
   */
  public boolean isUnsettled() {
    boolean leftToAPerson = held() && hold.filter(Hold::isLeftToAPerson).isPresent();
    return ((held() || due() || creating()) && !leftToAPerson) || awaitsReadBack();
  }

  /**
   * The link of another pair that it waits for, and for nothing else: no sweep has to know of it
   * until that one moves.
   */
  public Optional<LinkKey> waitsForAlone() {
    return hold.filter(why -> state() == State.PENDING && (held() || due()))
        .filter(why -> !why.is(Reason.Code.MAY_BE_A_CUSTOMERS) && why.proposed().isEmpty())
        .filter(why -> !why.ambiguity().remembers() && why.ambiguity().rivals().isEmpty())
        .flatMap(Hold::waitsFor);
  }

  /** Whether those that wait for this one wait no longer since it is as it is. */
  public boolean hasMovedSince(Link before) {
    return active() != before.active() || isDecided() != before.isDecided();
  }

  /** Whether it is linked, held or ended, so that what waits for it can be decided. */
  public boolean isDecided() {
    return version > 0 && !due() && proposed().isEmpty();
  }

  /**
   * Whether it is not known yet how webCRM has stored what was written to it. What it has not
   * stored at all is listed by no sweep for changes.
   */
  public boolean awaitsReadBack() {
    return active() && hold.isEmpty() && !rightBase.unconfirmed().isEmpty();
  }

  /** What of a proposal the record waits for. */
  public Optional<Hold.Proposed> proposed() {
    return hold.flatMap(Hold::proposed);
  }

  /** What keeps it ambiguous, or did until a person decided. */
  public Hold.Ambiguity ambiguity() {
    return hold.map(Hold::ambiguity).orElse(Hold.Ambiguity.NONE);
  }

  private boolean isHeld(Hold.Kind kind) {
    return hold.filter(h -> h.kind() == kind).isPresent();
  }

  public Link held(Hold newHold) {
    return new Link(key, standing, leftBase, rightBase, Optional.of(newHold), refusals, version);
  }

  /** The same link with the left record's owner, under which alone some records are found. */
  public Link ownedBy(Optional<RecordId> leftOwner) {
    return leftOwner.isEmpty() ? this : withBases(leftBase.withOwner(leftOwner), rightBase);
  }

  /** The same link of a record that is called so. */
  public Link called(Optional<String> newName) {
    return switch (standing) {
      case LinkState.Pending pending -> with(new LinkState.Pending(newName));
      case LinkState.Creating creating -> with(new LinkState.Creating(creating.intent(), newName));
      case LinkState.Linked linked -> this;
      case LinkState.Ended ended -> this;
    };
  }

  /** The name that others may not take for theirs meanwhile. */
  public Optional<String> waitingName() {
    return ignored() ? Optional.empty() : name();
  }

  /**
   * The same record with the creation of its counterpart in webCRM begun.
   *
   * @param source the PowerOffice record that it is made from
   */
  public Link creating(Base source, LinkState.Intent begun) {
    Link link = intent(key, source, Base.NONE, begun, name(), version);
    // A run that finds it in doubt must know what it is not.
    return ambiguity().isNoneOfThem()
        ? link.held(Hold.deferred(Reason.operatorCreates()).with(ambiguity()))
        : link;
  }

  /** The link of a webCRM record with the creation of its counterpart in PowerOffice begun. */
  public static Link awaiting(RecordId right, Base source, LinkState.Intent begun, long version) {
    return intent(LinkKey.awaiting(right), Base.NONE, source, begun, Optional.empty(), version);
  }

  private static Link intent(
      LinkKey key,
      Base leftBase,
      Base rightBase,
      LinkState.Intent begun,
      Optional<String> name,
      long version) {
    return new Link(
        key,
        new LinkState.Creating(begun, name),
        leftBase,
        rightBase,
        Optional.empty(),
        Map.of(),
        version);
  }

  /**
   * The same link once the record is found whose creation was begun: what was sent is its base, so
   * that what a user has changed in it since is an edit. What it lacks may never have been in it;
   * that has no base, and is filled. No answer named it, so it may have been made for an alike one:
   * another value that no user gave it has no base either. A webCRM record that no integration made
   * is another one, which has no base at all.
   */
  public Link found(Snapshot leftNow, Snapshot rightNow) {
    if (!(standing instanceof LinkState.Creating creating)) {
      return this;
    }
    boolean inWebCrm = missingIn() == SystemName.WEBCRM;
    Snapshot now = inWebCrm ? rightNow : leftNow;
    View sent =
        inWebCrm && now.createdByIntegration().isEmpty() ? View.EMPTY : creating.intent().sent();
    Base stored = inWebCrm ? leftBase : rightBase;
    Base source = stored.unknown();
    Base made = (inWebCrm ? rightBase : leftBase).unknown();
    for (Map.Entry<String, String> one : sent.values().entrySet()) {
      String property = one.getKey();
      Optional<String> shown = now.view().get(property);
      boolean asSent = shown.filter(text -> ServerForm.isOf(one.getValue(), text)).isPresent();
      if (asSent || (shown.isPresent() && !now.byIntegration())) {
        source = source.seen(property, stored.view().get(property));
        made = made.seen(property, asSent ? shown : Optional.of(one.getValue()));
      }
    }
    return inWebCrm ? withBases(source, made) : withBases(made, source);
  }

  /** The same record, known not to have been created. */
  public Link notCreated(Optional<Hold> newHold) {
    return new Link(
        key,
        new LinkState.Pending(name()),
        Base.NONE.withOwner(leftBase.owner()),
        Base.NONE,
        newHold.map(h -> ambiguity().isNoneOfThem() ? h.with(ambiguity()) : h),
        Map.of(),
        version);
  }

  /** The link to this record, with nothing known to be in sync yet. */
  public Link linkedTo(RecordId newRight) {
    return new Link(
        key,
        linked(newRight),
        leftBase,
        rightBase.ofAnyRecord(),
        Optional.empty(),
        refusals,
        version);
  }

  private LinkState.Linked linked(RecordId newRight) {
    return linked().map(l -> l.withRight(newRight)).orElseGet(() -> LinkState.Linked.to(newRight));
  }

  private RecordId knownRight() {
    return right().orElseThrow(() -> illegal("names no webCRM record"));
  }

  private IllegalStateException illegal(String why) {
    return new IllegalStateException("The link of " + key + " " + why);
  }

  /**
   * The link between the two before anything is brought over: a run that dies leaves it due. The
   * owner is kept already, as PowerOffice finds a contact person only under it.
   */
  public Link claiming(RecordId newRight, Optional<Snapshot> leftNow) {
    return new Link(
        key,
        linked(newRight),
        leftNow.map(now -> leftBase.withOwner(now.owner())).orElse(leftBase),
        right().equals(Optional.of(newRight)) ? rightBase : rightBase.ofAnyRecord(),
        Optional.of(Hold.deferred(Reason.beingLinked())),
        refusals,
        version);
  }

  /** The same link under another key. */
  public Link under(LinkKey newKey, long itsVersion) {
    return new Link(newKey, standing, leftBase, rightBase, hold, refusals, itsVersion);
  }

  public Link inSync(
      Base newLeftBase,
      Base newRightBase,
      Optional<Hold> newHold,
      Map<String, LastWrite> newLastWrites) {
    return inSync(newLeftBase, newRightBase, newHold, newLastWrites, Map.of());
  }

  /**
   * The same link as it is now.
   *
   * @param newOpenWrites the writes whose outcome is not known
   */
  public Link inSync(
      Base newLeftBase,
      Base newRightBase,
      Optional<Hold> newHold,
      Map<String, LastWrite> newLastWrites,
      Map<String, OpenWrite> newOpenWrites) {
    LinkState.Linked linked =
        new LinkState.Linked(knownRight(), newLastWrites, newOpenWrites, Optional.empty());
    return new Link(key, linked, newLeftBase, newRightBase, newHold, refusals, version);
  }

  /** The same link before these writes are made, or while it is not known what became of them. */
  public Link attempting(Map<String, OpenWrite> writes) {
    return writing(linked -> linked.withOpenWrites(writes));
  }

  /**
   * The same link once both records were read, before anything else is written: what was written
   * and stands there is the base now, and what a user changed since is an edit whatever is written
   * next. A write to a record that was not read stays open.
   */
  public Link checked(
      Optional<Snapshot> leftNow, Optional<Snapshot> rightNow, OwnWriteFacts facts) {
    return new OpenWriteCheck(this, leftNow, rightNow, facts).link();
  }

  /** The same link with other bases and open writes. */
  public Link with(Base newLeftBase, Base newRightBase, Map<String, OpenWrite> open) {
    Link based = withBases(newLeftBase, newRightBase);
    return open.equals(openWrites()) ? based : based.attempting(open);
  }

  /** The same link with other bases, before an operator's doing is carried out. */
  public Link withBases(
      Base newLeftBase, Base newRightBase, Map<String, LastWrite> newLastWrites, Hold newHold) {
    Link based = withBases(newLeftBase, newRightBase).held(newHold);
    return newLastWrites.equals(lastWrites())
        ? based
        : based.writing(linked -> linked.withLastWrites(newLastWrites));
  }

  public Link ended(Hold why) {
    return with(new LinkState.Ended(linked(knownRight()))).held(why);
  }

  /** The same link once one of its records was made inactive by us. */
  public Link deactivating(LinkState.Deactivated record) {
    return writing(linked -> linked.withDeactivated(record));
  }

  /**
   * What may be kept when a person's data are erased: the ids, its own and its owners', and whether
   * a creation was begun, so that it can be found and nothing is made twice.
   */
  public Link erased(Hold why) {
    return new Link(
        key,
        switch (standing) {
          case LinkState.Pending pending -> new LinkState.Pending(Optional.empty());
          case LinkState.Creating creating ->
              new LinkState.Creating(
                  new LinkState.Intent(creating.intent().at(), View.EMPTY), Optional.empty());
          case LinkState.Linked linked -> new LinkState.Ended(LinkState.Linked.to(linked.right()));
          case LinkState.Ended ended ->
              new LinkState.Ended(LinkState.Linked.to(ended.was().right()));
        },
        Base.NONE.withOwner(leftBase.owner()),
        new Base(View.EMPTY, rightBase.owner(), rightBase.createdAt(), Set.of()),
        Optional.of(why),
        Map.of(),
        version);
  }

  /** The same link with these refusals. */
  public Link refusing(Map<String, String> newRefusals) {
    return new Link(key, standing, leftBase, rightBase, hold, newRefusals, version);
  }

  /** The same link as stored under a version. */
  public Link stored(long newVersion) {
    return new Link(key, standing, leftBase, rightBase, hold, refusals, newVersion);
  }

  private Link with(LinkState newStanding) {
    return new Link(key, newStanding, leftBase, rightBase, hold, refusals, version);
  }

  private Link withBases(Base newLeftBase, Base newRightBase) {
    return new Link(key, standing, newLeftBase, newRightBase, hold, refusals, version);
  }

  /** The same link with something about writes. To what is not linked nothing is written. */
  private Link writing(UnaryOperator<LinkState.Linked> change) {
    return switch (standing) {
      case LinkState.Pending pending -> throw illegal("is pending, so nothing was written for it");
      case LinkState.Creating creating -> throw illegal("is being made, so it has no writes");
      case LinkState.Linked linked -> with(change.apply(linked));
      case LinkState.Ended ended -> with(new LinkState.Ended(change.apply(ended.was())));
    };
  }
}
