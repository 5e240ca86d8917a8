package no.tandem.sync;

import java.util.Optional;

/** What the owner of a record (what a contact person belongs to) is in the other system. */
public sealed interface Owner {

  /** Its organisation, the holder organisation, or its customer. */
  record Linked(RecordId id) implements Owner {}

  /** The holder organisation, which does not exist yet and would be created. */
  record HolderToBeCreated() implements Owner {}

  /**
   * It is not linked yet, but that is proposed or begun.
   *
   * @param id the organisation that it would be linked to, if that is there already
   */
  record Planned(Optional<RecordId> id, String reason) implements Owner {}

  /** It will have one soon; asked again in the next sweep. */
  record Waiting(String reason) implements Owner {}

  /** It has none, and that does not change by itself. */
  record Blocked(String reason) implements Owner {}

  /** It could not be read. */
  record Unknown(String reason) implements Owner {}
}
