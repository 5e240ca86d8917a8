package no.tandem.local.webcrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebCrmQueriesTest extends WebCrmTestBase {
  private static final String FROM_10 =
      "SELECT OrganisationId FROM Organisation WHERE OrganisationId >= 10";
  private static final String BY_ID = " ORDER BY OrganisationId ASC";

  @BeforeEach
  void load() {
    webCrm.load(
        ORGANISATIONS,
        List.of(
            fields("OrganisationId", 12, "OrganisationName", "Berg"),
            fields("OrganisationId", 10, "OrganisationName", "Ola's AS"),
            fields("OrganisationId", 11, "OrganisationName", "Berg")));
    webCrm.switches().requestsPerMinute(0);
  }

  @Test
  void rowsFromAnIdOnComeByIdInPages() {
    assertThat(ids(FROM_10 + BY_ID)).containsExactly(10, 11, 12);
    assertThat(ids(query(FROM_10 + BY_ID, "&Page=2&Size=2"))).containsExactly(12);
    assertThat(query(FROM_10 + BY_ID, "&Page=1&Size=1001").status()).isEqualTo(400);
    assertThat(query(FROM_10 + BY_ID, "&Page=0&Size=5").status()).isEqualTo(400);
  }

  @Test
  void rowsHaveTheColumnsThatWereAskedForByTheirOwnNames() {
    assertThat(
            query(
                    "SELECT organisationNAME, OrganisationId FROM Organisation"
                        + " WHERE OrganisationId = 10")
                .body())
        .isEqualTo("[{\"OrganisationName\":\"Ola's AS\",\"OrganisationId\":10}]");
  }

  @Test
  void rowsOfSomeIdsComeInAnyOrder() {
    String script =
        IntStream.rangeClosed(1, 12)
            .mapToObj(id -> "OrganisationId = " + id)
            .collect(
                Collectors.joining(" OR ", "SELECT OrganisationId FROM Organisation WHERE ", ""));
    assertThat(ids(script)).containsExactlyInAnyOrder(1, 10, 11, 12);
    assertThat(IntStream.range(0, 50).mapToObj(i -> ids(script)).distinct()).hasSizeGreaterThan(1);
  }

  @Test
  void datesAreComparedAsMoments() {
    clock.set(Instant.parse("2024-08-14T10:00:00Z"));
    webCrm.userEdits(ORGANISATIONS, 12, fields("OrganisationFax", "1"));
    assertThat(since("2024-08-14T10:00:00.0000000Z")).containsExactly(12);
    assertThat(since("2024-08-14T12:00:00+02:00")).containsExactly(12);
    assertThat(since("2024-08-14T10:00:01Z")).isEmpty();
    webCrm.switches().honoursZone(false);
    assertThat(since("2024-08-14T11:00:00Z")).containsExactly(12);
    assertThat(since("2024-08-14T09:05:00Z")).hasSize(3);
  }

  private List<Integer> since(String moment) {
    return ids(FROM_10 + " AND OrganisationUpdatedAt >= '" + moment + "'" + BY_ID);
  }

  @Test
  void plusFieldsAreNumbers() {
    webCrm.userEdits(ORGANISATIONS, 10, fields("OrganisationPlus1", "20180130"));
    assertThat(query("SELECT OrganisationPlus1 FROM Organisation WHERE OrganisationId = 10").body())
        .isEqualTo("[{\"OrganisationPlus1\":20180130}]");
  }

  @Test
  void statusIsANameOrBySwitchANumber() {
    String script = "SELECT PersonStatus FROM Person WHERE PersonId = 2";
    assertThat(query(script).body()).isEqualTo("[{\"PersonStatus\":\"Active\"}]");
    webCrm.switches().statusNumbers(true);
    assertThat(query(script).body()).isEqualTo("[{\"PersonStatus\":0}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT OrganisationId FROM Nonsense WHERE OrganisationId = 1",
        "SELECT Nonsense FROM Organisation WHERE OrganisationId = 1",
        "SELECT PersonId FROM Organisation WHERE OrganisationId = 1",
        "SELECT OrganisationId FROM Organisation WHERE OrganisationId >= 1"
            + " AND OrganisationUpdatedAt >= 'yesterday' ORDER BY OrganisationId ASC"
      })
  void whatIsWrongIsRefused(String script) {
    Answered refused = query(script);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).endsWith("QueryException");
  }

  @Test
  @Timeout(60)
  void hundredThousandRowsAreReadPageByPage() {
    webCrm.load(
        ORGANISATIONS,
        IntStream.range(1000, 101_000)
            .mapToObj(id -> fields("OrganisationId", id, "OrganisationName", "Firma " + id))
            .toList());
    int next = 1000;
    int count = 0;
    while (true) {
      List<Integer> page =
          ids(
              "SELECT OrganisationId, OrganisationName FROM Organisation WHERE OrganisationId >= "
                  + next
                  + BY_ID);
      count += page.size();
      if (page.size() < 1000) {
        break;
      }
      next = page.getLast() + 1;
    }
    assertThat(count).isEqualTo(100_000);
  }
}
