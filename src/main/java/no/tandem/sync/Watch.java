package no.tandem.sync;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of whether changes leave alone what they do not name: for one kind of webCRM record
 * of a tenant, whichever of its pairs sends them.
 *
 * @param state where it stands
 * @param record the record that is being changed, until what became of its fields is known; or the
 *     one whose fields were emptied
 * @param filled what that record's unmapped fields held before; kept no longer than it is needed
 * @param named what its other fields hold after the change
 * @param until no other process takes that record up before
 * @param emptied the names of the fields that a change emptied
 * @param putBack whether they hold again what they held
 * @param version 0 if nothing is stored
 */
public record Watch(
    State state,
    Optional<RecordId> record,
    Map<String, String> filled,
    Map<String, String> named,
    Instant until,
    Set<String> emptied,
    boolean putBack,
    long version) {

  /** Where the watch stands. */
  public enum State {
    /** Not known yet: changes go one at a time. */
    WATCHING,
    /** They leave it alone. */
    HARMLESS,
    /** They do not, so none are sent. */
    REPLACES
  }

  /** Nothing is known. */
  public static final Watch NEW =
      new Watch(
          State.WATCHING, Optional.empty(), Map.of(), Map.of(), Instant.EPOCH, Set.of(), false, 0);

  public Watch {
    filled = Map.copyOf(filled);
    named = Map.copyOf(named);
    emptied = Set.copyOf(emptied);
  }

  /** The same as stored. */
  public Watch stored(long newVersion) {
    return new Watch(state, record, filled, named, until, emptied, putBack, newVersion);
  }

  /** It begins again, and no values are kept. */
  public Watch begunAgain() {
    return NEW.stored(version);
  }

  /** A record is being changed. */
  Watch of(
      RecordId changed, Map<String, String> before, Map<String, String> after, Instant newUntil) {
    return new Watch(
        State.WATCHING, Optional.of(changed), before, after, newUntil, Set.of(), false, version);
  }

  Watch harmless() {
    return new Watch(
        State.HARMLESS,
        Optional.empty(),
        Map.of(),
        Map.of(),
        Instant.EPOCH,
        Set.of(),
        false,
        version);
  }

  /** A change has emptied these fields. */
  Watch replaces(Set<String> fields, Instant newUntil) {
    return new Watch(State.REPLACES, record, filled, named, newUntil, fields, false, version);
  }

  /** The values are not needed any more. */
  Watch withoutValues(boolean arePutBack) {
    return new Watch(state, record, Map.of(), Map.of(), until, emptied, arePutBack, version);
  }

  /** The same without anything of that record. */
  Watch forgetting(RecordId forgotten) {
    if (!record.equals(Optional.of(forgotten))) {
      return this;
    }
    return state == State.REPLACES
        ? new Watch(state, Optional.empty(), Map.of(), Map.of(), until, emptied, putBack, version)
        : begunAgain();
  }

  /** The record as it is to be if a change has emptied what it did not name. */
  Map<String, String> whole() {
    Map<String, String> whole = new HashMap<>(named);
    whole.putAll(filled);
    return whole;
  }

  @Override
  public String toString() {
    // Values stay out of logs.
    return "Watch[" + state + ", " + record + ", " + filled.keySet() + ", " + emptied + "]";
  }
}
