package no.tandem.local.webcrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.tandem.local.webcrm.WebCrmSwitches.CreateAnswer;
import no.tandem.local.webcrm.WebCrmSwitches.MissingRecord;
import org.junit.jupiter.api.Test;

class WebCrmRecordsTest extends WebCrmTestBase {

  @Test
  void systemRowsAreThereFromTheStart() {
    assertThat(organisation(1)).containsEntry("OrganisationName", "webCRM A/S");
    assertThat(person(2)).containsEntry("PersonOrganisationId", 1);
    assertThat(webCrm.records(ORGANISATIONS)).hasSize(1);
    assertThat(webCrm.records(PERSONS)).hasSize(1);
  }

  @Test
  void newOrganisationGetsTheNextId() {
    Answered created =
        post("/Organisations", "{\"OrganisationId\":0,\"OrganisationName\":\"Akkurat AS 3\"}");
    assertThat(created.status()).isEqualTo(200);
    assertThat(created.body()).isEqualTo("2");
    assertThat(post("/Organisations", "{\"OrganisationId\":0}").body()).isEqualTo("3");
  }

  @Test
  void createWantsTheIdZero() {
    assertThat(post("/Organisations", "{\"OrganisationName\":\"A\"}").status()).isEqualTo(400);
    assertThat(post("/Organisations", "{\"OrganisationId\":7}").status()).isEqualTo(400);
    assertThat(post("/Organisations", "{\"OrganisationId\":null}").status()).isEqualTo(400);
    assertThat(post("/Organisations", "[]").status()).isEqualTo(400);
    assertThat(post("/Organisations", "{").error()).endsWith("ValidationException");
    assertThat(webCrm.records(ORGANISATIONS)).hasSize(1);
  }

  @Test
  void answerToANewOrganisationIsASwitch() {
    String body = "{\"OrganisationId\":0}";
    webCrm.switches().organisationAnswer(CreateAnswer.OBJECT);
    assertThat(post("/Organisations", body).body()).isEqualTo("{\"OrganisationId\":2}");
    webCrm.switches().organisationAnswer(CreateAnswer.QUOTED_INTEGER);
    assertThat(post("/Organisations", body).body()).isEqualTo("\"3\"");
    webCrm.switches().organisationAnswer(CreateAnswer.EMPTY);
    Answered empty = post("/Organisations", body);
    assertThat(empty.status()).isEqualTo(200);
    assertThat(empty.body()).isEmpty();
    assertThat(
            post("/Persons", "{\"PersonId\":0,\"PersonLastName\":\"A\",\"PersonOrganisationId\":1}")
                .body())
        .isEqualTo("3");
  }

  @Test
  void idsOfDeletedRecordsAreNotGivenAgain() {
    int id = organisationCalled("A");
    webCrm.userDeletes(ORGANISATIONS, id);
    assertThat(organisationCalled("B")).isEqualTo(id + 1);
  }

  @Test
  void unsetFieldsAreShownByTheirKind() {
    Map<String, Object> organisation = organisation(organisationCalled("A"));
    assertThat(organisation)
        .containsEntry("OrganisationTelephone", "")
        .containsEntry("OrganisationExtraCustom8", "")
        .containsEntry("OrganisationOwner", 0)
        .containsEntry("OrganisationNoAds", false)
        .containsEntry("OrganisationStatus", "--Velg--")
        .containsEntry("OrganisationPlus1", null)
        .containsEntry("OrganisationXDate1", "0001-01-01T00:00:00+00:00");
  }

  @Test
  void webCrmWorksOutNamesAndNumbersForSearching() {
    int id = organisationCalled("Akkurat AS 3");
    webCrm.userEdits(
        ORGANISATIONS,
        id,
        fields("OrganisationTelephone", "12 97 47 98", "OrganisationDivisionName", "Øst"));
    assertThat(organisation(id))
        .containsEntry("OrganisationCompareName", "AKKURATAS3ØST")
        .containsEntry("OrganisationTelephoneSearch", "-12974798-");
    int person =
        webCrm.userCreates(
            PERSONS,
            fields(
                "PersonOrganisationId", id,
                "PersonFirstName", "Kari",
                "PersonLastName", "Berg",
                "PersonDirectPhone", "+47 1",
                "PersonMobilePhone", "2"));
    assertThat(person(person))
        .containsEntry("PersonName", "Kari Berg")
        .containsEntry("PersonTelephoneSearch", "-471-2");
  }

  @Test
  void everyPersonShowsPasswords() {
    JsonNode person = get("/Persons/2").json();
    assertThat(person.path("PersonPassword").asText()).isNotEmpty();
    assertThat(person.path("PersonCampaignPassword").asText()).isNotEmpty();
  }

  @Test
  void stampsAreWholeSecondsOfUkTimeAndSayWhoWrote() {
    post("/Organisations", "{\"OrganisationId\":0}");
    assertThat(organisation(2))
        .containsEntry("OrganisationCreatedAt", "2024-08-14T09:05:00+01:00")
        .containsEntry("OrganisationUpdatedAt", "2024-08-14T09:05:00+01:00")
        .containsEntry("OrganisationCreatedBy", "api2 Tandem");
    clock.set(Instant.parse("2024-12-01T12:00:00.999Z"));
    webCrm.userEdits(ORGANISATIONS, 2, fields("OrganisationName", "A"));
    assertThat(organisation(2))
        .containsEntry("OrganisationCreatedAt", "2024-08-14T09:05:00+01:00")
        .containsEntry("OrganisationUpdatedAt", "2024-12-01T12:00:00+00:00")
        .containsEntry("OrganisationUpdatedBy", "Kari Bruker");
    clock.pass(Duration.ofSeconds(5));
    useFreshToken();
    put("/Organisations/2", "{\"OrganisationId\":2}");
    assertThat(organisation(2))
        .containsEntry("OrganisationUpdatedAt", "2024-12-01T12:00:05+00:00")
        .containsEntry("OrganisationUpdatedBy", "api2 Tandem");
  }

  @Test
  void putMergesAndClearsOnlyWithAnEmptyText() {
    int id =
        webCrm.userCreates(
            ORGANISATIONS,
            fields("OrganisationName", "A", "OrganisationTelephone", "1", "OrganisationCity", "B"));
    Answered updated =
        put(
            "/Organisations/" + id,
            "{\"OrganisationId\":"
                + id
                + ",\"OrganisationTelephone\":\"\",\"organisationfax\":\"9\"}");
    assertThat(updated.status()).isEqualTo(200);
    assertThat(updated.body()).isEmpty();
    assertThat(organisation(id))
        .containsEntry("OrganisationName", "A")
        .containsEntry("OrganisationTelephone", "")
        .containsEntry("OrganisationCity", "B")
        .containsEntry("OrganisationFax", "9")
        .containsEntry("OrganisationCompareName", "A");
  }

  @Test
  void putWantsTheAddressesId() {
    organisationCalled("A");
    assertThat(put("/Organisations/2", "{\"OrganisationName\":\"B\"}").status()).isEqualTo(400);
    assertThat(put("/Organisations/2", "{\"OrganisationId\":1}").status()).isEqualTo(400);
    Answered missing = put("/Organisations/99", "{\"OrganisationId\":99}");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.error()).endsWith("NotFoundException");
  }

  @Test
  void textThatIsTooLongIsRefusedByNameOrCut() {
    String body = "{\"OrganisationId\":0,\"OrganisationTelephone\":\"" + "1".repeat(51) + "\"}";
    Answered refused = post("/Organisations", body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).contains("OrganisationTelephone");
    webCrm.switches().cutTooLong(true);
    assertThat(post("/Organisations", body).status()).isEqualTo(200);
    assertThat(organisation(2)).containsEntry("OrganisationTelephone", "1".repeat(50));
    webCrm.switches().length("OrganisationTelephone", 8);
    post("/Organisations", body);
    assertThat(organisation(3)).containsEntry("OrganisationTelephone", "1".repeat(8));
    assertThat(
            post(
                    "/Organisations",
                    "{\"OrganisationId\":0,\"OrganisationName\":\"" + "n".repeat(200) + "\"}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void wrongTypesAreRefused() {
    for (String member :
        List.of(
            "\"OrganisationOwner\":\"x\"",
            "\"OrganisationNoAds\":\"x\"",
            "\"OrganisationXDate1\":\"x\"",
            "\"OrganisationXDate1\":\"\"",
            "\"OrganisationName\":{}")) {
      assertThat(post("/Organisations", "{\"OrganisationId\":0," + member + "}").status())
          .as(member)
          .isEqualTo(400);
    }
  }

  @Test
  void dropdownTakesOnlyItsTexts() {
    webCrm.switches().dropdown("OrganisationStatus", List.of("07: 7 dage"));
    assertThat(
            put("/Organisations/1", "{\"OrganisationId\":1,\"OrganisationStatus\":\"7 dage\"}")
                .error())
        .contains("OrganisationStatus");
    put("/Organisations/1", "{\"OrganisationId\":1,\"OrganisationStatus\":\"07: 7 dage\"}");
    assertThat(organisation(1)).containsEntry("OrganisationStatus", "07: 7 dage");
    put("/Organisations/1", "{\"OrganisationId\":1,\"OrganisationStatus\":\"--Velg--\"}");
    assertThat(organisation(1)).containsEntry("OrganisationStatus", "--Velg--");
  }

  @Test
  void uniqueFieldRefusesAValueTwice() {
    webCrm.switches().uniqueFields(Set.of("OrganisationExtraCustom1"));
    String body = "{\"OrganisationId\":0,\"OrganisationExtraCustom1\":\"a1\"}";
    assertThat(post("/Organisations", body).status()).isEqualTo(200);
    Answered twice = post("/Organisations", body);
    assertThat(twice.status()).isEqualTo(400);
    assertThat(twice.error()).contains("OrganisationExtraCustom1").endsWith("DuplicateException");
    assertThat(
            put("/Organisations/2", "{\"OrganisationId\":2,\"OrganisationExtraCustom1\":\"A1\"}")
                .status())
        .isEqualTo(200);
    assertThat(post("/Organisations", "{\"OrganisationId\":0}").status()).isEqualTo(200);
    assertThat(post("/Organisations", "{\"OrganisationId\":0}").status()).isEqualTo(200);
  }

  @Test
  void personNeedsALastNameAndAnExistingOrganisation() {
    assertThat(post("/Persons", "{\"PersonId\":0,\"PersonOrganisationId\":1}").error())
        .contains("PersonLastName");
    assertThat(post("/Persons", "{\"PersonId\":0,\"PersonLastName\":\"A\"}").error())
        .contains("PersonOrganisationId");
    assertThat(
            post("/Persons", "{\"PersonId\":0,\"PersonLastName\":\"A\",\"PersonOrganisationId\":9}")
                .status())
        .isEqualTo(400);
    assertThat(put("/Persons/2", "{\"PersonId\":2,\"PersonLastName\":\"\"}").status())
        .isEqualTo(400);
    assertThat(put("/Persons/2", "{\"PersonId\":2,\"PersonStatus\":\"Gone\"}").status())
        .isEqualTo(400);
    assertThat(put("/Persons/2", "{\"PersonId\":2,\"PersonStatus\":\"Resigned\"}").status())
        .isEqualTo(200);
    assertThat(person(2)).containsEntry("PersonStatus", "Resigned");
  }

  @Test
  void aUserCanMoveAPerson() {
    int other = organisationCalled("B");
    int id = personCalled("Berg", 1);
    webCrm.userEdits(PERSONS, id, fields("PersonOrganisationId", other));
    assertThat(person(id)).containsEntry("PersonOrganisationId", other);
  }

  @Test
  void birthdayIsTheDayAsWrittenAtMidnight() {
    put("/Persons/2", "{\"PersonId\":2,\"PersonBirthday\":\"1974-05-17T00:00:00+02:00\"}");
    assertThat(person(2)).containsEntry("PersonBirthday", "1974-05-17T00:00:00+01:00");
    put("/Persons/2", "{\"PersonId\":2,\"PersonBirthday\":\"0001-01-01T00:00:00+00:00\"}");
    assertThat(person(2)).containsEntry("PersonBirthday", "0001-01-01T00:00:00+00:00");
    put("/Persons/2", "{\"PersonId\":2,\"PersonBirthday\":\"1899-12-31\"}");
    assertThat(person(2)).containsEntry("PersonBirthday", "1899-12-31T00:00:00+00:00");
  }

  @Test
  void missingRecordIsNotFoundUnlessASwitchSaysElse() {
    Answered missing = get("/Persons/99");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.error()).endsWith("NotFoundException");
    webCrm.switches().missingRecord(MissingRecord.NO_CONTENT);
    assertThat(get("/Persons/99").status()).isEqualTo(204);
    webCrm.switches().missingRecord(MissingRecord.EMPTY);
    assertThat(get("/Persons/99").status()).isEqualTo(200);
    assertThat(get("/Persons/99").body()).isEmpty();
  }

  @Test
  void laterOfTwoCreatesAtATimeFails() {
    CreatesUnderWay creates = new CreatesUnderWay();
    int first =
        creates.run(
            () -> {
              assertThatThrownBy(() -> creates.run(() -> 3)).hasMessageContaining("in use");
              return 2;
            });
    assertThat(first).isEqualTo(2);
    assertThat(creates.run(() -> 4)).isEqualTo(4);
  }

  @Test
  void personTouchesItsOrganisationOnlyBySwitch() {
    int person = personCalled("Berg", 1);
    assertThat(organisation(1)).containsEntry("OrganisationUpdatedBy", "webCRM");
    webCrm.switches().personTouchesOrganisation(true);
    webCrm.userEdits(PERSONS, person, fields("PersonTitle", "CEO"));
    assertThat(organisation(1)).containsEntry("OrganisationUpdatedBy", "Kari Bruker");
  }

  // --- many records in one call ---

  private Answered patch(String json) {
    return withToken("PATCH", "/Organisations", json);
  }

  @Test
  void aPatchThatIsNotTakenChangesNothing() {
    String one = "[{\"OrganisationId\":0,\"OrganisationName\":\"Solvang AS\"}]";
    webCrm.switches().bulk(false);
    assertThat(patch(one).status()).isEqualTo(405);
    webCrm.switches().bulk(true).largestBulk(20);
    assertThat(patch(one).status()).isEqualTo(413);
    webCrm.switches().largestBulk(1_000_000);
    assertThat(patch("{\"OrganisationId\":0}").status()).isEqualTo(400);
    assertThat(webCrm.records(ORGANISATIONS)).hasSize(1);
  }

  @Test
  void aPatchOfTheCollectionCreatesAndMixesIdsWithErrors() {
    Answered answered =
        patch(
            "[{\"OrganisationId\":0,\"OrganisationName\":\"Solvang AS\"},"
                + "{\"OrganisationId\":0,\"OrganisationOwner\":\"x\"},"
                + "{\"OrganisationId\":0,\"OrganisationName\":\"Myrvold AS\"}]");
    assertThat(answered.status()).isEqualTo(200);
    assertThat(answered.json()).hasSize(3);
    assertThat(answered.json().get(0).asText()).isEqualTo("2");
    assertThat(answered.json().get(1).asText()).contains("OrganisationOwner");
    assertThat(answered.json().get(2).asText()).isEqualTo("3");
  }

  @Test
  void whatAPatchAnswersIsASwitch() {
    String three =
        "[{\"OrganisationId\":0,\"OrganisationName\":\"A\"},{\"OrganisationId\":0,\"OrganisationName\":\"B\"},"
            + "{\"OrganisationId\":0,\"OrganisationName\":\"C\"}]";
    webCrm.switches().bulkIdsAsNumbers(true);
    assertThat(patch(three).json()).allMatch(JsonNode::isInt);
    webCrm.switches().bulkCollision(1);
    assertThat(patch(three).json()).noneMatch(JsonNode::isInt);
    assertThat(webCrm.records(ORGANISATIONS)).hasSize(4);
    webCrm.switches().bulkCollision(0).bulkFalseError(1);
    assertThat(patch(three).json()).noneMatch(JsonNode::isInt);
    assertThat(webCrm.records(ORGANISATIONS)).hasSize(7);
    webCrm.switches().bulkFalseError(0).bulkOrder(false);
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 20 && !isOutOfOrder(ids); i++) {
      ids.clear();
      patch(three).json().forEach(id -> ids.add(id.asInt()));
    }
    assertThat(isOutOfOrder(ids)).as("sooner or later").isTrue();
  }

  private static boolean isOutOfOrder(List<Integer> ids) {
    return !ids.equals(ids.stream().sorted().toList());
  }
}
