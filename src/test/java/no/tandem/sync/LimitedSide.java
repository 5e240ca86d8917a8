package no.tandem.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import no.tandem.TestClock;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.Listing;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RejectedException;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.Stamp;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;
import no.tandem.sync.side.UnmappedFields;
import no.tandem.sync.side.View;

/**
 * One system's records in memory, each call taking as long as the system's request limit makes it
 * take in the long run.
 */
final class LimitedSide implements Side {
  private static final Duration OVERLAP = Duration.ofMinutes(2);

  private final SystemName system;
  private final TestClock clock;
  private final Duration call;
  private final int pageSize;
  private final List<String> properties;
  private final TreeMap<Long, Snapshot> records = new TreeMap<>();
  private final TreeMap<Instant, List<Long>> changes = new TreeMap<>();
  private final Map<String, Integer> counted = new TreeMap<>();
  private final Set<Long> hidden = new HashSet<>();
  private final Set<Long> failing = new HashSet<>();
  private long next = 1_000_000;
  private boolean byUser;
  private boolean refusesAll;
  private boolean losesAnswers;
  private Map<String, String> deactivation = Map.of();
  private Duration waits = Duration.ZERO;
  private Runnable meanwhile = () -> {};
  private BiConsumer<String, Instant> heard = (kind, at) -> {};
  private Optional<UnmappedFields> unmapped = Optional.empty();
  private Runnable onUpdate = () -> {};

  /**
   * @param call how long a call takes
   */
  LimitedSide(
      SystemName system, TestClock clock, Duration call, int pageSize, List<String> properties) {
    this.system = system;
    this.clock = clock;
    this.call = call;
    this.pageSize = pageSize;
    this.properties = properties;
  }

  // --- users ---

  void put(long id, Map<String, String> values, Optional<RecordId> owner) {
    byUser = true;
    store(id, values, owner);
    byUser = false;
  }

  long add(Map<String, String> values, Optional<RecordId> owner) {
    put(++next, values, owner);
    return next;
  }

  void edit(long id, String property, String value) {
    Snapshot before = records.get(id);
    Map<String, String> values = new HashMap<>(before.view().values());
    values.put(property, value);
    put(id, values, before.owner());
  }

  /** The whole record, written through the API. */
  void write(long id, Map<String, String> values) {
    store(id, values, records.get(id).owner());
  }

  Snapshot record(RecordId id) {
    return records.get(Long.parseLong(id.value()));
  }

  void remove(long id) {
    records.remove(id);
  }

  /** Lists lack it, though it is there. */
  void hide(long id) {
    hidden.add(id);
  }

  /** Its updates are forbidden for now. */
  void failing(long id, boolean fails) {
    if (fails) {
      failing.add(id);
    } else {
      failing.remove(id);
    }
  }

  /** It refuses whatever is to be created. */
  void refusesAll(boolean refuses) {
    refusesAll = refuses;
  }

  /** It does what it is asked for, and its answers get lost. */
  void losesAnswers(boolean loses) {
    losesAnswers = loses;
  }

  /** Its records have these fields besides, and this happens with each update. */
  void hasUnmapped(UnmappedFields fields, Runnable withEachUpdate) {
    unmapped = Optional.of(fields);
    onUpdate = withEachUpdate;
  }

  @Override
  public Optional<UnmappedFields> unmappedFields() {
    return unmapped;
  }

  /** What makes a record inactive. */
  void deactivation(Map<String, String> columns) {
    deactivation = columns;
  }

  /** The next update gets its place in the limit so late. */
  void letsWait(Duration duration) {
    letsWait(duration, () -> {});
  }

  /** The same, and this happens meanwhile. */
  void letsWait(Duration duration, Runnable event) {
    waits = duration;
    meanwhile = event;
  }

  Collection<Snapshot> records() {
    return records.values();
  }

  Optional<String> value(long id, String property) {
    return Optional.ofNullable(records.get(id)).flatMap(record -> record.view().get(property));
  }

  /** From now on each call is heard of as it begins. */
  void hear(BiConsumer<String, Instant> listener) {
    heard = listener;
  }

  /** How often each kind of call was made. */
  Map<String, Integer> counted() {
    return counted;
  }

  private void store(long id, Map<String, String> values, Optional<RecordId> owner) {
    View view = View.EMPTY;
    for (String property : properties) {
      view =
          view.with(
              property,
              Optional.ofNullable(values.get(property)).filter(value -> !value.isEmpty()));
    }
    Instant created =
        Optional.ofNullable(records.get(id)).flatMap(Snapshot::createdAt).orElse(clock.instant());
    Map<String, String> columns = new HashMap<>(view.values());
    columns.put("stamp", clock.instant().toString());
    records.put(
        id,
        new Snapshot(
            new RecordId(Long.toString(id)),
            view,
            Columns.of(columns),
            Optional.empty(),
            owner,
            Optional.of(clock.instant()),
            Optional.of(byUser ? "user" : "api"),
            !byUser,
            Optional.of(created),
            byUser || system == SystemName.POWEROFFICE ? Optional.empty() : Optional.of("api")));
    changes.computeIfAbsent(clock.instant(), at -> new ArrayList<>()).add(id);
  }

  // --- calls ---

  private void called(String kind, int times) {
    counted.merge(kind, times, Integer::sum);
    heard.accept(kind, clock.instant());
    clock.pass(call.multipliedBy(times));
  }

  @Override
  public Listing all() {
    called("list everything", 1);
    called("list everything: pages", records.size() / pageSize);
    return listing(
        records.entrySet().stream()
            .filter(record -> !hidden.contains(record.getKey()))
            .map(Map.Entry::getValue)
            .toList());
  }

  @Override
  public Listing changedSince(Cursor cursor) {
    return changedSince(cursor.stamp().at().minus(OVERLAP).minus(cursor.listingTook()));
  }

  @Override
  public Listing changedSince(Instant since) {
    Map<Long, Snapshot> changed = new TreeMap<>();
    changes
        .tailMap(since, true)
        .values()
        .forEach(
            ids ->
                ids.forEach(
                    id ->
                        Optional.ofNullable(records.get(id))
                            .ifPresent(record -> changed.put(id, record))));
    called("list changes", 1 + changed.size() / pageSize);
    return listing(List.copyOf(changed.values()));
  }

  private static Listing listing(List<Snapshot> snapshots) {
    Optional<Stamp> largest = Optional.empty();
    for (Snapshot snapshot : snapshots) {
      largest = Stamp.largest(largest, snapshot, "stamp");
    }
    return new Listing(snapshots, largest);
  }

  @Override
  public Map<RecordId, Presence> read(Collection<Known> known, int listed) {
    Map<RecordId, Presence> found = new HashMap<>();
    int lookUps = 0;
    for (Known one : known) {
      Snapshot record = records.get(Long.parseLong(one.id().value()));
      boolean alone = system == SystemName.POWEROFFICE || record == null || known.size() == 1;
      lookUps += alone ? 1 : 0;
      found.put(one.id(), record == null ? new Presence.Gone() : new Presence.Present(record));
    }
    called("look up", lookUps);
    if (system == SystemName.WEBCRM && known.size() > 1) {
      called("read many", 1 + known.size() / 250);
    }
    return found;
  }

  @Override
  public Created create(New record, IntentStore intentStore) {
    intentStore.store();
    called("create", 1);
    if (refusesAll) {
      throw new RejectedException(system, 400, "refused", "refused");
    }
    store(++next, record.columns(), record.owner());
    answered();
    return new Created(Optional.of(new RecordId(Long.toString(next))), Optional.empty());
  }

  @Override
  public Optional<Snapshot> update(
      Snapshot current, Map<String, String> columns, Freshness freshness) {
    clock.pass(waits);
    waits = Duration.ZERO;
    meanwhile.run();
    meanwhile = () -> {};
    freshness.check();
    called("update", 1);
    long id = Long.parseLong(current.id().value());
    if (failing.contains(id)) {
      throw new TransientException(system, 403, "forbidden", "forbidden");
    }
    Map<String, String> values = new HashMap<>(records.get(id).view().values());
    values.putAll(columns);
    store(id, values, current.owner());
    onUpdate.run();
    answered();
    return system == SystemName.POWEROFFICE ? Optional.of(records.get(id)) : Optional.empty();
  }

  private void answered() {
    if (losesAnswers) {
      throw new TransientException(system, 0, "no answer", "no answer");
    }
  }

  @Override
  public Map<String, String> deactivation() {
    return deactivation;
  }

  @Override
  public Map<String, String> activation() {
    return Map.of();
  }

  @Override
  public Lengths lengths() {
    return Lengths.UNKNOWN;
  }

  @Override
  public int calls() {
    return counted.values().stream().mapToInt(Integer::intValue).sum();
  }
}
