package no.tandem.sync;

import java.time.Instant;
import java.util.Optional;

/**
 * A record as its system gave it at one moment.
 *
 * @param view its mapped properties
 * @param columns its fields as given, for writing back and matching
 * @param inactive why the record counts as inactive (archived, Resigned); empty if it is active
 * @param owner the record that this one belongs to, by its id in the same system
 * @param changedAt the record's own change stamp
 * @param changedBy who made the last change, as far as the system tells; never logged
 * @param byIntegration whether the last change was made through an API, ours or another's, as far
 *     as the system tells
 * @param createdAt when it was created, as far as the system tells
 * @param createdByIntegration when it was created, if through an API, as far as the system tells
 */
public record Snapshot(
    RecordId id,
    View view,
    Columns columns,
    Optional<String> inactive,
    Optional<RecordId> owner,
    Optional<Instant> changedAt,
    Optional<String> changedBy,
    boolean byIntegration,
    Optional<Instant> createdAt,
    Optional<Instant> createdByIntegration) {

  public boolean active() {
    return inactive.isEmpty();
  }

  /** Tells whether a record is still as it was when this text was made, without its values. */
  public String digest() {
    return changedAt.map(Instant::toString).orElse("")
        + "/"
        + inactive.isPresent()
        + "/"
        + owner.map(RecordId::value).orElse("")
        + "/"
        + Integer.toHexString(view.hashCode());
  }
}
