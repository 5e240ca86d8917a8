package no.tandem.sync.plan;

import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkState;
import no.tandem.sync.link.OwnWriteFacts;
import no.tandem.sync.link.Reason;
import no.tandem.sync.pair.ConflictPolicy;
import no.tandem.sync.pair.Matching;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.pair.Property;
import no.tandem.sync.pair.Removal;
import no.tandem.sync.pair.TextField;
import no.tandem.sync.plan.Situation.Creation;
import no.tandem.sync.plan.Situation.Removed;
import no.tandem.sync.plan.Situation.Seen;
import no.tandem.sync.plan.Situation.Value;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.View;

/** A situation as the engine is given it: rules, a stored link, two records. */
final class Staged {
  static final RecordId LEFT = new RecordId("1001");
  static final RecordId RIGHT = new RecordId("57");
  static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");

  private static final LinkState.Intent BEGUN = new LinkState.Intent(NINE, View.EMPTY);

  /** The only property. */
  static final String NAME = "name";

  /** The column of either system that makes a record inactive. */
  static final String STATUS = "Status";

  static final String INACTIVE = "inactive";

  private static final Property PROPERTY =
      new Property(
          NAME,
          TextField.text(column(SystemName.POWEROFFICE)),
          TextField.text(column(SystemName.WEBCRM)));
  private static final String OLD = "old";

  /** What matches is decided before. */
  private static final Matching NOTHING_MATCHES =
      new Matching() {
        @Override
        public Set<String> keys(Candidate candidate) {
          return Set.of();
        }

        @Override
        public int rank(Candidate left, Candidate right) {
          return NO;
        }
      };

  private final Situation situation;

  Staged(Situation situation) {
    this.situation = situation;
  }

  /** What the engine decides. */
  Plan plan() {
    return decide(key(), link(), left(), right());
  }

  /** What the engine decides under the same rules once something has changed. */
  Plan decide(LinkKey key, Optional<Link> link, Presence leftNow, Presence rightNow) {
    Reconciler reconciler = new Reconciler(pair().rules(BySystem.each(system -> Lengths.UNKNOWN)));
    return key.isAwaiting()
        ? reconciler.decideAwaited(link, leftNow, rightNow, Optional.empty(), OwnWriteFacts.NONE)
        : reconciler.decide(link, leftNow, rightNow, Optional.empty(), OwnWriteFacts.NONE);
  }

  LinkKey key() {
    return situation.stored().awaited() ? LinkKey.awaiting(RIGHT) : LinkKey.of(LEFT);
  }

  // --- rules ---

  Pair pair() {
    Set<SystemName> creates = EnumSet.noneOf(SystemName.class);
    if (situation.leftCreation() == Creation.ALLOWED) {
      creates.add(SystemName.POWEROFFICE);
    }
    if (situation.rightCreation() == Creation.ALLOWED) {
      creates.add(SystemName.WEBCRM);
    }
    Map<SystemName, Removal> removal = new EnumMap<>(SystemName.class);
    removal.put(SystemName.POWEROFFICE, removal(situation.leftRemoval()));
    removal.put(SystemName.WEBCRM, removal(situation.rightRemoval()));
    return new Pair(
        "customers",
        List.of(PROPERTY),
        NOTHING_MATCHES,
        policy(),
        false,
        creates,
        any -> true,
        removal,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private ConflictPolicy policy() {
    return switch (situation.policy()) {
      case POWEROFFICE -> ConflictPolicy.POWEROFFICE;
      case WEBCRM -> ConflictPolicy.WEBCRM;
      case LATEST_LEFT, LATEST_RIGHT, LATEST_TOGETHER -> ConflictPolicy.LATEST;
      case HOLD -> ConflictPolicy.HOLD;
    };
  }

  private static Removal removal(Removed removed) {
    return switch (removed) {
      case UNLINK -> Removal.UNLINK;
      case DEACTIVATE -> Removal.DEACTIVATE;
      case RECREATE -> Removal.RECREATE;
    };
  }

  // --- the stored link ---

  Optional<Link> link() {
    Link linked =
        Link.of(LinkKey.of(LEFT))
            .linkedTo(RIGHT)
            .inSync(
                base(situation.leftValue(), leftValue()),
                base(situation.rightValue(), rightValue()),
                Optional.empty(),
                Map.of());
    Link ended = linked.ended(Hold.ended(new Reason(Reason.Code.OTHER, "archived in PowerOffice")));
    return switch (situation.stored()) {
      case NONE, AWAITED_NONE -> Optional.empty();
      case PENDING ->
          Optional.of(
              Link.of(LinkKey.of(LEFT))
                  .held(Hold.deferred(new Reason(Reason.Code.OTHER, "a time-out"))));
      case CREATING -> Optional.of(Link.of(LinkKey.of(LEFT)).creating(Base.NONE, BEGUN));
      case ACTIVE -> Optional.of(linked);
      case ENDED -> Optional.of(ended);
      case ENDED_LEFT_DEACTIVATED -> Optional.of(deactivated(ended, SystemName.POWEROFFICE));
      case ENDED_RIGHT_DEACTIVATED -> Optional.of(deactivated(ended, SystemName.WEBCRM));
      case AWAITED_PENDING ->
          Optional.of(
              Link.awaiting(RIGHT, Base.NONE, BEGUN, 0)
                  .notCreated(
                      Optional.of(Hold.deferred(new Reason(Reason.Code.OTHER, "a time-out")))));
      case AWAITED_CREATING -> Optional.of(Link.awaiting(RIGHT, Base.NONE, BEGUN, 0));
    };
  }

  private static Link deactivated(Link ended, SystemName system) {
    return ended.deactivating(new LinkState.Deactivated(system, Map.of(STATUS, "")));
  }

  private static Base base(Value value, Optional<String> now) {
    return switch (value) {
      case UNCHANGED -> base(now);
      case CHANGED -> base(Optional.of(now.equals(Optional.of(OLD)) ? "older" : OLD));
      case CLEARED, NOT_READ -> base(Optional.of(OLD));
      case NEW, EMPTY -> base(Optional.empty());
      case HELD, HELD_EMPTY -> base(Optional.of(OLD)).inConflict(NAME);
    };
  }

  private static Base base(Optional<String> value) {
    return new Base(View.EMPTY.with(NAME, value), Optional.empty(), Optional.empty(), Set.of());
  }

  // --- the records ---

  /** PowerOffice's value; empty also where there is no record. */
  Optional<String> leftValue() {
    return switch (situation.leftValue()) {
      case UNCHANGED -> Optional.of(OLD);
      case CHANGED, NEW, HELD ->
          // Two that are equal, one of them unchanged: the other one was changed to what it shows.
          situation.equal() && situation.rightValue() == Value.UNCHANGED
              ? Optional.of(OLD)
              : Optional.of("new in PowerOffice");
      case CLEARED, EMPTY, HELD_EMPTY, NOT_READ -> Optional.empty();
    };
  }

  /** webCRM's value; empty also where there is no record. */
  Optional<String> rightValue() {
    if (situation.equal()) {
      return leftValue();
    }
    return switch (situation.rightValue()) {
      case UNCHANGED ->
          // Two that differ and were not changed: webCRM stored it in a form of its own.
          situation.leftValue() == Value.UNCHANGED
              ? Optional.of("old, as webCRM stores it")
              : Optional.of(OLD);
      case CHANGED, NEW, HELD -> Optional.of("new in webCRM");
      case CLEARED, EMPTY, HELD_EMPTY, NOT_READ -> Optional.empty();
    };
  }

  Presence left() {
    return presence(SystemName.POWEROFFICE, situation.left(), LEFT, leftValue(), NINE);
  }

  Presence right() {
    Instant changedAt =
        switch (situation.policy()) {
          case LATEST_LEFT -> NINE.minusSeconds(60);
          case LATEST_RIGHT -> NINE.plusSeconds(60);
          case LATEST_TOGETHER -> NINE.plusSeconds(1);
          case POWEROFFICE, WEBCRM, HOLD -> NINE;
        };
    return presence(SystemName.WEBCRM, situation.right(), RIGHT, rightValue(), changedAt);
  }

  private static Presence presence(
      SystemName system, Seen seen, RecordId id, Optional<String> value, Instant changedAt) {
    Map<String, String> columns =
        Map.of(column(system), value.orElse(""), STATUS, seen == Seen.INACTIVE ? INACTIVE : "");
    return switch (seen) {
      case ACTIVE, INACTIVE -> new Presence.Present(snapshot(system, id, columns, changedAt));
      case GONE -> new Presence.Gone();
      case UNKNOWN -> new Presence.Unknown("a time-out");
    };
  }

  /** The column that holds the property. */
  static String column(SystemName system) {
    return system == SystemName.POWEROFFICE ? "Name" : "OrganisationName";
  }

  /** The record that these columns make. */
  static Snapshot snapshot(
      SystemName system, RecordId id, Map<String, String> texts, Instant changedAt) {
    Columns columns = Columns.of(texts);
    return new Snapshot(
        id,
        View.EMPTY.with(NAME, columns.text(column(system))),
        columns,
        columns.text(STATUS),
        Optional.empty(),
        Optional.of(changedAt),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }
}
