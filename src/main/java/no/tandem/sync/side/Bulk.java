package no.tandem.sync.side;

import java.util.List;

/**
 * One system's way to write many records in one call.
 *
 * <p>What its answer says is a hint and no more: a record counts as written when it was read back.
 * Calls throw {@link RemoteException} when it is not known which of the records were written.
 */
public interface Bulk {

  /** How many records go into one call; less than 2 once it is known that the system takes none. */
  int size();

  /** What the answer says of one record. */
  sealed interface Said {

    /** It has this id. */
    record Id(RecordId id) implements Said {}

    /** Anything else: an error, or nothing. May quote values, so it is never logged. */
    record Words(String text) implements Said {}

    /** The record was surely not written: the call was not made, or rejected before it was read. */
    record NotHandled() implements Said {}
  }

  /**
   * Creates records, once their intentions are stored.
   *
   * @return what is said of each record, by position
   */
  List<Said> create(List<Side.New> records, Side.IntentStore intentStore);
}
