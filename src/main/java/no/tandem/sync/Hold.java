package no.tandem.sync;

import java.util.Map;
import java.util.Optional;

/**
 * Why a record is not (wholly) in sync.
 *
 * @param kind whether it waits for a person or is tried again by itself
 * @param reason in words for an operator, without values of the record
 * @param remoteText the remote system's own error text; may quote values, so it is never logged
 * @param candidates the records of the other system that keep it ambiguous, each as it was then
 *     ({@link Snapshot#digest})
 * @param waitsFor the owner, by its id in PowerOffice, that must be linked first
 * @param leftDigest the left record when it was looked at; empty if it was not
 * @param rightDigest the right record when it was looked at; empty if it was not
 */
public record Hold(
    Kind kind,
    String reason,
    Optional<String> remoteText,
    Map<RecordId, String> candidates,
    Optional<RecordId> waitsFor,
    String leftDigest,
    String rightDigest) {

  /** Whether a hold ends by itself. */
  public enum Kind {
    /** Looked at again when either record changes, and in every full sweep. */
    HELD,
    /** The cause is passing: due again in the next sweep. */
    DUE,
    /** The link has ended. There is nothing to do while both records stay as they are. */
    ENDED,
    /** An operator said so: it is not looked at until an operator says otherwise. */
    IGNORED
  }

  public Hold {
    candidates = Map.copyOf(candidates);
  }

  static Hold held(String reason) {
    return new Hold(Kind.HELD, reason, Optional.empty(), Map.of(), Optional.empty(), "", "");
  }

  static Hold due(String reason) {
    return new Hold(Kind.DUE, reason, Optional.empty(), Map.of(), Optional.empty(), "", "");
  }

  static Hold ended(String reason) {
    return new Hold(Kind.ENDED, reason, Optional.empty(), Map.of(), Optional.empty(), "", "");
  }

  static Hold ignored(String reason) {
    return new Hold(Kind.IGNORED, reason, Optional.empty(), Map.of(), Optional.empty(), "", "");
  }

  Hold withRemoteText(String text) {
    return new Hold(kind, reason, Optional.of(text), candidates, waitsFor, leftDigest, rightDigest);
  }

  Hold withCandidates(Map<RecordId, String> records) {
    return new Hold(kind, reason, remoteText, records, waitsFor, leftDigest, rightDigest);
  }

  Hold waitingFor(RecordId owner) {
    return new Hold(
        kind, reason, remoteText, candidates, Optional.of(owner), leftDigest, rightDigest);
  }

  Hold seen(Optional<Snapshot> left, Optional<Snapshot> right) {
    return new Hold(
        kind,
        reason,
        remoteText,
        candidates,
        waitsFor,
        left.map(Snapshot::digest).orElse(""),
        right.map(Snapshot::digest).orElse(""));
  }
}
