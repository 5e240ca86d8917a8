package no.tandem.local.webcrm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What webCRM has and Tandem does not use is refused, and the answer says so. */
class WebCrmNeverSentTest extends WebCrmTestBase {

  @ParameterizedTest
  @CsvSource({
    "GET, /Organisations?Page=1&Size=50",
    "GET, /Organisations/1/Persons?Page=1&Size=50",
    "GET, /organisations/1",
    "DELETE, /Organisations/1",
    "GET, /Organisations/Hooks/1",
    "GET, /Organisations/Hooks",
    "PUT, /Organisations/Hooks/1",
    "GET, /FieldsMetadata/All",
    "GET, /Deliveries/1",
    "POST, /Queries",
  })
  void callsAreRefused(String method, String path) {
    expectRefused(withToken(method, path, ""));
    assertThat(webCrm.find(ORGANISATIONS, 1)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SELECT * FROM Organisation",
        "SELECT OrganisationId FROM Organisation",
        "SELECT OrganisationId FROM Organisation WHERE OrganisationId >= 1",
        "SELECT OrganisationId FROM Organisation WHERE OrganisationId >= 1"
            + " ORDER BY OrganisationId DESC",
        "SELECT OrganisationId FROM Organisation WHERE OrganisationId > 1"
            + " ORDER BY OrganisationId ASC",
        "SELECT OrganisationId FROM Organisation WHERE OrganisationName = 'A'",
        "SELECT OrganisationId FROM Organisation WHERE OrganisationId IN (1, 2)",
        "SELECT OrganisationId FROM Organisation WHERE (OrganisationId = 1)",
        "SELECT PersonId FROM Person JOIN Organisation ON PersonOrganisationId = OrganisationId",
        "DELETE FROM Organisation"
      })
  void queriesOfAnotherFormAreRefused(String script) {
    expectRefused(query(script));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&Page=1", "&Page=1&Size=5&formatCustomFields=true"})
  void queriesWithOtherParametersAreRefused(String more) {
    expectRefused(query("SELECT OrganisationId FROM Organisation WHERE OrganisationId = 1", more));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT | /Organisations/1 | {'OrganisationId':1,'OrganisationCity':null}",
        "PUT | /Organisations/1 | {'OrganisationId':1,'OrganisationCompareName':'A'}",
        "PUT | /Organisations/1 | {'OrganisationId':1,'Nonsense':'A'}",
        "PUT | /Persons/2 | {'PersonId':2,'PersonOrganisationId':1}",
        "POST | /Organisations/Hooks | {'Id':0,'EventType':'Create','Filter':['Owner']}",
        "PATCH | /Organisations | [{'OrganisationId':1,'OrganisationName':'A'}]",
      })
  void bodiesWithOtherMembersAreRefused(String method, String path, String body) {
    expectRefused(withToken(method, path, body.replace('\'', '"')));
    assertThat(organisation(1)).containsEntry("OrganisationName", "webCRM A/S");
  }

  private static void expectRefused(Answered answered) {
    assertThat(answered.status()).isEqualTo(501);
    assertThat(answered.body()).endsWith("is not simulated: Tandem never sends it.");
  }
}
