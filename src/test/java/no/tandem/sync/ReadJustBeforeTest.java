package no.tandem.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.proposal.Budget;
import no.tandem.sync.side.Snapshot;
import org.junit.jupiter.api.Test;

/** How old what is overwritten in PowerOffice was when it was, and what it costs to know it. */
class ReadJustBeforeTest {
  private static final int MANY = 200;

  private final Company company = new Company();
  private final Company.Kind customers = company.customers;

  @Test
  void whatIsOverwrittenInPowerOfficeWasListedAtMostFiveSecondsBefore() {
    company.budget = Budget.NONE;
    for (int id = 1; id <= MANY; id++) {
      customers.left.put(id, Map.of(Company.NAME, "Customer " + id), Optional.empty());
    }
    customers.sweep();
    company.clock.pass(Duration.ofDays(1));
    customers.sweep();
    for (Snapshot record : List.copyOf(customers.right.records())) {
      customers.right.edit(Long.parseLong(record.id().value()), Company.PHONE, "55");
    }
    List<Instant> listed = new ArrayList<>();
    List<Duration> ages = new ArrayList<>();
    customers.left.hear(
        (call, at) -> {
          if (call.startsWith("list")) {
            listed.add(at);
          } else if (call.equals("update")) {
            ages.add(Duration.between(listed.getLast(), at));
          }
        });
    Map<String, Integer> before = new HashMap<>(customers.right.counted());
    customers.sweep();
    assertThat(ages)
        .hasSize(MANY)
        .allSatisfy(age -> assertThat(age).isLessThanOrEqualTo(Duration.ofSeconds(5)));
    assertThat(listed).as("lists").hasSizeLessThanOrEqualTo(MANY / 40 + 3);
    int read =
        customers.right.counted().getOrDefault("read many", 0)
            - before.getOrDefault("read many", 0);
    assertThat(read).as("reads of webCRM").isLessThanOrEqualTo(MANY / 15 + MANY / 200 + 3);
  }
}
