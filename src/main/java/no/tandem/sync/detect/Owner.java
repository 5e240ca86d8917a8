package no.tandem.sync.detect;

import java.util.Optional;
import no.tandem.sync.side.RecordId;

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

  /** The record of the other system that an owner is, if there is one. */
  static Optional<RecordId> linked(Optional<Owner> owner) {
    return owner.filter(Owner.Linked.class::isInstance).map(o -> ((Owner.Linked) o).id());
  }

  /** The record of the other system that an owner is or is to be linked to, if it is there. */
  static Optional<RecordId> place(Optional<Owner> owner) {
    return linked(owner)
        .or(
            () ->
                owner
                    .filter(Owner.Planned.class::isInstance)
                    .flatMap(o -> ((Owner.Planned) o).id()));
  }
}
