package no.tandem.sync;

import java.util.List;
import no.tandem.sync.Rehearsal.Round;
import org.junit.jupiter.api.Test;

/**
 * Every combination of what a decision about a record with one property depends on, in both modes.
 * The engine is held against the contract written a second time ({@link DecisionOracle}).
 */
class DecisionTableTest extends EveryCombination {

  @Test
  void theEngineDecidesAsTheContractSays() {
    System.out.printf(
        "%d combinations in each of two modes; %d left out: %s%n",
        ALL.situations().size(), ALL.leftOutInAll(), ALL.leftOut());
    expectInEvery(
        situation -> {
          Outcome expected = DecisionOracle.expected(situation);
          Outcome decided = Translation.outcome(situation);
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
          return round.settled() && round.writes().equals(rehearsal.named(round.plan()))
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
          return told(planned).equals(told(applied)) ? "" : planned + " is not " + applied;
        });
  }

  /** The actions without the id that only a created record has. */
  private static List<Action> told(List<Action> actions) {
    return actions.stream()
        .map(
            action ->
                action.kind() == Action.Kind.CREATE
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
}
