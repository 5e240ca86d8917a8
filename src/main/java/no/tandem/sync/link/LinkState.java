package no.tandem.sync.link;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.View;

/** Where a link stands, with what is known only there. */
public sealed interface LinkState {

  /**
   * Not linked: held or due.
   *
   * @param name what the record is called, folded, where another pair has to know
   */
  record Pending(Optional<String> name) implements LinkState {}

  /**
   * The missing record is being created; after a crash it may exist unknown to us.
   *
   * @param name as {@link Pending#name}
   */
  record Creating(Intent intent, Optional<String> name) implements LinkState {}

  /**
   * Linked.
   *
   * @param lastWrites by property: the last write
   * @param openWrites by property: a write whose outcome is not known, or that was not stored
   * @param deactivated the record that we made inactive when the other one went away
   */
  record Linked(
      RecordId right,
      Map<String, LastWrite> lastWrites,
      Map<String, OpenWrite> openWrites,
      Optional<Deactivated> deactivated)
      implements LinkState {

    public Linked {
      lastWrites = Map.copyOf(lastWrites);
      openWrites = Map.copyOf(openWrites);
    }

    /** Linked to this record, and nothing was written yet. */
    public static Linked to(RecordId right) {
      return new Linked(right, Map.of(), Map.of(), Optional.empty());
    }

    Linked withRight(RecordId newRight) {
      return new Linked(newRight, lastWrites, openWrites, deactivated);
    }

    Linked withLastWrites(Map<String, LastWrite> newLastWrites) {
      return new Linked(right, newLastWrites, openWrites, deactivated);
    }

    Linked withOpenWrites(Map<String, OpenWrite> newOpenWrites) {
      return new Linked(right, lastWrites, newOpenWrites, deactivated);
    }

    Linked withDeactivated(Deactivated record) {
      return new Linked(right, lastWrites, openWrites, Optional.of(record));
    }
  }

  /**
   * Was linked; one record went away. The other stays and is not linked or created again.
   *
   * @param was how it was linked
   */
  record Ended(Linked was) implements LinkState {}

  /**
   * The creation of the missing record, before it is sent.
   *
   * @param at when it was begun
   * @param sent the properties as they will stand in the new record
   */
  record Intent(Instant at, View sent) {}

  /**
   * A record that we made inactive.
   *
   * @param before what its columns held, so that it can be made active again
   */
  record Deactivated(SystemName system, Map<String, String> before) {

    public Deactivated {
      before = Map.copyOf(before);
    }
  }
}
