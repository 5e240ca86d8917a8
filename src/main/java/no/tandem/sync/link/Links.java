package no.tandem.sync.link;

import java.util.Optional;

/** The stored links of one pair of one tenant, to be read and written. */
public interface Links extends LinkReader {

  /**
   * Stores the link, and with it takes or gives back the claim on its right record and adds to the
   * history: all or nothing. Where the link names no right record any more, of the one before no
   * claim is left: it is gone, and what gets its id is new.
   *
   * @param before the link as last read or stored; {@link Link#version} 0 if it is new
   * @param entry what became of the record, if anything did
   * @return the link as stored, with its new version
   * @throws StaleLinkException if it was stored by another run since, or its right record is
   *     claimed by another link
   */
  Link save(Link before, Link after, Optional<HistoryEntry> entry);

  /** The same for what is no outcome. */
  default Link save(Link before, Link after) {
    return save(before, after, Optional.empty());
  }

  /**
   * Stores a link in the place of one with another left record, which is removed; the claim on the
   * right record goes over to it. All or nothing.
   *
   * @param replaced the link that is removed, as last read or stored
   * @param before what was last read or stored of the new left record; {@link Link#version} 0 if
   *     nothing was
   * @return the link as stored, with its new version
   * @throws StaleLinkException if either was stored by another run since, or the new left record
   *     has another webCRM record
   */
  Link replace(Link replaced, Link before, Link after, Optional<HistoryEntry> entry);

  /**
   * Removes what is stored of a record and gives its claim back.
   *
   * @return false if it changed since, and so was left as it is
   */
  boolean forget(Link link);

  /** Another run was faster: read again before deciding again. */
  final class StaleLinkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StaleLinkException(String message) {
      super(message);
    }
  }
}
