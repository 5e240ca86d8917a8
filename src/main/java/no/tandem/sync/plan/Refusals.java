package no.tandem.sync.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.Reason;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.proposal.Entry;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.View;

/**
 * What a person refused of a record, and what is left of a plan for that. Pure.
 *
 * <p>Refused is a property with the value that was to be written, or the creation, the link or its
 * end as a whole, with the records as they were. A new value is no longer what was refused.
 */
public final class Refusals {
  private static final Set<Entry.What> BY_PROPERTY = Set.of(Entry.What.UPDATE);

  private Refusals() {}

  /**
   * The link's refusals with this entry's.
   *
   * @param link as it waits for the entry
   */
  public static Map<String, String> with(Link link, Entry entry) {
    Map<String, String> all = new HashMap<>(link.refusals());
    if (BY_PROPERTY.contains(entry.what())) {
      entry
          .changes()
          .forEach(change -> all.put(key(change.system(), change.property()), change.after()));
    } else {
      Hold.Seen seen = link.hold().map(Hold::seen).orElse(Hold.Seen.NOTHING);
      all.put(key(entry.what()), whole(entry.right(), seen));
    }
    return all;
  }

  private static String key(SystemName system, String property) {
    return system.key() + "." + property;
  }

  private static String key(Entry.What what) {
    return "whole." + what.key();
  }

  private static String whole(Optional<RecordId> right, Hold.Seen seen) {
    return right.map(RecordId::value).orElse("") + " " + seen.values();
  }

  /** The plan without what was refused. */
  static Plan respected(Pair pair, RecordState state, Plan plan) {
    Map<String, String> refusals = state.link().map(Link::refusals).orElse(Map.of());
    if (refusals.isEmpty()) {
      return plan;
    }
    Optional<Effect> effect = Effect.of(pair, new Planned(state, plan));
    if (effect.isPresent()
        && !BY_PROPERTY.contains(effect.get().what())
        && isRefused(refusals, effect.get().what(), state)) {
      return new Plan.Wait(Hold.held(Reason.refusedByAPerson(effect.get().what().key())));
    }
    return plan instanceof Plan.Merge merge && merge.kind() == Plan.Merge.Kind.UPDATE
        ? without(refusals, state, merge)
        : plan;
  }

  private static boolean isRefused(
      Map<String, String> refusals, Entry.What what, RecordState state) {
    String refused = refusals.get(key(what));
    if (refused == null) {
      return false;
    }
    Optional<RecordId> right = what == Entry.What.CREATE ? Optional.empty() : state.rightId();
    // What was stored before the records' values were has no blank.
    return refused.contains(" ")
        ? Snapshot.isSame(refused, whole(right, state.seen()))
        : what != Entry.What.ADOPT || refused.equals(right.map(RecordId::value).orElse(""));
  }

  /** What is refused of a property stays behind with its old bases, as if it had not been read. */
  private static Plan.Merge without(
      Map<String, String> refusals, RecordState state, Plan.Merge merge) {
    BySystem<Map<String, Optional<String>>> writes =
        BySystem.each(system -> new LinkedHashMap<>(merge.to(system)));
    Link before =
        state
            .linkOrNew()
            .checked(Optional.of(merge.left()), Optional.of(merge.right()), merge.facts());
    Base leftBase = merge.leftBase();
    Base rightBase = merge.rightBase();
    List<Reason> holds = new ArrayList<>(merge.holds());
    List<String> refused = new ArrayList<>();
    for (SystemName system : SystemName.values()) {
      View after = merge.base(system).view();
      for (String property : merge.to(system).keySet()) {
        if (after
            .get(property)
            .orElse("")
            .equals(refusals.getOrDefault(key(system, property), "\u0000"))) {
          writes.of(system).remove(property);
          leftBase = leftBase.withPropertyOf(before.leftBase(), property);
          rightBase = rightBase.withPropertyOf(before.rightBase(), property);
          holds.add(Reason.refusedByAPerson(property));
          refused.add(property);
        }
      }
    }
    return new Plan.Merge(
        merge.kind(),
        merge.left(),
        merge.right(),
        writes.powerOffice(),
        writes.webCrm(),
        leftBase,
        rightBase,
        merge.conflicts().stream().filter(c -> !refused.contains(c.property())).toList(),
        merge.losers().stream()
            .filter(lostValue -> !refused.contains(lostValue.property()))
            .toList(),
        holds,
        merge.lastWrites(),
        merge.facts());
  }

  /** Those that still keep something back, once a record was brought over without it. */
  public static Map<String, String> left(Map<String, String> refusals, Plan.Merge merge) {
    if (refusals.isEmpty()) {
      return refusals;
    }
    Map<String, String> left = new HashMap<>();
    for (SystemName system : SystemName.values()) {
      for (String property : properties(merge)) {
        String refused = refusals.get(key(system, property));
        if (refused != null && isLeftBehind(merge, property)) {
          left.put(key(system, property), refused);
        }
      }
    }
    return left;
  }

  private static Set<String> properties(Plan.Merge merge) {
    Set<String> properties = new HashSet<>();
    properties.addAll(merge.left().view().values().keySet());
    properties.addAll(merge.right().view().values().keySet());
    properties.addAll(merge.leftBase().view().values().keySet());
    properties.addAll(merge.rightBase().view().values().keySet());
    return properties;
  }

  /** Whether the two records go on differing in a property. */
  private static boolean isLeftBehind(Plan.Merge merge, String property) {
    boolean written = merge.toLeft().containsKey(property) || merge.toRight().containsKey(property);
    boolean asKnown =
        merge.left().view().get(property).equals(merge.leftBase().view().get(property))
            && merge.right().view().get(property).equals(merge.rightBase().view().get(property));
    return !written && !asKnown;
  }
}
