package no.tandem.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Reason;
import no.tandem.sync.report.Mode;
import no.tandem.sync.report.Report;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a run does with what another one has stored between its reading and its lease. */
class OverlappingRunsTest {
  private final Company company = new Company();
  private final Company.Kind customers = company.customers;

  @BeforeEach
  void linkOne() {
    customers.left.put(1, Map.of(Company.NAME, "Customer 1"), Optional.empty());
    customers.sweep();
    company.clock.pass(Duration.ofHours(1));
  }

  @Test
  void aRunThatGotItsLeaseAfterAnotherReadsTheLinksAgain() {
    customers.left.edit(1, Company.NAME, "Renamed");
    beforeTheLease(() -> customers.hook(SystemName.POWEROFFICE, 1));
    Report report = customers.hook(SystemName.POWEROFFICE, 1);
    assertThat(report.updated()).as("the other one did it").isZero();
    assertThat(report.actions()).as("nothing is left to a later run").isEmpty();
  }

  @Test
  void whatAnotherRunHasCreatedIsLinkedAlready() {
    customers.left.put(2, Map.of(Company.NAME, "Customer 2"), Optional.empty());
    beforeTheLease(() -> customers.hook(SystemName.POWEROFFICE, 2));
    Report report = customers.sweep();
    assertThat(report.actions()).isEmpty();
    assertThat(customers.right.records()).hasSize(2);
  }

  @Test
  void aCursorThatAnotherRunMovedOnIsNotMovedBack() {
    customers.left.edit(1, Company.NAME, "Renamed");
    Cursor[] moved = new Cursor[1];
    beforeTheLease(
        () -> {
          company.clock.pass(Duration.ofMinutes(1));
          customers.left.edit(1, Company.NAME, "Renamed again");
          customers.sweep();
          moved[0] = customers.stored().runState().cursor(SystemName.POWEROFFICE).orElseThrow();
        });
    customers.sweep();
    assertThat(customers.stored().runState().cursor(SystemName.POWEROFFICE)).contains(moved[0]);
  }

  @Test
  void whatAnotherRunStoresWhileARecordIsErasedIsErasedAsWell() {
    goneInBothSystems();
    whileItIsErased(1);
    Report report = forget();
    assertThat(report.stopped()).isEmpty();
    assertThat(links()).isEmpty();
  }

  @Test
  void anErasureThatWasNotDoneIsNotSaidToBeDone() {
    goneInBothSystems();
    whileItIsErased(100);
    Report report = forget();
    assertThat(report.actions()).isEmpty();
    assertThat(report.stopped().orElseThrow()).contains("try again");
    assertThat(links()).as("its values are still there").hasSize(1);
  }

  private void goneInBothSystems() {
    customers.left.remove(1);
    customers.right.remove(Long.parseLong(links().getFirst().right().orElseThrow().value()));
  }

  /** Another run changes the link again and again, this many times. */
  private void whileItIsErased(int times) {
    for (int i = 0; i < times; i++) {
      company.clock.at(
          company.clock.instant().plusMillis(10L * i + 1),
          () ->
              customers
                  .links()
                  .save(
                      links().getFirst(),
                      links().getFirst().held(Hold.deferred(Reason.operatorAsked()))));
    }
  }

  private Report forget() {
    return customers.run(
        new Trigger.Forget(LinkKey.of(new RecordId("1"))), Mode.APPLY, Optional.empty());
  }

  private List<Link> links() {
    return customers.links().all();
  }

  /** The next run that wants the lease gets it once another one has come and gone. */
  private void beforeTheLease(Runnable another) {
    company.lease =
        new RunLease() {
          @Override
          public boolean take() {
            company.lease = RunLease.NONE;
            another.run();
            return true;
          }

          @Override
          public void release() {}

          @Override
          public void keep() {}

          @Override
          public void check() {}
        };
  }
}
