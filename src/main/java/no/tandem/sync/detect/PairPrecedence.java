package no.tandem.sync.detect;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Reason;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.side.Snapshot;

/**
 * Two pairs may find the same webCRM record by its name. The records of the one that comes first
 * come first: a record of the other adopts nothing that could belong to one of them.
 */
public final class PairPrecedence {
  private final Pair pair;
  private final Optional<Sources.Stored> first;

  /**
   * @param first the pair that comes before this one, if one does
   */
  PairPrecedence(Pair pair, Optional<Sources.Stored> first) {
    this.pair = pair;
    this.first = first;
  }

  /** The link with what has to be known of its PowerOffice record while it is not linked. */
  public static Link knowing(Pair pair, Link link, Optional<Snapshot> left) {
    Link owned = link.ownedBy(left.flatMap(Snapshot::owner));
    return left.isEmpty() || pair.sharedName().isEmpty()
        ? owned
        : owned.called(left.flatMap(pair::sharedName));
  }

  /**
   * By record: why it may not adopt yet what was found for it.
   *
   * @param matches the one webCRM record that was found, by record
   */
  public Map<LinkKey, Hold> waits(
      Map<LinkKey, RecordState> states, Map<LinkKey, Snapshot> matches) {
    Map<LinkKey, Hold> waits = new HashMap<>();
    if (first.isEmpty()) {
      return waits;
    }
    Map<LinkKey, Set<String>> names = new TreeMap<>();
    matches.forEach(
        (key, right) ->
            Optional.ofNullable(states.get(key))
                .filter(state -> !state.intent() && !hasOurReference(right, key))
                .ifPresent(state -> names.put(key, names(state, right))));
    if (names.isEmpty()) {
      return waits;
    }
    if (!isListed()) {
      names
          .keySet()
          .forEach(key -> waits.put(key, Hold.deferred(Reason.mayBeACustomers(Set.of()))));
      return waits;
    }
    Set<String> asked = new HashSet<>();
    names.values().forEach(asked::addAll);
    Map<String, Set<LinkKey>> waiting = first.get().links().waiting(asked);
    names.forEach(
        (key, ofRecord) -> {
          Set<LinkKey> before = new TreeSet<>();
          ofRecord.forEach(name -> before.addAll(waiting.getOrDefault(name, Set.of())));
          if (!before.isEmpty()) {
            LinkKey next = before.iterator().next();
            waits.put(key, Hold.deferred(Reason.mayBeACustomers(before)).waitingFor(next));
          }
        });
    return waits;
  }

  private boolean hasOurReference(Snapshot right, LinkKey key) {
    return pair.webCrmReference()
        .flatMap(right.columns()::text)
        .filter(text -> key.left().map(pair::reference).filter(text::equals).isPresent())
        .isPresent();
  }

  private Set<String> names(RecordState state, Snapshot right) {
    Set<String> names = new HashSet<>();
    state.left().snapshot().flatMap(pair::sharedName).ifPresent(names::add);
    pair.sharedName(right).ifPresent(names::add);
    return names;
  }

  /**
   * Whether the pair that comes first has listed all its records once. Where there are none at all,
   * only the other system's cursor shows, which is stored last.
   */
  private boolean isListed() {
    return first.filter(its -> !its.runState().isNew()).isPresent();
  }

  /** Which of these links have waited long enough: those that it waits for are decided. */
  Set<LinkKey> over(Iterable<Link> unsettled) {
    Map<LinkKey, Optional<LinkKey>> waiting = new TreeMap<>();
    for (Link link : unsettled) {
      link.hold()
          .filter(hold -> hold.is(Reason.Code.MAY_BE_A_CUSTOMERS))
          .ifPresent(hold -> waiting.put(link.key(), hold.waitsFor()));
    }
    Set<LinkKey> over = new TreeSet<>();
    if (first.isEmpty() || waiting.isEmpty()) {
      return over;
    }
    Set<LinkKey> asked = new HashSet<>();
    waiting.values().forEach(customer -> customer.ifPresent(asked::add));
    Map<LinkKey, Link> stored = first.get().links().byKey(asked);
    boolean listed = isListed();
    waiting.forEach(
        (key, customer) -> {
          boolean isOver =
              customer
                  .map(c -> Optional.ofNullable(stored.get(c)).flatMap(Link::waitingName).isEmpty())
                  .orElse(listed);
          if (isOver) {
            over.add(key);
          }
        });
    return over;
  }
}
