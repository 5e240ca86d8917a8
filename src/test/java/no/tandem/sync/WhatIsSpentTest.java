package no.tandem.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.pair.Removal;
import no.tandem.sync.plan.Effect;
import no.tandem.sync.proposal.Budget;
import no.tandem.sync.proposal.Entry;
import no.tandem.sync.round.BudgetUse;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;

/** What may have been written counts in the budget; what was surely not is given back. */
class WhatIsSpentTest {
  private final Company company = new Company();
  private final Company.Kind customers = company.customers;

  @Test
  void aCreationWithoutAnAnswerIsSpent() {
    company.budget = new Budget(2, 0, 2, 10, 1);
    put(1, 2);
    customers.right.losesAnswers(true);
    customers.sweep();
    assertThat(customers.right.records()).hasSize(2);
    customers.right.losesAnswers(false);
    company.clock.pass(Duration.ofMinutes(4));
    put(3, 4);
    customers.sweep();
    assertThat(customers.right.records()).as("in ten minutes").hasSize(2);
    company.clock.pass(Duration.ofMinutes(10));
    customers.sweep();
    assertThat(customers.right.records()).hasSize(4);
  }

  @Test
  void whatAUserChangedInARecordWhoseCreationHadNoAnswerIsSpent() {
    company.budget = new Budget(2, 0, 2, 10, 1);
    foundWithoutRoom();
    assertThat(customers.left.value(1, Company.PHONE)).as("in ten minutes").isEmpty();
    assertThat(customers.left.value(2, Company.PHONE)).as("in ten minutes").isEmpty();
    company.clock.pass(Duration.ofMinutes(10));
    customers.sweep();
    assertThat(customers.right.records()).hasSize(2);
    assertThat(customers.left.value(1, Company.PHONE)).contains("55");
    assertThat(customers.left.value(2, Company.PHONE)).contains("55");
  }

  @Test
  void whatIsFoundWithoutRoomIsNotCreatedAgainWhateverItIsCalledMeanwhile() {
    company.budget = new Budget(2, 0, 2, 10, 1);
    foundWithoutRoom();
    ids().forEach(id -> customers.right.edit(id, Company.NAME, "Renamed " + id));
    company.clock.pass(Duration.ofMinutes(10));
    customers.sweep();
    assertThat(customers.right.records()).hasSize(2);
    assertThat(customers.left.value(1, Company.NAME)).hasValueSatisfying(this::isRenamed);
    assertThat(customers.left.value(2, Company.NAME)).hasValueSatisfying(this::isRenamed);
  }

  private void isRenamed(String name) {
    assertThat(name).startsWith("Renamed ");
  }

  /** Two creations had no answer, and users changed what was made while no room was left. */
  private void foundWithoutRoom() {
    put(1, 2);
    customers.right.losesAnswers(true);
    customers.sweep();
    customers.right.losesAnswers(false);
    ids().forEach(id -> customers.right.edit(id, Company.PHONE, "55"));
    company.clock.pass(Duration.ofMinutes(4));
    customers.sweep();
  }

  private List<Long> ids() {
    return customers.right.records().stream()
        .map(record -> Long.parseLong(record.id().value()))
        .toList();
  }

  @Test
  void aChangeWithoutAnAnswerIsSpent() {
    company.budget = new Budget(2, 0, 2, 10, 1);
    linked(4);
    customers.right.losesAnswers(true);
    customers.left.edit(1, Company.PHONE, "11");
    customers.left.edit(2, Company.PHONE, "22");
    customers.sweep();
    customers.right.losesAnswers(false);
    company.clock.pass(Duration.ofMinutes(4));
    customers.left.edit(3, Company.PHONE, "33");
    customers.left.edit(4, Company.PHONE, "44");
    customers.sweep();
    assertThat(phones()).as("in ten minutes").isEqualTo(2);
    company.clock.pass(Duration.ofMinutes(10));
    customers.sweep();
    assertThat(phones()).isEqualTo(4);
  }

  @Test
  void whatIsForbiddenIsNotSpent() {
    company.budget = new Budget(2, 0, 2, 10, 1);
    linked(4);
    customers.right.failing(right(1), true);
    customers.right.failing(right(2), true);
    customers.left.edit(1, Company.PHONE, "11");
    customers.left.edit(2, Company.PHONE, "22");
    customers.sweep();
    customers.left.edit(3, Company.PHONE, "33");
    customers.left.edit(4, Company.PHONE, "44");
    customers.sweep();
    assertThat(phones()).isEqualTo(2);
  }

  @Test
  void aRemovalThatIsForbiddenIsNotSpent() {
    company.removal = Map.of(SystemName.POWEROFFICE, Removal.DEACTIVATE);
    customers.right.deactivation(Map.of(Company.PHONE, "resigned"));
    company.budget = new Budget(20, 0, 20, 100, 0);
    linked(10);
    for (int i = 1; i <= 5; i++) {
      customers.right.failing(right(i), true);
      customers.left.remove(i);
    }
    customers.fullSweep();
    assertThat(phones()).isZero();
    for (int i = 6; i <= 10; i++) {
      customers.left.remove(i);
      customers.hook(SystemName.POWEROFFICE, i);
    }
    assertThat(phones()).as("five in an hour").isEqualTo(5);
  }

  @Test
  void whatIsGivenBackWasTakenWhenItWasTaken() {
    Effect effect = new Effect(Entry.What.UPDATE, Optional.empty(), List.of(), 2, false, "");
    company.budget = new Budget(4, 0, 4, 100, 0);
    BudgetUse slow = budgetUse();
    assertThat(slow.admits(effect)).isTrue();
    slow.store();
    company.clock.pass(Duration.ofMinutes(9));
    BudgetUse another = budgetUse();
    assertThat(another.admits(effect)).isTrue();
    another.store();
    slow.giveBack(effect, 0);
    slow.store();
    company.clock.pass(Duration.ofMinutes(3));
    BudgetUse later = budgetUse();
    assertThat(later.admits(effect)).isTrue();
    assertThat(later.admits(effect)).as("two were written three minutes ago").isFalse();
  }

  private BudgetUse budgetUse() {
    return new BudgetUse(company.budget, customers.links(), customers.proposals(), company.clock);
  }

  private void put(int... ids) {
    for (int id : ids) {
      customers.left.put(id, Map.of(Company.NAME, "Customer " + id), Optional.empty());
    }
  }

  /** Linked a day ago. */
  private void linked(int number) {
    Budget budget = company.budget;
    company.budget = Budget.NONE;
    for (int i = 1; i <= number; i++) {
      put(i);
    }
    customers.sweep();
    company.budget = budget;
    company.clock.pass(Duration.ofDays(1));
    customers.sweep();
  }

  private long right(int customer) {
    RecordId id = new RecordId(Integer.toString(customer));
    Link link = customers.links().get(LinkKey.of(id)).orElseThrow();
    return Long.parseLong(link.right().orElseThrow().value());
  }

  private long phones() {
    return customers.right.records().stream()
        .filter(record -> record.view().get(Company.PHONE).isPresent())
        .count();
  }
}
