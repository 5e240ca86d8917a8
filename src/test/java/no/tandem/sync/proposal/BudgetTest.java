package no.tandem.sync.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much a pair may do without asking, and when there is room again. */
class BudgetTest {
  private static final Budget BUDGET = new Budget(20, 30, 100, 300, 20);
  private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // links, in ten minutes, in an hour, removals in an hour
    "0, 20, 100, 5",
    "66, 20, 100, 6",
    "70, 21, 100, 7",
    "334, 100, 100, 20",
    "500, 100, 150, 20",
    "1000, 100, 300, 20",
    "100000, 100, 300, 20",
  })
  void soMuchIsDoneWithoutAsking(int links, int tenMinutes, int hour, int removals) {
    assertThat(BUDGET.window(links)).isEqualTo(new Budget.Window(tenMinutes, hour, removals));
  }

  @Test
  void aThousandLinksAreAsManyAsMatter() {
    assertThat(BUDGET.linksThatMatter()).isEqualTo(1000);
    assertThat(BUDGET.window(1000)).isEqualTo(BUDGET.window(1_000_000));
    assertThat(new Budget(20, 0, 100, 300, 0).linksThatMatter()).isZero();
  }

  @Test
  void whatIsSpentIsFreeAgainAfterTenMinutesAndAnHour() {
    Budget.Window window = BUDGET.least();
    Spent spent = Spent.NOTHING.plus(20, 0, NOON);
    assertThat(spent.fits(1, 0, window, NOON)).isFalse();
    assertThat(spent.fits(0, 0, window, NOON)).isTrue();
    Instant free = spent.fitsFrom(1, 0, window, NOON);
    assertThat(free).isEqualTo(NOON.plusSeconds(11 * 60));
    assertThat(spent.fits(20, 0, window, free)).isTrue();
    Spent more = spent;
    for (int i = 1; i < 5; i++) {
      more = more.plus(20, 0, NOON.plusSeconds(i * 660L));
    }
    Instant then = NOON.plusSeconds(5 * 11 * 60);
    assertThat(more.fits(1, 0, window, then)).as("a hundred in an hour").isFalse();
    assertThat(more.fitsFrom(1, 0, window, then)).isEqualTo(NOON.plusSeconds(61 * 60));
  }

  @Test
  void removalsHaveABudgetOfTheirOwn() {
    Budget.Window window = BUDGET.least();
    Spent spent = Spent.NOTHING.plus(5, 5, NOON);
    assertThat(spent.fits(1, 0, window, NOON)).isTrue();
    assertThat(spent.fits(1, 1, window, NOON)).isFalse();
    assertThat(spent.fitsFrom(1, 1, window, NOON)).isEqualTo(NOON.plusSeconds(61 * 60));
  }

  @Test
  void whatIsGivenBackIsNotSpent() {
    Spent spent = Spent.NOTHING.plus(5, 0, NOON).plus(-5, 0, NOON);
    assertThat(spent).isEqualTo(Spent.NOTHING);
  }

  @Test
  void noBudgetIsNeverTooMuch() {
    assertThat(Budget.NONE.window(0).tenMinutes()).isEqualTo(Integer.MAX_VALUE);
    assertThat(Budget.NONE.window(0).hour()).isEqualTo(Integer.MAX_VALUE);
  }
}
