package no.tandem.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** For tests that look at every situation there is. */
abstract class EveryCombination {
  static final Situation.All ALL = Situation.all();

  /**
   * @param check what is wrong in a situation; "" if nothing is
   */
  static void expectInEvery(Function<Situation, String> check) {
    List<String> wrong = new ArrayList<>();
    for (Situation situation : ALL.situations()) {
      String what = check.apply(situation);
      if (!what.isEmpty()) {
        wrong.add(situation + ": " + what);
      }
    }
    assertThat(wrong.stream().limit(10).toList())
        .as("%s of %s combinations", wrong.size(), ALL.situations().size())
        .isEmpty();
  }
}
