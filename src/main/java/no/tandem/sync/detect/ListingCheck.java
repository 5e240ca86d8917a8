package no.tandem.sync.detect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.report.Report;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.SystemName;

/**
 * Whether what the systems list can be true: a right that was taken away or a system in trouble
 * looks as if users had emptied or deleted many records at once. If it cannot, the report says so
 * and the run stops before anything follows from it.
 */
public final class ListingCheck {
  private static final int FEWEST_LINKS_TO_STOP_FOR = 2;

  /** How many linked records may have given their ids to new ones since the last sweep. */
  private static final int MOST_OTHERS = 2;

  /** How many of the records that a list lacks are looked up before it is believed. */
  private static final int SAMPLE = 20;

  private final BySystem<RecordReader> records;
  private final IntPredicate isTooMuch;
  private final Report.Builder report;

  /**
   * @param isTooMuch whether this many records are more than a whole budget
   */
  public ListingCheck(
      BySystem<RecordReader> records, IntPredicate isTooMuch, Report.Builder report) {
    this.records = records;
    this.isTooMuch = isTooMuch;
    this.report = report;
  }

  /**
   * What is taken to be gone without having been looked up, as a sample of it is.
   *
   * @param records by system
   * @param links their links
   */
  public record Presumed(Map<SystemName, Set<RecordId>> records, Set<LinkKey> links) {
    public static final Presumed NOTHING = new Presumed(Map.of(), Set.of());
  }

  /** A column that many records lack and that was there before has not been emptied by users. */
  public boolean hasAllColumns(SweepListing sweepListing) {
    Set<String> lacking = sweepListing.lacking();
    if (!lacking.isEmpty()) {
      report.stop(
          sweepListing.system()
              + "'s list does not have "
              + String.join(", ", lacking)
              + " any more. Nothing was changed; check the rights of the integration.");
    }
    return lacking.isEmpty();
  }

  /** A system that lists nothing at all has not lost all its linked records. */
  boolean hasRecords(Listings listed, Collection<Link> stored) {
    long active = stored.stream().filter(Link::active).count();
    boolean emptied =
        active >= FEWEST_LINKS_TO_STOP_FOR
            && (listed.lefts().isEmpty() || listed.rights().isEmpty());
    if (emptied) {
      report.stop(
          (listed.lefts().isEmpty() ? SystemName.POWEROFFICE : SystemName.WEBCRM)
              + " lists no records although "
              + active
              + " are linked. Nothing was changed; check the keys and rights of the integration.");
    }
    return !emptied;
  }

  /**
   * Whether no more linked records seem to be others than ever get each other's ids in a short
   * time: if they do, it is the stamps that are wrong.
   */
  boolean hasTheSameRecords(Listings listed, Collection<Link> stored) {
    long others =
        stored.stream()
            .filter(Link::active)
            .filter(link -> listed.right(link).filter(link::isOfAnother).isPresent())
            .count();
    if (others > MOST_OTHERS) {
      report.stop(
          SystemName.WEBCRM
              + " shows other creation times for "
              + others
              + " linked records than before, as if their ids had been given to new records."
              + " That many at once are not believed; nothing was changed.");
    }
    return others <= MOST_OTHERS;
  }

  /**
   * Where a list lacks more linked records than may end without a person, some of them are looked
   * up by their ids. If these are gone, the others are taken to be gone as well: that is only
   * proposed, and each is looked up before its own link ends.
   *
   * @return empty if the list cannot be right
   */
  public Optional<Presumed> presumedGone(Listings listed, Collection<Link> stored) {
    Map<SystemName, Set<RecordId>> gone = new EnumMap<>(SystemName.class);
    Set<LinkKey> links = new HashSet<>();
    for (SystemName system : SystemName.values()) {
      Map<LinkKey, RecordReader.Known> missing = missing(system, stored, listed);
      if (!isTooMuch.test(missing.size())) {
        continue;
      }
      if (!areGone(system, List.copyOf(missing.values()))) {
        return Optional.empty();
      }
      links.addAll(missing.keySet());
      gone.put(
          system,
          missing.values().stream().map(RecordReader.Known::id).collect(Collectors.toSet()));
    }
    return Optional.of(new Presumed(gone, links));
  }

  /** Linked records of a system that its complete list lacks, by their links. */
  private static Map<LinkKey, RecordReader.Known> missing(
      SystemName system, Collection<Link> stored, Listings listed) {
    Set<RecordId> there = listed.in(system).keySet();
    Map<LinkKey, RecordReader.Known> missing = new TreeMap<>();
    for (Link link : stored) {
      if (link.active()) {
        new BySystem<>(link.left(), link.right())
            .of(system)
            .filter(id -> !there.contains(id))
            .map(id -> new RecordReader.Known(id, link.base(system).owner()))
            .ifPresent(known -> missing.put(link.key(), known));
      }
    }
    return missing;
  }

  private boolean areGone(SystemName system, List<RecordReader.Known> all) {
    List<RecordReader.Known> sample = new ArrayList<>();
    for (int i = 0; i < Math.min(SAMPLE, all.size()); i++) {
      sample.add(all.get((int) ((long) i * all.size() / Math.min(SAMPLE, all.size()))));
    }
    // One by one, and not by another list of everything.
    Map<RecordId, Presence> found = records.of(system).read(sample, Integer.MAX_VALUE);
    boolean gone = found.values().stream().allMatch(Presence.Gone.class::isInstance);
    if (!gone) {
      report.stop(
          system
              + "'s list lacks "
              + all.size()
              + " linked records, and of "
              + sample.size()
              + " that were looked up not all are gone. Nothing was changed; check the rights of"
              + " the integration.");
    }
    return gone;
  }
}
