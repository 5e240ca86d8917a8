package no.tandem.sync.link;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;

/**
 * The stored links of one pair of one tenant, to be read. Reads see all writes made before them.
 */
public interface LinkReader {

  /** The stored records among these, by their PowerOffice id. */
  Map<RecordId, Link> byLeft(Collection<RecordId> lefts);

  /** Who holds these webCRM records, whichever pair it is. */
  Map<RecordId, Claim> claims(Collection<RecordId> rights);

  /**
   * Who waits for a counterpart under these names ({@link Link#waitingName}): by name, the
   * PowerOffice records.
   */
  Map<String, Set<RecordId>> waiting(Collection<String> names);

  /** Everything stored for the pair. */
  List<Link> all();

  /** How many links are active, or this number if they are more. May lag a moment behind. */
  int active(int most);

  /** What is held, due or being created. May lag a moment behind the writes. */
  List<Link> unsettled();

  // --- history ---

  /** What became of a record, oldest first, as far as it is still kept. */
  List<HistoryEntry> history(RecordId left);

  /** What one run did, by record. */
  List<HistoryEntry> historyOfRun(String run);

  // --- a run's state ---

  Optional<Cursor> cursor(SystemName system);

  /** The kinds of write that fail at the moment. */
  List<Breakdown> breakdowns();

  /** The name under which webCRM shows what this tenant's token changes, once it is known. */
  Optional<String> ourName();

  /** What is known of changes to the kind of webCRM record that this pair links. */
  Watch watch();

  /** What the store charged for all requests through this object so far. */
  Units units();

  /**
   * The hold of a link on a webCRM record.
   *
   * @param pair the pair's name
   * @param released whether that link has ended, so that another may take the record
   * @param wished whether it never was linked, but waits for a person's yes to be
   */
  record Claim(String pair, RecordId left, boolean released, boolean wished) {

    public Claim(String pair, RecordId left, boolean released) {
      this(pair, left, released, false);
    }
  }
}
