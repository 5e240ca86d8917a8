package no.tandem.sync;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stored links of one pair of one tenant. Reads see all writes made before them. */
public interface Links {

  /** The stored records among these, by their PowerOffice id. */
  Map<RecordId, Link> byLeft(Collection<RecordId> lefts);

  /** Who holds these webCRM records, whichever pair it is. */
  Map<RecordId, Claim> claims(Collection<RecordId> rights);

  /** Everything stored for the pair. */
  List<Link> all();

  /** What is held, due or being created. May lag a moment behind the writes. */
  List<Link> unsettled();

  /**
   * Stores the link, and with it takes or gives back the claim on its right record: both or
   * nothing.
   *
   * @param before the link as last read or stored; {@link Link#version} 0 if it is new
   * @return the link as stored, with its new version
   * @throws StaleLinkException if it was stored by somebody else since, or its right record is
   *     claimed by another link
   */
  Link save(Link before, Link after);

  /** Removes what is stored of a record that is not linked. Does nothing if it changed since. */
  void forget(Link link);

  Optional<Cursor> cursor(SystemName system);

  void saveCursor(SystemName system, Cursor cursor);

  /**
   * The hold of a link on a webCRM record.
   *
   * @param pair the pair's name
   * @param released whether that link has ended, so that another may take the record
   */
  record Claim(String pair, RecordId left, boolean released) {}

  /** Somebody else was faster: read again before deciding anew. */
  final class StaleLinkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StaleLinkException(String message) {
      super(message);
    }
  }
}
