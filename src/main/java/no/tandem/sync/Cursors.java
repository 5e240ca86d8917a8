package no.tandem.sync;

import java.util.Optional;
import no.tandem.sync.link.RunState;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.SystemName;

/** The stored cursors of both systems, as a sweep finds and leaves them. */
final class Cursors {
  private final RunState runState;
  private final BySystem<Optional<Cursor>> before;

  Cursors(RunState runState) {
    this.runState = runState;
    this.before = BySystem.each(runState::cursor);
  }

  BySystem<Optional<Cursor>> before() {
    return before;
  }

  /** Whether nothing was ever listed. */
  boolean areNone() {
    return before.powerOffice().isEmpty() && before.webCrm().isEmpty();
  }

  /** Whether both systems can be asked for changes. */
  boolean areBoth() {
    return before.powerOffice().isPresent() && before.webCrm().isPresent();
  }

  /** Moves them on, once everything before has a durable outcome. */
  void move(BySystem<Optional<Cursor>> after) {
    for (SystemName system : SystemName.values()) {
      after
          .of(system)
          .filter(cursor -> !before.of(system).equals(Optional.of(cursor)))
          .ifPresent(cursor -> move(system, cursor));
    }
  }

  private void move(SystemName system, Cursor after) {
    // Another run may have moved it on meanwhile, and is not taken back.
    Optional<Cursor> now = runState.cursor(system);
    if (now.filter(other -> other.stamp().compareTo(after.stamp()) > 0).isEmpty()) {
      runState.saveCursor(system, after);
    }
  }
}
