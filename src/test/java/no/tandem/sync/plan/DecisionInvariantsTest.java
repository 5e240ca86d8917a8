package no.tandem.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import no.tandem.sync.link.Conflict;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LostValue;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.plan.Rehearsal.Round;
import no.tandem.sync.plan.Situation.Policy;
import no.tandem.sync.plan.Verdict.OfProperty;
import no.tandem.sync.report.Action;
import no.tandem.sync.report.Mode;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;

/**
 * What holds in every combination. The oracle is not asked here, so this also finds what it and the
 * engine have wrong alike.
 */
class DecisionInvariantsTest extends EveryCombination {

  @Test
  void nothingIsWrittenWhenAnythingIsUnknown() {
    expectInEvery(
        situation -> {
          if (!situation.unknown()) {
            return "";
          }
          Rehearsal rehearsal = new Rehearsal(situation, Mode.APPLY);
          Optional<Link> before = rehearsal.link();
          Round round = rehearsal.round();
          boolean onlyHeld =
              before
                  .map(link -> link.held(rehearsal.link().orElseThrow().hold().orElseThrow()))
                  .map(held -> held.stored(0))
                  .equals(before.flatMap(link -> rehearsal.link()).map(link -> link.stored(0)));
          return round.writes().isEmpty() && onlyHeld ? "" : "did " + round;
        });
  }

  @Test
  void nothingIsEverDeleted() {
    expectInEvery(
        situation -> {
          Rehearsal rehearsal = new Rehearsal(situation, Mode.APPLY);
          for (int i = 0; i < 3; i++) {
            rehearsal.round();
          }
          return rehearsal.staysThere() ? "" : "a record is gone";
        });
  }

  @Test
  void whatDidNotChangeSinceItsBaseIsNeverTheSourceOfAWrite() {
    expectInEvery(
        situation -> {
          if (new Staged(situation).plan() instanceof Plan.Merge merge) {
            boolean fromLeft = !merge.toRight().isEmpty();
            boolean fromRight = !merge.toLeft().isEmpty();
            if ((fromLeft && !situation.leftValue().differsFromBase())
                || (fromRight && !situation.rightValue().differsFromBase())) {
              return "is written from an unchanged side";
            }
          }
          return "";
        });
  }

  @Test
  void aPlanNeverWritesToBothSides() {
    expectInEvery(
        situation -> {
          Round round = new Rehearsal(situation, Mode.APPLY).round();
          return round.writes().size() <= 1 ? "" : "did " + round;
        });
  }

  @Test
  void whatWasWrittenGivesNothingMoreToDo() {
    expectInEvery(
        situation -> {
          Rehearsal rehearsal = new Rehearsal(situation, Mode.APPLY);
          Round first = rehearsal.round();
          Round next = rehearsal.round();
          boolean goesOn = first.plan() instanceof Plan.Reactivate;
          if (goesOn || first.plan() instanceof Plan.Recreate) {
            // What is active again is compared, and what is to be there again is created, now.
            next = rehearsal.round();
          }
          boolean wrote = !first.writes().isEmpty() || first.plan() instanceof Plan.Recreate;
          boolean mayBeHeld = !wrote || (goesOn && situation.policy() == Policy.HOLD);
          boolean quiet =
              next.writes().isEmpty()
                  && next.actions().stream().allMatch(DecisionInvariantsTest::waits)
                  && (mayBeHeld || next.actions().isEmpty());
          Round last = rehearsal.round();
          return quiet && last.writes().isEmpty() && last.stored() == 0
              ? ""
              : "did " + first + ", then " + next + ", then " + last;
        });
  }

  private static boolean waits(Action action) {
    return action.kind() == Outcome.HOLD || action.kind() == Outcome.DEFER;
  }

  @Test
  void thePolicyMattersOnlyWhenBothSidesChangedAndDisagree() {
    expectInEvery(
        situation -> {
          boolean matters =
              !Translation.outcome(situation)
                  .equals(Translation.outcome(situation.with(Policy.POWEROFFICE)));
          boolean disagree =
              situation.bothActive()
                  && situation.leftValue().differsFromBase()
                  && situation.rightValue().differsFromBase()
                  && !situation.equal();
          boolean conflict = Translation.outcome(situation).property().conflict();
          return (!matters || disagree) && conflict == disagree ? "" : "the policy matters";
        });
    assertThat(
            ALL.situations().stream()
                .filter(one -> one.policy() == Policy.POWEROFFICE)
                .map(Translation::outcome)
                .map(Verdict::property)
                .filter(OfProperty::conflict)
                .distinct())
        .containsExactly(OfProperty.POWEROFFICE_WINS);
  }

  @Test
  void aConflictNamesItsLoserOrIsHeld() {
    expectInEvery(
        situation -> {
          Staged staged = new Staged(situation);
          if (!(staged.plan() instanceof Plan.Merge merge)) {
            return "";
          }
          for (Conflict conflict : merge.conflicts()) {
            boolean allStored =
                conflict.winner().isPresent()
                    ? merge
                        .losers()
                        .equals(List.of(lostValue(staged, conflict.winner().get().other())))
                    : !merge.writes() && !merge.holds().isEmpty();
            if (!allStored) {
              return "neither names its loser nor is held: " + merge;
            }
          }
          // Nothing is lost but in a conflict.
          return merge.losers().size() <= merge.conflicts().size() ? "" : "loses " + merge.losers();
        });
  }

  private static LostValue lostValue(Staged staged, SystemName system) {
    Optional<String> value =
        system == SystemName.POWEROFFICE ? staged.leftValue() : staged.rightValue();
    return new LostValue(Staged.NAME, system, value.orElse(""));
  }
}
