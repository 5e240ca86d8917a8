package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.Reason;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Values that webCRM stores in another form than it was sent, or drops, and users meanwhile. */
@ExtendWith(Quiet.class)
class StoredFormsTest {
  private static final WebCrmSimulator.Kind ORGANISATIONS = WebCrmSimulator.Kind.ORGANISATIONS;
  private static final WebCrmSimulator.Kind PERSONS = WebCrmSimulator.Kind.PERSONS;

  private final OneCompany company = new OneCompany(Map.of());

  private long customer(Map<String, String> fields) {
    return company.systems().powerOffice().userCreates(PowerOfficeSimulator.Kind.CUSTOMERS, fields);
  }

  private int linked(String pair) {
    company.sweep(pair);
    company.pass(Duration.ofMinutes(10));
    company.sweep(pair);
    return Integer.parseInt(link(pair).right().orElseThrow().value());
  }

  private Link link(String pair) {
    return company.links(pair).all().getFirst();
  }

  private String inPowerOffice(String kind, long id, String column) {
    return text(new Systems.Key(SystemName.POWEROFFICE, kind, id), column);
  }

  private String inWebCrm(String kind, int id, String column) {
    return text(new Systems.Key(SystemName.WEBCRM, kind, id), column);
  }

  private String text(Systems.Key key, String column) {
    return company.systems().find(key).orElseThrow().text(column).orElse("");
  }

  /** As webCRM itself does it while it stores what we send. */
  private void webCrmStores(WebCrmSimulator.Kind kind, int id, Map<String, String> form) {
    WebCrmSimulator webCrm = company.systems().webCrm();
    webCrm.integrationEdits(kind, id, form, WebCrmSimulator.TOKEN_NAME);
  }

  private static boolean writes(Request request, String path) {
    return (request.method().equals("PUT") || request.method().equals("POST"))
        && request.path().startsWith(path);
  }

  @Test
  void anAddressThatWebCrmDropsIsHeldAndNeitherSentForEverNorClearedInPowerOffice() {
    long owner = customer(Map.of("Name", "Berg AS"));
    company.sweep("customers");
    long kari =
        company
            .systems()
            .powerOffice()
            .userCreates(
                PowerOfficeSimulator.Kind.CONTACT_PERSONS,
                Map.of(
                    "ContactId", owner,
                    "FirstName", "Kari",
                    "LastName", "Nordmann",
                    "EmailAddress", "kari@berg",
                    "PhoneNumber", "22 33 44 55"));
    int[] writes = new int[1];
    company.alter(
        (request, answer) -> {
          if (writes(request, "/Persons")) {
            writes[0]++;
            int made =
                Math.toIntExact(
                    company.systems().all(SystemName.WEBCRM, "PERSONS").keySet().stream()
                        .mapToLong(Systems.Key::id)
                        .max()
                        .orElseThrow());
            webCrmStores(PERSONS, made, Map.of("PersonEmail", ""));
          }
          return answer;
        });
    int person = linked("contact-persons");
    company.sweep("contact-persons");
    assertThat(link("contact-persons").hold().map(Hold::reason).map(Reason::code))
        .contains(Reason.Code.NOT_STORED);
    assertThat(link("contact-persons").held()).isTrue();
    assertThat(writes[0]).as("created, and sent once more").isEqualTo(2);

    company
        .systems()
        .webCrm()
        .userEdits(PERSONS, person, Map.of("PersonDirectPhone", "99 88 77 66"));
    company.sweep("contact-persons");
    company.fullSweep("contact-persons");
    assertThat(inPowerOffice("CONTACT_PERSONS", kari, "PhoneNumber")).isEqualTo("99 88 77 66");
    assertThat(inPowerOffice("CONTACT_PERSONS", kari, "EmailAddress")).isEqualTo("kari@berg");
    assertThat(link("contact-persons").held()).isTrue();
    assertThat(writes[0]).isEqualTo(2);
  }

  @Test
  void aNameWithEscapesIsNoEditThoughAUserEditsSomethingElseAtOnce() {
    long customer = customer(Map.of("Name", "Berg AS", "PhoneNumber", "22 33 44 55"));
    int organisation = linked("customers");
    AtomicBoolean stored = new AtomicBoolean();
    company.alter(
        (request, answer) -> {
          if (writes(request, "/Organisations/") && !stored.getAndSet(true)) {
            webCrmStores(
                ORGANISATIONS,
                organisation,
                Map.of("OrganisationName", "Dave&#39;s R&#248;r &amp; VVS"));
            company
                .systems()
                .webCrm()
                .userEdits(
                    ORGANISATIONS, organisation, Map.of("OrganisationTelephone", "99 88 77 66"));
          }
          return answer;
        });
    company
        .systems()
        .powerOffice()
        .userEdits(
            PowerOfficeSimulator.Kind.CUSTOMERS, customer, Map.of("Name", "Dave's Rør & VVS"));
    company.sweep("customers");
    assertThat(stored).isTrue();
    company.pass(Duration.ofMinutes(1));
    company.sweep("customers");
    company.fullSweep("customers");
    assertThat(inPowerOffice("CUSTOMERS", customer, "Name")).isEqualTo("Dave's Rør & VVS");
    assertThat(inPowerOffice("CUSTOMERS", customer, "PhoneNumber")).isEqualTo("99 88 77 66");
  }

  @Test
  void oneNameInComposedAndDecomposedLettersIsNoConflict() {
    long customer = customer(Map.of("Name", "Berg AS"));
    int organisation = linked("customers");
    company
        .systems()
        .powerOffice()
        .userEdits(
            PowerOfficeSimulator.Kind.CUSTOMERS, customer, Map.of("Name", "\u00c5lesund Berg AS"));
    company
        .systems()
        .webCrm()
        .userEdits(
            ORGANISATIONS, organisation, Map.of("OrganisationName", "A\u030alesund Berg AS"));
    JsonNode report = company.sweep("customers");
    assertThat(report.path("conflicts").asInt()).isZero();
    assertThat(report.path("updated").asInt()).isZero();
    assertThat(company.systems().webCrm().find(ORGANISATIONS, organisation).orElseThrow())
        .as("letter by letter")
        .containsEntry("OrganisationName", "A\u030alesund Berg AS");
  }

  @Test
  void aTelephoneNumberOfOneNoBreakSpaceIsNone() {
    int organisation =
        company
            .systems()
            .webCrm()
            .userCreates(
                ORGANISATIONS,
                Map.of(
                    "OrganisationName", "Berg AS",
                    "OrganisationTelephone", "22 33 44 55"));
    long customer = customer(Map.of("Name", "Berg\u00a0AS", "PhoneNumber", "\u00a0"));
    assertThat(linked("customers")).isEqualTo(organisation);
    assertThat(inWebCrm("ORGANISATIONS", organisation, "OrganisationTelephone"))
        .isEqualTo("22 33 44 55");
    assertThat(inPowerOffice("CUSTOMERS", customer, "PhoneNumber")).isEqualTo("22 33 44 55");
    assertThat(link("customers").hold()).isEmpty();
  }
}
