package no.tandem.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import no.tandem.functions.ReportJson.ActionJson;
import no.tandem.sync.HistoryEntry;
import no.tandem.sync.RecordId;
import org.jspecify.annotations.Nullable;

/**
 * The operator function's answer.
 *
 * @param poweroffice the PowerOffice record that it is about
 * @param webcrm the webCRM record that it is about
 * @param text the story, or what was done, for reading
 * @param story the same as data, oldest first
 * @param actions what was done, or in plan mode would be
 * @param refused why nothing, or not everything, was done
 */
@RegisterForReflection
public record OperatorJson(
    String tenant,
    String action,
    String mode,
    @Nullable String pair,
    @Nullable String poweroffice,
    @Nullable String webcrm,
    List<String> text,
    List<EntryJson> story,
    List<ActionJson> actions,
    @Nullable String refused) {

  /**
   * One entry of the history.
   *
   * @param entry names it, for restoring
   * @param finished false if the process died in it
   */
  @RegisterForReflection
  @JsonInclude(Include.NON_EMPTY)
  public record EntryJson(
      String entry,
      String at,
      String run,
      String cause,
      String what,
      boolean finished,
      @Nullable String poweroffice,
      @Nullable String webcrm,
      List<ChangeJson> changes,
      List<LoserJson> losers,
      @Nullable String policy,
      @Nullable String reason,
      @Nullable String remote) {

    static EntryJson of(HistoryEntry entry) {
      return new EntryJson(
          entry.name(),
          entry.at().toString(),
          entry.run(),
          entry.cause(),
          entry.kind().name().toLowerCase(Locale.ROOT),
          entry.finished(),
          Story.shown(entry.left()),
          entry.right().map(RecordId::value).orElse(null),
          entry.changes().stream()
              .map(
                  change ->
                      new ChangeJson(
                          change.system().key(),
                          change.property(),
                          change.before(),
                          change.after()))
              .toList(),
          entry.losers().stream()
              .map(loser -> new LoserJson(loser.system().key(), loser.property(), loser.value()))
              .toList(),
          entry.policy().orElse(null),
          entry.reason().orElse(null),
          entry.remoteText().orElse(null));
    }
  }

  /** A property that was written; "" stands for empty. */
  public record ChangeJson(String system, String property, String before, String after) {}

  /** A value that lost a conflict; "" stands for empty. */
  public record LoserJson(String system, String property, String value) {}
}
