package no.tandem.sync.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.Conflict;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.LastWrite;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LostValue;
import no.tandem.sync.link.OwnWriteFacts;
import no.tandem.sync.link.Reason;
import no.tandem.sync.pair.Removal;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/** What the reconciler decides for one record. Data only; Applier acts on it. */
public sealed interface Plan {

  /** Whether something may be written, linked or ended for it. */
  default boolean mayAct() {
    return switch (this) {
      case Nothing nothing -> false;
      case Forget forget -> false;
      case Wait wait -> false;
      case Create create -> true;
      case Recreate recreate -> true;
      case Reactivate reactivate -> true;
      case End end -> true;
      case Merge merge -> merge.writes() || merge.kind() != Merge.Kind.UPDATE;
    };
  }

  /** Both sides agree with the link, or there is nothing to link: nothing to do. */
  record Nothing() implements Plan {}

  /** The record is not stored, or need not be any more: it is gone or out of scope. */
  record Forget() implements Plan {}

  /**
   * The record that is missing in this system shall be created there.
   *
   * @param owner the record of that system under which it belongs
   */
  record Create(SystemName system, Optional<RecordId> owner) implements Plan {}

  /**
   * The record that went away in this system shall be there again: the link is undone, so that the
   * next sweep looks for it again and creates it.
   */
  record Recreate(SystemName system, String reason) implements Plan {}

  /** The record that is inactive in this system shall be active again. */
  record Reactivate(SystemName system, String reason) implements Plan {}

  /**
   * Both records are there; the changed properties travel, and the link gets new bases.
   *
   * @param kind what becomes of the link
   * @param toLeft property to value, empty to clear; to be written in PowerOffice
   * @param toRight the same for webCRM
   * @param leftBase the left base once everything is written
   * @param rightBase the right base once everything is written
   * @param conflicts properties that changed on both sides and disagree
   * @param losers the values that lose
   * @param holds why some properties stay behind
   * @param lastWrites the last writes, by property
   * @param facts what it was decided with
   */
  record Merge(
      Kind kind,
      Snapshot left,
      Snapshot right,
      Map<String, Optional<String>> toLeft,
      Map<String, Optional<String>> toRight,
      Base leftBase,
      Base rightBase,
      List<Conflict> conflicts,
      List<LostValue> losers,
      List<Reason> holds,
      Map<String, LastWrite> lastWrites,
      OwnWriteFacts facts)
      implements Plan {

    /** What becomes of the link. */
    public enum Kind {
      /** It is there. */
      UPDATE,
      /** It is made with an existing record. */
      ADOPT,
      /** It had ended and is taken up again. */
      RESUME
    }

    /** The record as this system has it. */
    public Snapshot in(SystemName system) {
      return new BySystem<>(left, right).of(system);
    }

    /** What is to be written in this system. */
    public Map<String, Optional<String>> to(SystemName system) {
      return new BySystem<>(toLeft, toRight).of(system);
    }

    /** Its base once everything is written. */
    public Base base(SystemName system) {
      return new BySystem<>(leftBase, rightBase).of(system);
    }

    public boolean writesTo(String property) {
      return toLeft.containsKey(property) || toRight.containsKey(property);
    }

    /**
     * The same without the writes: the two are linked, and what differs waits.
     *
     * @param known what is known of them before anything is written
     */
    public Merge linkingOnly(Link known, Reason why) {
      Base newLeft = leftBase;
      Base newRight = rightBase;
      Set<String> open = new HashSet<>(toLeft.keySet());
      open.addAll(toRight.keySet());
      for (String property : open) {
        newLeft = newLeft.withPropertyOf(known.leftBase(), property);
        newRight = newRight.withPropertyOf(known.rightBase(), property);
      }
      List<Reason> reasons = new ArrayList<>(holds);
      reasons.add(why);
      return new Merge(
          kind,
          left,
          right,
          Map.of(),
          Map.of(),
          newLeft,
          newRight,
          conflicts.stream().filter(one -> !open.contains(one.property())).toList(),
          losers.stream().filter(one -> !open.contains(one.property())).toList(),
          List.copyOf(reasons),
          known.lastWrites(),
          facts);
    }

    public boolean writes() {
      return !toLeft.isEmpty() || !toRight.isEmpty();
    }
  }

  /**
   * The link ends.
   *
   * @param because where the record went away
   * @param policy what becomes of the other record: with {@link Removal#UNLINK} it stays as it is
   */
  record End(SystemName because, String reason, Removal policy) implements Plan {}

  /** The record waits, for a person or for the next sweep. Nothing is written. */
  record Wait(Hold hold) implements Plan {}
}
