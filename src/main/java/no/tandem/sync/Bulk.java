package no.tandem.sync;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One system's way to write many records in one call.
 *
 * <p>What its answer says is a hint and no more: a record counts as written when it was read back.
 * Calls throw {@link RemoteException} when nobody knows which of the records were written.
 */
public interface Bulk {

  /** How many records go into one call; less than 2 once it is known that the system takes none. */
  int size();

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

  /** What the answer says of one record. */
  sealed interface Said {

    /** It has this id. */
    record Id(RecordId id) implements Said {}

    /** Anything else: an error, or nothing. May quote values, so it is never logged. */
    record Words(String text) implements Said {}

    /** The record was surely not written: the call was not made, or refused before it was read. */
    record NotHandled() implements Said {}
  }

  /**
   * Creates records.
   *
   * @param until when it is too late to send the call: what waits for the request limit longer than
   *     that is not sent
   * @return what is said of each record, by position
   */
  List<Said> create(List<New> records, Instant until);
}
