package no.tandem.sync.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.tandem.sync.detect.CurrentRecords;
import no.tandem.sync.detect.Owner;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.pair.Matching;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.pair.Rules;
import no.tandem.sync.plan.Matcher.Match;
import no.tandem.sync.plan.Matcher.Unlinked;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;

/** Looks in webCRM for the counterparts of PowerOffice records that are not linked. */
final class CounterpartFinder {

  /**
   * What was found.
   *
   * @param matches by PowerOffice record
   * @param alike by record: the links to what looks like its counterpart
   */
  record Found(Map<RecordId, Match> matches, Map<LinkKey, Set<LinkKey>> alike) {
    static final Found NOTHING = new Found(Map.of(), Map.of());

    Optional<Match> match(LinkKey key) {
      return key.left().map(matches::get);
    }

    /** The webCRM record where just one was found, by record. */
    Map<LinkKey, Snapshot> single() {
      Map<LinkKey, Snapshot> single = new HashMap<>();
      matches.forEach(
          (id, match) -> {
            if (match instanceof Match.One(Snapshot right)) {
              single.put(LinkKey.of(id), right);
            }
          });
      return single;
    }
  }

  private final Pair pair;
  private final Rules rules;
  private final LinkReader links;
  private final CurrentRecords current;

  CounterpartFinder(Pair pair, Rules rules, LinkReader links, CurrentRecords current) {
    this.pair = pair;
    this.rules = rules;
    this.links = links;
    this.current = current;
  }

  /** Whether a counterpart is to be looked for, as far as is known before the owners are. */
  static boolean anyToFind(Collection<RecordState> states) {
    return !toFind(states).isEmpty();
  }

  private static List<Unlinked> toFind(Collection<RecordState> states) {
    List<Unlinked> unlinked = new ArrayList<>();
    for (RecordState state : states) {
      boolean placed = state.owner().isEmpty() || Owner.place(state.owner()).isPresent();
      boolean leftAlone = state.link().filter(Link::ignored).isPresent();
      if (!state.linked() && placed && !leftAlone) {
        state
            .left()
            .snapshot()
            .filter(snapshot -> snapshot.active() || state.intent())
            .map(snapshot -> unlinked(state, snapshot))
            .ifPresent(unlinked::add);
      }
    }
    return unlinked;
  }

  private static Unlinked unlinked(RecordState state, Snapshot left) {
    return new Unlinked(
        left,
        Owner.place(state.owner()),
        state.link().flatMap(Link::intentAt),
        state.link().map(Link::ambiguity).orElse(Hold.Ambiguity.NONE));
  }

  /**
   * Looks for all of them at once, as two may have an equal claim to one.
   *
   * @param claims of records that are not among these
   */
  Found find(Collection<RecordState> states, Matcher.Claims claims) {
    List<Unlinked> records = toFind(states);
    if (records.isEmpty()) {
      return Found.NOTHING;
    }
    // A script cannot ask for names without regard to blanks, and whether it ignores letter case is
    // not known; so that nothing is created twice, all records are read and compared here.
    Matcher matcher = new Matcher(pair, rules, current.everyRight());
    Map<RecordId, LinkReader.Claim> linked = new HashMap<>(links.claims(matcher.possible(records)));
    claims = claims.and(wished(linked, states));
    linked.values().removeIf(LinkReader.Claim::released);
    Map<LinkKey, Set<LinkKey>> alike = new HashMap<>();
    for (Unlinked record : records) {
      Set<LinkKey> linkedOnes = new TreeSet<>();
      for (RecordId similar : matcher.similar(record)) {
        Optional.ofNullable(linked.get(similar))
            .filter(claim -> claim.pair().equals(pair.name()))
            .ifPresent(claim -> linkedOnes.add(claim.key()));
      }
      if (!linkedOnes.isEmpty()) {
        alike.put(LinkKey.of(record.left().id()), linkedOnes);
      }
    }
    matcher.exclude(linked.keySet());
    return new Found(matcher.match(records, claims), alike);
  }

  /** webCRM records that others, which are not decided now, wait for a person's yes to have. */
  private Matcher.Claims wished(
      Map<RecordId, LinkReader.Claim> claims, Collection<RecordState> states) {
    Matcher.Claims wished = new Matcher.Claims();
    Map<RecordId, LinkKey> wishedBy = new HashMap<>();
    claims.forEach(
        (id, claim) -> {
          if (claim.wished() && claim.pair().equals(pair.name())) {
            wishedBy.put(id, claim.key());
          }
        });
    states.forEach(state -> wishedBy.values().remove(state.key()));
    if (wishedBy.isEmpty()) {
      return wished;
    }
    Map<LinkKey, Link> stored = links.byKey(wishedBy.values());
    wishedBy.forEach(
        (right, key) ->
            Optional.ofNullable(stored.get(key))
                .flatMap(Link::proposed)
                .flatMap(Hold.Proposed::right)
                .filter(right::equals)
                .flatMap(same -> key.left())
                .ifPresent(left -> wished.add(right, left, Matching.NO)));
    return wished;
  }

  /** Claims of PowerOffice records that are ambiguous and not decided now. */
  static Matcher.Claims claims(List<Link> unsettled, Set<LinkKey> decidedNow) {
    Matcher.Claims claims = new Matcher.Claims();
    unsettled.stream()
        .filter(link -> !decidedNow.contains(link.key()))
        .filter(link -> !link.ambiguity().isNoneOfThem())
        .forEach(link -> link.left().ifPresent(left -> claim(claims, left, link.ambiguity())));
    return claims;
  }

  private static void claim(Matcher.Claims claims, RecordId left, Hold.Ambiguity ambiguity) {
    ambiguity.candidates().keySet().forEach(right -> claims.add(right, left, ambiguity.rank()));
  }

  /** webCRM records that belong, or might belong, to one of the PowerOffice records. */
  static Set<RecordId> contested(Collection<Match> matches) {
    Set<RecordId> contested = new HashSet<>();
    for (Match match : matches) {
      switch (match) {
        case Match.Ambiguous ambiguous ->
            contested.addAll(ambiguous.ambiguity().candidates().keySet());
        case Match.One one -> contested.add(one.right().id());
        case Match.Referring referring -> contested.add(referring.right().id());
        case Match.None none -> {}
      }
    }
    return contested;
  }
}
