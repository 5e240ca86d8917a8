package no.tandem.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Reason;
import no.tandem.sync.link.UpdateWatch;
import no.tandem.sync.report.Mode;
import no.tandem.sync.report.Report;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.UnmappedFields;
import org.junit.jupiter.api.Test;

/** webCRM's changes empty what they do not name. */
class WatchedUpdatesTest {
  private static final LinkKey CUSTOMER = LinkKey.of(new RecordId("1"));
  private static final Map<String, String> ADDRESS =
      Map.of("street", "Havnegata 1", "code", "5003", "city", "Bergen");

  private final Company company = new Company();
  private final Company.Kind customers = company.customers;
  private final Address address = new Address();

  /** What a record holds besides its mapped properties. */
  private final class Address implements UnmappedFields {
    private final Map<String, String> filled = new HashMap<>(ADDRESS);
    private Runnable whileItWaits = () -> {};

    @Override
    public Optional<Seen> read(RecordId id) {
      Set<String> empty = new HashSet<>(ADDRESS.keySet());
      empty.removeAll(filled.keySet());
      return Optional.of(
          new Seen(
              customers.right.record(id),
              filled,
              empty,
              customers.right.record(id).view().values()));
    }

    @Override
    public Looked look(List<RecordId> ids) {
      return new Looked(ids.size(), Set.of());
    }

    @Override
    public void putBack(RecordId id, Map<String, String> whole, Freshness freshness) {
      company.clock.pass(Duration.ofSeconds(10));
      whileItWaits.run();
      whileItWaits = () -> {};
      freshness.check();
      Map<String, String> named = new HashMap<>(whole);
      named.keySet().removeAll(ADDRESS.keySet());
      customers.right.write(Long.parseLong(id.value()), named);
      filled.putAll(whole);
      filled.keySet().retainAll(ADDRESS.keySet());
    }
  }

  /** A linked customer. */
  private long linked() {
    customers.left.put(1, Map.of(Company.NAME, "Fjord", Company.PHONE, "11"), Optional.empty());
    customers.sweep();
    company.clock.pass(Duration.ofDays(1));
    customers.sweep();
    customers.right.hasUnmapped(address, address.filled::clear);
    return Long.parseLong(customers.right.records().iterator().next().id().value());
  }

  private UpdateWatch watch() {
    return customers.stored().runState().watch();
  }

  @Test
  void whatWaitedLongIsPutBackOnceTheRecordIsReadAgain() {
    linked();
    customers.left.edit(1, Company.NAME, "Fjord AS");
    customers.sweep();
    assertThat(address.filled).isEqualTo(ADDRESS);
    assertThat(watch().putBack()).isTrue();
  }

  @Test
  void aUsersEditIsNotOverwrittenByWhatIsPutBack() {
    long right = linked();
    address.whileItWaits = () -> customers.right.edit(right, Company.PHONE, "33");
    customers.left.edit(1, Company.NAME, "Fjord AS");
    customers.sweep();
    assertThat(customers.right.value(right, Company.PHONE)).contains("33");
    assertThat(watch().state()).isEqualTo(UpdateWatch.State.REPLACES);
    assertThat(watch().putBack()).isFalse();
  }

  @Test
  void whatAnOperatorsCallCouldNotWriteIsInItsAnswer() {
    linked();
    customers.left.edit(1, Company.NAME, "Fjord AS");
    Report report =
        customers.run(
            new Trigger.Edit(
                CUSTOMER, SystemName.WEBCRM, Map.of(Company.PHONE, Optional.of("22")), Map.of()),
            Mode.APPLY,
            Optional.empty());
    assertThat(watch().state()).isEqualTo(UpdateWatch.State.REPLACES);
    assertThat(report.actions())
        .as("%s", report.actions())
        .anyMatch(
            action ->
                action
                    .reason()
                    .filter(why -> why.equals(Reason.updatesStopped(watch()).text()))
                    .isPresent());
  }
}
