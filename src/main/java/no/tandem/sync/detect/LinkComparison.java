package no.tandem.sync.detect;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkState;
import no.tandem.sync.link.Reason;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import org.jspecify.annotations.Nullable;

/** A stored link against what is listed of its records: whether it explains what they show. */
public final class LinkComparison {
  private final Clock clock;

  LinkComparison(Clock clock) {
    this.clock = clock;
  }

  /** Whether a full comparison finds nothing to do for the record. */
  boolean needsNothing(LinkKey key, Optional<Link> link, Listings listed) {
    Optional<Snapshot> leftNow =
        key.left().flatMap(left -> listed.of(SystemName.POWEROFFICE, left));
    Optional<Snapshot> rightNow = link.flatMap(listed::linked);
    boolean leftActive = leftNow.filter(Snapshot::active).isPresent();
    boolean rightActive = rightNow.filter(Snapshot::active).isPresent();
    if (link.isEmpty()) {
      return !leftActive;
    }
    if (link.get().ignored()) {
      return true;
    }
    return switch (link.get().state()) {
      case PENDING, CREATING -> backsOff(link.get()) && !differs(link.get(), listed);
      case ENDED -> {
        Optional<SystemName> ours = link.get().deactivated().map(LinkState.Deactivated::system);
        yield !(leftActive && rightActive)
            && !(leftActive && ours.equals(Optional.of(SystemName.WEBCRM)))
            && !(rightActive && ours.equals(Optional.of(SystemName.POWEROFFICE)));
      }
      case ACTIVE ->
          (link.get().hold().isEmpty() || backsOff(link.get()))
              && leftNow.isPresent()
              && rightNow.isPresent()
              && !differs(link.get(), listed);
    };
  }

  /** Whether the stored link does not explain what the listings show of its records. */
  boolean differs(Link link, Listings listed) {
    return leftDiffers(link, listed)
        || listed.linked(link).filter(now -> rightDiffers(link, now, listed)).isPresent();
  }

  boolean leftDiffers(Link link, Listings listed) {
    return link.left()
        .flatMap(left -> listed.of(SystemName.POWEROFFICE, left))
        .filter(now -> leftDiffers(link, now, listed))
        .isPresent();
  }

  private boolean leftDiffers(Link link, Snapshot now, Listings listed) {
    return switch (link.state()) {
      case PENDING -> hasChangedSince(link, h -> h.seen().left(), now);
      case CREATING ->
          (link.due() && !backsOff(link)) || hasChangedSince(link, h -> h.seen().left(), now);
      case ENDED -> now.active() && hasChangedSince(link, h -> h.seen().left(), now);
      case ACTIVE ->
          differs(link, link.leftBase(), h -> h.seen().left(), now, listed.open().powerOffice());
    };
  }

  private static boolean rightDiffers(Link link, Snapshot now, Listings listed) {
    return switch (link.state()) {
      case PENDING, CREATING ->
          link.key().isAwaiting() && hasChangedSince(link, h -> h.seen().right(), now);
      case ENDED -> now.active() && hasChangedSince(link, h -> h.seen().right(), now);
      case ACTIVE ->
          differs(link, link.rightBase(), h -> h.seen().right(), now, listed.open().webCrm());
    };
  }

  private static boolean differs(
      Link link, Base base, Function<Hold, String> digest, Snapshot now, Set<RecordId> open) {
    boolean asInBase =
        now.active()
            && now.view().equals(base.view())
            // What it lacks may have been filled.
            && !open.contains(now.id())
            && (now.owner().equals(base.owner()) || !now.showsState());
    if (asInBase && link.proposed().isPresent()) {
      // What was to be brought over was taken back.
      return hasChangedSince(link, digest, now);
    }
    return !asInBase && (link.hold().isEmpty() || hasChangedSince(link, digest, now));
  }

  static boolean rightHasChanged(Link link, @Nullable Snapshot now) {
    return now != null && hasChangedSince(link, h -> h.seen().right(), now);
  }

  private static boolean hasChangedSince(Link link, Function<Hold, String> digest, Snapshot now) {
    return link.hold().map(digest).filter(seen -> Snapshot.isSame(seen, now.digest())).isEmpty();
  }

  /** Whether it failed or was put off, and is left alone for now unless it changes. */
  boolean backsOff(Link link) {
    return link.hold().filter(hold -> hold.backsOff(clock.instant())).isPresent();
  }

  /** Whether the budget had no room for it. */
  public static boolean isPutOff(Link link) {
    return link.due() && link.hold().filter(hold -> hold.is(Reason.Code.PUT_OFF)).isPresent();
  }

  /** Whether a difference in a record's link was there before the cursors, and no sweep saw it. */
  public static Predicate<LinkKey> drift(
      Listings listed, Map<LinkKey, Link> stored, BySystem<Optional<Cursor>> cursors) {
    return key ->
        Optional.ofNullable(stored.get(key))
            .filter(Link::active)
            .map(
                link ->
                    seenBefore(link.left().map(listed.lefts()::get), cursors.powerOffice())
                        && seenBefore(link.right().map(listed.rights()::get), cursors.webCrm()))
            .orElse(false);
  }

  /** Whether a record's present form must have been seen by the sweeps before. */
  private static boolean seenBefore(Optional<Snapshot> snapshot, Optional<Cursor> cursor) {
    return cursor.isPresent()
        && snapshot
            .flatMap(Snapshot::changedAt)
            .map(at -> !at.isAfter(cursor.get().stamp().at()))
            .orElse(true);
  }
}
