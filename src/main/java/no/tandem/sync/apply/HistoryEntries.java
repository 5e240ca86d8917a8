package no.tandem.sync.apply;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LostValue;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.link.Reason;
import no.tandem.sync.plan.Plan;
import no.tandem.sync.report.Action;
import no.tandem.sync.report.Run;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.View;

/** Writes down what becomes of records in one run. */
final class HistoryEntries {
  private final Run run;
  private final Clock clock;
  private final Map<LinkKey, Instant> begun = new HashMap<>();

  HistoryEntries(Run run, Clock clock) {
    this.run = run;
    this.clock = clock;
  }

  /** An outcome that replaced no property. */
  Optional<HistoryEntry> entry(RecordState state, Action action) {
    return entry(state, action, Optional.empty());
  }

  Optional<HistoryEntry> entry(RecordState state, Action action, Optional<String> policy) {
    return Optional.of(
        entry(
            state,
            action.poweroffice().map(LinkKey::of).orElse(state.key()),
            action.webcrm(),
            action.kind(),
            next(),
            true,
            List.of(),
            List.of(),
            policy,
            action.reason(),
            action.remoteText()));
  }

  /** What is about to be written, with what it replaces. */
  HistoryEntry begun(RecordState state, Outcome kind, Plan.Merge plan, Optional<String> policy) {
    Instant at = next();
    begun.put(LinkKey.of(plan.left().id()), at);
    return merged(
        state,
        kind,
        plan,
        policy,
        at,
        false,
        changes(plan, plan.toLeft().keySet(), plan.toRight().keySet()),
        List.of());
  }

  /** What was about to be written was not sent. */
  HistoryEntry notSent(RecordState state, Plan.Merge plan, Optional<String> policy, Action late) {
    return merged(
        state,
        late.kind(),
        plan,
        policy,
        Optional.ofNullable(begun.remove(LinkKey.of(plan.left().id()))).orElseGet(this::next),
        true,
        List.of(),
        List.of(late));
  }

  /** What a change did to a record besides what it was to do. */
  HistoryEntry seen(LinkKey key, RecordId right, Reason what) {
    return new HistoryEntry(
        key,
        Optional.of(right),
        next(),
        0,
        run.id(),
        run.cause(),
        run.by(),
        Outcome.UPDATE,
        true,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.of(what.text()),
        Optional.empty(),
        Optional.empty());
  }

  /** What was written in the end. */
  HistoryEntry finished(
      RecordState state,
      Outcome kind,
      Plan.Merge plan,
      Optional<String> policy,
      Set<String> writtenLeft,
      Set<String> writtenRight,
      List<Action> actions) {
    Outcome what =
        writtenLeft.isEmpty() && writtenRight.isEmpty() && kind == Outcome.UPDATE
            ? actions.getFirst().kind()
            : kind;
    Instant at =
        Optional.ofNullable(begun.remove(LinkKey.of(plan.left().id()))).orElseGet(this::next);
    return merged(
        state, what, plan, policy, at, true, changes(plan, writtenLeft, writtenRight), actions);
  }

  /** An operator's edit of one record. */
  HistoryEntry edit(
      RecordState state,
      SystemName system,
      View before,
      View after,
      boolean finished,
      Action action) {
    Instant at =
        finished ? Optional.ofNullable(begun.remove(state.key())).orElseGet(this::next) : next();
    if (!finished) {
      begun.put(state.key(), at);
    }
    List<HistoryEntry.Change> changes = new ArrayList<>();
    Stream.concat(before.values().keySet().stream(), after.values().keySet().stream())
        .distinct()
        .sorted()
        .filter(property -> !before.get(property).equals(after.get(property)))
        .forEach(
            property ->
                changes.add(
                    new HistoryEntry.Change(
                        system,
                        property,
                        before.get(property).orElse(""),
                        after.get(property).orElse(""))));
    return entry(
        state,
        state.key(),
        action.webcrm(),
        action.kind(),
        at,
        finished,
        changes,
        List.of(),
        Optional.empty(),
        action.reason(),
        Optional.empty());
  }

  private HistoryEntry merged(
      RecordState state,
      Outcome kind,
      Plan.Merge plan,
      Optional<String> policy,
      Instant at,
      boolean finished,
      List<HistoryEntry.Change> changes,
      List<Action> actions) {
    // Why the record was held before is in the history already.
    Optional<String> before = state.link().flatMap(Link::hold).map(Hold::reason).map(Reason::text);
    List<Action> news =
        actions.stream().filter(a -> a.reason().isEmpty() || !a.reason().equals(before)).toList();
    List<String> reasons = news.stream().flatMap(a -> a.reason().stream()).toList();
    List<String> remote = news.stream().flatMap(a -> a.remoteText().stream()).toList();
    return entry(
        state,
        LinkKey.of(plan.left().id()),
        Optional.of(plan.right().id()),
        kind,
        at,
        finished,
        changes,
        plan.losers(),
        policy,
        joined(reasons),
        joined(remote));
  }

  private static Optional<String> joined(List<String> texts) {
    return texts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", texts));
  }

  private static List<HistoryEntry.Change> changes(
      Plan.Merge plan, Set<String> writtenLeft, Set<String> writtenRight) {
    List<HistoryEntry.Change> changes = new ArrayList<>();
    writtenLeft.stream()
        .sorted()
        .forEach(
            property ->
                changes.add(
                    new HistoryEntry.Change(
                        SystemName.POWEROFFICE,
                        property,
                        plan.left().view().get(property).orElse(""),
                        plan.leftBase().view().get(property).orElse(""))));
    writtenRight.stream()
        .sorted()
        .forEach(
            property ->
                changes.add(
                    new HistoryEntry.Change(
                        SystemName.WEBCRM,
                        property,
                        plan.right().view().get(property).orElse(""),
                        plan.rightBase().view().get(property).orElse(""))));
    return changes;
  }

  private HistoryEntry entry(
      RecordState state,
      LinkKey key,
      Optional<RecordId> right,
      Outcome kind,
      Instant at,
      boolean finished,
      List<HistoryEntry.Change> changes,
      List<LostValue> losers,
      Optional<String> policy,
      Optional<String> reason,
      Optional<String> remoteText) {
    Optional<LinkKey> formerly =
        key.equals(state.key()) ? Optional.empty() : Optional.of(state.key());
    return new HistoryEntry(
        key,
        right,
        at,
        state.linkOrNew().version(),
        run.id(),
        run.cause(),
        run.by(),
        kind,
        finished,
        changes,
        losers,
        policy,
        reason,
        remoteText,
        formerly);
  }

  private Instant next() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
