package no.tandem.sync;

/** What a PowerOffice owner (the contact that a contact person belongs to) is in webCRM. */
public sealed interface Owner {

  /** Its organisation, or the holder organisation. */
  record Linked(RecordId right) implements Owner {}

  /** The holder organisation, which does not exist yet and would be created. */
  record HolderToBeCreated() implements Owner {}

  /** It will have one soon; asked again in the next sweep. */
  record Waiting(String reason) implements Owner {}

  /** It has none, and that does not change by itself. */
  record Blocked(String reason) implements Owner {}

  /** It could not be read. */
  record Unknown(String reason) implements Owner {}
}
