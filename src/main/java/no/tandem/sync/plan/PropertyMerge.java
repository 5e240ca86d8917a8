package no.tandem.sync.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.Conflict;
import no.tandem.sync.link.LastWrite;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LostValue;
import no.tandem.sync.link.OpenWrite;
import no.tandem.sync.link.OwnWriteFacts;
import no.tandem.sync.link.Reason;
import no.tandem.sync.pair.Property;
import no.tandem.sync.pair.Rules;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/** The three-way merge of two records, property by property, with a base for each side. */
final class PropertyMerge {
  private static final Duration SAME_MOMENT = Duration.ofSeconds(1);

  /** Between a write's stamp and the storing of its link, by two clocks. */
  private static final Duration AS_WE_WROTE = Duration.ofSeconds(10);

  private final Rules rules;
  private final Link link;
  private final OwnWriteFacts facts;
  private final Snapshot left;
  private final Snapshot right;

  private final Map<String, Optional<String>> toLeft = new LinkedHashMap<>();
  private final Map<String, Optional<String>> toRight = new LinkedHashMap<>();
  private final List<Conflict> conflicts = new ArrayList<>();
  private final List<LostValue> losers = new ArrayList<>();
  private final List<Reason> holds = new ArrayList<>();
  private final Map<String, LastWrite> lastWrites;
  private Base leftBase;
  private Base rightBase;

  PropertyMerge(Rules rules, Link link, Snapshot left, Snapshot right, OwnWriteFacts facts) {
    this.rules = rules;
    this.facts = facts;
    this.link = link.found(left, right).checked(Optional.of(left), Optional.of(right), facts);
    this.left = left;
    this.right = right;
    lastWrites = new HashMap<>(this.link.lastWrites());
    leftBase = this.link.leftBase().withOwner(left.owner());
    rightBase = this.link.rightBase().withOwner(right.owner());
  }

  Plan.Merge plan(Plan.Merge.Kind kind) {
    rules.properties().forEach(this::merge);
    return new Plan.Merge(
        kind,
        left,
        right,
        toLeft,
        toRight,
        leftBase,
        rightBase,
        List.copyOf(conflicts),
        List.copyOf(losers),
        List.copyOf(holds),
        lastWrites,
        facts);
  }

  private void merge(Property property) {
    String name = property.name();
    Optional<String> leftNow = left.view().get(name);
    Optional<String> rightNow = right.view().get(name);
    boolean leftChanged = isEdited(name, left, link.leftBase());
    boolean rightChanged = isEdited(name, right, link.rightBase());
    Optional<OpenWrite> open = Optional.ofNullable(link.openWrites().get(name));
    if (!left.shows(name) || !right.shows(name)) {
      leaveOpen(name, leftChanged, rightChanged);
      return;
    }

    if (rules.taken().isPresent()) {
      take(property, rules.taken().get(), leftNow, rightNow);
    } else if (isBehind(name, leftNow, leftChanged, open)) {
      holds.add(Reason.notShown(name));
    } else if (open.filter(openWrite -> openWrite.notStored() > 0).isPresent()) {
      notStored(property, open.get(), leftNow, rightNow);
    } else if (leftChanged && rightChanged) {
      if (meanTheSame(property, leftNow, rightNow)) {
        agree(name, leftNow, rightNow);
      } else {
        conflict(property, leftNow, rightNow);
      }
    } else if (leftChanged) {
      write(property, SystemName.WEBCRM, leftNow, rightNow);
    } else if (rightChanged) {
      write(property, SystemName.POWEROFFICE, rightNow, leftNow);
    } else {
      agree(name, leftNow, rightNow);
    }
  }

  /** Whether the property was edited since the base. */
  private static boolean isEdited(String name, Snapshot now, Base base) {
    return !now.view().get(name).equals(base.view().get(name));
  }

  /**
   * Whether PowerOffice shows what our last write replaced, so shortly after it that the copy which
   * it reads from may not have the write yet.
   */
  private boolean isBehind(
      String name, Optional<String> leftNow, boolean changed, Optional<OpenWrite> open) {
    boolean unknown =
        open.filter(a -> a.toward() == SystemName.POWEROFFICE && a.notStored() == 0).isPresent();
    return facts.behind()
        && (unknown
            || (changed
                && Optional.ofNullable(lastWrites.get(name))
                    .filter(last -> last.toward() == SystemName.POWEROFFICE)
                    .filter(last -> last.overwritten().equals(leftNow.orElse("")))
                    .isPresent()));
  }

  /** What one side has taken with success and does not show is sent once more, then held. */
  private void notStored(
      Property property, OpenWrite openWrite, Optional<String> leftNow, Optional<String> rightNow) {
    if (openWrite.isGivenUp()) {
      holds.add(Reason.notStored(openWrite.toward(), property.name()));
      agree(property.name(), leftNow, rightNow);
    } else if (openWrite.toward() == SystemName.WEBCRM) {
      write(property, SystemName.WEBCRM, leftNow, rightNow);
    } else {
      write(property, SystemName.POWEROFFICE, rightNow, leftNow);
    }
  }

  /** Nothing is decided about what one side lacks. Where the other one changed, it waits. */
  private void leaveOpen(String name, boolean leftChanged, boolean rightChanged) {
    boolean waits =
        (left.shows(name) && leftChanged)
            || (right.shows(name) && rightChanged)
            || rules.taken().isPresent();
    if (waits) {
      holds.add(
          Reason.lacking(left.shows(name) ? SystemName.WEBCRM : SystemName.POWEROFFICE, name));
    }
  }

  private boolean meanTheSame(
      Property property, Optional<String> leftNow, Optional<String> rightNow) {
    return leftNow.equals(rightNow)
        || fit(property, SystemName.WEBCRM, leftNow).equals(rightNow)
        || fit(property, SystemName.POWEROFFICE, rightNow).equals(leftNow);
  }

  private void agree(String name, Optional<String> leftNow, Optional<String> rightNow) {
    leftBase = leftBase.seen(name, leftNow);
    rightBase = rightBase.seen(name, rightNow);
  }

  /** An operator said which of the two is right, whatever changed. */
  private void take(
      Property property, SystemName from, Optional<String> leftNow, Optional<String> rightNow) {
    if (meanTheSame(property, leftNow, rightNow)) {
      agree(property.name(), leftNow, rightNow);
      return;
    }
    boolean fromLeft = from == SystemName.POWEROFFICE;
    Optional<String> replaced = fromLeft ? rightNow : leftNow;
    if (write(property, from.other(), fromLeft ? leftNow : rightNow, replaced)) {
      losers.add(new LostValue(property.name(), from.other(), replaced.orElse("")));
    }
  }

  /** Both sides differ from their base and disagree. */
  private void conflict(Property property, Optional<String> leftNow, Optional<String> rightNow) {
    Optional<SystemName> winner = winner();
    conflicts.add(new Conflict(property.name(), winner));
    if (winner.isEmpty()) {
      // Whatever either side becomes, it stays a conflict until both are the same.
      leftBase = leftBase.inConflict(property.name());
      rightBase = rightBase.inConflict(property.name());
      holds.add(Reason.conflict(property.name()));
      return;
    }
    boolean leftWins = winner.get() == SystemName.POWEROFFICE;
    boolean written =
        leftWins
            ? write(property, SystemName.WEBCRM, leftNow, rightNow)
            : write(property, SystemName.POWEROFFICE, rightNow, leftNow);
    if (written) {
      losers.add(
          new LostValue(
              property.name(), winner.get().other(), (leftWins ? rightNow : leftNow).orElse("")));
    }
  }

  private Optional<SystemName> winner() {
    return switch (rules.conflict()) {
      case POWEROFFICE -> Optional.of(SystemName.POWEROFFICE);
      case WEBCRM -> Optional.of(SystemName.WEBCRM);
      case LATEST -> Optional.of(latest());
      case HOLD -> Optional.empty();
    };
  }

  /** Who edited last. A stamp that our own write gave says nothing of when a user did. */
  private SystemName latest() {
    if (facts.ours(right)) {
      return SystemName.POWEROFFICE;
    }
    Instant rightAt = right.changedAt().orElse(Instant.MIN);
    if (hasOurStamp(left)) {
      return SystemName.WEBCRM;
    }
    Instant leftAt = left.changedAt().orElse(Instant.MAX);
    return rightAt.isAfter(leftAt) && Duration.between(leftAt, rightAt).compareTo(SAME_MOMENT) > 0
        ? SystemName.WEBCRM
        : SystemName.POWEROFFICE;
  }

  /**
   * Whether PowerOffice, which does not say who changed a record, was changed as we wrote to it.
   */
  private boolean hasOurStamp(Snapshot now) {
    return link.lastWrites().values().stream()
        .filter(lastWrite -> lastWrite.toward() == SystemName.POWEROFFICE)
        .map(link::writtenAt)
        .anyMatch(
            wrote ->
                now.changedAt()
                    .filter(at -> Duration.between(at, wrote).abs().compareTo(AS_WE_WROTE) <= 0)
                    .isPresent());
  }

  /** Plans to write the value to the system; false if it stays behind. */
  private boolean write(
      Property property, SystemName to, Optional<String> value, Optional<String> replaced) {
    Optional<String> stored = fit(property, to, value);
    if (stored.equals(replaced)) {
      // The other side shows this value already, in its own form.
      agreeAfter(property.name(), to, value, stored);
      return true;
    }
    Optional<String> whyNot = property.on(to).whyNot(value, target(to).columns());
    if (whyNot.isPresent()) {
      holds.add(Reason.notPossible(whyNot.get()));
      return false;
    }
    LastWrite lastWrite = lastWrite(property.name(), to, value, replaced);
    if (lastWrite.times() > LastWrite.MOST) {
      holds.add(Reason.lastWrites(property.name()));
      return false;
    }
    lastWrites.put(property.name(), lastWrite);
    agreeAfter(property.name(), to, value, stored);
    if (to == SystemName.POWEROFFICE) {
      leftBase = leftBase.written(property.name(), stored);
      toLeft.put(property.name(), value);
    } else {
      rightBase = rightBase.written(property.name(), stored);
      toRight.put(property.name(), value);
    }
    return true;
  }

  private void agreeAfter(
      String name, SystemName to, Optional<String> value, Optional<String> stored) {
    if (to == SystemName.POWEROFFICE) {
      agree(name, stored, value);
    } else {
      agree(name, value, stored);
    }
  }

  private LastWrite lastWrite(
      String name, SystemName to, Optional<String> value, Optional<String> replaced) {
    Optional<LastWrite> last = Optional.ofNullable(lastWrites.get(name));
    boolean bringsBack =
        last.filter(b -> b.toward() != to && b.overwritten().equals(value.orElse(""))).isPresent();
    return new LastWrite(to, replaced.orElse(""), bringsBack ? last.orElseThrow().times() + 1 : 0);
  }

  private Optional<String> fit(Property property, SystemName to, Optional<String> value) {
    return property.on(to).fit(value, target(to).columns(), rules.lengths(to));
  }

  private Snapshot target(SystemName system) {
    return system == SystemName.POWEROFFICE ? left : right;
  }
}
