package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import no.tandem.Slow;
import no.tandem.simulation.ManyTenants.Kind;
import no.tandem.simulation.ManyTenants.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * 5,000 tenants in one deployment: what each of them gets, and what 60 in trouble do to the rest.
 */
@Slow
@ExtendWith(Quiet.class)
class ManyTenantsTest {
  private static final int LIVE = 200;
  private static final int TROUBLED = 20;
  private static final int TENANTS = 5_000;
  private static final int CONCURRENCY = 100;
  private static final int NEW_CUSTOMERS = 800;

  /** What {@code Pacing} makes of 5,000 tenants. */
  private static final Duration INTERVAL = Duration.ofMinutes(134);

  @Test
  void troubleOfSomeDelaysNoOther() {
    ManyTenants calm = played(plan(0, Duration.ofMinutes(30)), "without trouble");
    ManyTenants troubled =
        played(plan(TROUBLED, INTERVAL.plusMinutes(4)), "with 60 tenants in trouble");

    for (ManyTenants one : List.of(calm, troubled)) {
      assertThat(one.mostInASecond()).as("PowerOffice's gateway, in any second").isBetween(8, 10);
      assertThat(one.mostInAMinute()).as("a webCRM system, in any minute").isLessThanOrEqualTo(250);
      assertThat(one.lost()).as("edits that did not arrive").isZero();
    }
    assertThat(at(troubled.latencies(), 50).toMillis())
        .as("median of a change, against that without trouble")
        .isLessThan(at(calm.latencies(), 50).toMillis() * 3 / 2);
    assertThat(at(troubled.latencies(), 99).toMillis())
        .as("99th percentile of a change, against that without trouble")
        .isLessThan(at(calm.latencies(), 99).toMillis() * 3 / 2);
    assertThat(at(troubled.latencies(), 100)).isLessThan(Duration.ofSeconds(30));

    assertThat(troubled.swept())
        .as("pairs of healthy tenants swept within an interval")
        .isEqualTo((TENANTS - 3 * TROUBLED) * 4);
    assertThat(at(troubled.lateness(), 100)).as("the latest sweep").isLessThan(INTERVAL);
    assertThat(troubled.loaded()).as("first loads that are done").hasSize(TROUBLED);
    assertThat(troubled.turnsOfFirstLoads())
        .as("in several turns each")
        .isGreaterThan(2 * TROUBLED);
  }

  private static Plan plan(int troubled, Duration lasts) {
    return new Plan(
        Map.of(
            Kind.IDLE, TENANTS - LIVE - 3 * troubled,
            Kind.LIVE, LIVE,
            Kind.BROKEN, troubled,
            Kind.SLOW, troubled,
            Kind.NEW, troubled),
        150,
        CONCURRENCY,
        lasts,
        Duration.ofSeconds(4),
        Duration.ofMinutes(3),
        NEW_CUSTOMERS);
  }

  private static ManyTenants played(Plan plan, String name) {
    long begun = System.nanoTime();
    ManyTenants tenants = new ManyTenants(plan, 20_261_125);
    tenants.play();
    System.out.printf(
        "%,d tenants in %d secrets, %s, for %d minutes (played in %d s):%n",
        TENANTS,
        tenants.numberOfSecrets(),
        name,
        plan.lasts().toMinutes(),
        Duration.ofNanos(System.nanoTime() - begun).toSeconds());
    print(
        "PowerOffice requests",
        "%,d, at most %d in any second".formatted(tenants.requests(), tenants.mostInASecond()));
    print(
        "webCRM requests of one tenant",
        "at most %d in any minute".formatted(tenants.mostInAMinute()));
    print("writes for the limits", "%,d".formatted(tenants.reservations()));
    print(
        "instances, longest queues",
        "%d, %s".formatted(tenants.cloud().instances(), tenants.cloud().longestQueues()));
    print("changes: edit to arrival", spread(tenants.latencies()));
    print("sweeps: message to end", spread(tenants.lateness()));
    if (!tenants.loaded().isEmpty()) {
      print(
          "first loads, in %d turns".formatted(tenants.turnsOfFirstLoads()),
          spread(tenants.loadTimes()));
    }
    return tenants;
  }

  private static void print(String what, String value) {
    System.out.printf("  %-30s %s%n", what, value);
  }

  private static String spread(List<Duration> sorted) {
    return "%,d; median %s, 99 %% %s, all %s"
        .formatted(sorted.size(), shown(sorted, 50), shown(sorted, 99), shown(sorted, 100));
  }

  private static String shown(List<Duration> sorted, int percent) {
    return "%.1f s".formatted(at(sorted, percent).toMillis() / 1000.0);
  }

  private static Duration at(List<Duration> sorted, int percent) {
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }
}
