package no.tandem.sync.side;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * Up to where one system's changes have been seen.
 *
 * @param stamp the largest change stamp received, never later than the time at which it was
 *     received
 * @param listingTook how long that listing took. Records that changed while it ran may be missing
 *     from it, so the next listing starts that much earlier, plus the configured overlap.
 * @param recordsListed how many records the last complete listing gave; shows what a complete
 *     listing costs
 * @param shown the properties that its listings have ever shown
 * @param overlap what of the last listing needed nothing
 */
public record Cursor(
    Stamp stamp, Duration listingTook, int recordsListed, Set<String> shown, Overlap overlap) {
  /** A listing of this many records shows every property that one ever showed. */
  private static final int ENOUGH_RECORDS = 20;

  public Cursor {
    shown = Set.copyOf(shown);
  }

  /** A cursor of a listing of which no more is known. */
  public Cursor(Stamp stamp, Duration listingTook, int recordsListed) {
    this(stamp, listingTook, recordsListed, Set.of(), Overlap.NONE);
  }

  /** A cursor before any listing: everything from this moment on has yet to be seen. */
  public static Cursor since(Instant moment) {
    return new Cursor(new Stamp(moment.toString(), moment), Duration.ZERO, 0);
  }

  public Cursor with(Overlap other) {
    return new Cursor(stamp, listingTook, recordsListed, shown, other);
  }

  /** Which properties a listing lacks so wholly that it cannot be used. */
  public Set<String> lackedBy(Listing listing) {
    Set<String> lacking = new TreeSet<>(shown);
    lacking.removeAll(listing.shown());
    return listing.snapshots().size() < ENOUGH_RECORDS ? Set.of() : lacking;
  }
}
