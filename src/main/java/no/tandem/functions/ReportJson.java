package no.tandem.functions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import no.tandem.sync.link.Conflict;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.report.Action;
import no.tandem.sync.report.Report;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import org.jspecify.annotations.Nullable;

/** A {@link Report} as JSON. */
@JsonPropertyOrder({
  "tenant",
  "pair",
  "mode",
  "run",
  "examined",
  "created",
  "adopted",
  "updated",
  "ended",
  "inSync",
  "deferred",
  "held",
  "conflicts",
  "proposed",
  "compared",
  "drifted",
  "repaired",
  "stopped",
  "waiting",
  "troubles",
  "calls",
  "units",
  "actions"
})
@RegisterForReflection
public record ReportJson(
    String tenant,
    String pair,
    String mode,
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
    @Nullable String stopped,
    @Nullable WaitingJson waiting,
    List<String> troubles,
    Map<String, Integer> calls,
    UnitsJson units,
    List<ActionJson> actions) {

  /** Actions of at most about this many bytes are listed; the counts are whole. */
  public static final int LARGEST = 900_000;

  /** What DynamoDB charged for the run, in its request units. */
  @RegisterForReflection
  public record UnitsJson(double read, double write) {}

  /** What waits for a person, and the revision that a yes or no has to name. */
  @RegisterForReflection
  public record WaitingJson(String reason, String revision) {}

  /**
   * One action.
   *
   * @param remote the remote system's own error text
   * @param name the record's, in plan mode only
   * @param changes with their values, in plan mode only
   */
  @RegisterForReflection
  @JsonInclude(Include.NON_EMPTY)
  public record ActionJson(
      String action,
      @Nullable String system,
      @Nullable String poweroffice,
      @Nullable String webcrm,
      List<String> properties,
      List<ConflictJson> conflicts,
      @Nullable String reason,
      @Nullable String remote,
      @Nullable Boolean holder,
      @Nullable String name,
      List<ChangeJson> changes) {}

  /**
   * A property that would be written; "" stands for empty.
   *
   * @param from what stands there
   */
  @RegisterForReflection
  public record ChangeJson(String system, String property, String from, String to) {

    /** A change as JSON. */
    public static ChangeJson of(HistoryEntry.Change change) {
      return new ChangeJson(
          change.system().key(), change.property(), change.before(), change.after());
    }
  }

  /**
   * A property that changed on both sides and disagrees.
   *
   * @param winner the system whose value stays, or hold
   */
  @RegisterForReflection
  public record ConflictJson(String property, String winner) {}

  static ReportJson of(Report report) {
    Map<String, Integer> calls = new TreeMap<>();
    report.calls().forEach((system, count) -> calls.put(system.key(), count));
    return new ReportJson(
        report.tenant(),
        report.pair(),
        report.mode().name().toLowerCase(Locale.ROOT),
        report.run(),
        report.examined(),
        report.created(),
        report.adopted(),
        report.updated(),
        report.ended(),
        report.inSync(),
        report.deferred(),
        report.held(),
        report.conflicts(),
        report.proposed(),
        report.compared(),
        report.drifted(),
        report.repaired(),
        report.stopped().orElse(null),
        report.waiting().map(w -> new WaitingJson(w.reason(), w.revision())).orElse(null),
        report.troubles(),
        calls,
        new UnitsJson(report.units().read(), report.units().write()),
        listed(report.actions()));
  }

  /** As many as fit into an answer. */
  private static List<ActionJson> listed(List<Action> actions) {
    List<ActionJson> listed = new ArrayList<>();
    int size = 0;
    for (Action action : actions) {
      size += size(action);
      if (size > LARGEST) {
        break;
      }
      listed.add(action(action));
    }
    return listed;
  }

  /** About how many bytes it takes, rather more than less. */
  private static int size(Action action) {
    int size = 300 + action.summary().length() * 2;
    size += action.remoteText().map(String::length).orElse(0) * 3;
    for (Action.Shown shown : action.shown().stream().toList()) {
      size += shown.name().length() * 3 + size(shown.changes());
    }
    return size;
  }

  /** The same of values. */
  public static int size(List<HistoryEntry.Change> changes) {
    return changes.stream()
        .mapToInt(
            change ->
                80
                    + change.property().length()
                    + 3 * (change.before().length() + change.after().length()))
        .sum();
  }

  /** An action as JSON. */
  public static ActionJson action(Action action) {
    return new ActionJson(
        action.kind().key(),
        action.system().map(SystemName::key).orElse(null),
        action.poweroffice().map(RecordId::value).orElse(null),
        action.webcrm().map(RecordId::value).orElse(null),
        action.properties(),
        action.conflicts().stream().map(ReportJson::conflict).toList(),
        action.reason().orElse(null),
        action.remoteText().orElse(null),
        action.holder() ? true : null,
        action.shown().map(Action.Shown::name).orElse(null),
        action.shown().stream()
            .flatMap(shown -> shown.changes().stream())
            .map(ChangeJson::of)
            .toList());
  }

  private static ConflictJson conflict(Conflict conflict) {
    return new ConflictJson(
        conflict.property(), conflict.winner().map(SystemName::key).orElse("hold"));
  }
}
