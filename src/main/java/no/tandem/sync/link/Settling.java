package no.tandem.sync.link;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/**
 * What became of earlier writes, property by property, by what stands in both records now.
 *
 * <p>The written value, or the system's own form of it, is the base. What our write replaced means
 * that it was not written, not stored, or is not shown yet. Anything else is somebody's edit.
 */
final class Settling {
  private final Link link;
  private final Optional<Snapshot> leftNow;
  private final Optional<Snapshot> rightNow;
  private final Facts facts;
  private final Map<String, Attempt> open = new HashMap<>();
  private Base leftBase;
  private Base rightBase;

  Settling(Link link, Optional<Snapshot> leftNow, Optional<Snapshot> rightNow, Facts facts) {
    this.link = link;
    this.leftNow = leftNow;
    this.rightNow = rightNow;
    this.facts = facts;
    this.leftBase = link.leftBase();
    this.rightBase = link.rightBase();
  }

  Link link() {
    link.attempts().forEach(this::settle);
    leftNow.ifPresent(now -> answered(SystemName.POWEROFFICE, now));
    rightNow.ifPresent(now -> answered(SystemName.WEBCRM, now));
    return link.settled(leftBase, rightBase, open);
  }

  private void settle(String property, Attempt attempt) {
    Optional<Snapshot> target = now(attempt.toward());
    if (attempt.notStored() > 0) {
      if (isAs(target, property, attempt.replaced())
          && isAs(now(attempt.toward().other()), property, attempt.source())) {
        open.put(property, attempt);
      }
      return;
    }
    if (target.isEmpty() || !target.get().tells(property)) {
      open.put(property, attempt);
      return;
    }
    String shown = shown(target.get(), property);
    if (shown.equals(attempt.replaced())) {
      if (attempt.toward() == SystemName.POWEROFFICE && facts.behind()) {
        open.put(property, attempt);
      }
      return;
    }
    if (facts.ours(target.get()) || ServerForm.isOf(attempt.written(), shown)) {
      seen(attempt.toward(), property, shown);
      seen(attempt.toward().other(), property, attempt.source());
    }
  }

  /** What was answered with success and not read back yet. */
  private void answered(SystemName system, Snapshot now) {
    Base base = base(system);
    for (String property : base.unconfirmed()) {
      if (!now.tells(property)) {
        continue;
      }
      String written = base.view().get(property).orElse("");
      String shown = shown(now, property);
      boolean ours = facts.ours(now);
      Optional<Attempt> before = Optional.ofNullable(link.attempts().get(property));
      open.remove(property);
      if (shown.equals(written) || ServerForm.isOf(written, shown)) {
        seen(system, property, shown);
      } else if (shown.equals(replaced(system, property)) || shown.isEmpty()) {
        if (ours || (system == SystemName.WEBCRM && facts.untouched(now))) {
          seen(system, property, shown);
          open.put(
              property,
              new Attempt(
                  system,
                  shown,
                  written,
                  base(system.other()).view().get(property).orElse(""),
                  before.map(Attempt::notStored).orElse(0) + 1));
        }
      } else if (ours) {
        seen(system, property, shown);
      }
    }
    if (system == SystemName.POWEROFFICE) {
      leftBase = leftBase.settled(now);
    } else {
      rightBase = rightBase.settled(now);
    }
  }

  private String replaced(SystemName system, String property) {
    return Optional.ofNullable(link.bounces().get(property))
        .filter(last -> last.toward() == system)
        .map(Bounce::overwritten)
        .orElse("");
  }

  private static boolean isAs(Optional<Snapshot> now, String property, String value) {
    return now.isEmpty() || !now.get().tells(property) || shown(now.get(), property).equals(value);
  }

  private static String shown(Snapshot now, String property) {
    return now.view().get(property).orElse("");
  }

  private Optional<Snapshot> now(SystemName system) {
    return system == SystemName.POWEROFFICE ? leftNow : rightNow;
  }

  private Base base(SystemName system) {
    return system == SystemName.POWEROFFICE ? leftBase : rightBase;
  }

  private void seen(SystemName system, String property, String value) {
    Optional<String> stored = Optional.of(value).filter(text -> !text.isEmpty());
    if (system == SystemName.POWEROFFICE) {
      leftBase = leftBase.seen(property, stored);
    } else {
      rightBase = rightBase.seen(property, stored);
    }
  }
}
