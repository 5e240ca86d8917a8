package no.tandem.functions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import no.tandem.sync.Action;
import no.tandem.sync.Conflict;
import no.tandem.sync.RecordId;
import no.tandem.sync.Report;
import no.tandem.sync.SystemName;
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
  "compared",
  "drifted",
  "repaired",
  "stopped",
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
    int compared,
    int drifted,
    int repaired,
    @Nullable StopJson stopped,
    Map<String, Integer> calls,
    UnitsJson units,
    List<ActionJson> actions) {

  /** What DynamoDB charged for the run, in its request units. */
  @RegisterForReflection
  public record UnitsJson(double read, double write) {}

  /** Why a sweep stopped. */
  @RegisterForReflection
  public record StopJson(String reason, String fingerprint) {}

  /**
   * One action.
   *
   * @param remote the remote system's own error text
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
      @Nullable Boolean holder) {}

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
        report.compared(),
        report.drifted(),
        report.repaired(),
        report.stopped().map(s -> new StopJson(s.reason(), s.fingerprint())).orElse(null),
        calls,
        new UnitsJson(report.units().read(), report.units().write()),
        report.actions().stream().map(ReportJson::action).toList());
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
        action.holder() ? true : null);
  }

  private static ConflictJson conflict(Conflict conflict) {
    return new ConflictJson(
        conflict.property(), conflict.winner().map(SystemName::key).orElse("hold"));
  }
}
