package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One bad record delays no other. */
@ExtendWith(Quiet.class)
class RefusedForEverTest {
  private static final PowerOfficeSimulator.Kind CUSTOMERS = PowerOfficeSimulator.Kind.CUSTOMERS;

  private final OneCompany company =
      new OneCompany(
          Map.of(
              "pairs.customers.removal", "deactivate",
              "webcrm.inactive-organisation-status", "Tidligere kunde"));

  @Test
  void aRecordWhoseNamesakeCannotBeResignedIsCreated() {
    long old = created();
    company.sweep("customers");
    company.pass(Duration.ofMinutes(5));
    company.instead(RefusedForEverTest::refused);
    company.systems().powerOffice().userDeletes(CUSTOMERS, old);
    company.fullSweep("customers");
    assertThat(link(old).held()).as("webCRM refuses to make it inactive").isTrue();

    long second = created();
    for (int i = 0; i < 3; i++) {
      company.pass(Duration.ofMinutes(40));
      company.sweep("customers");
    }
    assertThat(link(second).active()).isTrue();
    assertThat(link(old).held()).as("a person still has to look at the other one").isTrue();
  }

  private static Optional<Answer> refused(Request request) {
    return request.method().equals("PUT")
        ? Optional.of(Network.error(SystemName.WEBCRM, 400, "cannot be changed"))
        : Optional.empty();
  }

  private long created() {
    return company.systems().powerOffice().userCreates(CUSTOMERS, Map.of("Name", "Berg AS"));
  }

  private Link link(long customer) {
    RecordId id = new RecordId(Long.toString(customer));
    return company.links("customers").get(LinkKey.of(id)).orElseThrow();
  }
}
