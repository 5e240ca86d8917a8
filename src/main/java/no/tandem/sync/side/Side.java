package no.tandem.sync.side;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One system's records of one kind, to be read and written. Used by one run at a time.
 *
 * <p>Calls throw {@link TransientException} when the system cannot be reached or does not answer
 * properly, {@link RejectedException} when it rejects.
 */
public interface Side extends RecordReader {

  /**
   * A record to be created.
   *
   * @param columns column to text
   * @param owner the record it shall belong to
   * @param reference our reference, stored with it where the system has a field for it
   */
  record New(Map<String, String> columns, Optional<RecordId> owner, String reference) {

    public New {
      columns = Map.copyOf(columns);
    }

    @Override
    public String toString() {
      // Values stay out of logs.
      return "New" + columns.keySet();
    }
  }

  /** What is stored before a creation is sent, so that whoever comes next looks for it first. */
  interface IntentStore {

    /**
     * Stores that the creation is begun now. Called when the request has its place in the limit,
     * and again whenever it could not be sent in time.
     *
     * @return until when it may be sent
     */
    Instant store();
  }

  /**
   * What the answer to a creation says.
   *
   * @param id empty if the system took it but did not say the id
   * @param stored the record as stored, if the system shows it
   */
  record Created(Optional<RecordId> id, Optional<Snapshot> stored) {}

  /** Creates a record, once its intention is stored. */
  Created create(New record, IntentStore intentStore);

  /**
   * Changes the given columns of a record and no others.
   *
   * @param current the record as last read
   * @param columns column to text; an empty text clears the column
   * @param freshness of the record as last read
   * @return the record as stored, if the system shows it
   */
  Optional<Snapshot> update(Snapshot current, Map<String, String> columns, Freshness freshness);

  /** The same for a record that was read for just this. */
  default Optional<Snapshot> update(Snapshot current, Map<String, String> columns) {
    return update(current, columns, Freshness.ANY);
  }

  /** How to write many records at once; empty if the system cannot, or is not to. */
  default Optional<Bulk> bulk() {
    return Optional.empty();
  }

  /** What a change could take along; empty if it is known to leave alone what it does not name. */
  default Optional<UnmappedFields> unmappedFields() {
    return Optional.empty();
  }

  /** What to write to make a record inactive, column to text; empty if the kind cannot be. */
  Map<String, String> deactivation();

  /** What to write to make an inactive record active again; empty if that is not known. */
  Map<String, String> activation();

  /** The run makes no more calls for now: what it has to itself is given back. */
  default void rest() {}
}
