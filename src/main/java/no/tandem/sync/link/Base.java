package no.tandem.sync.link;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.View;

/**
 * One side of a link as it was when both sides were last in sync.
 *
 * @param view that side's own view, so that cutting and placeholders never look like an edit
 * @param owner that side's owner, by its id in the same system
 * @param createdAt when its record was created, as far as its system says: a record that has the
 *     same id and another moment is another one
 * @param unconfirmed properties that we wrote and have not read back yet: if the system stored
 *     another form of them, that form becomes the base and is no edit
 */
public record Base(
    View view, Optional<RecordId> owner, Optional<Instant> createdAt, Set<String> unconfirmed) {
  public static final Base NONE =
      new Base(View.EMPTY, Optional.empty(), Optional.empty(), Set.of());

  private static final Duration HOUR = Duration.ofHours(1);

  /** How far one and the same moment may be apart when zones are mistaken. */
  private static final Duration MOST_BY_ZONES = HOUR.multipliedBy(2);

  /** In the place of a value: no record ever holds it. */
  private static final String IN_CONFLICT = "\u0000";

  public Base {
    unconfirmed = Set.copyOf(unconfirmed);
  }

  /** This base with a value that was read from the side. */
  public Base seen(String property, Optional<String> value) {
    Set<String> rest = new HashSet<>(unconfirmed);
    rest.remove(property);
    return new Base(view.with(property, value), owner, createdAt, rest);
  }

  /** This base with a value that is being written to the side. */
  public Base written(String property, Optional<String> value) {
    Set<String> more = new HashSet<>(unconfirmed);
    more.add(property);
    return new Base(view.with(property, value), owner, createdAt, more);
  }

  /** This base with a property that is in conflict: no value of it counts as unchanged. */
  public Base inConflict(String property) {
    return seen(property, Optional.of(IN_CONFLICT));
  }

  /** This base with one property as the other base has it. */
  public Base withPropertyOf(Base other, String property) {
    Base changed = seen(property, other.view.get(property));
    return other.unconfirmed.contains(property)
        ? changed.written(property, other.view.get(property))
        : changed;
  }

  /**
   * This base once the record is read: what the row shows is confirmed, what it lacks stays open.
   */
  Base read(Snapshot now) {
    Set<String> open = new HashSet<>(unconfirmed);
    open.removeIf(now::shows);
    return new Base(view, owner, createdAt.or(now::createdAt), open);
  }

  /** This base once its side was read and is as in it. */
  public Base confirmed(Snapshot now) {
    Base read = read(now);
    return now.view().equals(view) ? read : new Base(view, owner, read.createdAt, unconfirmed);
  }

  /** A base of this record of which no property is known yet. */
  public static Base of(Snapshot record) {
    return new Base(View.EMPTY, record.owner(), record.createdAt(), Set.of());
  }

  /** This base with no property known. */
  Base unknown() {
    return new Base(View.EMPTY, owner, createdAt, Set.of());
  }

  /** This base without what identifies the record. */
  Base ofAnyRecord() {
    return new Base(view, owner, Optional.empty(), unconfirmed);
  }

  /**
   * Whether a record with the id of this side's is another one: it was created at another time. A
   * whole hour or two is a matter of zones, and a missing time proves nothing.
   */
  boolean isOfAnother(Snapshot record) {
    if (createdAt.isEmpty() || record.createdAt().isEmpty()) {
      return false;
    }
    Duration apart = Duration.between(createdAt.get(), record.createdAt().get()).abs();
    boolean zones = apart.compareTo(MOST_BY_ZONES) <= 0 && apart.toMillis() % HOUR.toMillis() == 0;
    return !zones;
  }

  public Base withOwner(Optional<RecordId> newOwner) {
    return new Base(view, newOwner, createdAt, unconfirmed);
  }
}
