package no.tandem.sync;

import java.util.Optional;

/** What is known of a record after a look at its system. */
public sealed interface Presence {

  /** It is there, active or inactive. */
  record Present(Snapshot found) implements Presence {}

  /** Its own look-up by id said that it does not exist. */
  record Gone() implements Presence {}

  /** It could not be read; nothing may be concluded. */
  record Unknown(String reason) implements Presence {}

  default Optional<Snapshot> snapshot() {
    return this instanceof Present present ? Optional.of(present.found()) : Optional.empty();
  }

  default boolean isActive() {
    return snapshot().filter(Snapshot::active).isPresent();
  }
}
