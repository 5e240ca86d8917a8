package no.tandem.operator;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import no.tandem.functions.JsonCall;
import no.tandem.functions.PairDefinition;
import no.tandem.functions.PairRuns;
import no.tandem.functions.ReportJson;
import no.tandem.sync.proposal.Approvals;
import no.tandem.sync.report.Mode;
import no.tandem.sync.report.Report;

/** Shows a pair's proposal, and takes a person's yes or no. */
final class ProposalActs {
  private final PairRuns runs;
  private final PairDefinition pair;
  private final String tenant;
  private final OperatorCall call;
  private final Clock clock;
  private final Approvals approvals;

  ProposalActs(PairRuns runs, PairDefinition pair, String tenant, OperatorCall call, Clock clock) {
    this.runs = runs;
    this.pair = pair;
    this.tenant = tenant;
    this.call = call;
    this.clock = clock;
    this.approvals = new Approvals(runs.proposals(tenant, pair), clock);
  }

  OperatorJson show() {
    JsonCall json = call.json();
    int from = json.number("from", 0, 1, Integer.MAX_VALUE);
    Approvals.Page page =
        approvals.page(
            from == 0 ? Optional.empty() : Optional.of((long) from),
            Report.MOST_ACTIONS,
            ProposalJson::size,
            ReportJson.LARGEST);
    return answer(page, List.of(), Optional.empty());
  }

  /** Decides, and carries out what is decided: in the pair's queue, or at once if it has none. */
  OperatorJson decide(boolean approve) {
    String revision =
        call.json().required("revision", "what was shown, as the operator's 'proposal' does");
    List<Long> entries =
        call.json().has("entries")
            ? call.json().ids("entries", OperatorCall.MOST_RECORDS).stream()
                .map(number -> Long.valueOf(number.value()))
                .toList()
            : List.of();
    if (call.mode() == Mode.PLAN) {
      return show();
    }
    String by = call.by().orElseThrow();
    Optional<String> refused = approvals.decide(approve, revision, entries, by);
    if (refused.isPresent()) {
      return answer(counts(), List.of(), refused);
    }
    Optional<Report> done =
        runs.takeTurn(tenant, pair, "operator: " + call.action().key(), call.by());
    return answer(
        counts(),
        done.map(Report::actions).orElse(List.of()).stream().map(ReportJson::action).toList(),
        done.flatMap(
            report -> report.stopped().or(() -> report.waiting().map(Report.Waiting::reason))));
  }

  private Approvals.Page counts() {
    return approvals.page(Optional.of(Long.MAX_VALUE), 0, ProposalJson::size, 0);
  }

  private OperatorJson answer(
      Approvals.Page page, List<ReportJson.ActionJson> actions, Optional<String> refused) {
    return OperatorJson.ofProposal(
        tenant, call, ProposalJson.of(page, clock.instant()), actions, refused);
  }
}
