package no.tandem.local.webcrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import org.junit.jupiter.api.Test;

class WebCrmUserTest extends WebCrmTestBase {

  @Test
  void deletingAnOrganisationDeletesItsPersons() {
    int organisation = organisationCalled("A");
    int person = personCalled("Berg", organisation);
    webCrm.userDeletes(ORGANISATIONS, organisation);
    assertThat(get("/Organisations/" + organisation).status()).isEqualTo(404);
    assertThat(get("/Persons/" + person).status()).isEqualTo(404);
    assertThat(webCrm.find(PERSONS, 2)).isPresent();
  }

  @Test
  void userIsHeldToTheWebClientsForm() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> webCrm.userCreates(PERSONS, fields("PersonLastName", "A")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> webCrm.userEdits(PERSONS, 2, fields("PersonLastName", "")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> webCrm.userEdits(PERSONS, 99, fields("PersonTitle", "CEO")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> webCrm.userEdits(PERSONS, 2, fields("PersonNme", "A")))
        .withMessageContaining("PersonNme");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> webCrm.userEdits(PERSONS, 2, fields("PersonName", "A")));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> webCrm.userEdits(ORGANISATIONS, 1, fields("OrganisationFax", "1".repeat(51))));
    assertThatIllegalArgumentException().isThrownBy(() -> webCrm.userDeletes(PERSONS, 99));
  }

  @Test
  void loadedRecordsKeepIdsAndStamps() {
    webCrm.load(
        PERSONS,
        List.of(
            fields(
                "PersonId", 70,
                "PersonOrganisationId", 1,
                "PersonLastName", "Berg",
                "PersonName", "worked out",
                "PersonStatus", "Guest",
                "PersonPassword", "known",
                "PersonUpdatedAt", "2023-01-02T03:04:05+00:00",
                "PersonUpdatedBy", "Ola Nordmann")));
    assertThat(person(70))
        .containsEntry("PersonName", "Berg")
        .containsEntry("PersonStatus", "Guest")
        .containsEntry("PersonPassword", "known")
        .containsEntry("PersonUpdatedAt", "2023-01-02T03:04:05+00:00")
        .containsEntry("PersonUpdatedBy", "Ola Nordmann")
        .containsEntry("PersonCreatedAt", "2024-08-14T09:05:00+01:00");
    assertThat(personCalled("Dahl", 1)).isEqualTo(71);
  }

  @Test
  void whatIsShownCanBeLoadedAgain() {
    organisationCalled("A");
    Map<String, Object> before = organisation(2);
    webCrm.reset();
    webCrm.load(ORGANISATIONS, List.of(before));
    assertThat(organisation(2)).isEqualTo(before);
  }

  @Test
  void loadingRefusesWhatIsNoRecord() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> webCrm.load(PERSONS, List.of(fields("PersonLastName", "A"))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> webCrm.load(PERSONS, List.of(fields("PersonId", 5, "Name", "A"))));
  }

  @Test
  void resetLeavesOnlyTheSystemRows() {
    organisationCalled("A");
    webCrm.switches().requestsPerMinute(1).length("OrganisationFax", 2);
    useFreshToken();
    webCrm.server().inject(9, request -> true, new Fault.Refuse(Answer.empty(503)));
    webCrm.reset();
    assertThat(webCrm.server().journal()).isEmpty();
    assertThat(get("/Organisations/1").status()).isEqualTo(401);
    assertThat(webCrm.records(ORGANISATIONS)).hasSize(1);
    assertThat(webCrm.records(PERSONS)).hasSize(1);
    webCrm.userEdits(ORGANISATIONS, 1, fields("OrganisationFax", "123"));
  }
}
