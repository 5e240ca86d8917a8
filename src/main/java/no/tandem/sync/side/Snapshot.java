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
 * @param changedBy who made the last change, as far as the system says; never logged
 * @param byIntegration whether the last change was made through an API, ours or another's, as far
 *     as the system says
 * @param createdAt when it was created, as far as the system says
 * @param createdBy who created it, if that was an integration, as far as the system says; never
 *     logged
 * @param lacking what the answer lacked: names of properties, and {@link #STATE}
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
    Set<String> lacking) {

  /** Among what is lacking: whether the record is active, or whose it is. */
  public static final String STATE = "(state)";

  /** In a {@link #digest}, for what the answer lacked. */
  private static final String UNKNOWN = "?";

  public Snapshot {
    lacking = Set.copyOf(lacking);
  }

  /** A record of which the answer showed everything. */
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
  public boolean shows(String property) {
    return !lacking.contains(property);
  }

  /** Whether it is known that the record is active or not, and whose it is. */
  public boolean showsState() {
    return !lacking.contains(STATE);
  }

  /** Whether all that it holds is known. */
  public boolean showsProperties() {
    return lacking.isEmpty() || lacking.equals(Set.of(STATE));
  }

  /** Whether it leaves open whether a value that is in the view still stands there. */
  public boolean leavesOpen(View known) {
    return lacking.stream().anyMatch(property -> known.get(property).isPresent());
  }

  /** When it was created, if through an API, as far as the system says. */
  public Optional<Instant> createdByIntegration() {
    return createdBy.flatMap(integration -> createdAt);
  }

  public boolean active() {
    return inactive.isEmpty();
  }

  /**
   * Shows whether a record is still {@link #isSame as it was} when this text was made, without its
   * values.
   */
  public String digest() {
    return String.join(
        "/",
        changedAt.map(Instant::toString).orElse(""),
        showsState() ? Boolean.toString(inactive.isPresent()) : UNKNOWN,
        showsState() ? owner.map(RecordId::value).orElse("") : UNKNOWN,
        lacking.isEmpty() ? Integer.toHexString(view.hashCode()) : UNKNOWN);
  }

  /**
   * Whether two digests, or two texts of several, are of the same records as far as both show: what
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
                        || parts[i].equals(UNKNOWN)
                        || others[i].equals(UNKNOWN));
  }
}
