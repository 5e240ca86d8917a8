package no.tandem.local.poweroffice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import no.tandem.local.poweroffice.Caller.Reply;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;
import no.tandem.local.poweroffice.PowerOfficeSwitches.ListOrder;
import no.tandem.local.poweroffice.PowerOfficeSwitches.PastTheEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PowerOfficeListsTest extends Simulated {

  @Test
  void emptyListIs204WithoutBody() {
    Reply empty = caller.get("/Customers");
    assertThat(empty.status()).isEqualTo(204);
    assertThat(empty.body()).isEmpty();
  }

  @Test
  void listIsAnArrayInIdOrder() {
    loadCustomers(3, 1, 2);
    assertThat(ids(caller.get("/Customers"))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void nextPageLinkLeadsThroughAllPages() {
    loadCustomers(1, 2, 3, 4, 5);
    List<Long> seen = new ArrayList<>();
    String path = "/Customers?pageSize=2&fields=Id";
    while (!path.isEmpty()) {
      Reply page = caller.get(path);
      seen.addAll(ids(page));
      assertThat(page.json()).allSatisfy(row -> assertThat(row.size()).isEqualTo(1));
      String next = nextPageLink(page);
      path = next.replace(simulator.url().toString(), "");
    }
    assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void exactlyFullLastPageHasNoNext() {
    loadCustomers(1, 2, 3, 4);
    assertThat(nextPageLink(caller.get("/Customers?PageSize=2&PageNumber=2"))).isEmpty();
  }

  @Test
  void pageHas5000RowsByDefault() {
    loadCustomers(LongStream.rangeClosed(1, 5001).toArray());
    Reply first = caller.get("/Customers?Fields=Id");
    assertThat(first.json()).hasSize(5000);
    assertThat(URI.create(nextPageLink(first)).getQuery()).contains("PageNumber=2", "Fields=Id");
    assertThat(caller.get("/Customers?Fields=Id&PageSize=20000").json()).hasSize(5001);
  }

  @Test
  void pageSizeOver20000Is400OrCut() {
    loadCustomers(1);
    Reply refused = caller.get("/Customers?PageSize=20001");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.title()).isEqualTo("Invalid resourceParameter");
    simulator.switches().clampsPageSize(true);
    assertThat(caller.get("/Customers?PageSize=20001").status()).isEqualTo(200);
  }

  @Test
  void pagePastTheEndIsAsSwitched() {
    loadCustomers(1);
    assertThat(caller.get("/Customers?PageNumber=2").status()).isEqualTo(204);
    simulator.switches().pastTheEnd(PastTheEnd.EMPTY_ARRAY);
    assertThat(caller.get("/Customers?PageNumber=2").body()).isEqualTo("[]");
    simulator.switches().pastTheEnd(PastTheEnd.NOT_FOUND);
    assertThat(caller.get("/Customers?PageNumber=2").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PageNumber=0",
        "PageNumber=x",
        "PageSize=0",
        "$top=5",
        "%24skip=5",
        "customerNos=a",
        "customerNos=1--2",
        "contactGroupIds=1-2",
        "OrderBy=Nothing",
        "OrderBy=Id+sideways",
        "lastChangedDateTimeOffsetGreaterThan=yesterday",
        "lastChangedDateTimeOffsetGreaterThan=2026-03-01T12:00:00",
        "lastChangedDateTimeOffsetGreaterThan=2026-03-01T12:00:00+01:00"
      })
  void malformedParameterIs400(String query) {
    assertThat(caller.get("/Customers?" + query).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Id,,Name", "Id;Name", "Nothing", ",", "Id%20Name"})
  void malformedFieldsAre400(String fields) {
    Reply refused = caller.get("/Customers?Fields=" + fields);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.title()).isEqualTo("Invalid resourceParameter");
    assertThat(refused.detail())
        .isEqualTo("Fields property in resourceParameter is not formatted correct.");
  }

  @Test
  void unknownParameterIsIgnoredOrRefused() {
    loadCustomers(1);
    assertThat(caller.get("/Customers?colour=red").status()).isEqualTo(200);
    simulator.switches().refusesUnknownParameters(true);
    assertThat(caller.get("/Customers?colour=red").status()).isEqualTo(400);
    assertThat(caller.get("/Customers?CUSTOMERNOS=1-&useDatabaseValidation=true").status())
        .isEqualTo(200);
  }

  @Test
  void changeFilterIsStrictlyGreaterToTheSeventhDecimal() {
    simulator.load(
        Kind.CUSTOMERS,
        List.of(
            Map.of("Id", 1, "LastChangedDateTimeOffset", "2026-01-01T00:00:00.0000001Z"),
            Map.of("Id", 2, "LastChangedDateTimeOffset", "2026-01-01T00:00:00.0000002Z"),
            Map.of("Id", 3, "LastChangedDateTimeOffset", "2026-01-01T02:00:00.0000003+02:00")));
    assertThat(ids(changedAfter("2026-01-01T00:00:00.0000001Z"))).containsExactly(2L, 3L);
    assertThat(ids(changedAfter("2026-01-01T01:00:00.0000002+01:00"))).containsExactly(3L);
    assertThat(changedAfter("2026-01-01T00:00:00.0000003Z").status()).isEqualTo(204);
  }

  @Test
  void createdFilterHasTheNameOfTheRole() {
    String early = "2026-01-01T00:00:00Z";
    String late = "2026-02-01T00:00:00Z";
    simulator.load(
        Kind.CUSTOMERS, List.of(created(1, "Customer", early), created(2, "Customer", late)));
    simulator.load(
        Kind.SUPPLIERS, List.of(created(3, "Supplier", early), created(4, "Supplier", late)));
    simulator.load(Kind.DEPARTMENTS, List.of(created(5, "", early), created(6, "", late)));
    assertThat(ids(caller.get("/Customers?customerCreatedDateTimeOffsetGreaterThan=" + early)))
        .containsExactly(2L);
    assertThat(ids(caller.get("/Suppliers?supplierCreatedDateTimeOffsetGreaterThan=" + early)))
        .containsExactly(4L);
    assertThat(ids(caller.get("/Departments?createdDateTimeOffsetGreaterThan=" + early)))
        .containsExactly(6L);
  }

  @Test
  void numbersAreFoundByListAndRange() {
    simulator.load(
        Kind.CUSTOMERS,
        List.of(
            Map.of("Id", 1, "Number", 10000, "ExternalNumber", 7),
            Map.of("Id", 2, "Number", 10005),
            Map.of("Id", 3, "Number", 12000),
            Map.of("Id", 4, "Number", 15000)));
    assertThat(ids(caller.get("/Customers?customerNos=10001-11000,12000"))).containsExactly(2L, 3L);
    assertThat(ids(caller.get("/Customers?customerNos=12000-"))).containsExactly(3L, 4L);
    assertThat(ids(caller.get("/Customers?externalNos=7"))).containsExactly(1L);
  }

  @Test
  void contactsAreFoundByReferenceOrganizationNumberEmailAndPhone() {
    simulator.load(
        Kind.SUPPLIERS,
        List.of(
            Map.of("Id", 1, "ExternalImportReference", "A,1", "EmailAddress", "Ola@firma.no"),
            Map.of("Id", 2, "OrganizationNumber", "912345678", "PhoneNumber", "+4722334455")));
    assertThat(ids(caller.get("/Suppliers?externalImportReference=A%2C1"))).containsExactly(1L);
    assertThat(ids(caller.get("/Suppliers?emailAddresses=ola@firma.no,x@y.no")))
        .containsExactly(1L);
    assertThat(ids(caller.get("/Suppliers?organizationNumbers=912345678"))).containsExactly(2L);
    assertThat(ids(caller.get("/Suppliers?phoneNumbers=%2B4722334455"))).containsExactly(2L);
    assertThat(caller.get("/Suppliers?externalImportReference=A").status()).isEqualTo(204);
  }

  @Test
  void contactsAreFoundByGroupAndAnUnknownGroupIs404() {
    simulator.load(
        Kind.CUSTOMERS,
        List.of(Map.of("Id", 1, "ContactGroupIds", List.of(7, 8)), Map.of("Id", 2)));
    assertThat(ids(caller.get("/Customers?contactGroupIds=8"))).containsExactly(1L);
    assertThat(caller.get("/Customers?contactGroupIds=8,9").status()).isEqualTo(404);
  }

  @Test
  void departmentsAreFoundByCodeNameAndActivity() {
    simulator.load(
        Kind.DEPARTMENTS,
        List.of(
            Map.of("Id", 1, "Code", "10", "Name", "Salg"),
            Map.of("Id", 2, "Code", "20", "Name", "Salg nord", "IsActive", false)));
    assertThat(ids(caller.get("/Departments?codes=10,30"))).containsExactly(1L);
    assertThat(ids(caller.get("/Departments?isActive=False"))).containsExactly(2L);
    assertThat(ids(caller.get("/Departments?name=salg"))).containsExactly(1L);
    simulator.switches().nameFilterContains(true);
    assertThat(ids(caller.get("/Departments?name=salg"))).containsExactly(1L, 2L);
    assertThat(caller.get("/Departments?isActive=maybe").status()).isEqualTo(400);
  }

  @Test
  void contactPersonsAreFoundByOwnerAndCode() {
    loadCustomers(1, 2);
    simulator.load(
        Kind.CONTACT_PERSONS,
        List.of(
            Map.of("Id", 11, "ContactId", 1, "ExternalCode", "A69"),
            Map.of("Id", 12, "ContactId", 2)));
    assertThat(ids(caller.get("/ContactPersons?contactIds=2,3"))).containsExactly(12L);
    assertThat(ids(caller.get("/ContactPersons?externalCodes=A69"))).containsExactly(11L);
  }

  @Test
  void archivedRecordsAreListed() {
    simulator.load(Kind.CUSTOMERS, List.of(Map.of("Id", 1, "IsArchived", true)));
    assertThat(ids(caller.get("/Customers"))).containsExactly(1L);
  }

  @Test
  void orderCanBeChangedByParameterAndSwitch() {
    simulator.load(
        Kind.DEPARTMENTS,
        List.of(
            Map.of("Id", 1, "Name", "B", "LastChangedDateTimeOffset", "2026-01-02T00:00:00Z"),
            Map.of("Id", 2, "Name", "A", "LastChangedDateTimeOffset", "2026-01-01T00:00:00Z")));
    assertThat(ids(caller.get("/Departments?OrderBy=Name"))).containsExactly(2L, 1L);
    assertThat(ids(caller.get("/Departments?OrderBy=Name%20desc"))).containsExactly(1L, 2L);
    simulator.switches().listOrder(ListOrder.ID_DESCENDING);
    assertThat(ids(caller.get("/Departments"))).containsExactly(2L, 1L);
    simulator.switches().listOrder(ListOrder.LAST_CHANGED_ASCENDING);
    assertThat(ids(caller.get("/Departments"))).containsExactly(2L, 1L);
    simulator.switches().listOrder(ListOrder.LAST_CHANGED_DESCENDING);
    assertThat(ids(caller.get("/Departments"))).containsExactly(1L, 2L);
  }

  @Test
  void membersCanBeInCamelCaseAtEveryDepth() {
    simulator.load(
        Kind.CUSTOMERS,
        List.of(Map.of("Id", 1, "Name", "Firma", "MailAddress", Map.of("City", "Oslo"))));
    simulator.switches().camelCase(true);
    JsonNode row = caller.get("/Customers?Fields=Name,MailAddress,PhoneNumber").json().get(0);
    assertThat(row.path("name").asText()).isEqualTo("Firma");
    assertThat(row.path("mailAddress").path("city").asText()).isEqualTo("Oslo");
    assertThat(row.path("phoneNumber").isNull()).isTrue();
    assertThat(row.has("Name")).isFalse();
  }

  @Test
  void nullsCanBeLeftOut() {
    loadCustomers(1);
    assertThat(caller.get("/Customers/1").json().has("PhoneNumber")).isTrue();
    simulator.switches().writesNulls(false);
    assertThat(caller.get("/Customers/1").json().has("PhoneNumber")).isFalse();
  }

  @Test
  void datesCanCarryATimePart() {
    simulator.load(
        Kind.SUPPLIERS, List.of(Map.of("Id", 1, "IsPerson", true, "DateOfBirth", "2001-02-03")));
    assertThat(caller.get("/Suppliers/1").json().path("DateOfBirth").asText())
        .isEqualTo("2001-02-03");
    simulator.switches().datesWithTime(true);
    assertThat(caller.get("/Suppliers/1").json().path("DateOfBirth").asText())
        .isEqualTo("2001-02-03T00:00:00");
  }

  @Test
  void hundredThousandRecordsAreLoadedAndPagedQuickly() {
    List<Map<String, Object>> many = new ArrayList<>();
    for (int i = 1; i <= 100_000; i++) {
      many.add(
          Map.of("Id", i, "Name", "Firma " + i, "PhoneNumber", "+47" + i, "Number", 10_000 + i));
    }
    long start = System.nanoTime();
    simulator.load(Kind.CUSTOMERS, many);
    int rows = 0;
    for (int page = 1; page <= 20; page++) {
      rows +=
          caller
              .get("/Customers?Fields=Id,Name,LastChangedDateTimeOffset&PageNumber=" + page)
              .json()
              .size();
    }
    assertThat(rows).isEqualTo(100_000);
    // Far above what it takes, so that only a wrong order of growth fails here.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  private static Map<String, Object> created(long id, String role, String stamp) {
    return Map.of("Id", id, role + "CreatedDateTimeOffset", stamp);
  }

  private void loadCustomers(long... ids) {
    simulator.load(
        Kind.CUSTOMERS,
        LongStream.of(ids).mapToObj(id -> Map.of("Id", id, "Name", "Firma " + id)).toList());
  }

  private Reply changedAfter(String stamp) {
    return caller.get(
        "/Customers?LastChangedDateTimeOffsetGreaterThan="
            + URLEncoder.encode(stamp, StandardCharsets.UTF_8));
  }

  private static String nextPageLink(Reply page) {
    Reply header = new Reply(200, page.header("X-Pagination"), page.response());
    return header.json().path("nextPageLink").asText();
  }

  private static List<Long> ids(Reply reply) {
    assertThat(reply.status()).isEqualTo(200);
    List<Long> ids = new ArrayList<>();
    reply.json().forEach(row -> ids.add(row.path("Id").asLong()));
    return ids;
  }
}
