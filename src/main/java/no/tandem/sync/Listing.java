package no.tandem.sync;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A complete answer to a list call: all pages were read.
 *
 * @param snapshots each record once
 * @param largestStamp the largest change stamp among them
 * @param told the properties that at least one record told, be it that it is empty
 */
public record Listing(List<Snapshot> snapshots, Optional<Stamp> largestStamp, Set<String> told) {

  public Listing {
    told = Set.copyOf(told);
  }

  /** A listing of which no more is known. */
  public Listing(List<Snapshot> snapshots, Optional<Stamp> largestStamp) {
    this(snapshots, largestStamp, Set.of());
  }

  /** Of these properties those that at least one of the records tells. */
  public static Set<String> told(Collection<Property> properties, Collection<Snapshot> snapshots) {
    Set<String> told = new HashSet<>();
    for (Property property : properties) {
      if (snapshots.stream().anyMatch(snapshot -> snapshot.tells(property.name()))) {
        told.add(property.name());
      }
    }
    return told;
  }
}
