package no.tandem.sync.apply;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import no.tandem.sync.link.Outage;
import no.tandem.sync.link.Outage.Write;
import no.tandem.sync.link.Reason;
import no.tandem.sync.link.RunState;
import no.tandem.sync.pair.Removal;
import no.tandem.sync.plan.Plan;
import no.tandem.sync.plan.Planned;
import no.tandem.sync.report.Report;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a system's trouble apart from a record's. After five failures in a row five other records
 * are tried, from all over the list. If they fail as well, that kind of write is down: then one
 * record is tried per pause, and the others wait without a call. An answer that judges the record
 * shows that the system works.
 */
final class Breaker {
  /** How many failures in a row look like an outage, and how many others are tried then. */
  private static final int MANY = 5;

  private final RunState runState;
  private final Clock clock;
  private final Map<Write, Outage> outages = new HashMap<>();
  private final Map<Write, String> texts = new HashMap<>();
  private final Map<Write, Integer> waiting = new LinkedHashMap<>();
  private final Map<Write, Reason> stopped = new LinkedHashMap<>();
  private final Map<Write, Map<String, Integer>> rejections = new LinkedHashMap<>();
  private final Set<Write> done = new HashSet<>();
  private List<Outage> stored = List.of();
  private boolean loaded;
  private @Nullable Write tried;

  Breaker(RunState runState, Clock clock) {
    this.runState = runState;
    this.clock = clock;
  }

  // --- what the calls say ---

  /** The system did it. */
  void succeeded(Write write) {
    works(write);
    done.add(write);
  }

  /** The system did it, or judged the record. */
  void works(Write write) {
    outages.remove(write);
  }

  /** The system judged the record. Where it says the same of all, the report says so once. */
  void rejected(Write write, String text) {
    works(write);
    rejections.computeIfAbsent(write, all -> new LinkedHashMap<>()).merge(text, 1, Integer::sum);
  }

  /**
   * It failed, and nothing says that it is the record's fault.
   *
   * @param first whether it never failed before: a record that fails again says nothing new
   * @return whether the record has to answer for it
   */
  boolean failed(Write write, boolean first, TransientException why) {
    texts.put(write, why.text());
    Outage outage = of(write);
    if (write.equals(tried) || outage.isDown()) {
      return false;
    }
    if (first) {
      outages.put(write, outage.failed());
    }
    return true;
  }

  /** Nothing of the kind is sent any more, until an operator says so. */
  void stop(Write write, Reason why) {
    stopped.put(write, why);
  }

  /** Whether it would write what is stopped. */
  boolean isStopped(Planned one) {
    return whyStopped(one).isPresent();
  }

  /** Why nothing that it would write is sent, if that is stopped. */
  Optional<Reason> whyStopped(Planned one) {
    return writes(one.plan()).stream()
        .flatMap(write -> Optional.ofNullable(stopped.get(write)).stream())
        .findFirst();
  }

  private Outage of(Write write) {
    return outages.getOrDefault(write, Outage.none(write));
  }

  // --- what is to be done next ---

  /** Reads what earlier runs know. */
  void load() {
    if (!loaded) {
      loaded = true;
      stored = runState.outages();
      stored.forEach(one -> outages.putIfAbsent(one.write(), one));
    }
  }

  /** Whether enough failed in a row that others have to be tried now. */
  boolean isSuspicious() {
    return tried == null && outages.values().stream().anyMatch(Breaker::isSuspected);
  }

  private static boolean isSuspected(Outage one) {
    return !one.isDown() && one.failures() >= MANY;
  }

  /**
   * Takes what waits for a system that is down out of the list.
   *
   * @return what was taken out
   */
  List<Planned> putOff(List<Planned> rest) {
    List<Planned> putOff = new ArrayList<>();
    for (Write write : stopped.keySet()) {
      putOff(write, rest, putOff);
    }
    for (Outage one : List.copyOf(outages.values())) {
      if (one.isDown() && one.notBefore().filter(at -> clock.instant().isBefore(at)).isPresent()) {
        putOff(one.write(), rest, putOff);
      }
    }
    return putOff;
  }

  private void putOff(Write write, List<Planned> rest, List<Planned> putOff) {
    Predicate<Planned> waits = decided -> writes(decided.plan()).contains(write);
    int before = putOff.size();
    rest.stream().filter(waits).forEach(putOff::add);
    rest.removeIf(waits);
    if (putOff.size() > before) {
      waiting.merge(write, putOff.size() - before, Integer::sum);
    }
  }

  /**
   * What is to be tried before anything else, to see whether a kind of write is down; empty if no
   * kind is suspected. It is out of the list then, and {@link #tried} is to be called after it.
   */
  Optional<List<Planned>> toTry(List<Planned> rest) {
    for (Outage one : List.copyOf(outages.values())) {
      if (one.isDown() || isSuspected(one)) {
        List<Planned> able =
            rest.stream().filter(decided -> writes(decided.plan()).contains(one.write())).toList();
        // One that failed before says little; it comes to that only if there is no other.
        List<Planned> fresh = able.stream().filter(d -> !d.state().hasFailed()).toList();
        List<Planned> some =
            one.isDown() ? one(fresh.isEmpty() ? able : fresh, one.probes()) : spread(fresh);
        if (one.isDown() && some.isEmpty()) {
          continue;
        }
        tried = one.write();
        rest.removeAll(some);
        return Optional.of(some);
      }
    }
    return Optional.empty();
  }

  /** They were tried. */
  void tried() {
    Write write = tried;
    tried = null;
    if (write != null && outages.containsKey(write)) {
      outages.put(write, of(write).down(clock.instant()));
    }
  }

  /** Some of all over the list, the first and the last among them. */
  private static List<Planned> spread(List<Planned> list) {
    if (list.size() <= MANY) {
      return list;
    }
    List<Planned> some = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      some.add(list.get(i * (list.size() - 1) / (MANY - 1)));
    }
    return some;
  }

  /**
   * By turns the one that changed last, as that is the likeliest to have become well since, and one
   * of all over the list.
   */
  private static List<Planned> one(List<Planned> list, int number) {
    if (number % 2 == 0) {
      return list.stream().max(Comparator.comparing(Breaker::changedAt)).stream().toList();
    }
    // Steps of the golden ratio come near every place soon.
    return list.isEmpty() ? list : List.of(list.get((int) (number * 0.618 % 1 * list.size())));
  }

  private static Instant changedAt(Planned one) {
    return Stream.of(one.state().left(), one.state().right())
        .flatMap(presence -> presence.snapshot().flatMap(Snapshot::changedAt).stream())
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  /** What of either system a plan writes. */
  static Set<Write> writes(Plan plan) {
    Set<Write> writes = new HashSet<>();
    switch (plan) {
      case Plan.Create create -> writes.add(Write.create(create.system()));
      case Plan.Merge merge -> {
        if (!merge.toLeft().isEmpty()) {
          writes.add(Write.update(SystemName.POWEROFFICE));
        }
        if (!merge.toRight().isEmpty()) {
          writes.add(Write.update(SystemName.WEBCRM));
        }
      }
      case Plan.Reactivate reactivate -> writes.add(Write.update(reactivate.system()));
      case Plan.End end -> {
        if (end.policy() == Removal.DEACTIVATE) {
          writes.add(Write.update(end.because().other()));
        }
      }
      case Plan.Nothing nothing -> {}
      case Plan.Forget forget -> {}
      case Plan.Recreate recreate -> {}
      case Plan.Wait wait -> {}
    }
    return writes;
  }

  // --- at the end ---

  /** Stores what the next runs have to know, and reports what is down. */
  void finish(Report.Builder report) {
    List<Outage> now = List.copyOf(outages.values());
    if (loaded && !Set.copyOf(now).equals(Set.copyOf(stored))) {
      runState.saveOutages(now);
      stored = now;
    }
    waiting.forEach((write, count) -> report.trouble(trouble(write, count), count));
    waiting.clear();
    rejections.forEach(
        (write, texts) ->
            texts.forEach(
                (text, count) -> {
                  if (count >= MANY && !done.contains(write)) {
                    report.trouble(ofAll(write, text, count), 0);
                  }
                }));
    rejections.clear();
  }

  private static String ofAll(Write write, String text, int count) {
    return write
        + ": it says the same of all ("
        + text
        + "); "
        + count
        + " records are held. Each full sweep tries them again";
  }

  private String trouble(Write write, int count) {
    String waits = count + " records wait for it";
    Reason why = stopped.get(write);
    return why != null
        ? why.text() + ". " + waits
        : write
            + " at the moment"
            + Optional.ofNullable(texts.get(write)).map(text -> " (" + text + ")").orElse("")
            + "; "
            + waits
            + ". It is tried again after "
            + of(write).notBefore().map(Object::toString).orElse("a while");
  }
}
