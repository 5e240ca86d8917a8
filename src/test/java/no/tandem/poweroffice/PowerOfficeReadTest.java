package no.tandem.poweroffice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.poweroffice.PowerOfficeSwitches.PastTheEnd;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.Listing;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.Stamp;
import no.tandem.sync.side.TransientException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
class PowerOfficeReadTest extends Connected {

  @Test
  void aSystemWithoutRecordsListsNothing() {
    Side side = customers();
    assertThat(side.all()).isEqualTo(new Listing(List.of(), Optional.empty()));
    assertThat(calls()).singleElement().satisfies(c -> assertThat(c.status()).isEqualTo(204));
    assertThat(side.calls()).isEqualTo(1);
    assertThat(logIns()).isEqualTo(1);
  }

  @Test
  void aCustomerIsReadWithItsMappedProperties() {
    long id =
        simulator.userCreates(
            PowerOfficeSimulator.Kind.CUSTOMERS,
            Map.of(
                "Name", "  Fjord AS ",
                "PhoneNumber", "+47 22 33 44 55",
                "OrganizationNumber", "987654321",
                "WebsiteUrl", "https://fjord.example"));
    Snapshot found = only(customers().all());
    assertThat(found.id()).isEqualTo(id(id));
    assertThat(found.view().values())
        .isEqualTo(Map.of("name", "Fjord AS", "phone", "+47 22 33 44 55"));
    assertThat(found.columns().text("organizationnumber")).contains("987654321");
    assertThat(found.active()).isTrue();
    assertThat(found.owner()).isEmpty();
    assertThat(found.changedAt()).contains(time.clock().instant());
    assertThat(found.byIntegration()).isFalse();
  }

  @Test
  void onlyTheFieldsThatAreNeededAreAskedFor() {
    customer("Fjord AS");
    List<String> bodies = new ArrayList<>();
    simulator.server().observe((request, answer) -> bodies.add(answer.body()));
    customers().all();
    assertThat(bodies.getLast())
        .contains("Id", "LastChangedDateTimeOffset", "IsArchived", "IsActive", "IsPerson")
        .contains("OrganizationNumber", "Name", "PhoneNumber")
        .doesNotContain("EmailAddress", "MailAddress", "WebsiteUrl", "NationalIdNumber");
  }

  @Test
  void aSingleLookUpKeepsTheSameFieldsAsAList() {
    long id = customer("Fjord AS");
    Snapshot listed = only(customers().all());
    Snapshot single = read(customers(), known(id)).snapshot().orElseThrow();
    assertThat(single.columns().toString()).isEqualTo(listed.columns().toString());
    assertThat(single.digest()).isEqualTo(listed.digest());
  }

  @Test
  void membersInCamelCaseAreReadToo() {
    simulator.switches().camelCase(true);
    long id = customer("Fjord AS");
    assertThat(only(customers().all()).view().get("name")).contains("Fjord AS");
    assertThat(read(customers(), known(id)).snapshot().orElseThrow().view().get("name"))
        .contains("Fjord AS");
  }

  @Test
  void archivedAndInactiveRecordsAreListedWithTheReason() {
    long archived = customer("Archived");
    simulator.userEdits(PowerOfficeSimulator.Kind.CUSTOMERS, archived, Map.of("IsArchived", true));
    long inactive = department("Inactive");
    simulator.userEdits(PowerOfficeSimulator.Kind.DEPARTMENTS, inactive, Map.of("IsActive", false));
    assertThat(only(customers().all()).inactive()).contains("archived in PowerOffice");
    assertThat(only(departments().all()).inactive()).contains("inactive in PowerOffice");
  }

  @Test
  void aSupplierThatIsACompanyIsNoPerson() {
    simulator.userCreates(PowerOfficeSimulator.Kind.SUPPLIERS, Map.of("Name", "Fjord AS"));
    assertThat(only(supplierPersons().all()).inactive()).contains("is a company, not a person");
  }

  @Test
  void aSupplierPersonsBirthdayIsItsDateAlone() {
    simulator.switches().datesWithTime(true);
    simulator.userCreates(
        PowerOfficeSimulator.Kind.SUPPLIERS,
        Map.of(
            "IsPerson", true,
            "FirstName", "Kari",
            "LastName", "Nordmann",
            "DateOfBirth", "2001-02-03"));
    Snapshot person = only(supplierPersons().all());
    assertThat(person.active()).isTrue();
    assertThat(person.view().values())
        .isEqualTo(Map.of("firstName", "Kari", "lastName", "Nordmann", "birthday", "2001-02-03"));
  }

  @Test
  void aContactPersonNamesItsOwner() {
    long owner = customer("Fjord AS");
    long id = contactPerson(owner, "Kari");
    assertThat(only(contactPersons().all()).owner()).contains(id(owner));
    Presence single = read(contactPersons(), known(id, owner));
    assertThat(single.snapshot().orElseThrow().owner()).contains(id(owner));
    assertThat(calls().getLast().path()).isEqualTo("/v2/ContactPersons/" + owner + "/" + id);
  }

  @ParameterizedTest
  @EnumSource
  void everyPageIsRead(PastTheEnd pastTheEnd) {
    simulator.switches().pastTheEnd(pastTheEnd);
    load(5001);
    Side side = customers();
    assertThat(side.all().snapshots()).hasSize(5001).doesNotHaveDuplicates();
    assertThat(side.calls()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aFullLastPageOfAServerWithoutPaginationHeaderIsTheLast(PastTheEnd pastTheEnd) {
    simulator.switches().pastTheEnd(pastTheEnd);
    load(5000);
    Side side = customers();
    assertThat(side.all().snapshots()).hasSize(5000);
    assertThat(side.calls()).isEqualTo(2);
  }

  @Test
  void aServerWithoutPaginationHeaderIsReadToItsEnd() {
    String full = rows(1, 5000);
    refuseNext("/v2/Customers", Answer.json(200, full));
    refuseNext("/v2/Customers", Answer.json(200, rows(5000, 5001)));
    Listing listing = customers().all();
    assertThat(listing.snapshots()).hasSize(5001);
    assertThat(calls()).hasSize(2);
  }

  @Test
  void aServerThatRepeatsItsPagesIsNotBelieved() {
    String full = rows(1, 5000);
    refuseNext("/v2/Customers", Answer.json(200, full));
    refuseNext("/v2/Customers", Answer.json(200, full));
    assertThat(failed(customers()::all).title()).contains("nothing new");
  }

  @Test
  void aPageThatFailsFailsTheListing() {
    load(5001);
    simulator
        .server()
        .inject(
            1,
            request -> request.query().getOrDefault("PageNumber", "").equals("2"),
            new Fault.Refuse(Answer.empty(503)));
    assertThat(failed(customers()::all).status()).isEqualTo(503);
  }

  @Test
  void aRowWithoutIdFailsTheListing() {
    refuseNext("/v2/Customers", Answer.json(200, "[{\"Name\":\"A value\"}]"));
    assertThat(failed(customers()::all).text()).doesNotContain("A value");
  }

  @Test
  void anythingButAnArrayFailsTheListing() {
    for (String body : List.of("{}", "[{\"Id\":1}", "[{\"Id\":1}] x", "<html/>", "null", "[1]")) {
      refuseNext("/v2/Customers", Answer.json(200, body));
      assertThat(failed(customers()::all).title()).as(body).startsWith("no usable answer");
    }
    refuseNext("/v2/Customers", Answer.empty(200));
    assertThat(failed(customers()::all).title()).startsWith("no usable answer");
  }

  @Test
  void halfABodyFailsTheListing() {
    customer("Fjord AS");
    simulator.server().inject(1, isApi("/v2/Customers"), new Fault.HandleThenCut());
    assertThat(failed(customers()::all).status()).isZero();
  }

  @Test
  void aRedirectIsNoAnswer() {
    refuseNext(
        "/v2/Customers", new Answer(302, Map.of("Location", "https://elsewhere.invalid/"), ""));
    assertThat(failed(customers()::all).title()).startsWith("no usable answer");
  }

  @Test
  void theLargestStampIsKeptAsReceived() {
    refuseNext(
        "/v2/Customers",
        Answer.json(
            200,
            """
            [{"Id":1,"LastChangedDateTimeOffset":"2026-01-02T05:00:00.1234567+02:00"},
             {"Id":2,"LastChangedDateTimeOffset":"2026-01-02T03:30:00.7654321+00:00"},
             {"Id":3,"LastChangedDateTimeOffset":"2026-01-02T04:00:00.1234567+02:00"}]
            """));
    Listing listing = customers().all();
    assertThat(listing.largestStamp().map(Stamp::text))
        .contains("2026-01-02T03:30:00.7654321+00:00");
    assertThat(listing.snapshots().getFirst().changedAt())
        .contains(Instant.parse("2026-01-02T03:00:00.1234567Z"));
  }

  @Test
  void changesAreListedWithAnOverlap() {
    long early = customer("Early");
    time.pause(Duration.ofMinutes(10));
    long late = customer("Late");
    Cursor cursor =
        new Cursor(customers().all().largestStamp().orElseThrow(), Duration.ofSeconds(30), 2);
    assertThat(customers().changedSince(cursor).snapshots())
        .extracting(Snapshot::id)
        .containsExactly(id(late));
    // 08:10:00 less the overlap of 120 s, the 30 s of the listing and one tick.
    assertThat(simulator.server().journal().getLast().rawQuery())
        .contains("2026-03-02T08%3A07%3A29.9999999Z".replace("%3A", colon()));

    time.pause(Duration.ofMinutes(10));
    simulator.userEdits(
        PowerOfficeSimulator.Kind.CUSTOMERS, early, Map.of("PhoneNumber", "22334455"));
    assertThat(customers().changedSince(cursor).snapshots())
        .extracting(Snapshot::id)
        .containsExactlyInAnyOrder(id(early), id(late));
  }

  @Test
  void aRecordWithExactlyTheCursorsStampIsListedAlsoWithoutOverlap() {
    PowerOfficeConfiguration given = configuration(0);
    PowerOffice withoutOverlap =
        open(
            new PowerOfficeConfiguration(
                given.url(),
                given.tokenUrl(),
                given.applicationKey(),
                given.clientKey(),
                given.subscriptionKey(),
                0,
                given.timeout(),
                Duration.ZERO));
    customer("Fjord AS");
    Side side = withoutOverlap.side(PowerOffice.Kind.CUSTOMERS, ORGANISATION);
    Stamp stamp = side.all().largestStamp().orElseThrow();
    assertThat(side.changedSince(new Cursor(stamp, Duration.ZERO, 1)).snapshots()).hasSize(1);
  }

  @Test
  void fewRecordsAreLookedUpByThemselves() {
    long id = customer("Fjord AS");
    customer("Fjell AS");
    Side side = customers();
    assertThat(side.read(List.of(known(id)), 0)).containsOnlyKeys(id(id));
    assertThat(calls()).singleElement().satisfies(c -> assertThat(c.path()).endsWith("/" + id));
  }

  @Test
  void manyRecordsAreReadFromTheListAndTheMissingOnesByThemselves() {
    long one = customer("Fjord AS");
    long other = customer("Fjell AS");
    Map<RecordId, Presence> read =
        customers().read(List.of(known(one), known(other), known(99)), 3);
    assertThat(read.get(id(one))).isInstanceOf(Presence.Present.class);
    assertThat(read.get(id(other))).isInstanceOf(Presence.Present.class);
    assertThat(read.get(id(99))).isEqualTo(new Presence.Gone());
    assertThat(calls())
        .extracting(call -> call.path() + " " + call.status())
        .containsExactly("/v2/Customers 200", "/v2/Customers/99 404");
  }

  @Test
  void aFurtherPageIsAsDearAsTenLookUps() {
    List<RecordReader.Known> eleven = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      eleven.add(known(900 + i));
    }
    customers().read(eleven, 5001);
    assertThat(calls()).hasSize(11).noneMatch(call -> call.path().endsWith("/Customers"));
    eleven.add(known(911));
    customers().read(eleven, 5001);
    assertThat(calls()).anyMatch(call -> call.path().endsWith("/Customers"));
  }

  @Test
  void aRunListsAllRecordsOnceAndThenOnlyWhatHasChanged() {
    long one = customer("Fjord AS");
    long other = customer("Fjell AS");
    simulator.load(
        PowerOfficeSimulator.Kind.CUSTOMERS,
        List.of(
            Map.of(
                "Id", 900_001L,
                "Name", "Stamp AS",
                "LastChangedDateTimeOffset", "2099-01-01T00:00:00Z")));
    time.pause(Duration.ofHours(1));
    Side side = customers();
    List<RecordReader.Known> both = List.of(known(one), known(other));
    side.read(both, 3);
    time.pause(Duration.ofMinutes(1));
    simulator.userEdits(
        PowerOfficeSimulator.Kind.CUSTOMERS, one, Map.of("Name", "Fjord og Fjell AS"));
    Map<RecordId, Presence> read = side.read(both, 3);
    assertThat(name(read, one)).contains("Fjord og Fjell AS");
    assertThat(name(read, other)).contains("Fjell AS");
    assertThat(calls()).hasSize(2).allMatch(call -> call.path().equals("/v2/Customers"));
    assertThat(calls().getFirst().rawQuery()).doesNotContain("lastChanged");
    assertThat(calls().getLast().rawQuery()).contains("lastChanged");
  }

  private static Optional<String> name(Map<RecordId, Presence> read, long id) {
    return read.get(id(id)).snapshot().orElseThrow().view().get("name");
  }

  @Test
  void aContactPersonWithoutAKnownOwnerIsReadFromTheList() {
    long id = contactPerson(customer("Fjord AS"), "Kari");
    assertThat(read(contactPersons(), known(id))).isInstanceOf(Presence.Present.class);
    assertThat(read(contactPersons(), known(99)))
        .isEqualTo(new Presence.Unknown("not listed by PowerOffice, and its owner is not known"));
    assertThat(calls()).extracting(call -> call.path()).containsOnly("/v2/ContactPersons");
  }

  @Test
  void nothingIsSentForNothing() {
    assertThat(customers().read(List.of(), 0)).isEmpty();
    assertThat(simulator.server().journal()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsUnknown() {
    long id = customer("Fjord AS");
    for (Answer answer :
        List.of(
            Answer.json(404, "{\"statusCode\":404,\"message\":\"Resource not found\"}"),
            new Answer(404, Map.of("Content-Type", "text/html"), "<html>Not here</html>"),
            Answer.empty(204),
            Answer.empty(403),
            Answer.empty(500),
            Answer.json(200, "[]"),
            Answer.json(200, "{\"Name\":\"Fjord AS\"}"),
            Answer.json(400, "{\"title\":\"Customer validation error(s)\",\"status\":400}"))) {
      refuseNext("/v2/Customers", answer);
      assertThat(read(customers(), known(id)))
          .as(answer.toString())
          .isInstanceOf(Presence.Unknown.class);
    }
    simulator.server().inject(1, isApi("/v2/Customers"), new Fault.Drop());
    assertThat(read(customers(), known(id))).isInstanceOf(Presence.Unknown.class);
  }

  @Test
  void aListThatCannotBeReadLeavesAllItsRecordsUnknown() {
    refuseNext("/v2/Customers", Answer.empty(500));
    assertThat(customers().read(List.of(known(1), known(2)), 2).values())
        .hasSize(2)
        .allSatisfy(presence -> assertThat(presence).isInstanceOf(Presence.Unknown.class));
    assertThat(calls()).hasSize(1);
  }

  @Test
  void notFoundWithoutATextIsGone() {
    refuseNext("/v2/Customers", Answer.empty(404));
    assertThat(read(customers(), known(1))).isEqualTo(new Presence.Gone());
  }

  private void load(int records) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (int i = 1; i <= records; i++) {
      all.add(Map.of("Name", "Customer " + i));
    }
    simulator.load(PowerOfficeSimulator.Kind.CUSTOMERS, all);
  }

  private static String rows(int first, int last) {
    StringBuilder rows = new StringBuilder("[");
    for (int id = first; id <= last; id++) {
      rows.append(id == first ? "" : ",").append("{\"Id\":").append(id).append('}');
    }
    return rows.append(']').toString();
  }

  private String colon() {
    // Either form of a colon is correct in a query.
    return simulator.server().journal().getLast().rawQuery().contains("%3A") ? "%3A" : ":";
  }

  private static TransientException failed(ThrowingCallable call) {
    return catchThrowableOfType(TransientException.class, call);
  }
}
