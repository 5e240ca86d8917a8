package no.tandem.sync.proposal;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a pair's budget was spent on in the last hour, by the minute since 1970.
 *
 * @param version 0 if it was never stored; guards against lost updates
 * @param records records written and links ended
 * @param removals how many of them were made inactive because of a removal
 * @param links how many active links there were when they were last counted
 * @param countedAt when that was
 */
public record Spent(
    long version,
    Map<Long, Integer> records,
    Map<Long, Integer> removals,
    int links,
    Instant countedAt) {
  public static final Spent NOTHING = new Spent(0, Map.of(), Map.of(), 0, Instant.EPOCH);

  private static final Duration SHORT = Duration.ofMinutes(10);
  private static final Duration LONG = Duration.ofHours(1);

  public Spent {
    records = Map.copyOf(records);
    removals = Map.copyOf(removals);
  }

  /** Whether so much more stays within the budget. */
  public boolean fits(int more, int moreRemovals, Budget.Window window, Instant now) {
    return (more == 0
            || (sum(records, now, SHORT) + more <= window.tenMinutes()
                && sum(records, now, LONG) + more <= window.hour()))
        && (moreRemovals == 0 || sum(removals, now, LONG) + moreRemovals <= window.removals());
  }

  /** When so much more will stay within it. */
  public Instant fitsFrom(int more, int moreRemovals, Budget.Window window, Instant now) {
    TreeSet<Instant> moments = new TreeSet<>();
    records.keySet().forEach(minute -> moments.add(end(minute).plus(SHORT)));
    records.keySet().forEach(minute -> moments.add(end(minute).plus(LONG)));
    removals.keySet().forEach(minute -> moments.add(end(minute).plus(LONG)));
    return moments.tailSet(now, false).stream()
        .filter(moment -> fits(more, moreRemovals, window, moment))
        .findFirst()
        .orElse(now.plus(SHORT));
  }

  private static int sum(Map<Long, Integer> counted, Instant now, Duration window) {
    return counted.entrySet().stream()
        .filter(one -> end(one.getKey()).plus(window).isAfter(now))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private static Instant end(long minute) {
    return Instant.ofEpochSecond((minute + 1) * 60);
  }

  /** The same with something more, or less, in this minute. What is older than an hour is left. */
  public Spent plus(int more, int moreRemovals, Instant now) {
    return new Spent(
        version, plus(records, more, now), plus(removals, moreRemovals, now), links, countedAt);
  }

  private static Map<Long, Integer> plus(Map<Long, Integer> counted, int more, Instant now) {
    Map<Long, Integer> after = new TreeMap<>(counted);
    after.keySet().removeIf(minute -> !end(minute).plus(LONG).isAfter(now));
    if (more != 0) {
      after.merge(Math.floorDiv(now.getEpochSecond(), 60L), more, Integer::sum);
    }
    after.values().removeIf(number -> number <= 0);
    return after;
  }

  /** How many active links there are, if they were counted lately. */
  public Optional<Integer> links(Instant now) {
    return countedAt.plus(LONG).isAfter(now) ? Optional.of(links) : Optional.empty();
  }

  public Spent counted(int newLinks, Instant now) {
    return new Spent(version, records, removals, newLinks, now);
  }

  /** The same as stored under a version. */
  public Spent stored(long newVersion) {
    return new Spent(newVersion, records, removals, links, countedAt);
  }
}
