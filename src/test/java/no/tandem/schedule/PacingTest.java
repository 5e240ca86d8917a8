package no.tandem.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import no.tandem.settings.PairName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacingTest {

  @ParameterizedTest
  @CsvSource({
    "1, 10, 1",
    "37, 10, 1",
    "38, 10, 2",
    "100, 10, 3",
    "500, 10, 14",
    "1000, 10, 27",
    "5000, 10, 134",
    "5000, 20, 67",
    "5000, 0, 1",
    "0, 10, 1"
  })
  void theIntervalGrowsWithTheTenants(int tenants, int perSecond, int minutes) {
    assertThat(Pacing.interval(tenants, perSecond)).isEqualTo(minutes);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 1", "5, 5", "134, 1", "134, 8", "60, 7"})
  void everyPairOfEveryTenantIsDueOnceInAnInterval(int interval, int every) {
    for (PairName pair : PairName.values()) {
      for (int tenant = 0; tenant < 50; tenant++) {
        List<Long> due = new ArrayList<>();
        for (long minute = 0; minute < 10L * interval * every; minute += every) {
          if (Pacing.isDue("tenant-" + tenant, pair, minute, every, interval)) {
            due.add(minute);
          }
        }
        assertThat(due).hasSize(10 * every);
        for (int i = 1; i < due.size(); i++) {
          assertThat(due.get(i) - due.get(i - 1))
              .isBetween((long) interval - every + 1, (long) interval + every - 1);
        }
      }
    }
  }

  @Test
  void theyAreSpreadEvenly() {
    int[] sweeps = new int[134];
    for (PairName pair : PairName.values()) {
      for (int tenant = 0; tenant < 5_000; tenant++) {
        for (int minute = 0; minute < sweeps.length; minute++) {
          if (Pacing.isDue("tenant-" + tenant, pair, minute, 1, sweeps.length)) {
            sweeps[minute]++;
          }
        }
      }
    }
    // 20,000 in 134 minutes are 149 a minute.
    assertThat(IntStream.of(sweeps).boxed())
        .allMatch(inAMinute -> inAMinute > 110 && inAMinute < 190);
  }

  @Test
  void batchesFillMostOfAMinute() {
    assertThat(Pacing.pause(0)).isZero();
    assertThat(Pacing.pause(1)).isZero();
    assertThat(Pacing.pause(24).toMillis()).isEqualTo(2000);
    assertThat(Pacing.pause(2).toSeconds()).isEqualTo(24);
  }
}
