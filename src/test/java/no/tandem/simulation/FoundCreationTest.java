package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import no.tandem.local.http.Answer;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.sync.link.Link;
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
    return company.links("departments").byLeft(Set.of(left)).get(left);
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
}
