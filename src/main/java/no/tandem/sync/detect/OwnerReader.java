package no.tandem.sync.detect;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.report.Action;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;

/** Finds what the owner of a record is in the other system. */
public interface OwnerReader {

  /**
   * Under which webCRM organisations the records' counterparts belong.
   *
   * @param records PowerOffice records
   */
  Found of(Collection<Snapshot> records);

  /**
   * What owners are.
   *
   * @param byRecord by the records' own ids, an entry for every one; none where the pair has no
   *     owners
   * @param ofHolder what would be done for the holder organisation, if one of them goes under it
   */
  record Found(Map<RecordId, Owner> byRecord, List<Action> ofHolder) {
    /** Where the pair has no owners. */
    public static final Found NOTHING = new Found(Map.of(), List.of());
  }

  /**
   * Under which PowerOffice contacts the records' counterparts belong.
   *
   * @param records webCRM records
   * @return by the records' own ids; no entry for a record that belongs to nothing that is linked,
   *     and is therefore out of scope, or where the pair has no owners
   */
  Map<RecordId, Owner> ofNew(Collection<Snapshot> records);

  /** Whether the pair has owners at all. */
  boolean any();

  /** Which owners have moved since a place ({@link LinkReader#moves}). */
  LinkReader.Moves moves(String after, int most);

  /** Which of these PowerOffice owners are linked by now. Asks the link store only. */
  Set<LinkKey> linkedAmong(Collection<LinkKey> owners);

  /** Which of them are linked, held or ended by now. Asks the link store only. */
  Set<LinkKey> decidedAmong(Collection<LinkKey> owners);
}
