package no.tandem.sync;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/**
 * When a run stops before its first write, because it would do so much that a person should look at
 * it first. Pure, but for the number of links, which is asked for only when it matters.
 *
 * @param maxRecords so many records may always be written or ended
 * @param maxShare so many percent of the pair's active links may be
 * @param maxDrift so many drifted links a full sweep repairs by itself
 */
public record Stops(int maxRecords, int maxShare, int maxDrift) {

  /** For work that one record causes. */
  static final Stops NEVER = new Stops(Integer.MAX_VALUE, 100, Integer.MAX_VALUE);

  /** What a run is about to do. */
  static final class Intended {
    private final List<Decided> decided;
    private final Map<String, Long> actions = new TreeMap<>();
    private int created;
    private int updated;
    private int ended;

    Intended(String pair, Collection<Decided> all) {
      decided = all.stream().filter(one -> acts(one.plan())).toList();
      for (Decided one : decided) {
        String text = pair + "|" + text(one);
        actions.put(text, first(digest(text)));
        count(one.plan());
      }
    }

    private void count(Plan plan) {
      switch (plan) {
        case Plan.Create create -> created++;
        case Plan.End end -> ended++;
        case Plan.Again again -> updated++;
        case Plan.Reactivate reactivate -> updated++;
        case Plan.Merge merge ->
            updated += (merge.toLeft().isEmpty() ? 0 : 1) + (merge.toRight().isEmpty() ? 0 : 1);
        case Plan.Nothing nothing -> {}
        case Plan.Forget forget -> {}
        case Plan.Wait wait -> {}
      }
    }

    /** Records written and links ended. */
    int count() {
      return created + updated + ended;
    }

    Set<Long> actions() {
      return new HashSet<>(actions.values());
    }

    /** Names exactly these actions, values included. */
    String fingerprint() {
      return HexFormat.of().formatHex(digest(String.join("\n", actions.keySet())), 0, 8);
    }

    private String summary() {
      List<String> parts = new ArrayList<>();
      parts.add("create " + created);
      parts.add("update " + updated);
      parts.add("end " + ended);
      return "It would " + String.join(", ", parts) + " records or links";
    }

    private static boolean acts(Plan plan) {
      return switch (plan) {
        case Plan.Nothing nothing -> false;
        case Plan.Forget forget -> false;
        case Plan.Wait wait -> false;
        case Plan.Create create -> true;
        case Plan.End end -> true;
        case Plan.Again again -> true;
        case Plan.Reactivate reactivate -> true;
        case Plan.Merge merge -> merge.writes() || merge.kind() != Plan.Merge.Kind.UPDATE;
      };
    }

    private static String text(Decided one) {
      Work work = one.work();
      String records = work.id() + "|" + work.rightId().map(RecordId::value).orElse("") + "|";
      return records
          + switch (one.plan()) {
            case Plan.Create create ->
                "create|"
                    + create.system()
                    + "|"
                    + values(
                        (create.system() == SystemName.WEBCRM ? work.left() : work.right())
                            .snapshot()
                            .map(Snapshot::view)
                            .orElse(View.EMPTY)
                            .values());
            case Plan.End end -> "end|" + end.because() + "|" + end.policy();
            case Plan.Again again -> "again|" + again.system();
            case Plan.Reactivate reactivate -> "reactivate|" + reactivate.system();
            case Plan.Merge merge ->
                "merge|" + merge.kind() + "|" + values(merge.toLeft()) + values(merge.toRight());
            case Plan.Nothing nothing -> "";
            case Plan.Forget forget -> "";
            case Plan.Wait wait -> "";
          };
    }

    private static String values(Map<String, ?> values) {
      return new TreeMap<>(values).toString();
    }

    private static byte[] digest(String text) {
      try {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java has SHA-256", e);
      }
    }

    private static long first(byte[] digest) {
      return ByteBuffer.wrap(digest).getLong();
    }
  }

  /** Whether it is worth asking, which costs reads. */
  boolean mayStop(Intended intended, int drifted) {
    return intended.count() > maxRecords || drifted > maxDrift;
  }

  /**
   * Whether the run has to stop.
   *
   * @param activeLinks counts the pair's active links
   * @param drifted how many of the actions repair drift
   * @param approved the fingerprint that the caller approves, if any
   * @param standing the last approval
   * @return the reason; empty if the run may go ahead
   */
  Optional<String> stop(
      Intended intended,
      IntSupplier activeLinks,
      int drifted,
      Optional<String> approved,
      Optional<Approval> standing) {
    if (approved.isPresent()) {
      boolean same = approved.get().equals(intended.fingerprint());
      boolean rest = standing.filter(a -> a.fingerprint().equals(approved.get())).isPresent();
      return same || (rest && covers(standing, intended))
          ? Optional.empty()
          : Optional.of(
              "The data have moved since: the actions are not the ones that were approved. "
                  + intended.summary()
                  + ". Look at them and approve this fingerprint, if they are right.");
    }
    Optional<String> reason = tooMany(intended, activeLinks).or(() -> tooMuchDrift(drifted));
    return reason.filter(any -> !covers(standing, intended));
  }

  private static boolean covers(Optional<Approval> standing, Intended intended) {
    return standing.filter(a -> a.actions().containsAll(intended.actions())).isPresent();
  }

  private Optional<String> tooMany(Intended intended, IntSupplier activeLinks) {
    if (intended.count() <= maxRecords) {
      return Optional.empty();
    }
    int links = activeLinks.getAsInt();
    if (intended.count() * 100L <= (long) maxShare * links) {
      return Optional.empty();
    }
    return Optional.of(
        intended.summary()
            + ", with "
            + links
            + " linked: more than "
            + maxRecords
            + " and more than "
            + maxShare
            + " % of the links. Nothing was written. Look at the actions; to go ahead, call again"
            + " with this fingerprint as 'approve'.");
  }

  private Optional<String> tooMuchDrift(int drifted) {
    return drifted <= maxDrift
        ? Optional.empty()
        : Optional.of(
            drifted
                + " links differ although no change was seen, more than "
                + maxDrift
                + ". Nothing was written. Find out why; to repair them, call again with this"
                + " fingerprint as 'approve'.");
  }
}
