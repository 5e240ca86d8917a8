package no.tandem.sync.proposal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;

/**
 * One record in a pair's proposal: what would be done to it if a person said yes.
 *
 * @param number its place in the proposal, from 1
 * @param link names the record's link
 * @param right the webCRM record, if there is one
 * @param name what people call the record; never logged
 * @param system where it would be written; empty if nowhere, or in both
 * @param changes what would be written, with what stood there
 * @param owner the record that it belongs to in PowerOffice, if that is not linked yet
 * @param digest names exactly this
 * @param revision the revision of the proposal whose last entry this is
 * @param state as far as this entry was decided on by itself; see {@link Proposal#state}
 * @param by who decided on it by itself
 * @param at when it was proposed, or was over
 */
public record Entry(
    long number,
    LinkKey link,
    Optional<RecordId> right,
    String name,
    What what,
    Optional<SystemName> system,
    List<HistoryEntry.Change> changes,
    Optional<RecordId> owner,
    String digest,
    String revision,
    State state,
    Optional<String> by,
    Instant at) {

  /** What would be done. */
  public enum What {
    CREATE,
    ADOPT,
    UPDATE,
    RESUME,
    END,
    /** The link ends, and the record that is left is made inactive. */
    DEACTIVATE,
    /** The record went away and is to be there again. */
    RECREATE,
    /** The record is inactive and is to be active again. */
    REACTIVATE;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    public Outcome kind() {
      return switch (this) {
        case CREATE -> Outcome.CREATE;
        case ADOPT -> Outcome.ADOPT;
        case UPDATE, RECREATE, REACTIVATE -> Outcome.UPDATE;
        case RESUME -> Outcome.RESUME;
        case END, DEACTIVATE -> Outcome.END;
      };
    }
  }

  /** Where an entry stands. */
  public enum State {
    /** Waits for a person. */
    OPEN,
    /** A person said yes; it is carried out in a turn. */
    APPROVED,
    /** A person said no, which is stored with the record in a turn. */
    DECLINED,
    /** It was carried out. */
    APPLIED,
    /** A person's no is stored with the record. */
    REFUSED,
    /** The record has changed, and was decided on again. */
    SUPERSEDED;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing becomes of it any more. */
    public boolean isOver() {
      return this == APPLIED || this == REFUSED || this == SUPERSEDED;
    }
  }

  public Entry {
    changes = List.copyOf(changes);
  }

  /** The same entry in another state. */
  public Entry in(State newState, Optional<String> newBy, Instant now) {
    return new Entry(
        number, link, right, name, what, system, changes, owner, digest, revision, newState, newBy,
        now);
  }

  /** Names a text, in 16 hexadecimal digits. */
  public static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    // Names and values stay out of logs.
    return "Entry[" + number + " " + link + " " + what + " " + state + "]";
  }
}
