package no.tandem.sync.detect;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.Reason;
import no.tandem.sync.link.RunStateReader;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/** Finds out which of the held and deferred records a run has to look at again. */
final class Retries {
  /** How many candidates of ambiguous records a sweep reads again: what fits in one call. */
  private static final int CANDIDATES_AT_ONCE = 200;

  /** Longer than a run and the difference of two clocks. */
  private static final Duration MOVES_OVERLAP = Duration.ofMinutes(11);

  /** Of more moves the rest is read by the sweeps after. */
  private static final int MOST_MOVES = 5000;

  private final RecordReader right;
  private final RunStateReader runState;
  private final LinkReader links;
  private final OwnerReader owners;
  private final PairPrecedence precedence;
  private final Clock clock;
  private final IntPredicate isTooMuch;
  private final LinkComparison comparison;

  /**
   * @param isTooMuch whether this many records are more than a whole budget
   */
  Retries(Sources sources, Clock clock, IntPredicate isTooMuch) {
    this.right = sources.right();
    this.runState = sources.runState();
    this.links = sources.links();
    this.owners = sources.owners();
    this.precedence = sources.precedence();
    this.clock = clock;
    this.isTooMuch = isTooMuch;
    this.comparison = new LinkComparison(clock);
  }

  /**
   * Which records wait for owners that have moved.
   *
   * @param waiting their links
   * @param seen the place up to which moves need not be read again; empty if that has not changed
   */
  record Moved(List<Link> waiting, Optional<String> seen) {}

  /** Those that wait for owners, as far as these have moved since the sweep before. */
  Moved moved() {
    if (!owners.any()) {
      return new Moved(List.of(), Optional.empty());
    }
    String before = runState.ownersSeen();
    LinkReader.Moves moves = owners.moves(before, MOST_MOVES);
    // What was stored late, by whatever clock, or before a run had stored who waits for it.
    String late = LinkReader.Moves.at(clock.instant().minus(MOVES_OVERLAP));
    String seen = moves.last().compareTo(late) < 0 ? moves.last() : late;
    return new Moved(
        links.waitingFor(moves.links()),
        Optional.of(seen).filter(place -> !moves.links().isEmpty() && place.compareTo(before) > 0));
  }

  /** What of the held and deferred records is to be looked at again now. */
  Set<LinkKey> among(List<Link> unsettled, Listings listed) {
    Set<LinkKey> due = rivalIsAway(unsettled);
    Set<RecordId> moved = away(unsettled, listed.rights().keySet());
    for (Link link : unsettled) {
      Map<RecordId, String> candidates = candidates(link);
      if (comparison.leftDiffers(link, listed)) {
        // Others may have waited for it with an equal claim.
        moved.addAll(candidates.keySet());
      }
      candidates.forEach(
          (id, digest) -> {
            if (listed
                .of(SystemName.WEBCRM, id)
                .filter(now -> !Snapshot.isSame(now.digest(), digest))
                .isPresent()) {
              moved.add(id);
            }
          });
    }
    Set<LinkKey> waitedFor = new HashSet<>();
    unsettled.forEach(link -> link.hold().flatMap(Hold::waitsFor).ifPresent(waitedFor::add));
    Set<LinkKey> linked = owners.linkedAmong(waitedFor);
    Set<LinkKey> decided = owners.decidedAmong(waitedFor);
    due.addAll(precedence.over(unsettled));
    // If hooks or earlier sweeps have put off too many, a person decides about them now.
    boolean tooMuch =
        isTooMuch.test((int) unsettled.stream().filter(LinkComparison::isPutOff).count());
    for (Link link : unsettled) {
      boolean passed =
          link.hold()
              .filter(hold -> !hold.is(Reason.Code.MAY_BE_A_CUSTOMERS))
              .flatMap(Hold::waitsFor)
              .map(owner -> (link.held() ? linked : decided).contains(owner))
              .orElse(
                  isDueByItself(link)
                      && (!comparison.backsOff(link)
                          || (tooMuch && LinkComparison.isPutOff(link))));
      if (passed || candidates(link).keySet().stream().anyMatch(moved::contains)) {
        due.add(link.key());
      }
    }
    return due;
  }

  private static boolean isDueByItself(Link link) {
    return link.awaitsReadBack() || isDueAndNoCustomers(link);
  }

  private static boolean isDueAndNoCustomers(Link link) {
    return link.due() && link.hold().filter(h -> h.is(Reason.Code.MAY_BE_A_CUSTOMERS)).isEmpty();
  }

  static Map<RecordId, String> candidates(Link link) {
    return link.ambiguity().candidates();
  }

  /**
   * Candidates of ambiguous records that are gone, inactive or linked elsewhere by now: neither
   * system lists that as a change of the candidate, and hooks need not be installed. It costs a
   * call while a record is ambiguous, and nothing else.
   */
  private Set<RecordId> away(List<Link> unsettled, Set<RecordId> listed) {
    List<RecordId> candidates =
        unsettled.stream()
            .filter(link -> link.held() && !link.ambiguity().isNoneOfThem())
            .flatMap(link -> candidates(link).keySet().stream())
            .distinct()
            .sorted()
            .toList();
    Set<RecordId> away = new HashSet<>();
    if (candidates.isEmpty()) {
      return away;
    }
    // Of very many each has its turn.
    int parts = (candidates.size() + CANDIDATES_AT_ONCE - 1) / CANDIDATES_AT_ONCE;
    int from = Math.toIntExact(clock.instant().getEpochSecond() / 60 % parts) * CANDIDATES_AT_ONCE;
    List<RecordId> some =
        candidates.subList(from, Math.min(from + CANDIDATES_AT_ONCE, candidates.size()));
    List<RecordReader.Known> unseen =
        some.stream()
            .filter(id -> !listed.contains(id))
            .map(id -> new RecordReader.Known(id, Optional.empty()))
            .toList();
    if (!unseen.isEmpty()) {
      right
          .read(unseen, 0)
          .forEach(
              (id, presence) -> {
                if (!presence.isActive() && !(presence instanceof Presence.Unknown)) {
                  away.add(id);
                }
              });
    }
    links
        .claims(some)
        .forEach(
            (id, claim) -> {
              if (!claim.released()) {
                away.add(id);
              }
            });
    return away;
  }

  /** Ambiguous records of which a rival is linked, left alone or no longer stored. */
  private Set<LinkKey> rivalIsAway(List<Link> unsettled) {
    Set<LinkKey> asked = new HashSet<>();
    unsettled.forEach(link -> asked.addAll(LinkKey.ofAll(link.ambiguity().rivals())));
    unsettled.forEach(link -> asked.remove(link.key()));
    if (asked.isEmpty()) {
      return new TreeSet<>();
    }
    Map<LinkKey, Link> stored = links.byKey(asked);
    asked.removeIf(
        key ->
            Optional.ofNullable(stored.get(key))
                .filter(link -> link.right().isEmpty() && !link.ignored())
                .isPresent());
    Set<LinkKey> due = new TreeSet<>();
    for (Link link : unsettled) {
      if (link.ambiguity().rivals().stream().map(LinkKey::of).anyMatch(asked::contains)) {
        due.add(link.key());
      }
    }
    return due;
  }
}
