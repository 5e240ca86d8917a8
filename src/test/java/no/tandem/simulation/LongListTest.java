package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lists that take longer than a run may. */
@ExtendWith(Quiet.class)
class LongListTest {
  private final OneCompany company =
      new OneCompany(Map.of("run.time-limit", "5s", "webcrm.requests-per-minute", "250"));
  private int pages;

  /** Each page of webCRM's lists takes six seconds. */
  private void listsAreSlow() {
    company.alter(
        (request, answer) -> {
          if (isList(request)) {
            pages++;
            company.pass(Duration.ofSeconds(6));
          }
          return answer;
        });
  }

  private static boolean isList(Request request) {
    return request.path().startsWith("/Queries");
  }

  private void organisations(int many) {
    for (int i = 0; i < many; i++) {
      organisation("Selskap " + i);
    }
  }

  private void organisation(String name) {
    company
        .systems()
        .webCrm()
        .userCreates(WebCrmSimulator.Kind.ORGANISATIONS, Map.of("OrganisationName", name));
  }

  private int made() {
    return company.systems().all(SystemName.WEBCRM, "ORGANISATIONS").size();
  }

  private void customers(int many) {
    for (int i = 0; i < many; i++) {
      customer("Kunde " + i);
    }
  }

  private void customer(String name) {
    company
        .systems()
        .powerOffice()
        .userCreates(PowerOfficeSimulator.Kind.CUSTOMERS, Map.of("Name", name));
  }

  private JsonNode sweep() {
    return company.call("customers within their time", "{\"sweep\":\"changes\"}");
  }

  @Test
  void aListThatCannotComeToItsEndIsReportedAndNotReadOn() {
    customers(1);
    organisations(2001);
    listsAreSlow();
    JsonNode report = sweep();
    assertThat(report.path("stopped").asText(""))
        .contains("webCRM's list did not come to its end", "RUN_TIME_LIMIT");
    assertThat(pages).as("of three").isEqualTo(1);
    assertThat(made()).isEqualTo(2001);
  }

  @Test
  void aListThatOutlastsTheRunButEndsLeavesTimeForARecordEachTime() {
    customers(3);
    listsAreSlow();
    for (int sweep = 1; sweep <= 3; sweep++) {
      sweep();
      assertThat(made()).isEqualTo(sweep);
    }
    assertThat(sweep().path("stopped").isNull()).isTrue();
  }

  @Test
  void aRecordThatStaysHeldKeepsNoOtherFromItsTurn() {
    customers(1);
    organisation("Kunde 0");
    organisation("Kunde 0");
    sweep();
    assertThat(company.links("customers").all().getFirst().held()).isTrue();
    customer("Fersk 1");
    customer("Fersk 2");
    listsAreSlow();
    for (int i = 0; i < 4; i++) {
      company.call("customers within their time", "{\"sweep\":\"full\"}");
    }
    assertThat(made()).as("two, and one for each new customer").isEqualTo(4);
  }
}
