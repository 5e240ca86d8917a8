package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import no.tandem.Slow;
import no.tandem.simulation.ManyTenants.Kind;
import no.tandem.simulation.ManyTenants.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What hooks cost and how soon what they name arrives, with the real limits and queues. */
@Slow
@ExtendWith(Quiet.class)
class HooksTest {
  private static final int RECORDS = Integer.getInteger("tandem.hooks", 10_000);

  /** The sweep before is over, the next is at least half a minute away. */
  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(28);

  @Test
  void hooksOfOurOwnWritesAreReadTogether() {
    ManyTenants tenants = tenants(Kind.LOADED, Duration.ofSeconds(62));
    tenants.hooksOfEverything(BETWEEN_SWEEPS, Duration.ofSeconds(20));
    tenants.play();
    System.out.printf(
        "%,d hooks of our own writes within 20 s: %d calls of webCRM, the last %s after the first hook%n",
        RECORDS, tenants.callsOfWebCrm(), tenants.lastCallOfWebCrm().minus(BETWEEN_SWEEPS));
    assertThat(tenants.leftOfHooks()).isZero();
    assertThat(tenants.mostInAMinute()).isLessThanOrEqualTo(250);
    assertThat(tenants.callsOfWebCrm()).isLessThanOrEqualTo(60);
  }

  @Test
  void theSecondEditOfARecordArrivesAsSoonAsTheFirst() {
    ManyTenants tenants = tenants(Kind.LIVE, Duration.ofMinutes(4));
    tenants.editsOfOneRecord(Kind.LIVE, Duration.ofSeconds(85), Duration.ofSeconds(115));
    tenants.play();
    System.out.printf(
        "Two edits of one record 30 s apart: arrived after %s%n", tenants.latencies());
    assertThat(tenants.lost()).isZero();
    assertThat(tenants.latencies()).hasSize(2);
    assertThat(tenants.latencies().getLast()).isLessThan(Duration.ofSeconds(10));
  }

  private static ManyTenants tenants(Kind kind, Duration lasts) {
    return new ManyTenants(
        new Plan(Map.of(kind, 1), 1, 4, lasts, Duration.ofHours(1), Duration.ofHours(1), RECORDS),
        20_261_128);
  }
}
