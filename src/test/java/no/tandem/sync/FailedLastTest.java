package no.tandem.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.report.Mode;
import no.tandem.sync.side.RecordId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run that has time for one record: which of those that failed before it takes. */
class FailedLastTest {
  private final Company company = new Company();
  private final Company.Kind customers = company.customers;

  @BeforeEach
  void linked() {
    customers.left.put(1, Map.of(Company.NAME, "Customer 1"), Optional.empty());
    customers.left.put(2, Map.of(Company.NAME, "Customer 2"), Optional.empty());
    customers.sweep();
    fails(1);
  }

  @Test
  void whatIsHeldDelaysNothingThatFailedOnce() {
    hold();
    fails(2);
    customers.sweep();
    assertThat(link(2).hold().orElseThrow().tries().count()).isEqualTo(1);

    customers.right.failing(right(2), false);
    shortFullSweep();
    assertThat(link(2).hold()).as("it arrived").isEmpty();
  }

  @Test
  void ofThoseThatAreHeldEachHasItsTurn() {
    fails(2);
    hold();
    assertThat(link(2).held()).isTrue();

    customers.right.failing(right(2), false);
    for (int night = 0; night < 20 && link(2).hold().isPresent(); night++) {
      shortFullSweep();
    }
    assertThat(link(2).hold()).as("it arrived").isEmpty();
  }

  private void hold() {
    for (int i = 0; i < 2 * Hold.Tries.MOST && !link(1).held(); i++) {
      company.clock.pass(Duration.ofHours(1));
      customers.sweep();
    }
    assertThat(link(1).held()).isTrue();
  }

  private void fails(long id) {
    customers.right.failing(right(id), true);
    customers.left.edit(id, Company.NAME, "Renamed " + id);
  }

  private void shortFullSweep() {
    company.clock.pass(Duration.ofDays(1));
    customers.run(
        new Trigger.Sweep(Trigger.Extent.FULL), Mode.APPLY, Optional.of(company.clock.instant()));
  }

  private long right(long customer) {
    return Long.parseLong(link(customer).right().orElseThrow().value());
  }

  private Link link(long customer) {
    RecordId id = new RecordId(Long.toString(customer));
    return customers.links().get(LinkKey.of(id)).orElseThrow();
  }
}
