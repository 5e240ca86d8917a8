package no.tandem.remote;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What one tenant's answers have shown of members that have no value: they are written as null, or
 * left out. Until that is known, a member that is lacking is not taken for an empty one. Safe to
 * use from several threads.
 */
public final class LeftOut {
  /** An answer with this many members that were not asked for is a whole record. */
  private static final int MEMBERS_NOT_ASKED_FOR = 2;

  private volatile boolean nullsAreWritten;
  private volatile boolean nullsAreLeftOut;

  /**
   * One record of an answer.
   *
   * @param named which members it has of those that were asked for, whatever their values
   * @param count how many it has in all
   */
  public record Members(Set<String> named, int count, boolean anyNull) {}

  /** Learns from a whole answer. */
  public void learn(Collection<Members> records) {
    Set<Set<String>> kinds = new HashSet<>();
    records.forEach(one -> kinds.add(one.named()));
    if (records.stream().anyMatch(Members::anyNull)) {
      nullsAreWritten = true;
    }
    // Records of one answer that have different members, or a whole record without any null.
    boolean whole =
        records.stream().anyMatch(one -> one.count() - one.named().size() >= MEMBERS_NOT_ASKED_FOR);
    if (kinds.size() > 1 || whole) {
      nullsAreLeftOut = true;
    }
  }

  /** Whether a member that an answer lacks has no value. */
  public boolean isEmpty() {
    return nullsAreLeftOut && !nullsAreWritten;
  }
}
