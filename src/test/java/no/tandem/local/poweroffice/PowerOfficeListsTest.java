package no.tandem.local.poweroffice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import no.tandem.local.poweroffice.Caller.Reply;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;
import no.tandem.local.poweroffice.PowerOfficeSwitches.PastTheEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PowerOfficeListsTest extends Simulated {

  @Test
  void emptyListIs204WithoutBody() {
    Reply empty = caller.list("Customers", "Id");
    assertThat(empty.status()).isEqualTo(204);
    assertThat(empty.body()).isEmpty();
  }

  @Test
  void listIsAnArrayInIdOrder() {
    loadCustomers(3, 1, 2);
    assertThat(ids(caller.list("Customers", "Id"))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void nextPageLinkLeadsThroughAllPages() {
    loadCustomers(1, 2, 3, 4, 5);
    List<Long> seen = new ArrayList<>();
    String path = "/Customers?PageNumber=1&PageSize=2&Fields=Id";
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
    assertThat(nextPageLink(caller.get("/Customers?PageNumber=2&PageSize=2&Fields=Id"))).isEmpty();
  }

  @Test
  void pagePastTheEndIsAsSwitched() {
    loadCustomers(1);
    assertThat(caller.get("/Customers?PageNumber=2&PageSize=5&Fields=Id").status()).isEqualTo(204);
    simulator.switches().pastTheEnd(PastTheEnd.EMPTY_ARRAY);
    assertThat(caller.get("/Customers?PageNumber=2&PageSize=5&Fields=Id").body()).isEqualTo("[]");
    simulator.switches().pastTheEnd(PastTheEnd.NOT_FOUND);
    assertThat(caller.get("/Customers?PageNumber=2&PageSize=5&Fields=Id").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PageNumber=0&PageSize=5&Fields=Id",
        "PageNumber=x&PageSize=5&Fields=Id",
        "PageNumber=1&PageSize=20001&Fields=Id",
        "PageNumber=1&PageSize=5&Fields=Id&lastChangedDateTimeOffsetGreaterThan=yesterday",
        "PageNumber=1&PageSize=5&Fields=Id"
            + "&lastChangedDateTimeOffsetGreaterThan=2026-03-01T12:00:00",
        "PageNumber=1&PageSize=5&Fields=Id"
            + "&lastChangedDateTimeOffsetGreaterThan=2026-03-01T12:00:00+01:00"
      })
  void malformedParameterIs400(String query) {
    assertThat(caller.get("/Customers?" + query).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Id,,Name | ''",
        "Id;Name | Id;Name",
        "Nothing | Nothing",
        ", | ''",
        "Id%20Name | Id Name"
      })
  void malformedFieldsAre400(String fields, String named) {
    Reply refused = caller.list("Customers", fields);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.title()).isEqualTo("Invalid resourceParameter");
    assertThat(refused.detail())
        .isEqualTo("Fields property in resourceParameter is not formatted correct: " + named);
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
  void archivedRecordsAreListed() {
    simulator.load(Kind.CUSTOMERS, List.of(Map.of("Id", 1, "IsArchived", true)));
    assertThat(ids(caller.list("Customers", "Id"))).containsExactly(1L);
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
      many.add(Map.of("Id", i, "Name", "Firma " + i, "PhoneNumber", "+47" + i));
    }
    long start = System.nanoTime();
    simulator.load(Kind.CUSTOMERS, many);
    int rows = 0;
    for (int page = 1; page <= 20; page++) {
      rows +=
          caller
              .get(
                  "/Customers?Fields=Id,Name,LastChangedDateTimeOffset&PageSize=5000&PageNumber="
                      + page)
              .json()
              .size();
    }
    assertThat(rows).isEqualTo(100_000);
    // Far above what it takes, so that only a wrong order of growth fails here.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  private void loadCustomers(long... ids) {
    simulator.load(
        Kind.CUSTOMERS,
        LongStream.of(ids).mapToObj(id -> Map.of("Id", id, "Name", "Firma " + id)).toList());
  }

  private Reply changedAfter(String stamp) {
    return caller.list(
        "Customers",
        "Id",
        "&lastChangedDateTimeOffsetGreaterThan="
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
