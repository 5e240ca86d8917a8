package no.tandem.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.plan.Rehearsal.Round;
import no.tandem.sync.report.Action;
import no.tandem.sync.report.Mode;
import org.junit.jupiter.api.Test;

/**
 * Every combination of what a decision about a record with one property depends on, in both modes.
 * The engine is held against the contract written a second time ({@link DecisionOracle}).
 */
class DecisionTableTest extends EveryCombination {
  private static final Path PAGE = Path.of("docs", "decisions-table.md");

  @Test
  void theEngineDecidesAsTheContractSays() {
    System.out.printf(
        "%d combinations in each of two modes; %d left out: %s%n",
        ALL.situations().size(), ALL.leftOutInAll(), ALL.leftOut());
    expectInEvery(
        situation -> {
          Verdict expected = DecisionOracle.expected(situation);
          Verdict decided = Translation.outcome(situation);
          return decided.equals(expected)
              ? ""
              : "\n  expected " + expected + "\n  decided  " + decided;
        });
  }

  @Test
  void planModeWritesNothing() {
    expectInEvery(
        situation -> {
          Rehearsal rehearsal = new Rehearsal(situation, Mode.PLAN);
          Round round = rehearsal.round();
          return round.writes().isEmpty() && round.stored() == 0 ? "" : "wrote " + round;
        });
  }

  @Test
  void applyModeWritesExactlyWhatThePlanNames() {
    expectInEvery(
        situation -> {
          Rehearsal rehearsal = new Rehearsal(situation, Mode.APPLY);
          Round round = rehearsal.round();
          return round.allStored() && round.writes().equals(rehearsal.named(round.plan()))
              ? ""
              : "named " + rehearsal.named(round.plan()) + ", did " + round;
        });
  }

  @Test
  void bothModesReportTheSameActions() {
    expectInEvery(
        situation -> {
          List<Action> planned = new Rehearsal(situation, Mode.PLAN).round().actions();
          List<Action> applied = new Rehearsal(situation, Mode.APPLY).round().actions();
          return withoutIds(planned).equals(withoutIds(applied))
              ? ""
              : planned + " is not " + applied;
        });
  }

  /** The actions without the id that only a created record has. */
  private static List<Action> withoutIds(List<Action> actions) {
    return actions.stream()
        .map(
            action ->
                action.kind() == Outcome.CREATE
                    ? action.withPowerOffice(Staged.LEFT).withWebCrm(Staged.RIGHT)
                    : action)
        .toList();
  }

  @Test
  void afterwardsTheRecordsAreAsTheContractSays() {
    expectInEvery(
        situation -> {
          Rehearsal rehearsal = new Rehearsal(situation, Mode.APPLY);
          rehearsal.round();
          return new Aftermath(situation, rehearsal).wrong();
        });
  }

  // --- the page ---

  @Test
  void thePageSaysOfEveryCombinationWhatBecomesOfIt() {
    DecisionDocument page = new DecisionDocument(ALL);
    expectInEvery(
        situation -> {
          for (DecisionDocument.Section section : page.sections()) {
            if (section.belongs().test(situation)) {
              Worded outcome = section.outcome().apply(Translation.outcome(situation));
              Set<Worded> said = section.rows().outcomes(situation);
              if (!said.equals(Set.of(outcome))) {
                return section.title() + " says " + said + " and not " + outcome;
              }
            }
          }
          return page.sections().stream().anyMatch(one -> one.belongs().test(situation))
              ? ""
              : "is in no section";
        });
  }

  @Test
  void thePageInTheRepositoryIsUpToDate() throws IOException {
    String page = new DecisionDocument(ALL).text();
    if (Boolean.getBoolean("tandem.renew-docs")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
        .as(
            "%s is not what the code decides any more. If the change is meant, renew it with %s"
                + " and look at what changed.",
            PAGE, DecisionDocument.RENEW)
        .isEqualTo(page);
  }
}
