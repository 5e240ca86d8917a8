package no.tandem.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import no.tandem.TestClock;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.Reason;
import no.tandem.sync.proposal.Budget;
import no.tandem.sync.proposal.Entry;
import no.tandem.sync.proposal.Proposal;
import no.tandem.sync.report.Mode;
import no.tandem.sync.report.Report;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;

/** What is put before a person, what becomes of it, and what it costs while it waits. */
class ProposalTest {
  private static final Duration AN_HOUR = Duration.ofHours(1);

  private final Company company = new Company();
  private final TestClock clock = company.clock;
  private final Company.Kind customers = company.customers;

  @Test
  void aPlanIsNeverContinuedHoweverLongItTakes() {
    load(60);
    Report plan =
        customers.run(
            new Trigger.Sweep(Trigger.Extent.FULL),
            Mode.PLAN,
            Optional.of(clock.instant().plusMillis(1)));
    assertThat(plan.unfinished()).isFalse();
    assertThat(plan.created()).isEqualTo(60);
    assertThat(plan.proposed()).isEqualTo(60);
    assertThat(plan.actions().getFirst().shown().orElseThrow().name()).isEqualTo("Customer 1");
    assertThat(customers.proposals().header()).as("nothing is stored").isEqualTo(Proposal.NONE);
  }

  @Test
  void turnsThatHaveNoTimeLeftComeToTheEndAllTheSame() {
    load(60);
    customers.sweep();
    customers.approve();
    int turns = 0;
    Report report;
    do {
      report = customers.run(new Trigger.Turn(), Mode.APPLY, Optional.of(clock.instant()));
      turns++;
    } while (report.unfinished() && turns < 100);
    assertThat(turns).as("one record each").isEqualTo(60);
    assertThat(customers.right.records()).hasSize(60);
    assertThat(customers.left.counted().get("list everything")).as("the sweep's").isEqualTo(1);
    assertThat(customers.right.counted().get("list everything")).isEqualTo(1);
  }

  @Test
  void anyLaterSweepGoesOnWithWhatIsApproved() {
    load(30);
    customers.sweep();
    customers.approve();
    assertThat(customers.sweep().created()).isEqualTo(30);
    assertThat(customers.proposals().header().counts().toDo()).isZero();
    assertThat(customers.proposals().entries(1, 30))
        .allMatch(entry -> entry.state() == Entry.State.APPLIED)
        .allMatch(entry -> entry.by().equals(Optional.of("Kari")));
  }

  @Test
  void whatAUserMadeByHandSinceIsFoundBeforeItIsMadeTwice() {
    load(100);
    customers.sweep();
    clock.pass(AN_HOUR);
    long byHand = customers.right.add(Map.of(Company.NAME, "Customer 30"), Optional.empty());
    customers.approve();
    Report turn = customers.turn();
    assertThat(turn.created()).isEqualTo(99);
    assertThat(turn.adopted()).isEqualTo(1);
    assertThat(link(30).right()).contains(new RecordId(Long.toString(byHand)));
    assertThat(customers.right.records()).hasSize(100);
    assertThat(customers.right.counted().get("list changes"))
        .as("one look for each chunk")
        .isEqualTo(3);
  }

  @Test
  void aRecordThatCameInTheFirstChunkIsKnownInTheLast() {
    load(60);
    customers.sweep();
    clock.pass(AN_HOUR);
    customers.right.add(Map.of(Company.NAME, "Customer 60"), Optional.empty());
    customers.approve();
    // Each chunk in a process of its own.
    for (int i = 0; i < 60; i++) {
      clock.pass(AN_HOUR);
      customers.run(new Trigger.Turn(), Mode.APPLY, Optional.of(clock.instant()));
    }
    assertThat(names()).doesNotHaveDuplicates().hasSize(60);
  }

  @Test
  void oneEditDuringAnApprovedLoadStopsNothing() {
    load(50);
    customers.sweep();
    customers.approve();
    customers.run(new Trigger.Turn(), Mode.APPLY, Optional.of(clock.instant()));
    customers.left.edit(50, Company.NAME, "Renamed meanwhile");
    assertThat(customers.turn().created()).as("the edit is within the budget").isEqualTo(49);
    assertThat(names()).contains("Renamed meanwhile").hasSize(50);
  }

  @Test
  void thousandsOfMissingRecordsAreProposedAfterTwentyLookUps() {
    linked(4000);
    customers.right.counted().clear();
    for (long id : ids(customers.right).subList(10, 4000)) {
      customers.right.remove(id);
    }
    Report report = customers.fullSweep();
    assertThat(report.waiting().orElseThrow().reason()).contains("end 3990");
    assertThat(customers.right.counted().get("look up")).isEqualTo(20);
    assertThat(customers.links().active(5000)).as("nothing ended").isEqualTo(4000);

    customers.right.counted().clear();
    customers.approve();
    clock.pass(AN_HOUR);
    Report turn = customers.turn();
    assertThat(turn.unfinished()).isTrue();
    assertThat(turn.ended()).isPositive();
    assertThat(customers.right.counted().get("look up"))
        .as("each is looked up before its own link ends")
        .isEqualTo(turn.ended());
  }

  @Test
  void aListThatLacksRecordsWhichAreThereIsNotBelieved() {
    linked(100);
    List<Long> ids = ids(customers.right);
    ids.subList(10, 100).forEach(customers.right::hide);
    Report report = customers.fullSweep();
    assertThat(report.stopped().orElseThrow()).contains("lacks 90 linked records");
    assertThat(report.waiting()).isEmpty();
    assertThat(customers.proposals().header()).isEqualTo(Proposal.NONE);
    assertThat(customers.links().active(200)).isEqualTo(100);
  }

  @Test
  void aRecordThatIsPutOffGoesByItselfOnceThereIsRoom() {
    linked(10);
    for (int i = 1; i <= 10; i++) {
      customers.left.edit(i, Company.NAME, "A" + i);
    }
    assertThat(customers.sweep().updated()).isEqualTo(10);
    for (int i = 1; i <= 10; i++) {
      customers.left.edit(i, Company.NAME, "B" + i);
      assertThat(customers.hook(SystemName.POWEROFFICE, i).updated()).isEqualTo(1);
    }
    customers.left.edit(1, Company.NAME, "C1");
    Report hook = customers.hook(SystemName.POWEROFFICE, 1);
    assertThat(hook.updated()).isZero();
    assertThat(hook.deferred()).isEqualTo(1);
    assertThat(link(1).hold().orElseThrow().is(Reason.Code.PUT_OFF)).isTrue();
    assertThat(customers.sweep().updated()).isZero();
    clock.pass(Duration.ofMinutes(12));
    assertThat(customers.sweep().updated()).isEqualTo(1);
    assertThat(names()).contains("C1");
  }

  @Test
  void theBudgetIsCountedUpToAThousandLinksAndReadsNoMore() {
    linked(2000);
    for (int i = 1; i <= 21; i++) {
      customers.left.edit(i, Company.NAME, "A" + i);
    }
    Links links = customers.links();
    links.active(company.budget.linksThatMatter());
    assertThat(customers.sweep().updated()).isEqualTo(21);
    assertThat(customers.proposals().spent().links()).isEqualTo(1000);
  }

  @Test
  void whatWaitsIsReportedOnce() {
    load(1000);
    customers.sweep();
    company.received.clear();
    int items = company.database.items().size();
    for (int minute = 0; minute < 10; minute++) {
      clock.pass(Duration.ofMinutes(1));
      assertThat(customers.sweep().waiting()).isEmpty();
    }
    assertThat(company.received).isEmpty();
    assertThat(company.database.items()).hasSize(items);
  }

  @Test
  void aProposedLinkKeepsItsRecordFromBeingTakenByAnother() {
    for (int i = 1; i <= 30; i++) {
      customers.right.put(100 + i, Map.of(Company.NAME, "Customer " + i), Optional.empty());
    }
    load(60);
    assertThat(customers.sweep().proposed()).isEqualTo(60);
    clock.pass(AN_HOUR);
    customers.left.put(99, Map.of(Company.NAME, "Customer 7"), Optional.empty());
    customers.sweep();
    assertThat(link(99).held()).isTrue();
    assertThat(link(99).hold().orElseThrow().is(Reason.Code.AMBIGUOUS)).isTrue();
    assertThat(customers.right.records()).as("and nothing is made for it").hasSize(30);
  }

  @Test
  void aPersonIsProposedWithItsOwnerAndNeedsNoSecondYes() {
    load(30);
    for (int i = 1; i <= 30; i++) {
      company.persons.left.put(
          i, Map.of(Company.NAME, "Person " + i), Optional.of(new RecordId(Integer.toString(i))));
    }
    customers.sweep();
    assertThat(company.persons.sweep().proposed()).isEqualTo(30);
    assertThat(company.persons.proposals().entries(1, 1).getFirst().owner())
        .contains(new RecordId("1"));
    company.persons.approve();
    assertThat(company.persons.sweep().created()).as("no owner is there yet").isZero();
    customers.approve();
    customers.turn();
    assertThat(company.persons.sweep().created()).isEqualTo(30);
    assertThat(company.persons.right.records()).hasSize(30);
  }

  @Test
  void aNoToACreationLasts() {
    load(30);
    customers.sweep();
    customers.refuse();
    Report turn = customers.turn();
    assertThat(turn.held()).isEqualTo(30);
    clock.pass(Duration.ofHours(10));
    Report night = customers.fullSweep();
    assertThat(night.stopped()).isEmpty();
    assertThat(night.waiting()).isEmpty();
    assertThat(night.held()).isEqualTo(30);
    assertThat(customers.right.records()).isEmpty();
    assertThat(customers.links().unsettled()).isEmpty();
  }

  @Test
  void aRefusedCreationIsAskedAboutAgainOnceItsValueIsANewOne() {
    load(30);
    customers.sweep();
    customers.refuse();
    customers.turn();
    clock.pass(Duration.ofHours(1));
    customers.left.edit(1, Company.NAME, "Customer 1");
    customers.sweep();
    assertThat(customers.right.records()).as("touched, with the same values").isEmpty();
    clock.pass(Duration.ofHours(1));
    customers.left.edit(1, Company.NAME, "Customer one");
    customers.sweep();
    assertThat(customers.right.records()).as("it alone stays below the budget").hasSize(1);
    customers.fullSweep();
    assertThat(customers.right.records()).as("the others stay refused").hasSize(1);
  }

  @Test
  void aRefusedEndingIsAskedAboutAgainOnceAValueIsANewOne() {
    load(30);
    customers.sweep();
    customers.approve();
    customers.turn();
    clock.pass(Duration.ofHours(2));
    for (int i = 1; i <= 25; i++) {
      customers.left.remove(i);
    }
    customers.fullSweep();
    customers.refuse();
    customers.turn();
    clock.pass(Duration.ofHours(2));
    customers.fullSweep();
    assertThat(link(1).active()).isTrue();
    long right = Long.parseLong(link(1).right().orElseThrow().value());
    customers.right.edit(right, Company.NAME, "Another name");
    customers.sweep();
    assertThat(link(1).state()).isEqualTo(Link.State.ENDED);
    customers.fullSweep();
    assertThat(link(2).active()).as("the others stay refused").isTrue();
  }

  @Test
  void whatWasLeftOpenBeforeAnEntryThatWasApprovedAloneCanBeApprovedLater() {
    load(30);
    customers.sweep();
    String revision = customers.proposals().header().revision();
    customers.approvals().decide(true, revision, List.of(30L), "Kari");
    customers.turn();
    // As a run that died leaves it.
    customers.proposals().change(p -> p.with(p.counts().plus(Entry.State.APPROVED, 1)));
    customers.turn();
    customers.turn();
    assertThat(customers.proposals().header().hasToDo()).isFalse();
    assertThat(customers.right.records()).hasSize(1);
    customers.approve();
    customers.turn();
    assertThat(customers.right.records()).hasSize(30);
  }

  @Test
  void whatASystemRefusedIsTriedAgainWithoutAskingAndWithinTheBudget() {
    company.budget = new Budget(2, 0, 2, 2, 2);
    load(10);
    customers.right.refusesAll(true);
    customers.sweep();
    customers.approve();
    customers.turn();
    assertThat(customers.links().unsettled()).as("held, as refused").hasSize(10);
    for (int night = 0; night < 3; night++) {
      clock.pass(Duration.ofHours(24));
      Report report = customers.fullSweep();
      assertThat(report.proposed()).as("asked for again").isZero();
      assertThat(report.held()).isEqualTo(10);
    }
    customers.right.refusesAll(false);
    int nights = 0;
    while (customers.right.records().size() < 10 && nights < 10) {
      clock.pass(Duration.ofHours(24));
      int before = customers.right.records().size();
      customers.fullSweep();
      assertThat(customers.right.records().size() - before).isLessThanOrEqualTo(2);
      nights++;
    }
    assertThat(nights).as("two a night").isEqualTo(5);
  }

  // --- material ---

  @Test
  void whatWasApprovedAndFailsNeedsNoSecondYes() {
    renamedAndApproved();
    fail(true);
    customers.turn();
    assertThat(customers.proposals().header().state(entry(1)))
        .as("tried again")
        .isEqualTo(Entry.State.APPROVED);
    customers.sweep();
    assertThat(link(1).hold().orElseThrow().tries().count()).as("it backs off").isEqualTo(1);
    fail(false);
    sweepEveryMinute(3);
    assertThat(customers.right.value(10_001, Company.NAME)).contains("Renamed 1");
    assertThat(entry(1).state()).isEqualTo(Entry.State.APPLIED);
    assertThat(customers.proposals().header().counts().open()).as("asked for again").isZero();
    assertThat(customers.proposals().header().counts().toDo()).isZero();
  }

  @Test
  void whatWasApprovedAndAlwaysFailsIsHeldAfterSixTries() {
    renamedAndApproved();
    fail(true);
    customers.turn();
    sweepEveryMinute(70);
    assertThat(link(1).held()).isTrue();
    assertThat(link(1).hold().orElseThrow().tries().count()).isEqualTo(Hold.Tries.MOST);
    assertThat(customers.proposals().header().counts().open()).as("asked for again").isZero();
    assertThat(customers.proposals().header().counts().toDo()).isZero();
  }

  @Test
  void whatWasApprovedAndFailsNeedsNoSecondYesThoughAnotherPropertyIsHeld() {
    company.budget = new Budget(3, 0, 3, 9, 3);
    linked(30);
    for (int i = 1; i <= 30; i++) {
      customers.right.edit(10_000 + i, Company.NAME, "");
      customers.left.edit(i, Company.PHONE, "22 22 22 " + (10 + i));
    }
    customers.sweep();
    customers.approve();
    fail(true);
    customers.turn();
    assertThat(customers.proposals().header().state(entry(1)))
        .as("tried again")
        .isEqualTo(Entry.State.APPROVED);
    fail(false);
    customers.sweep();
    sweepEveryMinute(3);
    assertThat(customers.right.value(10_001, Company.PHONE)).contains("22 22 22 11");
    assertThat(link(1).held()).as("a customer has a name").isTrue();
    assertThat(customers.proposals().header().counts().open()).as("asked for again").isZero();
  }

  /** Far more than the budget, and what fails is so again. */
  private void renamedAndApproved() {
    company.budget = new Budget(3, 0, 3, 9, 3);
    linked(30);
    for (int i = 1; i <= 30; i++) {
      customers.left.edit(i, Company.NAME, "Renamed " + i);
    }
    customers.sweep();
    customers.approve();
  }

  private void fail(boolean fails) {
    for (int i = 1; i <= 5; i++) {
      customers.right.failing(10_000 + i, fails);
    }
  }

  private void sweepEveryMinute(int times) {
    for (int i = 0; i < times; i++) {
      clock.pass(Duration.ofMinutes(1));
      customers.sweep();
    }
  }

  private Entry entry(int customer) {
    List<Entry> all =
        customers.proposals().entries(1, 1000).stream()
            .filter(entry -> entry.link().text().equals(Integer.toString(customer)))
            .toList();
    return all.getLast();
  }

  private void load(int count) {
    for (int i = 1; i <= count; i++) {
      customers.left.put(i, Map.of(Company.NAME, "Customer " + i), Optional.empty());
    }
  }

  private void linked(int count) {
    load(count);
    for (int i = 1; i <= count; i++) {
      customers.right.put(10_000 + i, Map.of(Company.NAME, "Customer " + i), Optional.empty());
    }
    customers.sweep();
    clock.pass(AN_HOUR);
    customers.sweep();
  }

  private static List<Long> ids(LimitedSide side) {
    return side.records().stream().map(record -> Long.valueOf(record.id().value())).toList();
  }

  private Link link(int id) {
    RecordId left = new RecordId(Integer.toString(id));
    return customers.links().get(LinkKey.of(left)).orElseThrow();
  }

  private List<String> names() {
    return customers.right.records().stream()
        .map(record -> record.view().get(Company.NAME).orElse(""))
        .collect(Collectors.toList());
  }
}
