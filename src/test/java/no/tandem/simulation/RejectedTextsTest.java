package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Reason;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a system does not take is held for that record alone; what it takes from none, once. */
@ExtendWith(Quiet.class)
class RejectedTextsTest {
  private static final PowerOfficeSimulator.Kind CUSTOMERS = PowerOfficeSimulator.Kind.CUSTOMERS;
  private static final String NO_CONTROLS = "Control characters are not allowed";
  private static final String MANDATORY = "OrganisationCustom3 is mandatory";

  private static OneCompany company(String bulk) {
    return new OneCompany(
        Map.of("stops.max-records", "1000", "stops.max-share", "100", "webcrm.bulk-size", bulk));
  }

  private static boolean isWrite(Request request) {
    return List.of("POST", "PUT", "PATCH").contains(request.method())
        && request.path().matches("(?i).*/(Customers|Organisations)(/.*)?");
  }

  /** As many servers do: JSON may have them, the database may not. */
  private static Optional<Answer> withoutControls(Request request) {
    return isWrite(request) && request.body().contains("\\u0007")
        ? Optional.of(Network.error(SystemName.WEBCRM, 400, NO_CONTROLS))
        : Optional.empty();
  }

  private static Link link(OneCompany company, long customer) {
    return company.links("customers").get(LinkKey.of(new RecordId("" + customer))).orElseThrow();
  }

  private static void expectHeldWith(Link link, String text) {
    assertThat(link.held()).isTrue();
    assertThat(link.hold().flatMap(Hold::remoteText)).contains(text);
    assertThat(link.hold().orElseThrow().is(Reason.Code.REJECTED)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "25"})
  void aNewNameThatASystemDoesNotTakeIsHeldAloneAndTheOthersArrive(String bulk) {
    OneCompany company = company(bulk);
    company.instead(RejectedTextsTest::withoutControls);
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String name = i == 7 ? "Berg\u0007 AS" : "Firma " + i;
      ids.add(company.systems().powerOffice().userCreates(CUSTOMERS, Map.of("Name", name)));
    }
    for (int minute = 0; minute < 40; minute++) {
      company.sweep("customers");
      company.pass(Duration.ofMinutes(1));
    }
    assertThat(company.systems().all(SystemName.WEBCRM, "ORGANISATIONS")).hasSize(39);
    ids.stream()
        .filter(id -> id != (long) ids.get(7))
        .forEach(id -> assertThat(link(company, id).active()).isTrue());
    expectHeldWith(link(company, ids.get(7)), NO_CONTROLS);

    company.systems().powerOffice().userEdits(CUSTOMERS, ids.get(7), Map.of("Name", "Berg AS"));
    company.sweep("customers");
    assertThat(link(company, ids.get(7)).active()).isTrue();
  }

  @Test
  void aChangeThatASystemDoesNotTakeIsHeldAndTheRecordsOtherPropertiesTravel() {
    OneCompany company = company("0");
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ids.add(company.systems().powerOffice().userCreates(CUSTOMERS, Map.of("Name", "Firma " + i)));
    }
    company.sweep("customers");
    company.pass(Duration.ofMinutes(10));
    company.sweep("customers");
    company.instead(RejectedTextsTest::withoutControls);
    for (int i = 0; i < 8; i++) {
      int right = Integer.parseInt(link(company, ids.get(i)).right().orElseThrow().value());
      String name = i % 4 == 1 ? "Ny\u0007 " + i : "Ny " + i;
      // Both ways.
      if (i < 4) {
        company
            .systems()
            .powerOffice()
            .userEdits(CUSTOMERS, ids.get(i), Map.of("Name", name, "PhoneNumber", "22 " + i));
      } else {
        company
            .systems()
            .webCrm()
            .userEdits(
                WebCrmSimulator.Kind.ORGANISATIONS,
                right,
                Map.of("OrganisationName", name, "OrganisationTelephone", "22 " + i));
      }
    }
    company.sweep("customers");
    for (int i = 0; i < 8; i++) {
      Link link = link(company, ids.get(i));
      assertThat(link.leftBase().view().get("phone")).contains("22 " + i);
      assertThat(link.rightBase().view().get("phone")).contains("22 " + i);
      assertThat(link.held()).isEqualTo(i % 4 == 1);
    }
    expectHeldWith(link(company, ids.get(1)), NO_CONTROLS);
  }

  /** Those of a call that was refused as a whole are looked for before they are tried alone. */
  @ParameterizedTest
  @CsvSource({"0, 40", "25, '15, 25'"})
  void aMandatoryFieldThatIsNotMappedIsToldOnceForAllAndAllGoOnWhenThatIsUndone(
      String bulk, String counts) {
    OneCompany company = company(bulk);
    int[] refused = new int[1];
    company.instead(
        request -> {
          if (!isWrite(request) || !request.path().startsWith("/Organisations")) {
            return Optional.empty();
          }
          refused[0]++;
          return Optional.of(Network.error(SystemName.WEBCRM, 400, MANDATORY));
        });
    for (int i = 0; i < 40; i++) {
      company.systems().powerOffice().userCreates(CUSTOMERS, Map.of("Name", "Firma " + i));
    }
    List<String> told = new ArrayList<>();
    for (int minute = 0; minute < 40; minute++) {
      JsonNode report = company.sweep("customers");
      report.path("troubles").forEach(trouble -> told.add(trouble.asText()));
      company.pass(Duration.ofMinutes(1));
    }
    assertThat(told).as("of each once").allMatch(text -> text.contains(MANDATORY));
    assertThat(told.stream().map(text -> text.replaceFirst("(?s).*; (\\d+) records.*", "$1")))
        .containsExactly(counts.split(", ", -1));
    List<Link> links = company.links("customers").all();
    assertThat(links).hasSize(40);
    links.forEach(link -> expectHeldWith(link, MANDATORY));
    assertThat(refused[0]).as("each is tried once alone").isLessThanOrEqualTo(42);

    company.instead(request -> Optional.empty());
    JsonNode report = company.fullSweep("customers");
    assertThat(report.path("created").asInt()).isEqualTo(40);
    assertThat(report.path("troubles")).isEmpty();
    assertThat(company.systems().all(SystemName.WEBCRM, "ORGANISATIONS")).hasSize(40);
    assertThat(company.links("customers").all()).allMatch(link -> link.hold().isEmpty());
  }
}
