package no.tandem.sync.side;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a system's records that no pair maps, and that an update therefore never names. A
 * system that replaces whole records would empty them. Secrets are never among them.
 */
public interface UnmappedFields {

  /**
   * A record and what it holds besides what is mapped.
   *
   * @param filled the unmapped fields that hold something
   * @param empty those that are known to hold nothing
   * @param named the fields that are mapped, or show the record's state, and hold something
   */
  record Seen(
      Snapshot record, Map<String, String> filled, Set<String> empty, Map<String, String> named) {

    public Seen {
      filled = Map.copyOf(filled);
      empty = Set.copyOf(empty);
      named = Map.copyOf(named);
    }

    @Override
    public String toString() {
      // Values stay out of logs.
      return "Seen[" + record.id() + ", " + filled.keySet() + "]";
    }
  }

  /**
   * The record as it is now; empty if it is gone.
   *
   * @throws RemoteException if it cannot be read
   */
  Optional<Seen> read(RecordId id);

  /**
   * Which of these records, the first ones of them as many as one call takes, surely hold nothing
   * that Tandem does not map. What cannot be read is left out.
   */
  Looked look(List<RecordId> ids);

  /**
   * What a look has shown.
   *
   * @param at how many of the first ones were looked at
   * @param bare those of them that hold nothing
   */
  record Looked(int at, Set<RecordId> bare) {

    public Looked {
      bare = Set.copyOf(bare);
    }
  }

  /**
   * Writes the whole record.
   *
   * @param freshness of what it was decided on
   * @throws RemoteException if it was not done, or its outcome is unknown
   */
  void putBack(RecordId id, Map<String, String> whole, Freshness freshness);
}
