package no.tandem.local.webcrm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class QueryResultsTest extends WebCrmTestBase {

  @Test
  void asteriskAddsColumnsOfTheDatabase() {
    JsonNode organisation = query("SELECT * FROM Organisation").json().get(0);
    assertThat(organisation.path("RowNumber").asInt()).isEqualTo(1);
    assertThat(organisation.has("o_lastUpdatedById")).isTrue();
    assertThat(organisation.path("OrganisationName").asText()).isEqualTo("webCRM A/S");
    JsonNode person =
        query(
                "SELECT * FROM Person JOIN Organisation ON (Person.PersonOrganisationId ="
                    + " Organisation.OrganisationId)")
            .json()
            .get(0);
    assertThat(person.has("p_lastLogin")).isTrue();
    assertThat(person.has("PersonPassword")).isTrue();
    assertThat(person.has("OrganisationName")).isTrue();
  }

  @Test
  void columnListGivesOnlyTheseColumnsByTheirOwnNames() {
    assertThat(query("SELECT organisationNAME, OrganisationId FROM Organisation").body())
        .isEqualTo("[{\"OrganisationName\":\"webCRM A/S\",\"OrganisationId\":1}]");
  }

  @Test
  void plusFieldsAreNumbersUnlessFormatted() {
    webCrm.userEdits(ORGANISATIONS, 1, fields("OrganisationPlus1", "20180130"));
    String script = "SELECT OrganisationPlus1 FROM Organisation";
    assertThat(query(script).body()).isEqualTo("[{\"OrganisationPlus1\":20180130}]");
    assertThat(query(script, "&formatCustomFields=true").body())
        .isEqualTo("[{\"OrganisationPlus1\":\"20180130\"}]");
  }

  @Test
  void statusIsANameOrBySwitchANumber() {
    assertThat(query("SELECT PersonStatus FROM Person").body())
        .isEqualTo("[{\"PersonStatus\":\"Active\"}]");
    webCrm.switches().statusNumbers(true);
    assertThat(query("SELECT PersonStatus FROM Person").body()).isEqualTo("[{\"PersonStatus\":0}]");
  }

  @Test
  void pagesWithoutOrderOverlapAndMissRows() {
    loadMany(200);
    Set<Integer> seen = new HashSet<>();
    for (int page = 1; page <= 4; page++) {
      seen.addAll(ids(query("SELECT * FROM Organisation", "&Page=" + page + "&Size=51")));
    }
    assertThat(seen).hasSizeLessThan(201);
  }

  @Test
  void tiesOfAnOrderComeInAnyOrder() {
    loadMany(200);
    String byStamp =
        "SELECT OrganisationId FROM Organisation WHERE OrganisationId >= 1000 ORDER BY"
            + " OrganisationUpdatedAt";
    assertThat(ids(byStamp)).isNotEqualTo(ids(byStamp));
    assertThat(ids(byStamp)).hasSize(200).doesNotHaveDuplicates();
    webCrm.switches().shuffles(false);
    assertThat(ids(byStamp)).isSorted().isEqualTo(ids(byStamp));
  }

  @Test
  void orderHoldsOverPages() {
    loadMany(250);
    String byId = "SELECT OrganisationId FROM Organisation ORDER BY OrganisationId ";
    assertThat(ids(query(byId + "ASC", "&Page=3&Size=100"))).hasSize(51).isSorted().endsWith(1249);
    assertThat(ids(query(byId + "DESC", "&Page=1&Size=2"))).containsExactly(1249, 1248);
    clock.pass(Duration.ofMinutes(1));
    webCrm.userEdits(ORGANISATIONS, 1005, fields("OrganisationFax", "1"));
    assertThat(
            ids(
                query(
                    "SELECT OrganisationId FROM Organisation ORDER BY OrganisationUpdatedAt DESC",
                    "&Page=1&Size=1")))
        .containsExactly(1005);
    assertThat(query(byId, "&Size=1001").status()).isEqualTo(400);
    assertThat(ids(query(byId, ""))).hasSize(50);
  }

  @Test
  @Timeout(60)
  void hundredThousandRowsAreReadPageByPage() {
    webCrm.switches().requestsPerMinute(0);
    loadMany(100_000);
    int next = 1000;
    int count = 0;
    while (true) {
      List<Integer> page =
          ids(
              "SELECT OrganisationId, OrganisationName, OrganisationUpdatedAt FROM Organisation"
                  + " WHERE OrganisationId >= "
                  + next
                  + " ORDER BY OrganisationId ASC");
      count += page.size();
      if (page.size() < 1000) {
        break;
      }
      next = page.getLast() + 1;
    }
    assertThat(count).isEqualTo(100_000);
  }

  @Test
  @Timeout(60)
  void hundredsOfEqualitiesAreQuickAmongManyRows() {
    webCrm.switches().requestsPerMinute(0).longestAddress(100_000);
    loadMany(100_000);
    String byIds =
        IntStream.range(0, 300)
            .mapToObj(i -> "OrganisationId = " + (1000 + i * 300))
            .collect(Collectors.joining(" OR "));
    String byNames =
        IntStream.range(0, 300)
            .mapToObj(i -> "OrganisationName = 'FIRMA " + (1000 + i * 300) + "'")
            .collect(Collectors.joining(" OR "));
    for (int i = 0; i < 20; i++) {
      assertThat(ids("SELECT OrganisationId FROM Organisation WHERE " + byIds)).hasSize(300);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(ids("SELECT OrganisationId FROM Organisation WHERE " + byNames)).hasSize(300);
    }
  }

  private void loadMany(int count) {
    webCrm.load(
        ORGANISATIONS,
        IntStream.range(1000, 1000 + count)
            .mapToObj(id -> fields("OrganisationId", id, "OrganisationName", "Firma " + id))
            .toList());
  }
}
