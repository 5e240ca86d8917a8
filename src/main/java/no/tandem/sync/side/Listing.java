package no.tandem.sync.side;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A complete answer to a list call: all pages were read.
 *
 * @param snapshots each record once
 * @param largestStamp the largest change stamp among them
 * @param shown the properties that at least one record showed, be it that it is empty
 */
public record Listing(List<Snapshot> snapshots, Optional<Stamp> largestStamp, Set<String> shown) {

  public Listing {
    shown = Set.copyOf(shown);
  }

  /** A listing of which no more is known. */
  public Listing(List<Snapshot> snapshots, Optional<Stamp> largestStamp) {
    this(snapshots, largestStamp, Set.of());
  }
}
