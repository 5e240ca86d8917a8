package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers that leave out what was asked for. */
@ExtendWith(Quiet.class)
class LackingMembersTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final PowerOfficeSimulator.Kind CUSTOMERS = PowerOfficeSimulator.Kind.CUSTOMERS;
  private static final WebCrmSimulator.Kind ORGANISATIONS = WebCrmSimulator.Kind.ORGANISATIONS;
  private static final String PHONE = "OrganisationTelephone";

  private final OneCompany company =
      new OneCompany(Map.of("stops.max-records", "1000", "stops.max-share", "100"));
  private final List<Long> ids = new ArrayList<>();

  private void linked(int many) {
    for (int i = 0; i < many; i++) {
      ids.add(
          company
              .systems()
              .powerOffice()
              .userCreates(CUSTOMERS, Map.of("Name", "Firma " + i, "PhoneNumber", "22 " + i)));
    }
    company.sweep("customers");
    company.pass(Duration.ofMinutes(10));
    company.sweep("customers");
    company.pass(Duration.ofMinutes(10));
  }

  /** From now on lists of this path's records lack the member. */
  private void lists(String path, String lackTheMember) {
    company.alter(
        (request, answer) ->
            request.path().endsWith(path) && request.method().equals("GET")
                ? without(answer, lackTheMember)
                : answer);
  }

  private static Answer without(Answer answer, String member) {
    if (answer.status() != 200 || answer.body().isEmpty()) {
      return answer;
    }
    try {
      JsonNode rows = MAPPER.readTree(answer.body());
      (rows.isArray() ? rows : List.of(rows)).forEach(row -> ((ObjectNode) row).remove(member));
      return new Answer(answer.status(), answer.headers(), rows.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Columns organisation(int i) {
    return company
        .systems()
        .find(new Systems.Key(SystemName.WEBCRM, "ORGANISATIONS", right(i)))
        .orElseThrow();
  }

  private Columns customer(int i) {
    return company
        .systems()
        .find(new Systems.Key(SystemName.POWEROFFICE, "CUSTOMERS", ids.get(i)))
        .orElseThrow();
  }

  private Link link(int i) {
    RecordId id = new RecordId(Long.toString(ids.get(i)));
    return company.links("customers").get(LinkKey.of(id)).orElseThrow();
  }

  private int right(int i) {
    return Integer.parseInt(link(i).right().orElseThrow().value());
  }

  private void user(int i, Map<String, String> fields) {
    company.systems().powerOffice().userEdits(CUSTOMERS, ids.get(i), fields);
  }

  @Test
  void aColumnThatPowerOfficeLeftOutClearsNothingAndOthersTravel() {
    linked(1);
    lists("/Customers", "PhoneNumber");
    user(0, Map.of("Name", "Firma ny"));
    JsonNode report = company.sweep("customers");
    assertThat(report.path("updated").asInt()).isEqualTo(1);
    assertThat(organisation(0).text(PHONE)).contains("22 0");
    assertThat(organisation(0).text("OrganisationName")).contains("Firma ny");
    assertThat(link(0).hold()).isEmpty();
    company.fullSweep("customers");
    assertThat(organisation(0).text(PHONE)).contains("22 0");
  }

  @Test
  void aColumnThatWebCrmLeftOutClearsNothingEither() {
    linked(1);
    lists("/Queries", PHONE);
    company
        .systems()
        .webCrm()
        .userEdits(ORGANISATIONS, right(0), Map.of("OrganisationName", "Firma ny"));
    company.sweep("customers");
    assertThat(customer(0).text("PhoneNumber")).contains("22 0");
    assertThat(customer(0).text("Name")).contains("Firma ny");
  }

  @Test
  void anEditOfWhatTheOtherSideLackedWaitsUntilItIsLookedUp() {
    linked(1);
    lists("/Queries", PHONE);
    user(0, Map.of("PhoneNumber", "33 33 33 33"));
    company
        .systems()
        .webCrm()
        .userEdits(ORGANISATIONS, right(0), Map.of("OrganisationName", "Firma ny"));
    company.sweep("customers");
    assertThat(customer(0).text("Name")).contains("Firma ny");
    for (int i = 0; i < 3; i++) {
      company.pass(Duration.ofMinutes(3));
      company.sweep("customers");
    }
    assertThat(organisation(0).text(PHONE)).contains("33 33 33 33");
    assertThat(customer(0).text("PhoneNumber")).contains("33 33 33 33");
  }

  @Test
  void aValueWhereThereWasNoneArrivesThoughItsRowLacksIt() {
    linkedWithoutTelephones(3);
    lists("/Customers", "PhoneNumber");
    user(1, Map.of("PhoneNumber", "22 22 22 22"));
    company.sweep("customers");
    assertThat(organisation(1).text(PHONE)).contains("22 22 22 22");
  }

  @Test
  void aWriteIsNotReadBackByARowThatLacksIt() {
    linked(1);
    lists("/Organisations/" + right(0), PHONE);
    user(0, Map.of("PhoneNumber", "22 22 22 22"));
    company.sweep("customers");
    assertThat(organisation(0).text(PHONE)).contains("22 22 22 22");
    assertThat(link(0).awaitsReadBack()).isTrue();
    company.alter((request, answer) -> answer);
    company.pass(Duration.ofMinutes(10));
    company.sweep("customers");
    assertThat(link(0).awaitsReadBack()).isFalse();
  }

  @Test
  void aValueWhereThereWasNoneArrivesFromAHeldRecordToo() {
    linkedWithoutTelephones(1);
    company.instead(LackingMembersTest::refused);
    user(0, Map.of("Name", "Firma ny"));
    company.sweep("customers");
    user(0, Map.of("Name", "Firma 0"));
    company.sweep("customers");
    company.instead(request -> Optional.empty());
    company.pass(Duration.ofMinutes(10));
    lists("/Customers", "PhoneNumber");
    user(0, Map.of("PhoneNumber", "22 22 22 22"));
    company.sweep("customers");
    assertThat(organisation(0).text(PHONE)).contains("22 22 22 22");
  }

  @Test
  void manyRowsThatLackAMemberAreNotLookedUpOneByOne() {
    linkedWithoutTelephones(30);
    lists("/Customers", "PhoneNumber");
    List<String> read = new ArrayList<>();
    company.instead(
        request -> {
          read.add(request.path());
          return Optional.empty();
        });
    company.fullSweep("customers");
    assertThat(read.stream().filter(path -> path.matches(".*/(Customers|Organisations)/.*")))
        .hasSizeLessThanOrEqualTo(20);
  }

  private void linkedWithoutTelephones(int many) {
    for (int i = 0; i < many; i++) {
      ids.add(company.systems().powerOffice().userCreates(CUSTOMERS, Map.of("Name", "Firma " + i)));
    }
    company.sweep("customers");
    company.pass(Duration.ofMinutes(10));
    company.sweep("customers");
    company.pass(Duration.ofMinutes(10));
  }

  private static Optional<Answer> refused(Request request) {
    return request.method().equals("PUT")
        ? Optional.of(Network.error(SystemName.WEBCRM, 400, "refused"))
        : Optional.empty();
  }

  @Test
  void whatARowLackedGivesAHeldRecordNoNewTries() {
    ids.add(company.systems().powerOffice().userCreates(CUSTOMERS, Map.of("Name", "Firma 0")));
    company.sweep("customers");
    company.pass(Duration.ofMinutes(10));
    company.sweep("customers");
    company.pass(Duration.ofMinutes(10));
    company.instead(LackingMembersTest::forbidden);
    user(0, Map.of("PhoneNumber", "22 22 22 22"));
    company
        .systems()
        .webCrm()
        .userEdits(ORGANISATIONS, right(0), Map.of("OrganisationName", "Firma ny"));
    for (int i = 0; i < 6; i++) {
      company.sweep("customers");
      company.pass(Duration.ofHours(1));
    }
    assertThat(link(0).held()).as("held after six tries").isTrue();

    for (int night = 0; night < 4; night++) {
      if (night % 2 == 0) {
        lists("/Customers", "PhoneNumber");
      } else {
        company.alter((request, answer) -> answer);
      }
      company.fullSweep("customers");
      assertThat(link(0).held()).as("held in night %s", night).isTrue();
      company.pass(Duration.ofHours(24));
    }

    user(0, Map.of("Name", "Firma nyere"));
    lists("/Customers", "PhoneNumber");
    company.sweep("customers");
    assertThat(link(0).due()).as("a changed record has new tries").isTrue();
  }

  @Test
  void whatARowLackedEndsNoHold() {
    ids.add(company.systems().powerOffice().userCreates(CUSTOMERS, Map.of("Name", "Firma 0")));
    company.sweep("customers");
    company.pass(Duration.ofMinutes(10));
    company.sweep("customers");
    company.instead(LackingMembersTest::refused);
    user(0, Map.of("PhoneNumber", "22 22 22 22"));
    company.sweep("customers");
    assertThat(link(0).held()).isTrue();
    company.pass(Duration.ofHours(1));
    lists("/Customers", "PhoneNumber");
    company.fullSweep("customers");
    assertThat(link(0).held()).as("the telephone may stand there still").isTrue();
  }

  private static Optional<Answer> forbidden(Request request) {
    boolean powerOffice = request.method().equals("PATCH");
    return powerOffice || request.method().equals("PUT")
        ? Optional.of(
            Network.error(
                powerOffice ? SystemName.POWEROFFICE : SystemName.WEBCRM, 403, "not allowed"))
        : Optional.empty();
  }

  @Test
  void aLargeListThatLacksAWholeColumnIsUnusable() {
    linked(20);
    lists("/Customers", "PhoneNumber");
    user(0, Map.of("Name", "Firma ny"));
    JsonNode report = company.fullSweep("customers");
    assertThat(report.path("stopped").asText()).contains("PowerOffice", "phone");
    assertThat(organisation(0).text("OrganisationName")).contains("Firma 0");
    company.alter((request, answer) -> answer);
    company.fullSweep("customers");
    assertThat(organisation(0).text("OrganisationName")).contains("Firma ny");
  }

  @Test
  void aLargeListOfWebCrmsThatLacksAWholeColumnIsUnusableToo() {
    linked(25);
    company.start();
    lists("/Queries", PHONE);
    JsonNode report = company.fullSweep("customers");
    assertThat(report.path("stopped").asText()).contains("webCRM", "phone");
    for (int i = 0; i < 25; i++) {
      assertThat(customer(i).text("PhoneNumber")).contains("22 " + i);
    }
  }

  @Test
  void aFirstLoadOfRecordsThatAllLackTheSameIsDone() {
    company.systems().powerOffice().switches().writesNulls(false);
    linked(25);
    for (int i = 0; i < 25; i++) {
      assertThat(organisation(i).text(PHONE)).contains("22 " + i);
    }
  }

  @Test
  void whereNullsAreLeftOutALackingMemberIsAnEmptyOne() {
    company.systems().powerOffice().switches().writesNulls(false);
    linked(2);
    user(0, Map.of("PhoneNumber", ""));
    company.sweep("customers");
    company.pass(Duration.ofMinutes(2));
    company.sweep("customers");
    assertThat(organisation(0).text(PHONE)).isEmpty();
    company.systems().webCrm().userEdits(ORGANISATIONS, right(0), Map.of(PHONE, "44 44 44 44"));
    company.sweep("customers");
    assertThat(customer(0).text("PhoneNumber")).contains("44 44 44 44");
  }

  @Test
  void aColumnThatAllUsersEmptiedIsEmptyToANewProcessToo() {
    company.systems().powerOffice().switches().writesNulls(false);
    linked(25);
    for (int i = 0; i < 25; i++) {
      user(i, Map.of("PhoneNumber", ""));
    }
    company.start();
    JsonNode report = company.fullSweep("customers");
    assertThat(report.path("stopped").isNull()).as("%s", report.path("stopped")).isTrue();
    company.pass(Duration.ofMinutes(2));
    company.sweep("customers");
    for (int i = 0; i < 25; i++) {
      assertThat(organisation(i).text(PHONE)).isEmpty();
    }
  }

  @Test
  void aNewNameTravelsThoughThePartsOfItAreLeftOut() {
    company.systems().powerOffice().switches().writesNulls(false);
    linked(2);
    user(0, Map.of("Name", "Firma ny"));
    company.start();
    company.sweep("customers");
    assertThat(organisation(0).text("OrganisationName")).contains("Firma ny");
    assertThat(organisation(0).text(PHONE)).contains("22 0");
  }
}
