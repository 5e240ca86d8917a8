package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** PowerOffice answers from a copy, which shows what we wrote some seconds later. */
@ExtendWith(Quiet.class)
class LateReplicaTest {
  private static final Duration LATE = Duration.ofSeconds(3);

  private final OneCompany company = new OneCompany(Map.of());
  private Instant shownUntil = Instant.MIN;

  @Test
  void whatWasThereBeforeOurWriteIsNotCarriedBack() {
    long customer =
        company
            .systems()
            .powerOffice()
            .userCreates(PowerOfficeSimulator.Kind.CUSTOMERS, Map.of("Name", "Berg AS"));
    company.sweep("customers");
    company.pass(Duration.ofMinutes(10));
    company.sweep("customers");
    int organisation =
        Integer.parseInt(company.links("customers").all().getFirst().right().orElseThrow().value());
    showLate();
    company
        .systems()
        .webCrm()
        .userEdits(
            WebCrmSimulator.Kind.ORGANISATIONS,
            organisation,
            Map.of("OrganisationName", "Berg og Dal AS"));

    company.sweep("customers");
    assertThat(shownUntil).as("it is written").isAfter(company.time().instant());
    company.call(
        "customers", "{\"changed\":{\"system\":\"webcrm\",\"id\":\"" + organisation + "\"}}");
    company.sweep("customers");
    assertThat(shownUntil).as("and not shown yet").isAfter(company.time().instant());
    for (int i = 0; i < 3; i++) {
      assertThat(
              List.of(
                  name(SystemName.WEBCRM, "ORGANISATIONS", organisation, "OrganisationName"),
                  name(SystemName.POWEROFFICE, "CUSTOMERS", customer, "Name")))
          .containsOnly("Berg og Dal AS");
      company.pass(Duration.ofMinutes(1));
      company.sweep("customers");
    }
  }

  private String name(SystemName system, String kind, long id, String column) {
    Columns record = company.systems().find(new Systems.Key(system, kind, id)).orElseThrow();
    return record.text(column).orElse("");
  }

  private void showLate() {
    PowerOfficeSimulator before = company.systems().copy(company.time().clock()).powerOffice();
    company.alter(
        (request, answer) -> {
          boolean ofCustomers = request.path().startsWith("/v2/Customers");
          if (ofCustomers && request.method().equals("PATCH")) {
            shownUntil = company.time().instant().plus(LATE);
          }
          return ofCustomers
                  && request.method().equals("GET")
                  && company.time().instant().isBefore(shownUntil)
              ? of(before, request)
              : answer;
        });
  }

  private static Answer of(PowerOfficeSimulator copy, Request request) {
    Map<String, String> headers = new HashMap<>(request.headers());
    headers.put("Authorization", "Bearer " + Replica.token(copy));
    return copy.answer(
        new Request(request.method(), request.path(), request.rawQuery(), headers, request.body()));
  }
}
