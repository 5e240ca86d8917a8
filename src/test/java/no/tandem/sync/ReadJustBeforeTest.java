package no.tandem.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.proposal.Budget;
import no.tandem.sync.report.Mode;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;

/** How old what is overwritten was when it was read, and what it costs to know it. */
class ReadJustBeforeTest {
  private static final int MANY = 200;
  private static final LinkKey CUSTOMER = LinkKey.of(new RecordId("1"));
  private static final Duration A_WHILE = Duration.ofSeconds(10);

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

  /** A linked customer. */
  private long linked() {
    customers.left.put(1, Map.of(Company.NAME, "Fjord", Company.PHONE, "11"), Optional.empty());
    customers.sweep();
    company.clock.pass(Duration.ofDays(1));
    customers.sweep();
    return Long.parseLong(customers.right.records().iterator().next().id().value());
  }

  private void operator(Trigger trigger) {
    customers.run(trigger, Mode.APPLY, Optional.empty());
  }

  private List<String> overwritten() {
    return customers.stored().history().of(CUSTOMER).stream()
        .filter(HistoryEntry::finished)
        .flatMap(entry -> entry.changes().stream())
        .map(HistoryEntry.Change::before)
        .toList();
  }

  @Test
  void whatAnOperatorTakesOverwritesNothingUnseen() {
    long right = linked();
    customers.right.edit(right, Company.PHONE, "22");
    customers.left.letsWait(A_WHILE, () -> customers.left.edit(1, Company.PHONE, "33"));
    operator(new Trigger.Resolve(CUSTOMER, new Trigger.Resolution.Take(SystemName.WEBCRM)));
    assertThat(customers.left.value(1, Company.PHONE)).contains("22");
    assertThat(overwritten()).as("it can be restored").contains("33");
  }

  @Test
  void whatAnOperatorLinksOverwritesNothingUnseen() {
    customers.left.put(1, Map.of(Company.NAME, "Fjord", Company.PHONE, "11"), Optional.empty());
    long right = customers.right.add(Map.of(Company.NAME, "Fjord AS"), Optional.empty());
    customers.right.letsWait(A_WHILE, () -> customers.right.edit(right, Company.PHONE, "33"));
    operator(
        new Trigger.Resolve(
            CUSTOMER, new Trigger.Resolution.LinkTo(new RecordId(Long.toString(right)))));
    assertThat(customers.right.value(right, Company.PHONE)).contains("11");
    assertThat(overwritten()).as("it can be restored").contains("33");
  }

  @Test
  void whatAnOperatorRestoresOverwritesNothingUnseen() {
    long right = linked();
    customers.right.letsWait(A_WHILE, () -> customers.right.edit(right, Company.PHONE, "33"));
    operator(
        new Trigger.Edit(
            CUSTOMER, SystemName.WEBCRM, Map.of(Company.PHONE, Optional.of("22")), Map.of()));
    assertThat(customers.right.value(right, Company.PHONE)).contains("22");
    assertThat(customers.left.value(1, Company.PHONE)).contains("22");
    assertThat(overwritten()).as("it can be restored").contains("33");
    assertThat(customers.stored().history().of(CUSTOMER))
        .as("nothing is left begun")
        .allMatch(HistoryEntry::finished);
  }

  @Test
  void whatAUserChangedWhileAnUndoWaitedIsLeftAlone() {
    long right = linked();
    customers.right.letsWait(A_WHILE, () -> customers.right.edit(right, Company.PHONE, "33"));
    company.received.clear();
    operator(
        new Trigger.Edit(
            CUSTOMER,
            SystemName.WEBCRM,
            Map.of(Company.PHONE, Optional.of("22")),
            Map.of(Company.PHONE, Optional.of("11"))));
    assertThat(customers.right.value(right, Company.PHONE)).contains("33");
    assertThat(company.received).as("it is reported once").hasSize(1);
  }
}
