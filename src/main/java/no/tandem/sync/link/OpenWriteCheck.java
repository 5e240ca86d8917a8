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
 * that it was not written, not stored, or is not shown yet. Anything else is a user's edit.
 */
final class OpenWriteCheck {
  private final Link link;
  private final Optional<Snapshot> leftNow;
  private final Optional<Snapshot> rightNow;
  private final OwnWriteFacts facts;
  private final Map<String, OpenWrite> open = new HashMap<>();
  private Base leftBase;
  private Base rightBase;

  OpenWriteCheck(
      Link link, Optional<Snapshot> leftNow, Optional<Snapshot> rightNow, OwnWriteFacts facts) {
    this.link = link;
    this.leftNow = leftNow;
    this.rightNow = rightNow;
    this.facts = facts;
    this.leftBase = link.leftBase();
    this.rightBase = link.rightBase();
  }

  Link link() {
    link.openWrites().forEach(this::check);
    leftNow.ifPresent(now -> answered(SystemName.POWEROFFICE, now));
    rightNow.ifPresent(now -> answered(SystemName.WEBCRM, now));
    return link.with(leftBase, rightBase, open);
  }

  private void check(String property, OpenWrite openWrite) {
    Optional<Snapshot> target = now(openWrite.toward());
    if (openWrite.notStored() > 0) {
      if (isAs(target, property, openWrite.replaced())
          && isAs(now(openWrite.toward().other()), property, openWrite.source())) {
        open.put(property, openWrite);
      }
      return;
    }
    if (target.isEmpty() || !target.get().shows(property)) {
      open.put(property, openWrite);
      return;
    }
    String shown = shown(target.get(), property);
    if (shown.equals(openWrite.replaced())) {
      if (openWrite.toward() == SystemName.POWEROFFICE && facts.behind()) {
        open.put(property, openWrite);
      }
      return;
    }
    if (facts.ours(target.get()) || ServerForm.isOf(openWrite.written(), shown)) {
      seen(openWrite.toward(), property, shown);
      seen(openWrite.toward().other(), property, openWrite.source());
    }
  }

  /** What was answered with success and not read back yet. */
  private void answered(SystemName system, Snapshot now) {
    Base base = base(system);
    for (String property : base.unconfirmed()) {
      if (!now.shows(property)) {
        continue;
      }
      String written = base.view().get(property).orElse("");
      String shown = shown(now, property);
      boolean ours = facts.ours(now);
      Optional<OpenWrite> before = Optional.ofNullable(link.openWrites().get(property));
      open.remove(property);
      if (shown.equals(written) || ServerForm.isOf(written, shown)) {
        seen(system, property, shown);
      } else if (shown.equals(replaced(system, property)) || shown.isEmpty()) {
        if (ours || (system == SystemName.WEBCRM && facts.untouched(now))) {
          seen(system, property, shown);
          open.put(
              property,
              new OpenWrite(
                  system,
                  shown,
                  written,
                  base(system.other()).view().get(property).orElse(""),
                  before.map(OpenWrite::notStored).orElse(0) + 1));
        }
      } else if (ours) {
        seen(system, property, shown);
      }
    }
    if (system == SystemName.POWEROFFICE) {
      leftBase = leftBase.read(now);
    } else {
      rightBase = rightBase.read(now);
    }
  }

  private String replaced(SystemName system, String property) {
    return Optional.ofNullable(link.lastWrites().get(property))
        .filter(last -> last.toward() == system)
        .map(LastWrite::overwritten)
        .orElse("");
  }

  private static boolean isAs(Optional<Snapshot> now, String property, String value) {
    return now.isEmpty() || !now.get().shows(property) || shown(now.get(), property).equals(value);
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
