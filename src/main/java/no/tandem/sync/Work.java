package no.tandem.sync;

import java.util.Optional;

/**
 * One record to be decided on: what is stored of it and how both systems have it.
 *
 * @param right the linked webCRM record, or for a record that is not linked the one that matches
 * @param owner what its owner is in webCRM, where that matters
 */
record Work(
    RecordId id, Optional<Link> link, Presence left, Presence right, Optional<Owner> owner) {

  /** The stored link, or a new one that is not stored yet. */
  Link linkOrNew() {
    return link.orElseGet(() -> Link.of(id));
  }

  Optional<RecordId> rightId() {
    return right.snapshot().map(Snapshot::id).or(() -> link.flatMap(Link::right));
  }
}
