package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.link.Link;
import no.tandem.sync.side.RecordId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** webCRM whose lists show a person's status as a number; by its id the record has its name. */
@ExtendWith(Quiet.class)
class StatusNumbersTest {
  private static final String PAIR = "contact-persons";

  private final OneCompany company = new OneCompany(Map.of());
  private long customer;
  private int organisation;

  @BeforeEach
  void begin() {
    company.systems().webCrm().switches().statusNumbers(true);
    customer =
        company
            .systems()
            .powerOffice()
            .userCreates(PowerOfficeSimulator.Kind.CUSTOMERS, Map.of("Name", "Berg AS"));
    company.sweep("customers");
    organisation =
        Integer.parseInt(company.links("customers").all().getFirst().right().orElseThrow().value());
  }

  private void kari() {
    company
        .systems()
        .powerOffice()
        .userCreates(
            PowerOfficeSimulator.Kind.CONTACT_PERSONS,
            Map.of("ContactId", customer, "FirstName", "Kari", "LastName", "Nordmann"));
  }

  private Link link() {
    return company.links(PAIR).all().getFirst();
  }

  private JsonNode hook(RecordId id) {
    return company.call(PAIR, "{\"changed\":{\"system\":\"webcrm\",\"id\":\"" + id + "\"}}");
  }

  @Test
  void aPersonThatIsResignedStaysUnlinkedWhateverTheListShows() {
    kari();
    company.sweep(PAIR);
    RecordId person = link().right().orElseThrow();
    company.pass(Duration.ofMinutes(10));
    company.sweep(PAIR);
    user(person, "Resigned");
    for (int i = 0; i < 3; i++) {
      hook(person);
      assertThat(link().state()).isEqualTo(Link.State.ENDED);
      JsonNode report = i == 2 ? company.fullSweep(PAIR) : company.sweep(PAIR);
      assertThat(report.path("actions")).isEmpty();
      assertThat(link().state()).isEqualTo(Link.State.ENDED);
      company.pass(Duration.ofMinutes(1));
    }
    user(person, "Active");
    company.sweep(PAIR);
    assertThat(link().state()).as("it is there again").isEqualTo(Link.State.ACTIVE);
  }

  private void user(RecordId person, String status) {
    company
        .systems()
        .webCrm()
        .userEdits(
            WebCrmSimulator.Kind.PERSONS,
            Integer.parseInt(person.value()),
            Map.of("PersonStatus", status));
  }

  @Test
  void aResignedPersonIsNotTheCounterpartOfANewOne() {
    int resigned =
        company
            .systems()
            .webCrm()
            .userCreates(
                WebCrmSimulator.Kind.PERSONS,
                Map.of(
                    "PersonOrganisationId", organisation,
                    "PersonFirstName", "Kari",
                    "PersonLastName", "Nordmann"));
    user(new RecordId(Integer.toString(resigned)), "Resigned");
    kari();
    company.sweep(PAIR);
    assertThat(link().active()).isTrue();
    assertThat(link().right()).isNotEqualTo(Optional.of(new RecordId(Integer.toString(resigned))));
  }
}
