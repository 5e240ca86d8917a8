package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.link.Link;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys of another company, put into a tenant's settings by mistake, or because it has moved. */
@ExtendWith(Quiet.class)
class TenantPinTest {
  private static final PowerOfficeSimulator.Kind CUSTOMERS = PowerOfficeSimulator.Kind.CUSTOMERS;
  private static final String CONFIRM = "{\"action\":\"confirm-tenant\",\"by\":\"Kari\"}";

  private final OneCompany company = new OneCompany(Map.of());
  private final Systems berg = company.systems();

  @BeforeEach
  void bergHasACustomer() {
    berg.powerOffice().switches().clientId("berg");
    berg.webCrm().switches().systemId(11);
    berg.powerOffice().userCreates(CUSTOMERS, Map.of("Name", "Bergs kunde"));
    company.sweep("customers");
    company.pass(Duration.ofMinutes(10));
  }

  private Systems dal() {
    Systems dal = new Systems(company.time().clock());
    dal.powerOffice().switches().clientId("dal");
    dal.webCrm().switches().systemId(12);
    dal.powerOffice().userCreates(CUSTOMERS, Map.of("Name", "Dals hemmelige kunde"));
    return dal;
  }

  /** From now on the PowerOffice keys are Dal's; webCRM stays Berg's. */
  private void mistake() {
    company.use(dal(), berg);
    company.start();
  }

  private List<String> organisations() {
    return berg.all(SystemName.WEBCRM, "ORGANISATIONS").values().stream()
        .map(record -> record.text("OrganisationName").orElse(""))
        .toList();
  }

  private static String reason(JsonNode report) {
    return report.path("stopped").asText("");
  }

  @Test
  void anotherCompanysCustomersAreNotPutIntoThisCrm() {
    mistake();
    for (JsonNode report :
        List.of(
            company.sweep("customers"),
            company.fullSweep("customers"),
            company.call("customers", "{\"changed\":{\"system\":\"webcrm\",\"id\":\"2\"}}"))) {
      assertThat(report.path("created").asInt()).isZero();
    }
    assertThat(reason(company.sweep("customers"))).contains("dal", "berg", "confirm-tenant");
    assertThat(organisations()).containsExactly("Bergs kunde");
    assertThat(company.links("customers").all()).hasSize(1).allMatch(Link::active);
    company.use(berg, berg);
    company.start();
    company.sweep("departments");
    assertThat(reason(company.sweep("customers"))).as("with the right keys").isEmpty();
  }

  @Test
  void anotherWebCrmIsNoticedAsWell() {
    Systems dal = dal();
    company.use(berg, dal);
    company.start();
    assertThat(reason(company.sweep("customers"))).contains("12", "11");
    assertThat(dal.all(SystemName.WEBCRM, "ORGANISATIONS")).isEmpty();
  }

  @Test
  void itIsComparedWhenATokenIsObtainedAndNotInEverySweep() {
    company.sweep("customers");
    berg.powerOffice().switches().clientId("dal");
    assertThat(reason(company.sweep("customers"))).as("the token is the old one").isEmpty();
    company.pass(Duration.ofMinutes(30));
    assertThat(reason(company.sweep("customers"))).contains("dal", "berg");
  }

  @Test
  void whereTheTokenNamesNoClientPowerOfficeIsAsked() {
    mistake();
    company.systems().powerOffice().switches().tokenNamesClient(false);
    assertThat(reason(company.sweep("customers"))).contains("dal", "berg");
  }

  @Test
  void whatASystemDoesNotSayStopsNothing() {
    berg.powerOffice().switches().tokenNamesClient(false).namesClient(false);
    berg.webCrm().switches().systemId(0);
    company.start();
    assertThat(reason(company.sweep("customers"))).isEmpty();
  }

  @Test
  void anOperatorConfirmsOnlyWhatAFullSweepInPlanModeHasShown() {
    berg.powerOffice().switches().clientId("berg-moved");
    company.start();
    assertThat(reason(company.sweep("customers"))).contains("berg-moved");
    JsonNode early = company.call("operator", CONFIRM);
    assertThat(early.path("text").toString()).contains("plan mode of customers");
    assertThat(reason(company.sweep("customers"))).contains("berg-moved");
    JsonNode plan = company.call("customers", "{\"sweep\":\"full\",\"mode\":\"plan\"}");
    assertThat(plan.path("compared").asInt()).isEqualTo(1);
    assertThat(reason(plan)).isEmpty();
    assertThat(reason(company.sweep("customers"))).contains("berg-moved");
    assertThat(company.call("operator", CONFIRM).path("text").toString()).contains("Confirmed");
    assertThat(reason(company.sweep("customers"))).isEmpty();
    assertThat(company.links("customers").all()).hasSize(1).allMatch(Link::active);
    assertThat(company.call("operator", CONFIRM).path("text").toString()).contains("nothing to");
  }

  @Test
  void whatWasShownForOneCompanyConfirmsNoOther() {
    berg.powerOffice().switches().clientId("berg-moved");
    company.start();
    company.call("customers", "{\"sweep\":\"full\",\"mode\":\"plan\"}");
    berg.powerOffice().switches().clientId("dal");
    company.start();
    assertThat(company.call("operator", CONFIRM).path("text").toString())
        .contains("Nothing was confirmed");
    assertThat(reason(company.sweep("customers"))).contains("dal");
  }

  @Test
  void planModeOfThePairWritesNothingWithAnothersKeys() {
    mistake();
    company.call("customers", "{\"sweep\":\"full\",\"mode\":\"plan\"}");
    assertThat(organisations()).containsExactly("Bergs kunde");
    assertThat(berg.webCrm().records(WebCrmSimulator.Kind.ORGANISATIONS)).hasSize(2);
  }
}
