package no.tandem.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.TestClock;
import no.tandem.sync.link.Hold;
import no.tandem.sync.report.Report;
import no.tandem.sync.side.RecordId;
import org.junit.jupiter.api.Test;

/** What an hour costs in which nothing happens: read units and calls of sixty sweeps of a pair. */
class IdleHourTest {
  private static final int MANY = Integer.getInteger("tandem.idle.records", 500);
  private static final int UNMATCHED = 500;

  private final Company company = new Company();
  private final TestClock clock = company.clock;

  /**
   * What sixty sweeps cost.
   *
   * @param reads read units
   * @param writes write units
   * @param changes calls that list what changed
   * @param whole calls that list everything
   * @param others calls besides
   */
  private record Cost(double reads, double writes, int changes, int whole, int others) {}

  @Test
  void afterAnImportInOneSecondASweepReadsNoMoreThanEightUnits() {
    linked(MANY);
    for (int i = 1; i <= MANY; i++) {
      company.customers.left.edit(i, Company.PHONE, "+47 " + (10_000_000 + i));
    }
    everythingIsDone(company.customers);
    clock.pass(Duration.ofHours(60));
    company.customers.sweep();
    Cost cost = idleHour("imported", company.customers);
    assertThat(cost.reads() / 60).isLessThanOrEqualTo(8);
    assertThat(cost.writes()).isZero();
  }

  @Test
  void personsWhoWaitCostNothingUntilTheirOwnerMoves() {
    for (int i = 1; i <= MANY; i++) {
      company.customers.left.put(i, Map.of(Company.NAME, "Customer " + i), Optional.empty());
    }
    company.customers.sweep();
    assertThat(company.customers.proposals().header().counts().open()).isEqualTo(MANY);
    for (int i = 1; i <= MANY; i++) {
      company.persons.left.put(
          i, Map.of(Company.NAME, "Person " + i), Optional.of(new RecordId(Integer.toString(i))));
    }
    company.customers.refuse();
    company.customers.sweep();
    everythingIsDone(company.persons);
    assertThat(company.persons.links().all())
        .hasSize(MANY)
        .allMatch(link -> link.hold().flatMap(Hold::waitsFor).isPresent());
    Cost cost = idleHour("persons waiting", company.persons);
    assertThat(cost.reads() / 60).isLessThanOrEqualTo(8);
    assertThat(cost.writes()).isZero();
    assertThat(cost.others()).isZero();

    company.customers.left.edit(7, Company.NAME, "Customer Seven");
    clock.pass(Duration.ofMinutes(1));
    assertThat(company.customers.sweep().created()).isEqualTo(1);
    clock.pass(Duration.ofMinutes(1));
    Report moved = company.persons.sweep();
    assertThat(moved.created()).as("the one whose owner is linked by now").isEqualTo(1);
    assertThat(moved.units().read()).isLessThan(40);
  }

  @Test
  void aProposalThatIsOpenCostsNothing() {
    for (int i = 1; i <= MANY; i++) {
      company.customers.left.put(i, Map.of(Company.NAME, "Customer " + i), Optional.empty());
    }
    everythingIsDone(company.customers);
    assertThat(company.customers.proposals().header().counts().open()).isEqualTo(MANY);
    Cost cost = idleHour("proposal open", company.customers);
    assertThat(cost.reads() / 60).isLessThanOrEqualTo(8);
    assertThat(cost.others()).isZero();
  }

  @Test
  void whatHasNoCounterpartIsRememberedWhereNothingIsCreated() {
    company.creates = Set.of();
    linked(MANY);
    for (int i = 1; i <= UNMATCHED; i++) {
      company.customers.left.put(100_000 + i, Map.of(Company.NAME, "Alone " + i), Optional.empty());
    }
    everythingIsDone(company.customers);
    Cost cost = idleHour("unmatched", company.customers);
    assertThat(cost.reads() / 60).isLessThanOrEqualTo(8);
    assertThat(cost.whole()).isZero();

    company.customers.right.add(Map.of(Company.NAME, "Alone 7"), Optional.empty());
    clock.pass(Duration.ofMinutes(1));
    assertThat(company.customers.sweep().adopted()).as("a counterpart that is new").isEqualTo(1);
    assertThat(cost.others()).isZero();
  }

  private void linked(int count) {
    for (int i = 1; i <= count; i++) {
      company.customers.left.put(i, Map.of(Company.NAME, "Customer " + i), Optional.empty());
      company.customers.right.put(i, Map.of(Company.NAME, "Customer " + i), Optional.empty());
    }
    assertThat(company.customers.sweep().adopted()).isEqualTo(count);
    clock.pass(Duration.ofHours(1));
  }

  /** What has to be is approved, unless it is to stay open, and seen once more. */
  private void everythingIsDone(Company.Kind kind) {
    for (int i = 0; i < 5; i++) {
      clock.pass(Duration.ofMinutes(5));
      Report report = kind.sweep();
      if (kind.proposals().header().counts().open() > 0 && report.updated() == 0 && isEdit(kind)) {
        kind.approve();
      }
      while (kind.proposals().header().hasToDo()) {
        kind.turn();
      }
    }
  }

  private static boolean isEdit(Company.Kind kind) {
    return kind.links().active(1) == 1;
  }

  private Cost idleHour(String what, Company.Kind kind) {
    double reads = 0;
    double writes = 0;
    Map<String, Integer> leftBefore = Map.copyOf(kind.left.counted());
    Map<String, Integer> rightBefore = Map.copyOf(kind.right.counted());
    for (int minute = 0; minute < 60; minute++) {
      clock.pass(Duration.ofMinutes(1));
      Report report = kind.sweep();
      reads += report.units().read();
      writes += report.units().write();
    }
    int changes = 0;
    int whole = 0;
    int others = 0;
    for (var side : List.of(kind.left, kind.right)) {
      Map<String, Integer> before = side == kind.left ? leftBefore : rightBefore;
      for (Map.Entry<String, Integer> one : side.counted().entrySet()) {
        int more = one.getValue() - before.getOrDefault(one.getKey(), 0);
        if (one.getKey().startsWith("list changes")) {
          changes += more;
        } else if (one.getKey().startsWith("list")) {
          whole += more;
        } else {
          others += more;
        }
      }
    }
    Cost cost = new Cost(reads, writes, changes, whole, others);
    System.out.printf("Idle hour, %,d records, %s: %s%n", MANY, what, cost);
    return cost;
  }
}
