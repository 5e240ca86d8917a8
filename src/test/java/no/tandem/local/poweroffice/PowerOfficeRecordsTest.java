package no.tandem.local.poweroffice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import no.tandem.local.poweroffice.Caller.Reply;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;
import org.junit.jupiter.api.Test;

final class PowerOfficeRecordsTest extends Simulated {
  private static final String STAMP = "LastChangedDateTimeOffset";
  private static final String LOADED = "2026-01-01T00:00:00Z";

  @Test
  void rolesOfOneContactShareItsFieldsAndKeepTheirOwn() {
    loadBothRoles();
    Reply changed = caller.replace("/Suppliers/1", "PhoneNumber", "\"99\"");
    assertThat(changed.status()).isEqualTo(200);
    caller.replace("/Suppliers/1", "ExternalImportReference", "\"S\"");
    assertThat(stored(Kind.CUSTOMERS, 1))
        .containsEntry("Name", "Firma")
        .containsEntry("PhoneNumber", "99")
        .containsEntry("ExternalImportReference", "C")
        .containsEntry("IsActive", true);
    assertThat(stored(Kind.SUPPLIERS, 1))
        .containsEntry("ExternalImportReference", "S")
        .containsEntry("IsActive", false);
  }

  @Test
  void sharedChangeMovesTheOtherRolesStampUnlessSwitchedOff() {
    loadBothRoles();
    caller.replace("/Suppliers/1", "ExternalImportReference", "\"S\"");
    assertThat(stored(Kind.CUSTOMERS, 1)).containsEntry(STAMP, LOADED);
    simulator.switches().otherRoleStampFollows(false);
    caller.replace("/Suppliers/1", "PhoneNumber", "\"98\"");
    assertThat(stored(Kind.CUSTOMERS, 1)).containsEntry(STAMP, LOADED);
    simulator.switches().otherRoleStampFollows(true);
    caller.replace("/Suppliers/1", "PhoneNumber", "\"99\"");
    assertThat(stored(Kind.CUSTOMERS, 1).get(STAMP)).isNotEqualTo(LOADED);
  }

  @Test
  void contactsLastRoleTakesItsContactPersonsAlong() {
    loadBothRoles();
    simulator.load(Kind.CONTACT_PERSONS, List.of(Map.of("Id", 7, "ContactId", 1)));
    simulator.userDeletes(Kind.CUSTOMERS, 1);
    assertThat(simulator.find(Kind.CONTACT_PERSONS, 7)).isPresent();
    simulator.userDeletes(Kind.SUPPLIERS, 1);
    assertThat(simulator.find(Kind.CONTACT_PERSONS, 7)).isEmpty();
  }

  @Test
  void usersActsMoveTheStampAndReachWhatTheApiCannot() {
    long id = simulator.userCreates(Kind.CUSTOMERS, Map.of("Name", "Firma"));
    later();
    simulator.userEdits(Kind.CUSTOMERS, id, Map.of("IsActive", false, "IsArchived", true));
    assertThat(stored(Kind.CUSTOMERS, id))
        .containsEntry("IsActive", false)
        .containsEntry("IsArchived", true)
        .containsEntry(STAMP, "2026-03-01T12:00:01.1234567Z");
    simulator.userDeletes(Kind.CUSTOMERS, id);
    assertThat(simulator.find(Kind.CUSTOMERS, id)).isEmpty();
  }

  @Test
  void userAddsARoleToAContact() {
    long id = simulator.userCreates(Kind.CUSTOMERS, Map.of("Name", "Firma"));
    assertThat(simulator.userCreates(Kind.SUPPLIERS, Map.of("Id", id))).isEqualTo(id);
    assertThat(stored(Kind.SUPPLIERS, id)).containsEntry("Name", "Firma");
  }

  @Test
  void loadedRecordTakesThePlaceOfTheOneWithItsId() {
    simulator.load(Kind.CUSTOMERS, List.of(Map.of("Id", 1, "Name", "A", "PhoneNumber", "1")));
    simulator.load(Kind.CUSTOMERS, List.of(Map.of("Id", 1, "Name", "B")));
    assertThat(stored(Kind.CUSTOMERS, 1))
        .containsEntry("Name", "B")
        .doesNotContainKey("PhoneNumber");
  }

  @Test
  void stampsNeverGoBack() {
    long first = simulator.userCreates(Kind.DEPARTMENTS, Map.of("Name", "A"));
    clock.set(clock.instant().minus(Duration.ofHours(1)));
    long second = simulator.userCreates(Kind.DEPARTMENTS, Map.of("Name", "B"));
    assertThat(stored(Kind.DEPARTMENTS, second).get(STAMP))
        .isEqualTo(stored(Kind.DEPARTMENTS, first).get(STAMP));
  }

  @Test
  void mistakenFieldsOfTestsAreRefused() {
    assertThatThrownBy(() -> simulator.load(Kind.CUSTOMERS, List.of(Map.of("name", "A"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> simulator.userCreates(Kind.CUSTOMERS, Map.of("Name", 5)))
        .isInstanceOf(IllegalArgumentException.class);
    long id = simulator.userCreates(Kind.CUSTOMERS, Map.of("Name", "A"));
    assertThatThrownBy(() -> simulator.userEdits(Kind.CUSTOMERS, id, Map.of("Id", 3)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> simulator.userEdits(Kind.CUSTOMERS, 99, Map.of("Name", "A")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> simulator.userCreates(Kind.CONTACT_PERSONS, Map.of("ContactId", 9)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void recordsAreCopiesInIdOrder() {
    simulator.load(
        Kind.SUPPLIERS,
        List.of(
            Map.of("Id", 2, "Name", "B"),
            Map.of("Id", 1, "IsPerson", true, "DateOfBirth", LocalDate.of(2001, 2, 3))));
    List<Map<String, Object>> records = simulator.records(Kind.SUPPLIERS);
    assertThat(records).extracting(record -> record.get("Id")).containsExactly(1L, 2L);
    assertThat(records.getFirst()).containsEntry("DateOfBirth", "2001-02-03");
    records.getLast().put("Name", "C");
    assertThat(stored(Kind.SUPPLIERS, 2)).containsEntry("Name", "B");
  }

  @Test
  void concurrentCreatesWithOneReferenceMakeOneRecord() throws Exception {
    caller.get("/Customers/1");
    String body = "{\"Name\":\"A\",\"EmailAddress\":\"a@a.no\",\"ExternalImportReference\":\"R\"}";
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> calls =
          IntStream.range(0, 20)
              .mapToObj(i -> threads.submit(() -> caller.post("/Customers", body).status()))
              .toList();
      int made = 0;
      for (Future<Integer> call : calls) {
        made += call.get() == 201 ? 1 : 0;
      }
      assertThat(made).isEqualTo(1);
    }
    assertThat(simulator.records(Kind.CUSTOMERS)).hasSize(1);
  }

  private void loadBothRoles() {
    simulator.load(
        Kind.CUSTOMERS,
        List.of(Map.of("Id", 1, "Name", "Firma", "ExternalImportReference", "C", STAMP, LOADED)));
    simulator.load(Kind.SUPPLIERS, List.of(Map.of("Id", 1, "IsActive", false, STAMP, LOADED)));
  }

  private Map<String, Object> stored(Kind kind, long id) {
    return simulator.find(kind, id).orElseThrow();
  }
}
