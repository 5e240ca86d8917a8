package no.tandem.sync.side;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of a record after a look at its system. */
public sealed interface Presence {

  /** It is there, active or inactive. */
  record Present(Snapshot found) implements Presence {}

  /** Its own look-up by id said that it does not exist. */
  record Gone() implements Presence {}

  /** It could not be read; nothing may be concluded. */
  record Unknown(String reason) implements Presence {}

  /** How many records are looked up one by one because a list lacked a property of them. */
  int MOST_LOOKED_UP = 20;

  /**
   * Takes out what a list has shown and left open, to be looked up one by one: whether a record is
   * active always, its properties where that is asked of a few.
   */
  static void takeOutOpen(Map<RecordId, Presence> read) {
    List<Snapshot> open =
        read.values().stream()
            .flatMap(presence -> presence.snapshot().stream())
            .filter(snapshot -> !snapshot.lacking().isEmpty())
            .toList();
    open.stream()
        .filter(snapshot -> !snapshot.showsState() || open.size() <= MOST_LOOKED_UP)
        .forEach(snapshot -> read.remove(snapshot.id()));
  }

  default Optional<Snapshot> snapshot() {
    return this instanceof Present present ? Optional.of(present.found()) : Optional.empty();
  }

  default boolean isActive() {
    return snapshot().filter(Snapshot::active).isPresent();
  }
}
