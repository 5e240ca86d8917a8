package no.tandem.sync.proposal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;

/**
 * What of a pair waits for a person, as a whole; each record is an {@link Entry}. Pure data.
 *
 * @param version 0 if it was never stored; guards against lost updates
 * @param last the number of the last entry; 0 if there never was one
 * @param revision names the revision that ends with the last entry; empty if there never was one
 * @param position a turn goes on after this entry
 * @param decided a person has decided on entries up to this one, possibly not on all of them
 * @param over all entries up to this one are over
 * @param rulings what a person said of whole revisions, by {@link Ruling#upTo}
 * @param look from where on turns look for what is new
 * @param opened when the first entry came that is not decided on
 * @param logged when the log last said that it waits
 * @param pace since when a turn is at work
 */
public record Proposal(
    long version,
    long last,
    String revision,
    long position,
    long decided,
    long over,
    List<Ruling> rulings,
    Counts counts,
    Look look,
    Optional<Instant> opened,
    Optional<Instant> logged,
    Optional<Pace> pace) {

  public static final Proposal NONE =
      new Proposal(
          0,
          0,
          "",
          0,
          0,
          0,
          List.of(),
          Counts.NONE,
          Look.NONE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * A person's word on all entries up to one that had no decision of their own.
   *
   * @param upTo the last entry that it covers; the first ruling that covers an entry counts
   */
  public record Ruling(long upTo, boolean approved, String by, Instant at) {}

  /**
   * How many entries stand where; those that were over when the proposal was last opened do not
   * count.
   *
   * @param declined said no to, and not stored with their records yet
   */
  public record Counts(
      int open, int approved, int declined, int applied, int refused, int superseded) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    /** How many a turn has to do something for. */
    public int toDo() {
      return approved + declined;
    }

    public int done() {
      return applied + refused;
    }

    Counts moved(Entry.State from, Entry.State to) {
      return plus(from, -1).plus(to, 1);
    }

    public Counts plus(Entry.State state, int number) {
      return switch (state) {
        case OPEN ->
            new Counts(atLeast0(open + number), approved, declined, applied, refused, superseded);
        case APPROVED ->
            new Counts(open, atLeast0(approved + number), declined, applied, refused, superseded);
        case DECLINED ->
            new Counts(open, approved, atLeast0(declined + number), applied, refused, superseded);
        case APPLIED -> new Counts(open, approved, declined, applied + number, refused, superseded);
        case REFUSED -> new Counts(open, approved, declined, applied, refused + number, superseded);
        case SUPERSEDED ->
            new Counts(open, approved, declined, applied, refused, superseded + number);
      };
    }

    private static int atLeast0(int number) {
      return Math.max(0, number);
    }
  }

  /**
   * What turns have looked at since the entries were decided: approved creations are sent hours
   * after they were matched, and what users made meanwhile is to be found before.
   *
   * @param from by system: up to where its changes are known
   * @param newcomers by system: records that are new since, and not linked
   * @param everything whether these are too many to be kept, so that everything is listed
   */
  public record Look(
      Map<SystemName, Cursor> from, Map<SystemName, Set<RecordId>> newcomers, boolean everything) {
    public static final Look NONE = new Look(Map.of(), Map.of(), false);

    public Look {
      from = Map.copyOf(from);
      newcomers = Map.copyOf(newcomers);
    }
  }

  /**
   * How fast turns are.
   *
   * @param done how many entries had been done then
   */
  public record Pace(Instant since, int done) {}

  public Proposal {
    rulings = List.copyOf(rulings);
  }

  /** Where an entry stands, by its own state and by what was said of whole revisions. */
  public Entry.State state(Entry entry) {
    if (entry.state() != Entry.State.OPEN) {
      return entry.state();
    }
    return ruling(entry)
        .map(ruling -> ruling.approved() ? Entry.State.APPROVED : Entry.State.DECLINED)
        .orElse(Entry.State.OPEN);
  }

  /** Who decided on an entry. */
  public Optional<String> by(Entry entry) {
    return entry.by().or(() -> ruling(entry).map(Ruling::by));
  }

  private Optional<Ruling> ruling(Entry entry) {
    return rulings.stream().filter(ruling -> entry.number() <= ruling.upTo()).findFirst();
  }

  /** Whether a turn has something to do. */
  public boolean hasToDo() {
    return counts.toDo() > 0;
  }

  /** When what was approved will be done, at the pace of this turn and those before it. */
  public Optional<Instant> expectedEnd(Instant now) {
    if (pace.isEmpty() || counts.toDo() == 0) {
      return Optional.empty();
    }
    int done = counts.done() - pace.get().done();
    if (done <= 0) {
      return Optional.empty();
    }
    Duration each = Duration.between(pace.get().since(), now).dividedBy(done);
    return Optional.of(now.plus(each.multipliedBy(counts.toDo())));
  }

  // --- what becomes of it ---

  /** The same with another entry at its end. */
  public Proposal with(String digest, Instant now) {
    boolean first = counts.open() == 0;
    boolean fresh = first && counts.toDo() == 0;
    return new Proposal(
        version,
        last + 1,
        next(digest),
        position,
        decided,
        over,
        rulings,
        (fresh ? Counts.NONE : counts).plus(Entry.State.OPEN, 1),
        fresh ? Look.NONE : look,
        first ? Optional.of(now) : opened,
        first ? Optional.empty() : logged,
        fresh ? Optional.empty() : pace);
  }

  /** It names the number of the last entry, so that its revision is found. */
  private String next(String digest) {
    return Entry.digest(revision + "/" + digest).substring(0, 8) + "%08x".formatted(last + 1);
  }

  /** The number of a revision's last entry; empty if it cannot be one. */
  static Optional<Long> lastOf(String revision) {
    return revision.matches("[0-9a-f]{16}")
        ? Optional.of(Long.parseLong(revision.substring(8), 16))
        : Optional.empty();
  }

  /**
   * The same with a person's word on all entries up to one.
   *
   * @param moved how many entries go from one state to another by it
   */
  Proposal ruled(Ruling ruling, Map<Entry.State, Integer> moved) {
    List<Ruling> all = new ArrayList<>(List.of(ruling));
    rulings.stream().filter(other -> other.upTo() > ruling.upTo()).forEach(all::add);
    Counts after = counts;
    Entry.State to = ruling.approved() ? Entry.State.APPROVED : Entry.State.DECLINED;
    for (Map.Entry<Entry.State, Integer> one : moved.entrySet()) {
      after = after.plus(one.getKey(), -one.getValue()).plus(to, one.getValue());
    }
    return decided(ruling.upTo(), over, ruling.at()).with(all).with(after);
  }

  /** The same with a person's word on an entry by itself. */
  Proposal decidedOn(Entry entry, Entry.State from, Entry.State to, Instant now) {
    return decided(entry.number(), Math.min(position, entry.number() - 1), now)
        .with(counts.moved(from, to));
  }

  private Proposal decided(long upTo, long from, Instant now) {
    return new Proposal(
        version,
        last,
        revision,
        Math.max(over, Math.min(position, from)),
        Math.max(decided, upTo),
        over,
        rulings,
        counts,
        look,
        opened,
        logged,
        Optional.of(new Pace(now, counts.done())));
  }

  Proposal with(List<Ruling> newRulings) {
    return new Proposal(
        version,
        last,
        revision,
        position,
        decided,
        over,
        newRulings,
        counts,
        look,
        opened,
        logged,
        pace);
  }

  public Proposal with(Counts newCounts) {
    return new Proposal(
        version, last, revision, position, decided, over, rulings, newCounts, look, opened, logged,
        pace);
  }

  public Proposal with(Look newLook) {
    return new Proposal(
        version, last, revision, position, decided, over, rulings, counts, newLook, opened, logged,
        pace);
  }

  /** The same once a turn has come so far. */
  public Proposal at(long newPosition, long newOver) {
    return new Proposal(
        version,
        last,
        revision,
        newPosition,
        decided,
        Math.max(over, newOver),
        rulings.stream().filter(ruling -> ruling.upTo() > newOver).toList(),
        counts,
        look,
        opened,
        logged,
        pace);
  }

  public Proposal loggedAt(Instant now) {
    return new Proposal(
        version,
        last,
        revision,
        position,
        decided,
        over,
        rulings,
        counts,
        look,
        opened,
        Optional.of(now),
        pace);
  }

  /** The same as stored under a version. */
  public Proposal stored(long newVersion) {
    return new Proposal(
        newVersion,
        last,
        revision,
        position,
        decided,
        over,
        rulings,
        counts,
        look,
        opened,
        logged,
        pace);
  }
}
