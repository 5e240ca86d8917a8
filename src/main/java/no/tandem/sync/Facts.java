package no.tandem.sync;

import java.util.Optional;

/**
 * What the reconciler has to know of a record besides the link and both records.
 *
 * @param ourName the name under which webCRM shows what we change; empty while it is not known, and
 *     then every change through its API counts as ours
 * @param behind whether PowerOffice, whose reads come from a copy, may still show what it held
 *     before our last write
 */
public record Facts(Optional<String> ourName, boolean behind) {
  /** Nothing is known, and nothing was written a moment ago. */
  public static final Facts NONE = new Facts(Optional.empty(), false);

  /** Whether a record's last change is ours. */
  boolean ours(Snapshot now) {
    return ourName.isPresent() ? now.changedBy().equals(ourName) : now.byIntegration();
  }
}
