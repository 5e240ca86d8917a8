package no.tandem.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every combination of what a decision about a record with one property depends on. The engine is
 * held against the contract written a second time ({@link DecisionOracle}).
 */
class DecisionTableTest {
  private static final Situation.All ALL = Situation.all();

  @Test
  void theEngineDecidesAsTheContractSays() {
    List<String> wrong = new ArrayList<>();
    for (Situation situation : ALL.situations()) {
      Outcome expected = DecisionOracle.expected(situation);
      Outcome decided = decided(situation);
      if (!decided.equals(expected)) {
        wrong.add(situation + "\n  expected " + expected + "\n  decided  " + decided);
      }
    }
    System.out.println(ALL.situations().size() + " combinations, left out " + ALL.leftOut());
    assertThat(wrong.stream().limit(20).toList()).as(wrong.size() + " combinations").isEmpty();
  }

  private static Outcome decided(Situation situation) {
    Staged staged = new Staged(situation);
    return Translation.outcome(staged.plan(), staged.work().linkOrNew());
  }
}
