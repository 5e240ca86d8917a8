package no.tandem.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.side.RecordId;
import org.junit.jupiter.api.Test;

/** A write that got its place in the limit too late, and was not sent for that. */
class LateWriteTest {
  private static final RecordId CUSTOMER = new RecordId("1");
  private final Company company = new Company();
  private final Company.Kind customers = company.customers;

  @Test
  void aWriteThatCameToNothingLeavesNoTraceInTheNextDecision() {
    customers.left.put(1, Map.of(Company.NAME, "Customer 1"), Optional.empty());
    customers.sweep();
    company.clock.pass(Duration.ofHours(1));
    long right = Long.parseLong(link().right().orElseThrow().value());
    customers.right.edit(right, Company.NAME, "Renamed");
    customers.sweep();
    assertThat(customers.left.value(1, Company.NAME)).contains("Renamed");
    company.clock.pass(Duration.ofHours(1));

    // A user takes it back in PowerOffice, which is no late answer of its copy by now.
    customers.left.edit(1, Company.NAME, "Customer 1");
    customers.right.letsWait(Duration.ofSeconds(30));
    customers.sweep();
    assertThat(link().hold()).isEmpty();
    assertThat(customers.right.value(right, Company.NAME)).contains("Customer 1");
  }

  private Link link() {
    return customers.links().get(LinkKey.of(CUSTOMER)).orElseThrow();
  }
}
