package no.tandem.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import no.tandem.check.Finding;
import no.tandem.functions.ReportJson;
import no.tandem.functions.ReportJson.ActionJson;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.report.Action;
import no.tandem.sync.side.RecordId;
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
 * @param fingerprint to be sent with the same call again, so that what is shown here is done
 * @param records where several were named: the same of each
 * @param proposal the pair's, where it was asked for
 * @param findings what {@code check} found out
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
    @Nullable String refused,
    @JsonInclude(Include.NON_NULL) @Nullable String fingerprint,
    @JsonInclude(Include.NON_EMPTY) List<RecordJson> records,
    @JsonInclude(Include.NON_NULL) @Nullable ProposalJson proposal,
    @JsonInclude(Include.NON_EMPTY) List<FindingJson> findings) {
  private static final String SHOWN_FIRST =
      "It would write to many records, so nothing was done yet. Send the same call again with this"
          + " 'fingerprint' to have done exactly what is shown.";

  /** What is answered about one record, before it is JSON. */
  record RecordAnswer(
      LinkKey record,
      Optional<Link> link,
      List<String> text,
      List<HistoryEntry> entries,
      List<Action> actions,
      Optional<String> notDone) {

    @Nullable String webCrm() {
      return link.flatMap(Link::right).map(RecordId::value).orElse(null);
    }
  }

  /** An answer that is about no record. */
  static OperatorJson said(String tenant, OperatorCall call, List<String> text) {
    return of(tenant, call, null, null, null, text, List.of(), List.of(), null, null, List.of());
  }

  /** An answer about a pair's proposal. */
  static OperatorJson ofProposal(
      String tenant,
      OperatorCall call,
      ProposalJson proposal,
      List<ActionJson> actions,
      Optional<String> refused) {
    return new OperatorJson(
        tenant,
        call.action().key(),
        call.mode().name().toLowerCase(Locale.ROOT),
        call.pair().key(),
        null,
        null,
        List.of(),
        List.of(),
        actions,
        refused.orElse(null),
        null,
        List.of(),
        proposal,
        List.of());
  }

  static OperatorJson ofCheck(String tenant, OperatorCall call, List<Finding> findings) {
    return new OperatorJson(
        tenant,
        call.action().key(),
        call.mode().name().toLowerCase(Locale.ROOT),
        null,
        null,
        null,
        findings.stream().map(Finding::line).toList(),
        List.of(),
        List.of(),
        null,
        null,
        List.of(),
        null,
        findings.stream().map(FindingJson::of).toList());
  }

  static OperatorJson ofRecord(
      String tenant, OperatorCall call, RecordAnswer answer, Optional<String> fingerprint) {
    return of(
        tenant,
        call,
        call.pair().key(),
        Story.shown(answer.record()),
        answer.webCrm(),
        answer.text(),
        answer.entries(),
        answer.actions(),
        whyNotDone(List.of(answer), fingerprint),
        fingerprint.orElse(null),
        List.of());
  }

  /** One answer for all records of a run. */
  static OperatorJson ofRun(
      String tenant, OperatorCall call, List<RecordAnswer> answers, Optional<String> fingerprint) {
    return of(
        tenant,
        call,
        call.pair().key(),
        null,
        null,
        List.of(),
        List.of(),
        answers.stream().flatMap(one -> one.actions().stream()).toList(),
        whyNotDone(answers, fingerprint),
        fingerprint.orElse(null),
        List.of());
  }

  static OperatorJson ofRecords(
      String tenant, OperatorCall call, List<RecordAnswer> answers, Optional<String> fingerprint) {
    return of(
        tenant,
        call,
        call.pair().key(),
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        whyNotDone(List.of(), fingerprint),
        fingerprint.orElse(null),
        answers.stream().map(RecordJson::of).toList());
  }

  private static @Nullable String whyNotDone(
      List<RecordAnswer> answers, Optional<String> fingerprint) {
    List<String> reasons =
        Stream.concat(
                fingerprint.map(shown -> SHOWN_FIRST).stream(),
                answers.stream().flatMap(one -> one.notDone().stream()))
            .distinct()
            .toList();
    return reasons.isEmpty() ? null : String.join(" ", reasons);
  }

  private static OperatorJson of(
      String tenant,
      OperatorCall call,
      @Nullable String pair,
      @Nullable String poweroffice,
      @Nullable String webcrm,
      List<String> text,
      List<HistoryEntry> entries,
      List<Action> actions,
      @Nullable String refused,
      @Nullable String fingerprint,
      List<RecordJson> records) {
    return new OperatorJson(
        tenant,
        call.action().key(),
        call.mode().name().toLowerCase(Locale.ROOT),
        pair,
        poweroffice,
        webcrm,
        text,
        entries.stream().map(EntryJson::of).toList(),
        actions.stream().map(ReportJson::action).toList(),
        refused,
        fingerprint,
        records,
        null,
        List.of());
  }

  /**
   * One thing that {@code check} found out.
   *
   * @param result ok, warn or fail
   * @param todo what to do; empty if nothing has to be done
   */
  @RegisterForReflection
  public record FindingJson(String check, String result, String seen, String todo) {

    static FindingJson of(Finding finding) {
      return new FindingJson(
          finding.check(),
          finding.result().name().toLowerCase(Locale.ROOT),
          finding.seen(),
          finding.advice());
    }
  }

  /** One of several records. */
  @RegisterForReflection
  public record RecordJson(
      @Nullable String poweroffice,
      @Nullable String webcrm,
      List<String> text,
      List<ActionJson> actions,
      @Nullable String refused) {

    static RecordJson of(RecordAnswer answer) {
      return new RecordJson(
          Story.shown(answer.record()),
          answer.webCrm(),
          answer.text(),
          answer.actions().stream().map(ReportJson::action).toList(),
          answer.notDone().orElse(null));
    }
  }

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
      @Nullable String by,
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
          entry.by().orElse(null),
          entry.kind().name().toLowerCase(Locale.ROOT),
          entry.finished(),
          Story.shown(entry.key()),
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
              .map(
                  lostValue ->
                      new LoserJson(
                          lostValue.system().key(), lostValue.property(), lostValue.value()))
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
