package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.PairStore;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Under which name webCRM shows what we write is learned from what we created. */
@ExtendWith(Quiet.class)
class OurNameTest {
  private final OneCompany company = new OneCompany(Map.of());

  @Test
  void whatAUserChangedInARecordThatWeHaveJustCreatedTravelsThoughAnIntegrationChangedItLast() {
    long id =
        company
            .systems()
            .powerOffice()
            .userCreates(
                PowerOfficeSimulator.Kind.CUSTOMERS,
                Map.of("Name", "Berg AS", "PhoneNumber", "22 22 22 22"));
    AtomicBoolean edited = new AtomicBoolean();
    company.alter(
        (request, answer) -> {
          if (request.method().equals("POST")
              && request.path().equals("/Organisations")
              && !edited.getAndSet(true)) {
            edit();
          }
          return answer;
        });
    company.sweep("customers");
    company.sweep("customers");
    assertThat(edited).isTrue();
    assertThat(
            company
                .systems()
                .find(new Systems.Key(SystemName.POWEROFFICE, "CUSTOMERS", id))
                .orElseThrow()
                .text("PhoneNumber"))
        .contains("33 33 33 33");
    PairStore customers = company.stored("customers");
    assertThat(customers.links().get(LinkKey.of(new RecordId(Long.toString(id))))).isPresent();
    assertThat(customers.runState().ourName().orElseThrow())
        .startsWith("api2 ")
        .doesNotContain("Other");
  }

  private void edit() {
    List<Systems.Key> all =
        List.copyOf(company.systems().all(SystemName.WEBCRM, "ORGANISATIONS").keySet());
    int made = Math.toIntExact(all.getLast().id());
    WebCrmSimulator.Kind kind = WebCrmSimulator.Kind.ORGANISATIONS;
    company
        .systems()
        .webCrm()
        .userEdits(kind, made, Map.of("OrganisationTelephone", "33 33 33 33"));
    company
        .systems()
        .webCrm()
        .integrationEdits(kind, made, Map.of("OrganisationComment", "x"), "Other");
  }
}
