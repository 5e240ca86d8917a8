package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.side.RecordId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What stays stored of a record that is gone. */
@ExtendWith(Quiet.class)
class LeftoversTest {
  private static final PowerOfficeSimulator.Kind CUSTOMERS = PowerOfficeSimulator.Kind.CUSTOMERS;
  private static final WebCrmSimulator.Kind ORGANISATIONS = WebCrmSimulator.Kind.ORGANISATIONS;

  private final OneCompany company = new OneCompany(Map.of());
  private long customer;
  private int organisation;

  @BeforeEach
  void linkTwo() {
    customer = created("Solvang AS");
    created("Berg AS");
    company.sweep("customers");
    company.pass(Duration.ofMinutes(5));
    organisation = Integer.parseInt(stored().orElseThrow().right().orElseThrow().value());
  }

  @Test
  void ofARecordThatIsGoneInBothSystemsNoValuesStay() {
    company.systems().powerOffice().userDeletes(CUSTOMERS, customer);
    company.systems().webCrm().userDeletes(ORGANISATIONS, organisation);
    company.fullSweep("customers");
    company.pass(Duration.ofDays(1));
    company.fullSweep("customers");
    assertThat(stored()).isEmpty();
    assertThat(company.stored("customers").history().of(LinkKey.of(id())))
        .as("the history names it")
        .isNotEmpty();
    company.pass(Duration.ofDays(91));
    assertThat(company.stored("customers").history().of(LinkKey.of(id()))).isEmpty();
  }

  @Test
  void whatIsThereStillInOneSystemIsRemembered() {
    company.systems().powerOffice().userDeletes(CUSTOMERS, customer);
    company.fullSweep("customers");
    company.pass(Duration.ofDays(1));
    company.fullSweep("customers");
    assertThat(stored().map(Link::state)).contains(Link.State.ENDED);

    company.systems().webCrm().userDeletes(ORGANISATIONS, organisation);
    company.pass(Duration.ofDays(1));
    company.fullSweep("customers");
    assertThat(stored()).isEmpty();
  }

  @Test
  void theStoryOfAFirstLinkSaysWhoseValuesWereTaken() {
    company
        .systems()
        .webCrm()
        .userCreates(
            ORGANISATIONS,
            Map.of("OrganisationName", "Fjord AS", "OrganisationTelephone", "11 11 11 11"));
    long fjord =
        company
            .systems()
            .powerOffice()
            .userCreates(CUSTOMERS, Map.of("Name", "Fjord AS", "PhoneNumber", "22 22 22 22"));
    company.sweep("customers");
    JsonNode story =
        company.call(
            "operator",
            "{\"action\":\"explain\",\"pair\":\"customers\",\"system\":\"poweroffice\",\"id\":\""
                + fjord
                + "\"}");
    assertThat(story.path("text").get(0).asText())
        .contains("Linked: PowerOffice " + fjord + " and webCRM", "were both there already.")
        .contains("They differed, and PowerOffice's value was taken; webCRM's phone")
        .doesNotContain("changed in both");
  }

  private long created(String name) {
    return company.systems().powerOffice().userCreates(CUSTOMERS, Map.of("Name", name));
  }

  private RecordId id() {
    return new RecordId(Long.toString(customer));
  }

  private Optional<Link> stored() {
    return company.links("customers").get(LinkKey.of(id()));
  }
}
