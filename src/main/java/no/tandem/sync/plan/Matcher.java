package no.tandem.sync.plan;

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
import java.util.TreeSet;
import java.util.stream.Stream;
import no.tandem.sync.link.Hold;
import no.tandem.sync.pair.Matching;
import no.tandem.sync.pair.Matching.Candidate;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.pair.Property;
import no.tandem.sync.pair.Rules;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.Stamp;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.View;
import org.jspecify.annotations.Nullable;

/** Finds the webCRM record for each PowerOffice record that is not linked. Pure. */
final class Matcher {

  /** What was found for one PowerOffice record. */
  sealed interface Match {
    /** Nothing like it. */
    record None() implements Match {}

    /** This one. */
    record One(Snapshot right) implements Match {}

    /** More than one possibility, or one that another record has an equal claim to. */
    record Ambiguous(Hold.Ambiguity ambiguity) implements Match {}

    /** This one has our reference, and yet was not made for it, as far as is known. */
    record Referring(Snapshot right) implements Match {}
  }

  /**
   * A record to find a counterpart for.
   *
   * @param owner the webCRM record under which the counterpart belongs
   * @param intentAt when its creation was begun, so that its counterpart may be of our making
   * @param memory what keeps it ambiguous, whatever the records are called by now; if it is none of
   *     them, as a person said, only what is made for it from now on is its own
   */
  record Unlinked(
      Snapshot left, Optional<RecordId> owner, Optional<Instant> intentAt, Hold.Ambiguity memory) {

    /** One of which nothing is stored. */
    static Unlinked of(Snapshot left, Optional<RecordId> owner) {
      return new Unlinked(left, owner, Optional.empty(), Hold.Ambiguity.NONE);
    }
  }

  /** Who claims which webCRM records, and how surely, without having them. */
  static final class Claims {
    private final Map<RecordId, Map<RecordId, Integer>> byRight = new HashMap<>();

    /**
     * @param rank of {@link Matching}; {@link Matching#NO} if it is not known
     */
    void add(RecordId right, RecordId left, int rank) {
      byRight.computeIfAbsent(right, x -> new TreeMap<>()).merge(left, rank, Math::max);
    }

    /** Both. */
    Claims and(Claims others) {
      Claims both = new Claims();
      byRight.forEach((right, by) -> by.forEach((left, rank) -> both.add(right, left, rank)));
      others.byRight.forEach(
          (right, by) -> by.forEach((left, rank) -> both.add(right, left, rank)));
      return both;
    }

    Set<RecordId> rights() {
      return byRight.keySet();
    }

    /** Who has an equal or a surer claim. One of unknown rank is as good as any. */
    Set<RecordId> rivals(RecordId right, int rank, RecordId of) {
      Set<RecordId> rivals = new TreeSet<>();
      byRight
          .getOrDefault(right, Map.of())
          .forEach(
              (left, theirs) -> {
                if (!left.equals(of) && (theirs >= rank || theirs <= Matching.NO)) {
                  rivals.add(left);
                }
              });
      return rivals;
    }
  }

  /** How far a stamp may be off besides, where a system mistakes its zone. */
  private static final Duration ZONES_APART = Duration.ofHours(2);

  private record Hit(Snapshot right, int rank) {}

  /** A webCRM record that may have been made for a record whose creation was begun. */
  private record Made(
      Unlinked record, Snapshot right, boolean hasOurReference, int rank, long resemblance) {}

  private static final Comparator<Made> MOST_ALIKE_FIRST =
      Comparator.comparing(Made::hasOurReference)
          .thenComparingInt(Made::rank)
          .thenComparingLong(Made::resemblance)
          .reversed()
          .thenComparing(made -> made.record().left().id())
          .thenComparing(made -> made.right().id());

  private final Pair pair;
  private final Rules rules;
  private final Map<String, List<Snapshot>> byKey = new HashMap<>();
  private final Map<RecordId, Snapshot> active = new HashMap<>();
  private final Map<String, Snapshot> inactiveByReference = new HashMap<>();
  private final List<Snapshot> createdByIntegrations = new ArrayList<>();
  private final Set<RecordId> linked = new HashSet<>();
  private final Set<RecordId> madeForOthers = new HashSet<>();
  private final Set<RecordId> taken = new HashSet<>();

  /**
   * @param rights the webCRM records; linked ones are named by {@link #exclude}
   */
  Matcher(Pair pair, Rules rules, Collection<Snapshot> rights) {
    this.pair = pair;
    this.rules = rules;
    for (Snapshot right : rights) {
      if (right.createdByIntegration().isPresent()) {
        createdByIntegrations.add(right);
      }
      if (right.active()) {
        active.put(right.id(), right);
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
      ids.addAll(record.memory().candidates().keySet());
      maybeOurs(record).forEach(right -> ids.add(right.id()));
      Optional.ofNullable(inactiveByReference.get(pair.reference(record.left().id())))
          .ifPresent(right -> ids.add(right.id()));
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
  void exclude(Collection<RecordId> linkedOnes) {
    linked.addAll(linkedOnes);
    taken.addAll(linkedOnes);
  }

  /**
   * Matches all records at once, because two of them may have an equal claim to one.
   *
   * @param claims of PowerOffice records that are not among these
   */
  Map<RecordId, Match> match(Collection<Unlinked> records, Claims claims) {
    Map<RecordId, Match> matches = new LinkedHashMap<>();
    List<Unlinked> open = new ArrayList<>(records);
    Claims unsettled = claims.and(new Claims());
    for (Unlinked record : records) {
      strangerBearing(record)
          .ifPresent(
              right -> {
                open.remove(record);
                matches.put(record.left().id(), new Match.Referring(right));
              });
    }
    matchIntents(open, matches);
    for (int rank = Matching.BY_REFERENCE; rank > Matching.NO; rank--) {
      matchByRank(rank, open, unsettled, matches);
    }
    for (Unlinked record : open) {
      List<Hit> unsure = new ArrayList<>(hits(record, Matching.UNSURE));
      maybeOurs(record).forEach(right -> unsure.add(new Hit(right, Matching.UNSURE)));
      unsure.addAll(notLinkedYet(record));
      matches.put(
          record.left().id(),
          unsure.isEmpty()
              ? new Match.None()
              : ambiguous(record, Matching.UNSURE, unsure, Set.of()));
    }
    return matches;
  }

  /** What kept it ambiguous and is another's by now does so until it is linked to that one. */
  private List<Hit> notLinkedYet(Unlinked record) {
    if (record.memory().isNoneOfThem()) {
      return List.of();
    }
    return record.memory().candidates().keySet().stream()
        .filter(id -> taken.contains(id) && !linked.contains(id))
        .flatMap(id -> Optional.ofNullable(active.get(id)).stream())
        .map(right -> new Hit(right, Matching.UNSURE))
        .toList();
  }

  /**
   * A record that has our reference to this one, but was there before its creation was begun, or
   * without that. Users can copy a reference, so it proves nothing; but nothing is created while
   * one exists.
   */
  private Optional<Snapshot> strangerBearing(Unlinked record) {
    if (pair.webCrmReference().isEmpty()) {
      return Optional.empty();
    }
    String reference = pair.reference(record.left().id());
    return Stream.concat(
            byKey.getOrDefault("=" + reference, List.of()).stream(),
            Optional.ofNullable(inactiveByReference.get(reference)).stream())
        .filter(right -> !taken.contains(right.id()) && !wasSaidNotToBe(record, right))
        .filter(right -> !mayBeMadeFor(record, right))
        .findFirst();
  }

  private static boolean wasSaidNotToBe(Unlinked record, Snapshot right) {
    return record.memory().isNoneOfThem() && record.memory().candidates().containsKey(right.id());
  }

  /** Whether it was created since the creation was begun, as far as its system says. */
  private static boolean mayBeMadeFor(Unlinked record, Snapshot right) {
    Optional<Instant> earliest =
        record.intentAt().map(at -> at.minus(Stamp.CLOCKS_APART).minus(ZONES_APART));
    return earliest.isPresent()
        && right.createdAt().filter(at -> at.isBefore(earliest.get())).isEmpty();
  }

  /**
   * Records that may be the one whose creation was begun, though they do not look like it: a user
   * may have changed it since. A person has to say, or it would be created twice.
   */
  private List<Snapshot> maybeOurs(Unlinked record) {
    // A record of ours would have our reference.
    if (record.intentAt().isEmpty() || pair.webCrmReference().isPresent()) {
      return List.of();
    }
    Instant earliest = record.intentAt().get().minus(Stamp.CLOCKS_APART);
    return createdByIntegrations.stream()
        // Another that was there before may only be called so by now.
        .filter(right -> !linked.contains(right.id()) && !madeForOthers.contains(right.id()))
        .filter(right -> mayBelongTo(record, right))
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
        for (Hit hit : hits(record, false)) {
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
        madeForOthers.add(one.right().id());
      }
    }
  }

  /**
   * The record whose creation was begun, if it has our reference and a user has made it inactive
   * since. It is no candidate, but it is there.
   */
  private Optional<Snapshot> inactiveOurs(Unlinked record) {
    return record
        .intentAt()
        .map(at -> inactiveByReference.get(pair.reference(record.left().id())))
        .filter(right -> !taken.contains(right.id()));
  }

  private void matchByRank(
      int rank, List<Unlinked> open, Claims claims, Map<RecordId, Match> matches) {
    Map<RecordId, List<Hit>> hitsOf = new HashMap<>();
    for (Unlinked record : open) {
      List<Hit> hits = hits(record, rank);
      hitsOf.put(record.left().id(), hits);
      hits.forEach(hit -> claims.add(hit.right().id(), record.left().id(), rank));
    }
    for (Unlinked record : List.copyOf(open)) {
      RecordId id = record.left().id();
      List<Hit> hits = hitsOf.getOrDefault(id, List.of());
      if (hits.isEmpty()) {
        continue;
      }
      Set<RecordId> rivals = new TreeSet<>();
      hits.forEach(hit -> rivals.addAll(claims.rivals(hit.right().id(), rank, id)));
      boolean othersAreNotKept = record.memory().more() > 0 && rank <= record.memory().rank();
      if (hits.size() == 1 && rivals.isEmpty() && !othersAreNotKept) {
        take(record, hits.getFirst().right(), open, matches);
      } else {
        open.remove(record);
        matches.put(id, ambiguous(record, rank, hits, rivals));
      }
    }
  }

  /** A record that was ambiguous before stays so at its rank, with what has come to it. */
  private Match ambiguous(
      Unlinked record, int rank, Collection<Hit> hits, Collection<RecordId> rivals) {
    Hold.Ambiguity memory = record.memory();
    Map<RecordId, String> candidates = new HashMap<>();
    hits.forEach(hit -> candidates.put(hit.right().id(), hit.right().digest()));
    if (memory.remembers()) {
      hits(record).stream()
          .filter(hit -> memory.candidates().containsKey(hit.right().id()))
          .forEach(hit -> candidates.put(hit.right().id(), hit.right().digest()));
    }
    return new Match.Ambiguous(
        Hold.Ambiguity.of(
            !memory.remembers() || memory.rank() == Matching.NO ? rank : memory.rank(),
            candidates,
            memory.more(),
            rivals));
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
    return hits(record, true);
  }

  /**
   * @param remembered whether those count that kept it ambiguous and are still there
   */
  private List<Hit> hits(Unlinked record, boolean remembered) {
    Candidate left = candidate(record);
    Map<RecordId, Hit> hits = new TreeMap<>();
    for (String key : keys(left)) {
      for (Snapshot right : byKey.getOrDefault(key, List.of())) {
        if (!taken.contains(right.id()) && mayBelongTo(record, right)) {
          hits.computeIfAbsent(right.id(), x -> new Hit(right, rank(record, left, right)));
        }
      }
    }
    if (remembered && !record.memory().isNoneOfThem()) {
      for (RecordId id : record.memory().candidates().keySet()) {
        Snapshot right = active.get(id);
        if (right != null && !taken.contains(id)) {
          hits.put(id, new Hit(right, remembered(record.memory(), hits.get(id))));
        }
      }
    }
    return List.copyOf(hits.values());
  }

  /** A candidate keeps the rank that it had, whatever it is called by now, unless it is surer. */
  private static int remembered(Hold.Ambiguity memory, @Nullable Hit now) {
    int before = memory.rank() == Matching.NO ? Matching.UNSURE : memory.rank();
    return now == null || now.rank() <= Matching.NO ? before : Math.max(now.rank(), before);
  }

  /** What a person said that it is not is not its own either if it was there before. */
  private static boolean mayBelongTo(Unlinked record, Snapshot right) {
    return !record.memory().isNoneOfThem()
        || (!record.memory().candidates().containsKey(right.id())
            && record
                .intentAt()
                .map(at -> at.minus(Stamp.CLOCKS_APART).minus(ZONES_APART))
                .flatMap(earliest -> right.createdAt().filter(at -> !at.isBefore(earliest)))
                .isPresent());
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
                      rules.lengths(SystemName.WEBCRM)));
    }
    Columns columns = record.left().columns();
    if (pair.webCrmReference().isPresent()) {
      // So that a record with our reference is found whatever its name is by now.
      columns = columns.with(pair.webCrmReference().get(), pair.reference(record.left().id()));
    }
    return new Candidate(SystemName.POWEROFFICE, view, columns, record.owner());
  }
}
