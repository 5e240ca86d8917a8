package no.tandem.sync.apply;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import no.tandem.sync.detect.CurrentRecords;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.OwnWriteFacts;
import no.tandem.sync.report.Action;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/**
 * Reads back what was written to webCRM, whose answers do not show it, in as few calls as can be:
 * the form in which it was stored is known then before another changes the record, and what was
 * answered with success and not stored is noticed.
 */
final class ReadBack {
  private static final Logger LOG = System.getLogger(ReadBack.class.getName());

  /** How many records are read in one call. */
  private static final int BATCH = 200;

  private final ApplyContext context;
  private final List<Written> written = new ArrayList<>();

  private record Written(RecordState state, Link link, boolean created) {}

  ReadBack(ApplyContext context) {
    this.context = context;
  }

  /**
   * Notes a record to be read back.
   *
   * @param state as it was before
   * @param link as it was stored after the write
   */
  void add(RecordState state, Link link, boolean created) {
    written.add(new Written(state, link, created));
    if (written.size() == BATCH) {
      flush();
    }
  }

  /** Reads back what was noted. What cannot be read is left to the next sweep. */
  void flush() {
    if (written.isEmpty()) {
      return;
    }
    take(context.side(SystemName.WEBCRM).read(wanted(), 0));
  }

  /** What is to be read back, for whoever reads other records of the same kind now. */
  List<RecordReader.Known> wanted() {
    return written.stream()
        .map(
            one ->
                new RecordReader.Known(
                    one.link().right().orElseThrow(), one.link().rightBase().owner()))
        .toList();
  }

  /**
   * What was noted has been read.
   *
   * @param read all of {@link #wanted}, and maybe others
   */
  void take(Map<RecordId, Presence> read) {
    List<Written> batch = List.copyOf(written);
    written.clear();
    for (Written one : batch) {
      Optional<Snapshot> now =
          CurrentRecords.of(read, one.link().right().orElseThrow())
              .snapshot()
              .filter(Snapshot::active);
      if (now.isPresent()) {
        if (one.created()) {
          context.learn(now.get());
        }
        context.guarded(one.state(), () -> take(one, now.get()));
      }
    }
  }

  private void take(Written one, Snapshot now) {
    Link link = one.link();
    OwnWriteFacts facts = context.facts(Optional.of(link));
    Link checked =
        link.checked(
            one.state().left().snapshot(),
            Optional.of(now),
            one.created() ? facts : facts.afterWriteTo(one.state().right().snapshot()));
    List<Hold> holds = new ArrayList<>();
    checked
        .openWrites()
        .forEach(
            (property, openWrite) -> {
              boolean found = !Objects.equals(link.openWrites().get(property), openWrite);
              if (found && openWrite.notStored() > 0) {
                holds.add(MergeStep.notStored(openWrite, property));
              }
            });
    RecordState after = one.state().with(one.state().left(), new Presence.Present(now));
    Optional<Hold> why =
        ApplyContext.combined(holds)
            .map(hold -> hold.seen(after.left().snapshot(), after.right().snapshot()));
    Link known = why.map(checked::held).orElse(checked);
    if (!known.equals(link)) {
      LOG.log(Level.DEBUG, "{0} was read back", link.key());
      Optional<Action> action =
          why.map(
              hold -> ApplyContext.action(ApplyContext.heldOrDeferred(hold), after).because(hold));
      context.links().save(link, known, action.flatMap(a -> context.entries().entry(after, a)));
      action.ifPresent(context::report);
    }
  }
}
