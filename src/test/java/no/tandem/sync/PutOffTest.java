package no.tandem.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Reason;
import no.tandem.sync.proposal.Budget;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;

/** What the budget has no room for waits, and stays what it is. */
class PutOffTest {
  private static final RecordId BAD = new RecordId("1");
  private static final RecordId GOOD = new RecordId("2");
  private final Company company = new Company();
  private final Company.Kind customers = company.customers;

  @Test
  void whatHasFailedAndIsPutOffHasFailedStill() {
    customers.left.put(1, Map.of(Company.NAME, "Customer 1"), Optional.empty());
    customers.left.put(2, Map.of(Company.NAME, "Customer 2"), Optional.empty());
    customers.sweep();
    company.budget = new Budget(1, 0, 1, 5, 1);
    customers.right.failing(right(BAD), true);
    customers.left.edit(1, Company.NAME, "Renamed");

    boolean putOff = false;
    for (int i = 0; i < 3 * Hold.Tries.MOST && !link(BAD).held(); i++) {
      company.clock.pass(Duration.ofHours(1));
      customers.sweep();
      company.clock.pass(Duration.ofHours(1));
      // Another record takes all there is.
      customers.left.edit(2, Company.PHONE, "22 22 22 " + (10 + i));
      customers.hook(SystemName.POWEROFFICE, 2);
      customers.sweep();
      putOff |= link(BAD).hold().filter(hold -> hold.is(Reason.Code.PUT_OFF)).isPresent();
    }
    assertThat(putOff).isTrue();
    assertThat(link(BAD).held()).as("held after six tries").isTrue();
    assertThat(link(GOOD).hold()).isEmpty();
  }

  private long right(RecordId customer) {
    return Long.parseLong(link(customer).right().orElseThrow().value());
  }

  private Link link(RecordId customer) {
    return customers.links().get(LinkKey.of(customer)).orElseThrow();
  }
}
