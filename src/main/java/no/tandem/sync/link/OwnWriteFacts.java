package no.tandem.sync.link;

import java.time.Instant;
import java.util.Optional;
import no.tandem.sync.side.Snapshot;

/**
 * What the reconciler has to know of a record besides the link and both records.
 *
 * @param ourName the name under which webCRM shows what we change; empty while it is not known:
 *     then a record's changes by the integration that created it count as ours, and where a user
 *     did, those by any
 * @param behind whether PowerOffice, whose reads come from a copy, may still show what it held
 *     before our last write
 * @param overwrote the stamp of the webCRM record just before our last write to it; empty unless
 *     that was a moment ago
 */
public record OwnWriteFacts(Optional<String> ourName, boolean behind, Optional<Instant> overwrote) {
  /** Nothing is known, and nothing was written a moment ago. */
  public static final OwnWriteFacts NONE =
      new OwnWriteFacts(Optional.empty(), false, Optional.empty());

  /** The same of a record that was so when we wrote to it. */
  public OwnWriteFacts afterWriteTo(Optional<Snapshot> webCrm) {
    return new OwnWriteFacts(ourName, behind, webCrm.flatMap(Snapshot::changedAt));
  }

  /** Whether a record's last change is ours. */
  public boolean ours(Snapshot now) {
    // Whoever created what an integration created is likelier to be us than any other.
    Optional<String> us = ourName.or(now::createdBy);
    return us.isPresent() ? now.changedBy().equals(us) : now.byIntegration();
  }

  /**
   * Whether a webCRM record was not changed since before our write: neither by us nor by others.
   */
  boolean untouched(Snapshot now) {
    return overwrote.isPresent() && now.changedAt().equals(overwrote);
  }
}
