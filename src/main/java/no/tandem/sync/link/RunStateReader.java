package no.tandem.sync.link;

import java.util.List;
import java.util.Optional;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.SystemName;

/** What one run of a pair leaves to the next, to be read. */
public interface RunStateReader {

  /** How far the system was listed; empty if it never was. */
  Optional<Cursor> cursor(SystemName system);

  /** The kinds of write that fail at the moment. */
  List<Outage> outages();

  /** The name under which webCRM shows what this tenant's token changes, once it is known. */
  Optional<String> ourName();

  /** What is known of changes to the kind of webCRM record that this pair links. */
  UpdateWatch watch();

  /** Up to which place the moves of owners are known ({@link LinkReader#moves}). */
  String ownersSeen();

  /** Whether no system was ever listed to its end. */
  default boolean isNew() {
    return cursor(SystemName.POWEROFFICE).isEmpty() && cursor(SystemName.WEBCRM).isEmpty();
  }
}
