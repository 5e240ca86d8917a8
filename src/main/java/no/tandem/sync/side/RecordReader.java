package no.tandem.sync.side;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * One system's records of one kind, to be read. Used by one run at a time.
 *
 * <p>Calls throw {@link TransientException} when the system cannot be reached or does not answer
 * properly, {@link RejectedException} when it rejects.
 */
public interface RecordReader {

  /** Every record of the kind, inactive ones included, or an exception. */
  Listing all();

  /**
   * The records that changed at or after the cursor, less an overlap, or an exception. Records may
   * come that did not change.
   */
  Listing changedSince(Cursor cursor);

  /** The records with a change stamp at or after a moment, or an exception. */
  Listing changedSince(Instant since);

  /**
   * What the records are now; an entry for every id. Never throws {@link RemoteException}: what
   * could not be read is unknown.
   *
   * @param known records that are likely to be there, with what is needed to look them up
   * @param listed how many records a complete listing gave last, to choose the cheaper way
   */
  Map<RecordId, Presence> read(Collection<Known> known, int listed);

  /**
   * A record to be looked up.
   *
   * @param owner its owner, where known: some systems find a record only under its owner
   */
  record Known(RecordId id, Optional<RecordId> owner) {}

  /** How long texts may be; asked at most once a run. */
  Lengths lengths();

  /** Calls made so far that count: log-ins and metadata do not. */
  int calls();
}
