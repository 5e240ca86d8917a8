package no.tandem.sync.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Units;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/**
 * What a run did, or in plan mode would do.
 *
 * @param run names the run in the history
 * @param examined records looked at
 * @param created linked records created
 * @param adopted existing records linked, also when a field was filled in doing so
 * @param updated records in which something was written
 * @param ended links ended
 * @param inSync records found in sync
 * @param deferred records due again in the next sweep
 * @param held records that wait for a person
 * @param conflicts properties in conflict
 * @param proposed actions that wait for a person
 * @param compared links that a full sweep compared
 * @param drifted links found different by a full sweep without a change having been seen
 * @param repaired how many of those are in sync again
 * @param stopped why the run ended before it was done; empty if it was done
 * @param waiting what of it waits for a person; empty if nothing does
 * @param busy whether it did nothing because another run of the pair goes on
 * @param troubles what is down in a system, while the rest goes on
 * @param unread whether it ended because a system could not be read
 * @param unfinished whether its time was up, and another run goes on with what was approved
 * @param calls calls made, by system; log-ins and metadata do not count
 * @param units what the link store charged
 * @param actions what was done, record by record, up to {@link #MOST_ACTIONS}; only in plan mode
 *     with values
 * @param changeToApplied how long after a record's own change stamp its change was written to the
 *     other system, for each write that followed a change; none in a run that looks at everything,
 *     whose changes may be of any age
 */
public record Report(
    String tenant,
    String pair,
    Mode mode,
    String run,
    int examined,
    int created,
    int adopted,
    int updated,
    int ended,
    int inSync,
    int deferred,
    int held,
    int conflicts,
    int proposed,
    int compared,
    int drifted,
    int repaired,
    Optional<String> stopped,
    Optional<Waiting> waiting,
    boolean busy,
    List<String> troubles,
    boolean unread,
    boolean unfinished,
    Map<SystemName, Integer> calls,
    Units units,
    List<Action> actions,
    List<Duration> changeToApplied) {

  /** The most actions that are listed; all are counted. */
  public static final int MOST_ACTIONS = 1000;

  /** Receives each outcome of a run as it happens. */
  @FunctionalInterface
  public interface Listener {
    /** Does nothing. */
    Listener NONE = (action, done) -> {};

    /**
     * An outcome is in the report.
     *
     * @param done whether it was done, or only would be
     */
    void receive(Action action, boolean done);
  }

  /**
   * What waits for a person, while everything else was done.
   *
   * @param revision names what was proposed, as a yes or no has to; empty if nothing is proposed
   *     any more, and an approval that came with the call did not fit
   */
  public record Waiting(String reason, String revision) {}

  /** Collects a report while the run goes on. */
  public static final class Builder {
    private final String tenant;
    private final String pair;
    private final Mode mode;
    private final String run;
    private final Listener listener;
    private final List<Action> actions = new ArrayList<>();
    private int examined;
    private int created;
    private int adopted;
    private int updated;
    private int ended;
    private int inSync;
    private int deferred;
    private int held;
    private int conflicts;
    private int proposed;
    private Optional<String> summary = Optional.empty();
    private Optional<Waiting> waiting = Optional.empty();
    private Optional<String> notApproved = Optional.empty();
    private final Map<LinkKey, Action.Shown> shown = new HashMap<>();
    private int compared;
    private int drifted;
    private int repaired;
    private Optional<String> stopped = Optional.empty();
    private boolean busy;
    private boolean unread;
    private boolean unfinished;
    private boolean followsChanges;
    private final List<Duration> changeToApplied = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();

    public Builder(String tenant, String pair, Mode mode, String run, Listener listener) {
      this.tenant = tenant;
      this.pair = pair;
      this.mode = mode;
      this.run = run;
      this.listener = listener;
    }

    public Mode mode() {
      return mode;
    }

    String run() {
      return run;
    }

    public void examined() {
      examined++;
    }

    public void inSync() {
      inSync++;
    }

    public void compared() {
      compared++;
    }

    public void drifted(int links) {
      drifted = links;
    }

    public void repaired() {
      repaired++;
    }

    /** The run looks at what has changed just now, so that delays mean something. */
    public void followsChanges() {
      followsChanges = true;
    }

    /** A change of this record was written to the other system. */
    public void applied(Snapshot changed, Instant now) {
      if (followsChanges) {
        changed
            .changedAt()
            .map(at -> at.isAfter(now) ? Duration.ZERO : Duration.between(at, now))
            .ifPresent(changeToApplied::add);
      }
    }

    /**
     * A kind of write is down.
     *
     * @param waiting how many records are put off by it
     */
    public void trouble(String what, int waiting) {
      troubles.add(what);
      deferred += waiting;
    }

    public void stop(String reason) {
      stopped = Optional.of(reason);
    }

    /** A system could not be read. */
    public void unread(String reason) {
      unread = true;
      stop(reason);
    }

    /** Leaves all of it to the run that goes on. */
    public void busy() {
      busy = true;
      stop("Another run of this pair goes on. This one has left everything as it is.");
    }

    /** Leaves the rest to another run. */
    public void timeIsUp(int left) {
      unfinished = true;
      stop("Its time was up; " + left + " entries are left to the run that goes on with them.");
    }

    // --- what waits for a person ---

    /** This action waits. */
    public void propose(Action action) {
      proposed++;
      keep(action);
    }

    /** How many actions would wait. */
    public void proposed(int number) {
      proposed = number;
    }

    /** What a person has to know of what waits. */
    public void waits(String what) {
      summary = Optional.of(what);
    }

    /** An approval was not accepted. */
    public void notApproved(String reason) {
      notApproved = Optional.of(reason);
    }

    public boolean mayWait() {
      return stopped.isEmpty() && (summary.isPresent() || notApproved.isPresent());
    }

    /** Names the revision that waits; empty if nothing does any more. */
    public void waitsAs(String revision) {
      if (notApproved.isPresent()) {
        waiting =
            Optional.of(
                new Waiting(
                    notApproved.get() + summary.map(what -> " " + what).orElse(""), revision));
      } else if (!revision.isEmpty()) {
        waiting = Optional.of(new Waiting(summary.orElse(""), revision));
      }
    }

    /** How this record's actions are to be shown. */
    public void show(LinkKey key, Action.Shown how) {
      shown.put(key, how);
    }

    public List<Action> actions() {
      return List.copyOf(actions);
    }

    public boolean isStopped() {
      return stopped.isPresent();
    }

    /** Counts the action and lists it; what a stopped run would have done is only listed. */
    public void add(Action action) {
      if (isStopped() && mode == Mode.APPLY) {
        list(action);
        return;
      }
      switch (action.kind()) {
        case CREATE -> created++;
        case ADOPT -> adopted++;
        case UPDATE -> updated++;
        case END -> ended++;
        case DEFER -> deferred++;
        case HOLD -> held++;
        case RESUME -> {}
      }
      conflicts += action.conflicts().size();
      list(action);
    }

    private void list(Action action) {
      boolean done = mode == Mode.APPLY && !isStopped();
      if (keep(action) || done) {
        listener.receive(action, done);
      }
    }

    private boolean keep(Action action) {
      boolean kept = actions.size() < MOST_ACTIONS;
      if (kept) {
        actions.add(
            Optional.ofNullable(shown.get(action.link())).map(action::shownAs).orElse(action));
      }
      return kept;
    }

    /** Lists the actions without counting them: they are about the holder organisation. */
    public void addHolder(List<Action> more) {
      more.forEach(action -> list(action.ofHolder()));
    }

    public Report build(Map<SystemName, Integer> calls, Units units) {
      return new Report(
          tenant,
          pair,
          mode,
          run,
          examined,
          created,
          adopted,
          updated,
          ended,
          inSync,
          deferred,
          held,
          conflicts,
          proposed,
          compared,
          drifted,
          repaired,
          stopped,
          waiting,
          busy,
          List.copyOf(troubles),
          unread,
          unfinished,
          calls,
          units,
          Collections.unmodifiableList(actions),
          Collections.unmodifiableList(changeToApplied));
    }
  }
}
