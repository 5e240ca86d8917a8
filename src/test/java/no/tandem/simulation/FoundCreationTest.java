package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import no.tandem.local.http.Answer;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A record that was created, and whose id no answer named. */
@ExtendWith(Quiet.class)
class FoundCreationTest {
  private static final PowerOfficeSimulator.Kind DEPARTMENTS =
      PowerOfficeSimulator.Kind.DEPARTMENTS;

  private final OneCompany company = new OneCompany(Map.of());

  private void pass() {
    company.pass(Duration.ofMinutes(10));
  }

  private Link link(long id) {
    RecordId left = new RecordId(Long.toString(id));
    return company.links("departments").get(LinkKey.of(left)).orElseThrow();
  }

  @Test
  void whatWasSentIsKnownWhenItsLinkEndsAtOnceAndIsTakenUpAgain() {
    company.sweep("customers");
    long id = company.systems().powerOffice().userCreates(DEPARTMENTS, Map.of("Name", "Salg"));
    AtomicBoolean lost = new AtomicBoolean();
    company.alter(
        (request, answer) ->
            request.method().equals("POST")
                    && request.path().equals("/Organisations")
                    && !lost.getAndSet(true)
                ? Answer.empty(504)
                : answer);
    company.sweep("departments");
    assertThat(lost).isTrue();
    company.systems().powerOffice().userEdits(DEPARTMENTS, id, Map.of("IsActive", false));
    pass();
    company.fullSweep("departments");
    assertThat(link(id).state()).isEqualTo(Link.State.ENDED);
    company
        .systems()
        .powerOffice()
        .userEdits(DEPARTMENTS, id, Map.of("IsActive", true, "Name", "Salg og service"));
    pass();
    JsonNode report = company.sweep("departments");
    assertThat(report.path("conflicts").asInt()).isZero();
    assertThat(link(id).active()).isTrue();
    long made = Long.parseLong(link(id).right().orElseThrow().value());
    assertThat(
            company
                .systems()
                .find(new Systems.Key(SystemName.WEBCRM, "ORGANISATIONS", made))
                .flatMap(record -> record.text("OrganisationName")))
        .isEqualTo(Optional.of("Salg og service"));
  }

  @Test
  void theOwnerOfAContactPersonWhoseLinkEndsAtOnceIsKnown() {
    OneCompany both = new OneCompany(Map.of("pairs.contact-persons.create", "both"));
    long customer =
        both.systems()
            .powerOffice()
            .userCreates(PowerOfficeSimulator.Kind.CUSTOMERS, Map.of("Name", "Berg AS"));
    both.sweep("customers");
    both.pass(Duration.ofMinutes(10));
    RecordId berg = new RecordId(Long.toString(customer));
    int organisation =
        Integer.parseInt(
            both.links("customers")
                .get(LinkKey.of(berg))
                .orElseThrow()
                .right()
                .orElseThrow()
                .value());
    int person =
        both.systems()
            .webCrm()
            .userCreates(
                WebCrmSimulator.Kind.PERSONS,
                Map.of(
                    "PersonFirstName", "Kari",
                    "PersonLastName", "Dal",
                    "PersonOrganisationId", organisation));
    AtomicBoolean lost = new AtomicBoolean();
    both.alter(
        (request, answer) ->
            request.method().equals("POST")
                    && request.path().contains("ontactPersons")
                    && !lost.getAndSet(true)
                ? Answer.empty(504)
                : answer);
    both.sweep("contact-persons");
    assertThat(lost).isTrue();
    both.systems()
        .webCrm()
        .userEdits(WebCrmSimulator.Kind.PERSONS, person, Map.of("PersonStatus", "Resigned"));
    both.pass(Duration.ofMinutes(10));
    both.fullSweep("contact-persons");
    Link ended = onlyPerson(both);
    assertThat(ended.state()).isEqualTo(Link.State.ENDED);

    both.systems()
        .powerOffice()
        .userDeletes(PowerOfficeSimulator.Kind.CONTACT_PERSONS, Long.parseLong(ended.key().text()));
    both.systems()
        .webCrm()
        .userEdits(WebCrmSimulator.Kind.PERSONS, person, Map.of("PersonStatus", "Active"));
    both.pass(Duration.ofMinutes(10));
    both.start();
    both.sweep("contact-persons");
    assertThat(onlyPerson(both).hold().map(Hold::kind)).contains(Hold.Kind.ENDED);
  }

  private static Link onlyPerson(OneCompany company) {
    return company.links("contact-persons").all().stream()
        .filter(link -> !link.key().isAwaiting())
        .findFirst()
        .orElseThrow();
  }
}
