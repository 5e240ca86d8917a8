package no.tandem.sync.side;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

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
 * @param createdBy who created it, if that was an integration, as far as the system tells; never
 *     logged
 * @param untold what the answer did not tell: names of properties, and {@link #STATE}
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
    Optional<String> createdBy,
    Set<String> untold) {

  /** Among what is untold: whether the record is active, or whose it is. */
  public static final String STATE = "(state)";

  /** In a {@link #digest}, for what the answer did not tell. */
  private static final String NOT_TOLD = "?";

  public Snapshot {
    untold = Set.copyOf(untold);
  }

  /** A record of which everything was told. */
  public Snapshot(
      RecordId id,
      View view,
      Columns columns,
      Optional<String> inactive,
      Optional<RecordId> owner,
      Optional<Instant> changedAt,
      Optional<String> changedBy,
      boolean byIntegration,
      Optional<Instant> createdAt,
      Optional<String> createdBy) {
    this(
        id,
        view,
        columns,
        inactive,
        owner,
        changedAt,
        changedBy,
        byIntegration,
        createdAt,
        createdBy,
        Set.of());
  }

  /** Whether it is known what the record holds there, be it nothing. */
  public boolean tells(String property) {
    return !untold.contains(property);
  }

  /** Whether it is known that the record is active or not, and whose it is. */
  public boolean tellsState() {
    return !untold.contains(STATE);
  }

  /** Whether all that it holds is known. */
  public boolean tellsProperties() {
    return untold.isEmpty() || untold.equals(Set.of(STATE));
  }

  /** Whether it leaves open whether a value that is in the view still stands there. */
  public boolean leavesOpen(View known) {
    return untold.stream().anyMatch(property -> known.get(property).isPresent());
  }

  /** When it was created, if through an API, as far as the system tells. */
  public Optional<Instant> createdByIntegration() {
    return createdBy.flatMap(integration -> createdAt);
  }

  public boolean active() {
    return inactive.isEmpty();
  }

  /**
   * Tells whether a record is still {@link #isSame as it was} when this text was made, without its
   * values.
   */
  public String digest() {
    return String.join(
        "/",
        changedAt.map(Instant::toString).orElse(""),
        tellsState() ? Boolean.toString(inactive.isPresent()) : NOT_TOLD,
        tellsState() ? owner.map(RecordId::value).orElse("") : NOT_TOLD,
        untold.isEmpty() ? Integer.toHexString(view.hashCode()) : NOT_TOLD);
  }

  /**
   * Whether two digests, or two texts of several, are of the same records as far as both tell: what
   * is unknown is no change.
   */
  public static boolean isSame(String digest, String other) {
    String[] parts = digest.split("[/ ]", -1);
    String[] others = other.split("[/ ]", -1);
    return parts.length == others.length
        && IntStream.range(0, parts.length)
            .allMatch(
                i ->
                    parts[i].equals(others[i])
                        || parts[i].equals(NOT_TOLD)
                        || others[i].equals(NOT_TOLD));
  }
}
