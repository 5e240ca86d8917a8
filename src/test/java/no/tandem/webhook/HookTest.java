package no.tandem.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import no.tandem.sync.side.RecordId;
import org.junit.jupiter.api.Test;

class HookTest {
  private static final URI WEBCRM = URI.create("https://api.webcrm.example/v1");

  private static Optional<Hook> read(String body) {
    return Hook.read(body, WEBCRM);
  }

  private static Optional<Hook> organisation57() {
    return Optional.of(new Hook(Hook.Entity.ORGANISATION, new RecordId("57")));
  }

  @Test
  void anAddressInAFieldOfTheRecordIsNotTheRecord() {
    assertThat(
            read(
                "{\"EventType\":\"Update\",\"OrganisationId\":57,"
                    + "\"OrganisationWww\":\"https://www.klubb.example/person/12\"}"))
        .isEqualTo(organisation57());
  }

  @Test
  void membersOfTheRecordComeBeforeAnyAddress() {
    assertThat(
            read(
                "{\"Comment\":\"https://api.webcrm.example/v1/Persons/9\","
                    + "\"Type\":\"Organisation\",\"Id\":57}"))
        .isEqualTo(organisation57());
    assertThat(
            read(
                "{\"Link\":\"https://api.webcrm.example/v1/Persons/9\","
                    + "\"Data\":{\"OrganisationId\":57}}"))
        .isEqualTo(organisation57());
  }

  @Test
  void aTextThatNamesAKindByChanceIsNotTheKind() {
    assertThat(read("{\"Comment\":\"Person\",\"Type\":\"Organisation\",\"Id\":57}"))
        .isEqualTo(organisation57());
  }

  @Test
  void onlyAWholeAddressOfTheTenantsOwnWebCrmIsRead() {
    assertThat(read("{\"Url\":\"https://API.webcrm.example/v1/Organisations/57\"}"))
        .isEqualTo(organisation57());
    assertThat(read("\"https://api.webcrm.example/Organisations/57/\""))
        .isEqualTo(organisation57());
    assertThat(read("{\"Url\":\"https://api.other.example/Organisations/57\"}")).isEmpty();
    assertThat(read("{\"Url\":\"https://api.webcrm.example:444/Organisations/57\"}")).isEmpty();
    assertThat(read("{\"Note\":\"see https://api.webcrm.example/Organisations/57\"}")).isEmpty();
    assertThat(read("{\"Note\":\"/Organisations/57\"}")).isEmpty();
    assertThat(read("{\"Url\":\"https://api.webcrm.example/Organisations/57/Persons\"}")).isEmpty();
  }
}
