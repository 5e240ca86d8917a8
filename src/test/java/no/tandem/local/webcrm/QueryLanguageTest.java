package no.tandem.local.webcrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import no.tandem.local.webcrm.WebCrmSwitches.Operator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryLanguageTest extends WebCrmTestBase {

  @BeforeEach
  void load() {
    webCrm.switches().shuffles(false);
    webCrm.load(
        ORGANISATIONS,
        List.of(
            fields("OrganisationId", 10, "OrganisationName", "Ola's AS", "OrganisationCity", "Bø"),
            fields("OrganisationId", 11, "OrganisationName", "Berg", "OrganisationCity", "Oslo"),
            fields("OrganisationId", 12, "OrganisationName", "BERG", "OrganisationCity", "Bø")));
    webCrm.load(
        PERSONS,
        List.of(
            fields("PersonId", 20, "PersonOrganisationId", 10, "PersonLastName", "Dahl"),
            fields("PersonId", 21, "PersonOrganisationId", 12, "PersonLastName", "Moe"),
            fields(
                "PersonId",
                22,
                "PersonOrganisationId",
                12,
                "PersonLastName",
                "Lie",
                "PersonStatus",
                "Resigned")));
  }

  @Test
  void keywordsTablesAndColumnsAreInAnyLetterCase() {
    assertThat(
            ids(
                "select organisationid from ORGANISATION\n where ORGANISATIONNAME = 'berg'"
                    + " order by organisationId desc"))
        .containsExactly(12, 11);
  }

  @Test
  void quotesInsideAreDoubled() {
    assertThat(ids("SELECT * FROM Organisation WHERE OrganisationName = 'Ola''s AS'"))
        .containsExactly(10);
    assertThat(query("SELECT * FROM Organisation WHERE OrganisationName = 'Ola's AS'").status())
        .isEqualTo(400);
  }

  @Test
  void longTextsAreRead() {
    webCrm.switches().longestAddress(100_000);
    String text = "a''".repeat(6000);
    assertThat(ids("SELECT * FROM Organisation WHERE OrganisationMemo = '" + text + "'")).isEmpty();
  }

  @Test
  void andBindsCloserThanOr() {
    assertThat(
            ids(
                "SELECT * FROM Organisation WHERE OrganisationId = 11 OR OrganisationName = 'berg'"
                    + " AND OrganisationCity = 'Bø' ORDER BY OrganisationId"))
        .containsExactly(11, 12);
    assertThat(
            ids(
                "SELECT * FROM Organisation WHERE (OrganisationId = 11 OR OrganisationName ="
                    + " 'berg') AND OrganisationCity = 'Bø'"))
        .containsExactly(12);
  }

  @Test
  void personIsJoinedWithItsOrganisation() {
    assertThat(
            ids(
                "SELECT * FROM Person JOIN Organisation ON (Person.PersonOrganisationId ="
                    + " Organisation.OrganisationId) WHERE Organisation.OrganisationCity = 'bø'"
                    + " AND PersonId >= 21 ORDER BY PersonId ASC"))
        .containsExactly(21, 22);
    assertThat(
            query(
                    "SELECT PersonLastName, OrganisationName FROM Person JOIN Organisation ON"
                        + " OrganisationId = PersonOrganisationId WHERE PersonId = 20")
                .body())
        .isEqualTo("[{\"PersonLastName\":\"Dahl\",\"OrganisationName\":\"Ola's AS\"}]");
  }

  @Test
  void statusIsComparedAsANumber() {
    assertThat(ids("SELECT * FROM Person WHERE PersonStatus = 1")).containsExactly(22);
    assertThat(query("SELECT * FROM Person WHERE PersonStatus = 'Resigned'").status())
        .isEqualTo(400);
  }

  @Test
  void letterCaseOfTextsCountsOnlyBySwitch() {
    assertThat(ids("SELECT * FROM Organisation WHERE OrganisationName = 'berg'")).hasSize(2);
    webCrm.switches().ignoresCase(false);
    assertThat(ids("SELECT * FROM Organisation WHERE OrganisationName = 'BERG'"))
        .containsExactly(12);
  }

  @Test
  void datesAreComparedAsMoments() {
    webCrm.userEdits(ORGANISATIONS, 11, fields("OrganisationFax", "1"));
    clock.set(Instant.parse("2024-08-14T10:00:00Z"));
    webCrm.userEdits(ORGANISATIONS, 12, fields("OrganisationFax", "1"));
    String since = "SELECT * FROM Organisation WHERE OrganisationUpdatedAt >= ";
    assertThat(ids(since + "'2024-08-14T10:00:00.0000000Z'")).containsExactly(12);
    assertThat(ids(since + "'2024-08-14T11:00:00'")).containsExactly(12);
    assertThat(ids(since + "'2024-08-14T12:00:00+02:00'")).containsExactly(12);
    assertThat(ids(since + "'2024-08-14T10:00:01Z'")).isEmpty();
    assertThat(ids(since + "'2024-08-14'")).hasSize(3);
    webCrm.switches().honoursZone(false);
    assertThat(ids(since + "'2024-08-14T11:00:00Z'")).containsExactly(12);
    assertThat(ids(since + "'2024-08-14T10:00:00Z'")).containsExactly(12);
    assertThat(ids(since + "'2024-08-14T09:05:00Z'")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SELECT",
        "SELECT * FROM Nonsense",
        "SELECT * FROM Organisation o",
        "SELECT * FROM Organisation;",
        "SELECT Nonsense FROM Organisation",
        "SELECT PersonId FROM Organisation",
        "SELECT COUNT(*) FROM Organisation",
        "SELECT TOP 5 * FROM Organisation",
        "SELECT OrganisationId, FROM Organisation",
        "SELECT * FROM Organisation WHERE",
        "SELECT * FROM Organisation WHERE OrganisationId",
        "SELECT * FROM Organisation WHERE OrganisationId = ",
        "SELECT * FROM Organisation WHERE 1 = OrganisationId",
        "SELECT * FROM Organisation WHERE OrganisationId = 'x'",
        "SELECT * FROM Organisation WHERE OrganisationName = 5",
        "SELECT * FROM Organisation WHERE OrganisationName = \"Berg\"",
        "SELECT * FROM Organisation WHERE OrganisationUpdatedAt >= 'yesterday'",
        "SELECT * FROM Organisation WHERE OrganisationUpdatedAt >= 20240101",
        "SELECT * FROM Organisation WHERE (OrganisationId = 1",
        "SELECT * FROM Organisation WHERE OrganisationId = 1)",
        "SELECT * FROM Organisation WHERE NOT OrganisationId = 1",
        "SELECT * FROM Organisation WHERE RowNumber = 1",
        "SELECT * FROM Organisation WHERE Person.OrganisationId = 1",
        "SELECT * FROM Organisation ORDER BY OrganisationName, OrganisationId",
        "SELECT * FROM Organisation ORDER OrganisationName",
        "SELECT * FROM Organisation ORDER BY OrganisationName ASC DESC",
        "SELECT * FROM Organisation JOIN Person ON OrganisationId = PersonOrganisationId",
        "SELECT * FROM Person JOIN Organisation ON PersonId = OrganisationId",
        "SELECT * FROM Person LEFT JOIN Organisation ON PersonOrganisationId = OrganisationId",
        "DELETE FROM Organisation",
        "SELECT * FROM Organisation WHERE OrganisationId = 1 # comment",
      })
  void whatIsNotInTheLanguageIsRefused(String script) {
    Answered refused = query(script);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).endsWith("QueryException");
  }

  @Test
  void otherOperatorsAreRefusedUnlessSwitchedOn() {
    String where = "SELECT * FROM Organisation WHERE ";
    List<String> conditions =
        List.of(
            "OrganisationId > 11",
            "OrganisationId < 10",
            "OrganisationId <= 10",
            "OrganisationName <> 'berg'",
            "OrganisationName LIKE 'ola_s%'",
            "OrganisationId IN (1, 12)");
    for (String condition : conditions) {
      assertThat(query(where + condition).status()).as(condition).isEqualTo(400);
    }
    webCrm.switches().operators(Set.of(Operator.values()));
    assertThat(conditions)
        .extracting(condition -> ids(where + condition))
        .containsExactly(
            List.of(12), List.of(1), List.of(1, 10), List.of(1, 10), List.of(10), List.of(1, 12));
  }
}
