package no.tandem.sync.side;

/**
 * The id that a record has in its own system, unique among records of its kind there.
 *
 * @param value the system's own number, as text
 */
public record RecordId(String value) implements Comparable<RecordId> {

  public RecordId {
    if (Text.isEmpty(value)) {
      throw new IllegalArgumentException("A record id is not blank");
    }
  }

  /** Shorter ids first, so that numbers sort as numbers. */
  @Override
  public int compareTo(RecordId other) {
    int byLength = Integer.compare(value.length(), other.value.length());
    return byLength != 0 ? byLength : value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
