package no.tandem.sync.detect;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.Listing;
import no.tandem.sync.side.Overlap;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/**
 * What one system listed in a sweep, and up to where its changes are known by that.
 *
 * @param before the cursor that the sweep found
 * @param everything whether all records were listed, and not only what changed
 * @param took how long the listing took
 */
public record SweepListing(
    SystemName system,
    Optional<Cursor> before,
    boolean everything,
    Listing listing,
    Duration took) {

  /** Lists what changed since the cursor, or everything. */
  public static SweepListing of(
      SystemName system,
      RecordReader records,
      Optional<Cursor> cursor,
      boolean everything,
      Clock clock) {
    Instant asked = clock.instant();
    Listing listing = list(records, cursor, everything);
    if (lacksTooMuch(listing)) {
      // Read by itself, one record shows whether what is lacking is only empty.
      Snapshot one = listing.snapshots().getFirst();
      records.read(List.of(new RecordReader.Known(one.id(), one.owner())), 0);
      asked = clock.instant();
      listing = list(records, cursor, everything);
    }
    return new SweepListing(
        system,
        cursor,
        everything || cursor.isEmpty(),
        listing,
        Duration.between(asked, clock.instant()));
  }

  private static Listing list(RecordReader records, Optional<Cursor> cursor, boolean everything) {
    return everything || cursor.isEmpty() ? records.all() : records.changedSince(cursor.get());
  }

  /** Whether more of its records lack something than are looked up one by one. */
  private static boolean lacksTooMuch(Listing listing) {
    return listing.snapshots().stream().filter(one -> !one.showsProperties()).count()
        > Presence.MOST_LOOKED_UP;
  }

  /** Columns that it does not have any more. */
  Set<String> lacking() {
    return before.map(known -> known.lackedBy(listing)).orElse(Set.of());
  }

  /** Records that are as the listing before showed them, and needed nothing then. */
  public Set<RecordId> asBefore() {
    return everything
        ? Set.of()
        : before.map(cursor -> cursor.overlap().asBefore(listing.snapshots())).orElse(Set.of());
  }

  /** What the next listing is compared with, if these records needed nothing. */
  public Overlap overlap(Set<RecordId> needNothing) {
    return everything ? Overlap.NONE : Overlap.of(listing.snapshots(), needNothing);
  }

  /** The cursor once everything that was listed has a durable outcome. */
  public Optional<Cursor> after(Instant now) {
    int listed =
        everything ? listing.snapshots().size() : before.map(Cursor::recordsListed).orElse(0);
    Set<String> shown = new HashSet<>(listing.shown());
    before.ifPresent(cursor -> shown.addAll(cursor.shown()));
    return Stream.concat(before.map(Cursor::stamp).stream(), listing.largestStamp().stream())
        .max(Comparator.naturalOrder())
        .map(
            largest ->
                new Cursor(largest.notAfter(now), roundedUp(took), listed, shown, Overlap.NONE));
  }

  /** To ten seconds, so that an idle sweep does not change the stored cursor for nothing. */
  private static Duration roundedUp(Duration took) {
    return Duration.ofSeconds((took.toSeconds() / 10 + 1) * 10);
  }
}
