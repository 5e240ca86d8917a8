package no.tandem.sync.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a decision about a record with one property depends on, as closed choices. It says
 * nothing of how the engine holds them.
 *
 * @param stored what is stored of the record
 * @param left what was seen of the PowerOffice record
 * @param right what was seen of the webCRM record: the linked one, or the one that matches
 * @param leftValue PowerOffice's value against its base
 * @param rightValue webCRM's value against its base
 * @param equal whether both values are the same
 * @param policy who wins a conflict
 * @param leftRemoval what happens when the PowerOffice record goes away
 * @param rightRemoval what happens when the webCRM record goes away
 * @param leftCreation whether what is missing in PowerOffice is created there
 * @param rightCreation whether what is missing in webCRM is created there
 */
record Situation(
    Stored stored,
    Seen left,
    Seen right,
    Value leftValue,
    Value rightValue,
    boolean equal,
    Policy policy,
    Removed leftRemoval,
    Removed rightRemoval,
    Creation leftCreation,
    Creation rightCreation) {

  /** What is stored of the record. The last three are of a webCRM record without a counterpart. */
  enum Stored implements Worded {
    NONE("none"),
    PENDING("waiting"),
    CREATING("creation begun"),
    ACTIVE("linked"),
    ENDED("ended"),
    ENDED_LEFT_DEACTIVATED("ended with PowerOffice's made inactive by us"),
    ENDED_RIGHT_DEACTIVATED("ended with webCRM's made inactive by us"),
    AWAITED_NONE("none"),
    AWAITED_PENDING("waiting"),
    AWAITED_CREATING("creation begun");

    private final String words;

    Stored(String words) {
      this.words = words;
    }

    /** Whether it is a webCRM record that has, or had, no PowerOffice record. */
    boolean awaited() {
      return this == AWAITED_NONE || this == AWAITED_PENDING || this == AWAITED_CREATING;
    }

    /** Whether the link names both records, so that there may be bases. */
    boolean namesBoth() {
      return this == ACTIVE || ended();
    }

    boolean ended() {
      return this == ENDED || this == ENDED_LEFT_DEACTIVATED || this == ENDED_RIGHT_DEACTIVATED;
    }

    @Override
    public String words() {
      return words;
    }
  }

  /** What was seen of a record. */
  enum Seen implements Worded {
    ACTIVE("active"),
    INACTIVE("inactive"),
    GONE("gone"),
    UNKNOWN("unknown");

    private final String words;

    Seen(String words) {
      this.words = words;
    }

    /** Whether the record was read, so that it has a value. */
    boolean read() {
      return this == ACTIVE || this == INACTIVE;
    }

    @Override
    public String words() {
      return words;
    }
  }

  /**
   * A value against its base. No base yet and a base without a value are one and the same: what
   * holds for the first match holds for a property that was empty.
   */
  enum Value implements Worded {
    UNCHANGED("unchanged"),
    CHANGED("changed"),
    CLEARED("cleared"),
    /** There is a value, and none in the base or no base yet. */
    NEW("new"),
    /** There is no value, and none in the base or no base yet. */
    EMPTY("empty"),
    /** There is a value, and an earlier conflict is held. */
    HELD("held"),
    /** There is no value, and an earlier conflict is held. */
    HELD_EMPTY("held empty"),
    /** There is no record, or it could not be read. */
    NOT_READ("not read");

    private final String words;

    Value(String words) {
      this.words = words;
    }

    boolean filled() {
      return this == UNCHANGED || this == CHANGED || this == NEW || this == HELD;
    }

    /** While a conflict is held no value counts as unchanged: a person has to decide. */
    boolean differsFromBase() {
      return this == CHANGED || this == CLEARED || this == NEW || held();
    }

    boolean held() {
      return this == HELD || this == HELD_EMPTY;
    }

    boolean needsBase() {
      return this == UNCHANGED || this == CHANGED || this == CLEARED || held();
    }

    @Override
    public String words() {
      return words;
    }
  }

  /** Whether two values are the same. */
  enum Equality implements Worded {
    EQUAL("yes"),
    DIFFERENT("no"),
    NOT_COMPARED("not read");

    private final String words;

    Equality(String words) {
      this.words = words;
    }

    @Override
    public String words() {
      return words;
    }
  }

  /** The conflict policy, with what it depends on. */
  enum Policy implements Worded {
    POWEROFFICE("poweroffice"),
    WEBCRM("webcrm"),
    LATEST_LEFT("latest: PowerOffice's"),
    LATEST_RIGHT("latest: webCRM's"),
    LATEST_TOGETHER("latest: within a second"),
    HOLD("hold");

    private final String words;

    Policy(String words) {
      this.words = words;
    }

    @Override
    public String words() {
      return words;
    }
  }

  /** The removal policy of one direction. */
  enum Removed implements Worded {
    UNLINK("unlink"),
    DEACTIVATE("deactivate"),
    RECREATE("recreate");

    private final String words;

    Removed(String words) {
      this.words = words;
    }

    @Override
    public String words() {
      return words;
    }
  }

  /** Whether a system may be given new records. */
  enum Creation implements Worded {
    ALLOWED("yes"),
    NOT_ALLOWED("no");

    private final String words;

    Creation(String words) {
      this.words = words;
    }

    @Override
    public String words() {
      return words;
    }
  }

  /** Why a combination cannot exist. */
  enum Impossible implements Worded {
    VALUE_WITHOUT_RECORD(
        "a record that is gone or unknown has no value, and one that was read has"),
    UNEQUAL_EMPTINESS("two empty values are equal; an empty one and another, or none, are not"),
    HELD_ON_ONE_SIDE("a conflict is held on both sides"),
    BASE_BEFORE_LINK("before two records are linked there is no base"),
    RECREATE_WITHOUT_CREATION(
        "`recreate` in a system in which nothing may be created is rejected at start"),
    AWAITED_UNREAD(
        "a webCRM record of which nothing is stored is only looked at because it was read");

    private final String words;

    Impossible(String words) {
      this.words = words;
    }

    @Override
    public String words() {
      return words;
    }
  }

  /** Every combination there is, and how many were left out for which reason. */
  record All(List<Situation> situations, Map<Impossible, Integer> leftOut) {

    int leftOutInAll() {
      return leftOut.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  static All all() {
    List<Situation> situations = new ArrayList<>();
    Map<Impossible, Integer> leftOut = new EnumMap<>(Impossible.class);
    for (Stored stored : Stored.values()) {
      for (Seen left : Seen.values()) {
        for (Seen right : Seen.values()) {
          for (Value leftValue : Value.values()) {
            for (Value rightValue : Value.values()) {
              for (boolean equal : new boolean[] {true, false}) {
                Situation facts =
                    new Situation(
                        stored,
                        left,
                        right,
                        leftValue,
                        rightValue,
                        equal,
                        Policy.POWEROFFICE,
                        Removed.UNLINK,
                        Removed.UNLINK,
                        Creation.ALLOWED,
                        Creation.ALLOWED);
                facts.withEverySetting(situations, leftOut);
              }
            }
          }
        }
      }
    }
    return new All(List.copyOf(situations), leftOut);
  }

  private void withEverySetting(List<Situation> situations, Map<Impossible, Integer> leftOut) {
    for (Policy somePolicy : Policy.values()) {
      for (Removed inLeft : Removed.values()) {
        for (Removed inRight : Removed.values()) {
          for (Creation intoLeft : Creation.values()) {
            for (Creation intoRight : Creation.values()) {
              Situation one =
                  new Situation(
                      stored,
                      left,
                      right,
                      leftValue,
                      rightValue,
                      equal,
                      somePolicy,
                      inLeft,
                      inRight,
                      intoLeft,
                      intoRight);
              one.impossible()
                  .ifPresentOrElse(
                      why -> leftOut.merge(why, 1, Integer::sum), () -> situations.add(one));
            }
          }
        }
      }
    }
  }

  /** The first reason why this cannot exist. */
  private Optional<Impossible> impossible() {
    if (left.read() == (leftValue == Value.NOT_READ)
        || right.read() == (rightValue == Value.NOT_READ)) {
      return Optional.of(Impossible.VALUE_WITHOUT_RECORD);
    }
    boolean bothFilled = leftValue.filled() && rightValue.filled();
    boolean bothEmpty = left.read() && right.read() && !leftValue.filled() && !rightValue.filled();
    if ((equal && !bothFilled && !bothEmpty) || (!equal && bothEmpty)) {
      return Optional.of(Impossible.UNEQUAL_EMPTINESS);
    }
    if (left.read() && right.read() && leftValue.held() != rightValue.held()) {
      return Optional.of(Impossible.HELD_ON_ONE_SIDE);
    }
    if (!stored.namesBoth() && (leftValue.needsBase() || rightValue.needsBase())) {
      return Optional.of(Impossible.BASE_BEFORE_LINK);
    }
    if ((leftRemoval == Removed.RECREATE && leftCreation == Creation.NOT_ALLOWED)
        || (rightRemoval == Removed.RECREATE && rightCreation == Creation.NOT_ALLOWED)) {
      return Optional.of(Impossible.RECREATE_WITHOUT_CREATION);
    }
    if (stored == Stored.AWAITED_NONE && !right.read()) {
      return Optional.of(Impossible.AWAITED_UNREAD);
    }
    return Optional.empty();
  }

  Situation with(Policy other) {
    return new Situation(
        stored,
        left,
        right,
        leftValue,
        rightValue,
        equal,
        other,
        leftRemoval,
        rightRemoval,
        leftCreation,
        rightCreation);
  }

  Equality equality() {
    if (!left.read() || !right.read()) {
      return Equality.NOT_COMPARED;
    }
    return equal ? Equality.EQUAL : Equality.DIFFERENT;
  }

  boolean unknown() {
    return left == Seen.UNKNOWN || right == Seen.UNKNOWN;
  }

  boolean bothActive() {
    return left == Seen.ACTIVE && right == Seen.ACTIVE;
  }
}
