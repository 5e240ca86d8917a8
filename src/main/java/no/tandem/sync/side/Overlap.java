package no.tandem.sync.side;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What a listing showed that needed nothing. The next one begins earlier than the cursor and shows
 * much of it again: what is as it was then is not looked up in the table.
 *
 * <p>The records are divided into parts by their ids, and a part of which every record needed
 * nothing has a digest. One record that changes, comes or goes makes its part unknown, and no
 * other.
 *
 * @param digests one for each part; empty for a part with a record that needed something
 */
public record Overlap(List<String> digests) {
  /** None that is known. */
  public static final Overlap NONE = new Overlap(List.of());

  private static final int RECORDS_OF_A_PART = 100;

  /** With twelve characters each and a comma: less than 8 KB. */
  private static final int MOST_PARTS = 600;

  private static final int BYTES = 9;

  public Overlap {
    digests = List.copyOf(digests);
  }

  /**
   * What a listing showed that needed nothing.
   *
   * @param needNothing the records that needed nothing
   */
  public static Overlap of(Collection<Snapshot> listed, Set<RecordId> needNothing) {
    if (listed.isEmpty()) {
      return NONE;
    }
    int parts = Math.min(MOST_PARTS, Math.ceilDiv(listed.size(), RECORDS_OF_A_PART));
    List<String> digests = new ArrayList<>();
    for (List<Snapshot> part : divided(listed, parts)) {
      boolean needsNothing = part.stream().allMatch(one -> needNothing.contains(one.id()));
      digests.add(needsNothing ? digest(part) : "");
    }
    return new Overlap(digests);
  }

  /** Those of the listed records that are as they were. */
  public Set<RecordId> asBefore(Collection<Snapshot> listed) {
    Set<RecordId> same = new HashSet<>();
    List<List<Snapshot>> parts = divided(listed, digests.size());
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).isEmpty() && digests.get(i).equals(digest(parts.get(i)))) {
        parts.get(i).forEach(snapshot -> same.add(snapshot.id()));
      }
    }
    return same;
  }

  private static List<List<Snapshot>> divided(Collection<Snapshot> listed, int parts) {
    List<List<Snapshot>> divided = new ArrayList<>();
    IntStream.range(0, parts).forEach(i -> divided.add(new ArrayList<>()));
    if (parts > 0) {
      for (Snapshot snapshot : listed) {
        divided.get(Math.floorMod(snapshot.id().value().hashCode(), parts)).add(snapshot);
      }
    }
    return divided;
  }

  private static String digest(List<Snapshot> part) {
    TreeMap<RecordId, String> inOrder = new TreeMap<>();
    part.forEach(
        one ->
            inOrder.put(one.id(), one.digest() + one.createdAt() + new TreeSet<>(one.lacking())));
    try {
      byte[] whole =
          MessageDigest.getInstance("SHA-256")
              .digest(inOrder.toString().getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(Arrays.copyOf(whole, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
