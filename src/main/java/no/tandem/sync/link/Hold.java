package no.tandem.sync.link;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import no.tandem.sync.pair.Matching;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;

/**
 * Why a record is not (wholly) in sync.
 *
 * @param kind whether it waits for a person or is tried again by itself
 * @param remoteText the remote system's own error text; may quote values, so it is never logged
 * @param waitsFor the link of another pair that comes first: its owner's, or a namesake's
 * @param seen both records when they were looked at
 * @param tries how often it has failed
 * @param proposed where it stands in the pair's proposal
 */
public record Hold(
    Kind kind,
    Reason reason,
    Optional<String> remoteText,
    Ambiguity ambiguity,
    Optional<LinkKey> waitsFor,
    Seen seen,
    Tries tries,
    Optional<Proposed> proposed) {

  /** Whether a hold ends by itself. */
  public enum Kind {
    /** Looked at again when either record changes, and in every full sweep. */
    HELD,
    /** The cause is passing: due again in the next sweep, or later where {@link Tries} say so. */
    DEFERRED,
    /** The link has ended. There is nothing to do while both records stay as they are. */
    ENDED,
    /** An operator said so: it is not looked at until an operator says otherwise. */
    IGNORED
  }

  /**
   * What keeps a record ambiguous.
   *
   * @param rank the rank of {@link Matching} that the candidates have; 0 if it is not known; {@link
   *     #NONE_OF_THEM} once a person has said so
   * @param candidates the records of the other system that could be the one, each as it was then
   *     ({@link Snapshot#digest}); of more than {@link #MOST} only the first
   * @param more how many candidates are not kept
   * @param rivals records of its own side with an equal claim
   */
  public record Ambiguity(
      int rank, Map<RecordId, String> candidates, int more, Set<RecordId> rivals) {
    /** The most candidates that are kept. */
    public static final int MOST = 50;

    /** A person said that it is none of the candidates. */
    public static final int NONE_OF_THEM = -2;

    public static final Ambiguity NONE = new Ambiguity(0, Map.of(), 0, Set.of());

    public Ambiguity {
      candidates = Map.copyOf(candidates);
      rivals = Set.copyOf(rivals);
    }

    /**
     * As many of them as are kept.
     *
     * @param notKept how many more there were before
     */
    public static Ambiguity of(
        int rank, Map<RecordId, String> all, int notKept, Collection<RecordId> rivals) {
      Map<RecordId, String> kept = new HashMap<>();
      all.keySet().stream().sorted().limit(MOST).forEach(id -> kept.put(id, all.get(id)));
      return new Ambiguity(
          rank,
          kept,
          Math.max(notKept, all.size() - kept.size()),
          rivals.stream().sorted().limit(MOST).collect(Collectors.toSet()));
    }

    /** The same, once a person has said that it is none of these. */
    public Ambiguity noneOfThem() {
      return new Ambiguity(NONE_OF_THEM, candidates, more, Set.of());
    }

    public boolean isNoneOfThem() {
      return rank == NONE_OF_THEM;
    }

    /** Whether there is something to be remembered. */
    public boolean remembers() {
      return !candidates.isEmpty() || isNoneOfThem();
    }
  }

  /**
   * Both records as they were, without their values; empty if one was not looked at.
   *
   * @param left the left record's {@link Snapshot#digest}
   * @param right the right record's
   */
  public record Seen(String left, String right) {
    public static final Seen NOTHING = new Seen("", "");

    public static Seen of(Optional<Snapshot> left, Optional<Snapshot> right) {
      return new Seen(
          left.map(Snapshot::digest).orElse(""), right.map(Snapshot::digest).orElse(""));
    }

    /** Whether both records are as they were then, as far as is known. */
    public boolean isSame(Seen other) {
      return Snapshot.isSame(left, other.left) && Snapshot.isSame(right, other.right);
    }

    /** The same without when they were changed: a stamp alone is no new value. */
    public String values() {
      return withoutStamp(left) + " " + withoutStamp(right);
    }

    private static String withoutStamp(String digest) {
      return digest.substring(digest.indexOf('/') + 1);
    }
  }

  /**
   * Failures in a row.
   *
   * @param count how many
   * @param notBefore when it may be tried again; empty for at once
   */
  public record Tries(int count, Optional<Instant> notBefore) {
    public static final Tries NONE = new Tries(0, Optional.empty());

    /** How often a record may fail before it is held. */
    public static final int MOST = 6;

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

    /** One failure more: tried again after 1, 2, 4, ... minutes. */
    public Tries failed(Instant now) {
      return new Tries(
          count + 1, Optional.of(now.plus(FIRST_PAUSE.multipliedBy(1L << Math.min(count, 20)))));
    }

    /** A failure that the record does not have to answer for. */
    public Tries failedWithTheSystem(Instant now) {
      return new Tries(count, Optional.of(now.plus(FIRST_PAUSE)));
    }

    /** No failure: there is no room for it earlier. */
    public Tries putOffTo(Instant moment) {
      return new Tries(count, Optional.of(moment));
    }

    /** As often, and it may be tried again at once. */
    public Tries withoutPause() {
      return new Tries(count, Optional.empty());
    }

    /** After the first failure nothing has to be waited for to see what became of it. */
    public Tries lookedForAtFirst() {
      return count > 1 ? this : withoutPause();
    }

    /** Whether it failed too often and waits for a person. */
    public boolean areUsedUp() {
      return count >= MOST;
    }
  }

  /**
   * An entry of the pair's proposal.
   *
   * @param entry its sequence number
   * @param digest names what is proposed, with its values
   * @param right the webCRM record that it would be linked to, if it is to be linked to one
   */
  public record Proposed(long entry, String digest, Optional<RecordId> right) {}

  public static Hold held(Reason reason) {
    return of(Kind.HELD, reason);
  }

  public static Hold deferred(Reason reason) {
    return of(Kind.DEFERRED, reason);
  }

  /** Why a property stays behind. What the answer lacked is asked for again by itself. */
  static Hold because(Reason reason) {
    return of(reason.code() == Reason.Code.LACKING ? Kind.DEFERRED : Kind.HELD, reason);
  }

  public static Hold ended(Reason reason) {
    return of(Kind.ENDED, reason);
  }

  public static Hold ignored(Reason reason) {
    return of(Kind.IGNORED, reason);
  }

  private static Hold of(Kind kind, Reason reason) {
    return new Hold(
        kind,
        reason,
        Optional.empty(),
        Ambiguity.NONE,
        Optional.empty(),
        Seen.NOTHING,
        Tries.NONE,
        Optional.empty());
  }

  /** The records of the other system that keep it ambiguous. */
  public Map<RecordId, String> candidates() {
    return ambiguity.candidates();
  }

  /** Whether this is why. */
  public boolean is(Reason.Code code) {
    return reason.code() == code;
  }

  /** Whether nothing becomes of it until a person says so. */
  public boolean isLeftToAPerson() {
    return ambiguity.rivals().isEmpty()
        && waitsFor.isEmpty()
        && (is(Reason.Code.PROPOSED) || is(Reason.Code.REFUSED_BY_A_PERSON));
  }

  public Hold with(Proposed entry) {
    return new Hold(kind, reason, remoteText, ambiguity, waitsFor, seen, tries, Optional.of(entry));
  }

  /** What was proposed was refused: the records are as they were seen. */
  public Hold refused(Reason why) {
    return new Hold(
        Kind.HELD,
        why,
        Optional.empty(),
        Ambiguity.NONE,
        Optional.empty(),
        seen,
        Tries.NONE,
        Optional.empty());
  }

  /** Whether it failed or was put off, and is left alone for now. */
  public boolean backsOff(Instant now) {
    return kind == Kind.DEFERRED && tries.notBefore().filter(now::isBefore).isPresent();
  }

  public Hold as(Kind other) {
    return new Hold(other, reason, remoteText, ambiguity, waitsFor, seen, tries, proposed);
  }

  public Hold withRemoteText(String text) {
    return new Hold(kind, reason, Optional.of(text), ambiguity, waitsFor, seen, tries, proposed);
  }

  public Hold with(Ambiguity other) {
    return new Hold(kind, reason, remoteText, other, waitsFor, seen, tries, proposed);
  }

  public Hold with(Tries other) {
    return new Hold(kind, reason, remoteText, ambiguity, waitsFor, seen, other, proposed);
  }

  public Hold waitingFor(LinkKey other) {
    return new Hold(kind, reason, remoteText, ambiguity, Optional.of(other), seen, tries, proposed);
  }

  public Hold seen(Optional<Snapshot> left, Optional<Snapshot> right) {
    return new Hold(
        kind, reason, remoteText, ambiguity, waitsFor, Seen.of(left, right), tries, proposed);
  }
}
