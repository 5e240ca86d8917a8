package no.tandem.sync.link;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.side.RecordId;

/**
 * What is known of whether changes leave alone what they do not name: for one kind of webCRM record
 * of a tenant, whichever of its pairs sends them.
 *
 * @param state where it stands
 * @param change the change that is being watched, until what became of the record's fields is
 *     known; or the one that emptied some
 * @param emptied the names of the fields that a change emptied
 * @param putBack whether they hold again what they held
 * @param version 0 if nothing is stored
 */
public record UpdateWatch(
    State state, Optional<Change> change, Set<String> emptied, boolean putBack, long version) {

  /**
   * A change of one record.
   *
   * @param filled what the record's unmapped fields held before; kept no longer than it is needed
   * @param named what its other fields hold after the change
   * @param until no other process takes the record up before
   */
  public record Change(
      RecordId record, Map<String, String> filled, Map<String, String> named, Instant until) {

    public Change {
      filled = Map.copyOf(filled);
      named = Map.copyOf(named);
    }

    private Change until(Instant newUntil) {
      return new Change(record, filled, named, newUntil);
    }

    private Change withoutValues() {
      return new Change(record, Map.of(), Map.of(), until);
    }

    @Override
    public String toString() {
      // Values stay out of logs.
      return "Change[" + record + ", " + filled.keySet() + "]";
    }
  }

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
  public static final UpdateWatch NEW = known(State.WATCHING, 0);

  public UpdateWatch {
    emptied = Set.copyOf(emptied);
  }

  private static UpdateWatch known(State state, long version) {
    return new UpdateWatch(state, Optional.empty(), Set.of(), false, version);
  }

  /** The same as stored. */
  public UpdateWatch stored(long newVersion) {
    return new UpdateWatch(state, change, emptied, putBack, newVersion);
  }

  /** It begins again, and no values are kept. */
  public UpdateWatch begunAgain() {
    return known(State.WATCHING, version);
  }

  public UpdateWatch harmless() {
    return known(State.HARMLESS, version);
  }

  /** A record is being changed. */
  public UpdateWatch of(Change begun) {
    return new UpdateWatch(State.WATCHING, Optional.of(begun), Set.of(), false, version);
  }

  /** The change has emptied these fields. */
  public UpdateWatch replaces(Set<String> fields, Instant newUntil) {
    return new UpdateWatch(
        State.REPLACES, change.map(known -> known.until(newUntil)), fields, false, version);
  }

  /** The values are not needed any more. */
  public UpdateWatch withoutValues(boolean arePutBack) {
    return new UpdateWatch(state, change.map(Change::withoutValues), emptied, arePutBack, version);
  }

  /** The same without anything of that record. */
  public UpdateWatch forgetting(RecordId forgotten) {
    if (!record().equals(Optional.of(forgotten))) {
      return this;
    }
    return state == State.REPLACES
        ? new UpdateWatch(state, Optional.empty(), emptied, putBack, version)
        : begunAgain();
  }

  /** The record that is, or was, being changed. */
  public Optional<RecordId> record() {
    return change.map(Change::record);
  }

  /** What its unmapped fields held before, while that is still needed. */
  public Map<String, String> filled() {
    return change.map(Change::filled).orElse(Map.of());
  }

  /** The record as it is to be if a change has emptied what it did not name. */
  public Map<String, String> whole() {
    Map<String, String> whole = new HashMap<>();
    change.ifPresent(
        known -> {
          whole.putAll(known.named());
          whole.putAll(known.filled());
        });
    return whole;
  }
}
