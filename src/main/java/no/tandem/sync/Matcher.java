package no.tandem.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import no.tandem.sync.Matching.Candidate;

/** Finds the webCRM record for each PowerOffice record that is not linked. Pure. */
final class Matcher {

  /** What was found for one PowerOffice record. */
  sealed interface Match {
    /** Nothing like it. */
    record None() implements Match {}

    /** This one. */
    record One(Snapshot right) implements Match {}

    /**
     * More than one possibility, or one that another record has an equal claim to.
     *
     * @param rights their ids, to how they are now
     */
    record Ambiguous(Map<RecordId, String> rights) implements Match {}
  }

  /**
   * A record to find a counterpart for.
   *
   * @param owner the webCRM record under which the counterpart belongs
   * @param intentAt when its creation was begun, so that its counterpart may be of our making
   */
  record Unlinked(Snapshot left, Optional<RecordId> owner, Optional<Instant> intentAt) {}

  /** How far webCRM's clock may be behind ours. */
  static final Duration CLOCKS_APART = Duration.ofMinutes(2);

  private record Hit(Snapshot right, int rank) {}

  /** A webCRM record that may have been made for a record whose creation was begun. */
  private record Made(
      Unlinked record, Snapshot right, boolean bearsOurs, int rank, long resemblance) {}

  private static final Comparator<Made> MOST_ALIKE_FIRST =
      Comparator.comparing(Made::bearsOurs)
          .thenComparingInt(Made::rank)
          .thenComparingLong(Made::resemblance)
          .reversed()
          .thenComparing(made -> made.record().left().id())
          .thenComparing(made -> made.right().id());

  private final Pair pair;
  private final Rules rules;
  private final Map<String, List<Snapshot>> byKey = new HashMap<>();
  private final Map<String, Snapshot> inactiveByReference = new HashMap<>();
  private final List<Snapshot> createdByIntegrations = new ArrayList<>();
  private final Set<RecordId> taken = new HashSet<>();

  /**
   * @param rights the webCRM records; linked ones are told by {@link #exclude}
   */
  Matcher(Pair pair, Rules rules, Collection<Snapshot> rights) {
    this.pair = pair;
    this.rules = rules;
    for (Snapshot right : rights) {
      if (right.createdByIntegration().isPresent()) {
        createdByIntegrations.add(right);
      }
      if (right.active()) {
        keys(candidate(right))
            .forEach(k -> byKey.computeIfAbsent(k, x -> new ArrayList<>()).add(right));
      } else {
        pair.webCrmReference()
            .flatMap(right.columns()::text)
            .ifPresent(reference -> inactiveByReference.put(reference, right));
      }
    }
  }

  /** Everything that could match one of the records, so that its claim can be looked up. */
  Set<RecordId> possible(Collection<Unlinked> records) {
    Set<RecordId> ids = new HashSet<>();
    for (Unlinked record : records) {
      for (String key : keys(candidate(record))) {
        byKey.getOrDefault(key, List.of()).forEach(right -> ids.add(right.id()));
      }
      maybeOurs(record).forEach(right -> ids.add(right.id()));
      inactiveOurs(record).ifPresent(right -> ids.add(right.id()));
    }
    return ids;
  }

  /** The records that are, or might be, the same as this one. */
  Set<RecordId> similar(Unlinked record) {
    Set<RecordId> ids = new HashSet<>();
    hits(record).stream()
        .filter(hit -> hit.rank() != Matching.NO)
        .forEach(hit -> ids.add(hit.right().id()));
    return ids;
  }

  /** Leaves out records that are linked. */
  void exclude(Collection<RecordId> linked) {
    taken.addAll(linked);
  }

  /**
   * Matches all records at once, because two of them may have an equal claim to one.
   *
   * @param contested records that keep another PowerOffice record ambiguous, which is not among
   *     these
   */
  Map<RecordId, Match> match(Collection<Unlinked> records, Set<RecordId> contested) {
    Map<RecordId, Match> matches = new LinkedHashMap<>();
    List<Unlinked> open = new ArrayList<>(records);
    matchIntents(open, matches);
    for (int rank : new int[] {Matching.BY_REFERENCE, Matching.BY_IDENTITY, Matching.BY_NAME}) {
      matchByRank(rank, open, contested, matches);
    }
    for (Unlinked record : open) {
      Map<RecordId, String> unsure = new HashMap<>();
      hits(record, Matching.UNSURE)
          .forEach(hit -> unsure.put(hit.right().id(), hit.right().digest()));
      maybeOurs(record).forEach(right -> unsure.put(right.id(), right.digest()));
      matches.put(
          record.left().id(), unsure.isEmpty() ? new Match.None() : new Match.Ambiguous(unsure));
    }
    return matches;
  }

  /**
   * Records that may be the one whose creation was begun, though they do not look like it: somebody
   * may have changed it since. A person has to say, or it would be created twice.
   */
  private List<Snapshot> maybeOurs(Unlinked record) {
    // A record of ours would bear our reference.
    if (record.intentAt().isEmpty() || pair.webCrmReference().isPresent()) {
      return List.of();
    }
    Instant earliest = record.intentAt().get().minus(CLOCKS_APART);
    return createdByIntegrations.stream()
        .filter(right -> !taken.contains(right.id()))
        .filter(
            right -> right.createdByIntegration().filter(at -> !at.isBefore(earliest)).isPresent())
        .toList();
  }

  /**
   * When a creation was begun, nothing matched. So what matches now is ours, whatever else looks
   * like it. Of several the two that resemble each other most belong together, over all begun
   * creations: another record of the same name may have been created along with this one.
   */
  private void matchIntents(List<Unlinked> open, Map<RecordId, Match> matches) {
    List<Made> made = new ArrayList<>();
    for (Unlinked record : open) {
      if (record.intentAt().isPresent()) {
        Candidate left = candidate(record);
        for (Hit hit : hits(record)) {
          if (hit.rank() > Matching.NO) {
            made.add(
                new Made(
                    record,
                    hit.right(),
                    hit.rank() == Matching.BY_REFERENCE,
                    hit.rank(),
                    resemblance(left, hit.right())));
          }
        }
        inactiveOurs(record)
            .ifPresent(right -> made.add(new Made(record, right, true, Matching.NO, 0)));
      }
    }
    made.sort(MOST_ALIKE_FIRST);
    for (Made one : made) {
      if (!matches.containsKey(one.record().left().id()) && !taken.contains(one.right().id())) {
        take(one.record(), one.right(), open, matches);
      }
    }
  }

  /**
   * The record whose creation was begun, if it bears our reference and somebody has made it
   * inactive since. It is no candidate, but it is there.
   */
  private Optional<Snapshot> inactiveOurs(Unlinked record) {
    return record
        .intentAt()
        .map(at -> inactiveByReference.get(pair.reference(record.left().id())))
        .filter(right -> !taken.contains(right.id()));
  }

  private void matchByRank(
      int rank, List<Unlinked> open, Set<RecordId> contested, Map<RecordId, Match> matches) {
    Map<RecordId, List<Unlinked>> claimants = new TreeMap<>();
    Map<RecordId, List<Hit>> hitsOf = new HashMap<>();
    for (Unlinked record : open) {
      List<Hit> hits = hits(record, rank);
      hitsOf.put(record.left().id(), hits);
      hits.forEach(
          hit -> claimants.computeIfAbsent(hit.right().id(), x -> new ArrayList<>()).add(record));
    }
    for (Unlinked record : List.copyOf(open)) {
      List<Hit> hits = hitsOf.getOrDefault(record.left().id(), List.of());
      if (hits.isEmpty()) {
        continue;
      }
      RecordId only = hits.getFirst().right().id();
      boolean clear =
          hits.size() == 1
              && claimants.getOrDefault(only, List.of()).size() == 1
              && !contested.contains(only);
      if (clear) {
        take(record, hits.getFirst().right(), open, matches);
      } else {
        open.remove(record);
        matches.put(record.left().id(), new Match.Ambiguous(digests(hits)));
      }
    }
  }

  private void take(
      Unlinked record, Snapshot right, List<Unlinked> open, Map<RecordId, Match> matches) {
    taken.add(right.id());
    open.remove(record);
    matches.put(record.left().id(), new Match.One(right));
  }

  private List<Hit> hits(Unlinked record, int rank) {
    return hits(record).stream().filter(hit -> hit.rank() == rank).toList();
  }

  private List<Hit> hits(Unlinked record) {
    Candidate left = candidate(record);
    Map<RecordId, Hit> hits = new TreeMap<>();
    for (String key : keys(left)) {
      for (Snapshot right : byKey.getOrDefault(key, List.of())) {
        if (!taken.contains(right.id())) {
          hits.computeIfAbsent(right.id(), x -> new Hit(right, rank(record, left, right)));
        }
      }
    }
    return List.copyOf(hits.values());
  }

  private int rank(Unlinked record, Candidate left, Snapshot right) {
    if (pair.webCrmReference().isPresent()) {
      Optional<String> reference = right.columns().text(pair.webCrmReference().get());
      if (reference.isPresent() && reference.get().equals(pair.reference(record.left().id()))) {
        return Matching.BY_REFERENCE;
      }
    }
    return pair.matching().rank(left, candidate(right));
  }

  private Set<String> keys(Candidate candidate) {
    Set<String> keys = new HashSet<>(pair.matching().keys(candidate));
    if (pair.webCrmReference().isPresent()) {
      candidate.columns().text(pair.webCrmReference().get()).ifPresent(r -> keys.add("=" + r));
    }
    return keys;
  }

  private static Map<RecordId, String> digests(List<Hit> hits) {
    Map<RecordId, String> digests = new HashMap<>();
    hits.forEach(hit -> digests.put(hit.right().id(), hit.right().digest()));
    return digests;
  }

  private static long resemblance(Candidate left, Snapshot right) {
    return left.view().values().entrySet().stream()
        .filter(e -> right.view().get(e.getKey()).equals(Optional.of(e.getValue())))
        .count();
  }

  private Candidate candidate(Snapshot right) {
    return new Candidate(SystemName.WEBCRM, right.view(), right.columns(), right.owner());
  }

  /** The PowerOffice record as it would look in webCRM: names may be cut there. */
  private Candidate candidate(Unlinked record) {
    View view = View.EMPTY;
    for (Property property : rules.properties()) {
      view =
          view.with(
              property.name(),
              property
                  .right()
                  .fit(
                      record.left().view().get(property.name()),
                      Columns.NONE,
                      rules.rightLengths()));
    }
    Columns columns = record.left().columns();
    if (pair.webCrmReference().isPresent()) {
      // So that a record that bears our reference is found whatever its name is by now.
      columns = columns.with(pair.webCrmReference().get(), pair.reference(record.left().id()));
    }
    return new Candidate(SystemName.POWEROFFICE, view, columns, record.owner());
  }
}
