package no.tandem.sync.link;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;

/**
 * One thing that became of a record, kept with what it replaced so that it can be shown and taken
 * back.
 *
 * @param key names the record's link
 * @param at when it was decided
 * @param version the link's version then
 * @param run the run that did it
 * @param cause what made that run
 * @param by the operator who asked for it, if one did
 * @param finished false before a write, in case the process dies in it
 * @param changes what was written, with what stood there before
 * @param losers the values that lost a conflict
 * @param policy the policy that decided, if one did
 * @param formerly the key under which the record's history goes further back
 */
public record HistoryEntry(
    LinkKey key,
    Optional<RecordId> right,
    Instant at,
    long version,
    String run,
    String cause,
    Optional<String> by,
    Outcome kind,
    boolean finished,
    List<Change> changes,
    List<LostValue> losers,
    Optional<String> policy,
    Optional<String> reason,
    Optional<String> remoteText,
    Optional<LinkKey> formerly) {

  /**
   * One property that was written.
   *
   * @param before what stood there; "" for empty
   * @param after what was written; "" for empty
   */
  public record Change(SystemName system, String property, String before, String after) {}

  public HistoryEntry {
    changes = List.copyOf(changes);
    losers = List.copyOf(losers);
  }

  /** Names the entry among those of its record. */
  public String name() {
    return at + "/" + version;
  }

  /** The same entry in the history of the key that the record has from now on. */
  public HistoryEntry movedTo(LinkKey newKey) {
    return new HistoryEntry(
        newKey,
        right,
        at,
        version,
        run,
        cause,
        by,
        kind,
        finished,
        changes,
        losers,
        policy,
        reason,
        remoteText,
        Optional.of(key));
  }

  @Override
  public String toString() {
    // Values stay out of logs.
    return "HistoryEntry[" + key + " " + at + " " + kind + "]";
  }
}
