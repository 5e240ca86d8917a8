package no.tandem.poweroffice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RejectedException;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.TransientException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PowerOfficeWriteTest extends Connected {
  private final List<Request> writes = new CopyOnWriteArrayList<>();

  @BeforeEach
  void observe() {
    simulator
        .server()
        .observe(
            (request, answer) -> {
              if (request.path().startsWith("/v2") && !request.method().equals("GET")) {
                writes.add(request);
              }
            });
  }

  @Test
  void onlyTheGivenColumnsAreSentAndTheStoredRecordComesBack() {
    long id = customer("Fjord AS");
    Side side = customers();
    Snapshot current = only(side.all());
    time.pause(Duration.ofSeconds(1));
    Snapshot stored = side.update(current, Map.of("PhoneNumber", "22334455")).orElseThrow();
    assertThat(writes.getFirst().path()).isEqualTo("/v2/Customers/" + id);
    assertThat(writes.getFirst().mediaType()).isEqualTo("application/json-patch+json");
    assertThat(writes.getFirst().body())
        .isEqualTo("[{\"op\":\"replace\",\"path\":\"/PhoneNumber\",\"value\":\"22334455\"}]");
    assertThat(stored.view().values()).isEqualTo(Map.of("name", "Fjord AS", "phone", "22334455"));
    assertThat(stored.changedAt()).contains(time.clock().instant());
    assertThat(stored.digest()).isEqualTo(only(side.all()).digest());
    assertThat(side.calls()).isEqualTo(3);
  }

  @Test
  void anEmptyTextClearsTheColumn() {
    long id = customer("Fjord AS");
    simulator.userEdits(PowerOfficeSimulator.Kind.CUSTOMERS, id, Map.of("PhoneNumber", "22334455"));
    Snapshot stored =
        customers().update(only(customers().all()), Map.of("PhoneNumber", "")).orElseThrow();
    assertThat(writes.getFirst().body())
        .isEqualTo("[{\"op\":\"replace\",\"path\":\"/PhoneNumber\",\"value\":null}]");
    assertThat(stored.view().get("phone")).isEmpty();
    assertThat(found(PowerOfficeSimulator.Kind.CUSTOMERS, id)).doesNotContainKey("PhoneNumber");
  }

  @Test
  void aSwitchIsSentAsTrueOrFalse() {
    long id = department("Salg");
    Snapshot stored =
        departments().update(only(departments().all()), Map.of("IsActive", "false")).orElseThrow();
    assertThat(stored.inactive()).contains("inactive in PowerOffice");
    assertThat(found(PowerOfficeSimulator.Kind.DEPARTMENTS, id)).containsEntry("IsActive", false);
  }

  @Test
  void aContactPersonIsChangedUnderItsOwner() {
    long owner = customer("Fjord AS");
    long id = contactPerson(owner, "Kari");
    Snapshot stored =
        contactPersons()
            .update(only(contactPersons().all()), Map.of("FirstName", "Ola", "EmailAddress", ""))
            .orElseThrow();
    assertThat(writes.getFirst().path()).isEqualTo("/v2/ContactPersons/" + owner + "/" + id);
    assertThat(stored.view().get("firstName")).contains("Ola");
    assertThat(stored.owner()).contains(id(owner));
  }

  @Test
  void nothingIsSentWithoutColumns() {
    customer("Fjord AS");
    Snapshot current = only(customers().all());
    assertThat(customers().update(current, Map.of())).contains(current);
    assertThat(writes).isEmpty();
  }

  @Test
  void aChangeHoldsAlsoIfTheAnswerLacksTheRecord() {
    customer("Fjord AS");
    Snapshot current = only(customers().all());
    for (Answer answer : List.of(Answer.empty(204), Answer.empty(200), Answer.json(200, "{}"))) {
      refuseNext("/v2/Customers", answer);
      assertThat(customers().update(current, Map.of("Name", "Fjell AS"))).isEmpty();
    }
  }

  @Test
  void aRefusalCarriesPowerOfficesWordsApartFromWhatMayBeLogged() {
    contactPerson(customer("Fjord AS"), "Kari");
    Snapshot current = only(contactPersons().all());
    RejectedException e =
        catchThrowableOfType(
            RejectedException.class,
            () -> contactPersons().update(current, Map.of("EmailAddress", "kari(at)fjord")));
    assertThat(e.status()).isEqualTo(400);
    assertThat(e.title()).startsWith("400 ").contains("validation error").doesNotContain("kari");
    assertThat(e.text()).contains("kari(at)fjord");
  }

  @Test
  void aRecordThatIsGoneCannotBeChanged() {
    long id = customer("Fjord AS");
    Snapshot current = only(customers().all());
    simulator.userDeletes(PowerOfficeSimulator.Kind.CUSTOMERS, id);
    assertThatThrownBy(() -> customers().update(current, Map.of("Name", "Fjell AS")))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.status()).isEqualTo(404));
  }

  @Test
  void aCustomerWithoutEmailIsCreatedWithPrintedInvoices() {
    RecordId id = create(customers(), Map.of("Name", "Fjord AS"), Optional.empty(), "ref/1").get();
    assertThat(found(PowerOfficeSimulator.Kind.CUSTOMERS, Long.parseLong(id.value())))
        .containsEntry("Name", "Fjord AS")
        .containsEntry("ExternalImportReference", "ref/1")
        .containsEntry("InvoiceDeliveryType", "Print");
  }

  @Test
  void aCustomerWithEmailKeepsPowerOfficesWayOfDelivery() {
    create(
        customers(),
        Map.of("Name", "Fjord AS", "EmailAddress", "post@fjord.example", "PhoneNumber", ""),
        Optional.empty(),
        "ref/1");
    assertThat(writes.getFirst().body()).doesNotContain("InvoiceDeliveryType", "PhoneNumber");
  }

  @Test
  void aContactPersonIsCreatedActiveWithItsReference() {
    long owner = customer("Fjord AS");
    RecordId person =
        create(
                contactPersons(),
                Map.of("FirstName", "Kari", "LastName", "Nordmann"),
                Optional.of(id(owner)),
                "ref/2")
            .orElseThrow();
    assertThat(found(PowerOfficeSimulator.Kind.CONTACT_PERSONS, Long.parseLong(person.value())))
        .containsEntry("ContactId", owner)
        .containsEntry("ExternalCode", "ref/2")
        .containsEntry("IsActive", true);
  }

  @Test
  void departmentsAndSuppliersAreNeverCreated() {
    for (Side side : List.of(departments(), supplierPersons())) {
      assertThatThrownBy(() -> create(side, Map.of("Name", "Salg"), Optional.empty(), "ref/3"))
          .isInstanceOf(RejectedException.class)
          .hasMessageContaining("never created in PowerOffice");
    }
    assertThat(calls()).isEmpty();
  }

  @Test
  void aCreatedRecordWhoseIdIsNotAnsweredIsThereWithoutId() {
    refuseNext("/v2/Customers", Answer.empty(201));
    assertThat(create(customers(), Map.of("Name", "Fjord AS"), Optional.empty(), "ref/1"))
        .isEmpty();
  }

  @Test
  void aPostWithoutAnAnswerIsNotRepeated() {
    for (Fault fault :
        List.of(new Fault.Drop(), new Fault.HandleThenDrop(), new Fault.HandleThenCut())) {
      Side side = customers();
      simulator
          .server()
          .inject(1, request -> request.method().equals("POST") && isApi(request), fault);
      TransientException e =
          catchThrowableOfType(
              TransientException.class,
              () -> create(side, Map.of("Name", "Fjord AS"), Optional.empty(), fault.toString()));
      assertThat(e.status()).isZero();
      assertThat(side.calls()).isEqualTo(1);
    }
    assertThat(calls()).hasSize(3);
    assertThat(simulator.records(PowerOfficeSimulator.Kind.CUSTOMERS)).hasSize(2);
  }

  private static boolean isApi(Request request) {
    return request.path().startsWith("/v2/");
  }

  private Map<String, Object> found(PowerOfficeSimulator.Kind kind, long id) {
    return simulator.find(kind, id).orElseThrow();
  }

  private static Optional<RecordId> create(
      Side side, Map<String, String> columns, Optional<RecordId> owner, String reference) {
    return side.create(new Side.New(columns, owner, reference), () -> Instant.MAX).id();
  }
}
