package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * webCRM seems to give a new record the largest id and one more, so that of a deleted record may
 * come again: the link knows its record by when it was created.
 */
@ExtendWith(Quiet.class)
class ReusedIdTest {
  private static final PowerOfficeSimulator.Kind CUSTOMERS = PowerOfficeSimulator.Kind.CUSTOMERS;
  private static final WebCrmSimulator.Kind ORGANISATIONS = WebCrmSimulator.Kind.ORGANISATIONS;

  private OneCompany company = new OneCompany(Map.of());

  private long linked(String name) {
    long id =
        company
            .systems()
            .powerOffice()
            .userCreates(CUSTOMERS, Map.of("Name", name, "PhoneNumber", "22 22 22 22"));
    company.sweep("customers");
    company.pass(Duration.ofMinutes(1));
    company.sweep("customers");
    company.pass(Duration.ofMinutes(5));
    return id;
  }

  private Link link(long left) {
    RecordId id = new RecordId(Long.toString(left));
    return company.links("customers").get(LinkKey.of(id)).orElseThrow();
  }

  private int right(long left) {
    return Integer.parseInt(link(left).right().orElseThrow().value());
  }

  private void anotherOf(int id, String name, Instant createdAt) {
    company.systems().webCrm().userDeletes(ORGANISATIONS, id);
    load(id, name, createdAt.atOffset(ZoneOffset.UTC).toString());
  }

  private void load(int id, String name, String createdAt) {
    Map<String, Object> record = new HashMap<>();
    record.put("OrganisationId", id);
    record.put("OrganisationName", name);
    record.put("OrganisationTelephone", "99 99 99 99");
    record.put("OrganisationCreatedAt", createdAt);
    company.systems().webCrm().load(ORGANISATIONS, List.of(record));
  }

  private Columns customer(long id) {
    return company
        .systems()
        .find(new Systems.Key(SystemName.POWEROFFICE, "CUSTOMERS", id))
        .orElseThrow();
  }

  private List<String> names(SystemName system, String kind, String field) {
    List<String> names = new ArrayList<>();
    company.systems().all(system, kind).values().forEach(r -> r.text(field).ifPresent(names::add));
    return names;
  }

  @Test
  void aLinkLearnsWhenItsRecordWasCreated() {
    long berg = linked("Berg AS");
    assertThat(link(berg).rightBase().createdAt()).isPresent();
    assertThat(link(berg).leftBase().createdAt()).isEmpty();
  }

  @Test
  void aStrangerWithTheIdOfADeletedRecordIsNotTheLinkedOne() {
    long berg = linked("Berg AS");
    anotherOf(right(berg), "Dal AS", company.time().instant());
    company.sweep("customers");
    assertThat(customer(berg).text("Name")).contains("Berg AS");
    assertThat(customer(berg).text("PhoneNumber")).contains("22 22 22 22");
    assertThat(link(berg).state()).isEqualTo(Link.State.ENDED);
    company.pass(Duration.ofMinutes(1));
    company.sweep("customers");
    company.fullSweep("customers");
    assertThat(link(berg).state()).isEqualTo(Link.State.ENDED);
    assertThat(customer(berg).text("Name")).contains("Berg AS");
    assertThat(names(SystemName.WEBCRM, "ORGANISATIONS", "OrganisationName"))
        .containsExactly("Dal AS");
  }

  @Test
  void aFullSweepNoticesItAsWell() {
    long berg = linked("Berg AS");
    company.systems().webCrm().userDeletes(ORGANISATIONS, right(berg));
    load(right(berg), "Berg AS", "2026-10-24T22:00:07+00:00");
    company.fullSweep("customers");
    assertThat(link(berg).state()).isEqualTo(Link.State.ENDED);
  }

  @Test
  void theStrangerIsANewRecordForBothSystems() {
    company =
        new OneCompany(
            Map.of(
                "pairs.customers.create", "both",
                "pairs.customers.removal", "recreate",
                "pairs.customers.create-status", "--Velg--"));
    long berg = linked("Berg AS");
    int old = right(berg);
    anotherOf(old, "Dal AS", company.time().instant());
    for (int i = 0; i < 3; i++) {
      company.sweep("customers");
      company.pass(Duration.ofMinutes(1));
    }
    assertThat(link(berg).active()).isTrue();
    assertThat(right(berg)).as("made again under an id of its own").isNotEqualTo(old);
    assertThat(names(SystemName.POWEROFFICE, "CUSTOMERS", "Name"))
        .containsExactlyInAnyOrder("Berg AS", "Dal AS");
    assertThat(names(SystemName.WEBCRM, "ORGANISATIONS", "OrganisationName"))
        .containsExactlyInAnyOrder("Berg AS", "Dal AS");
  }

  @Test
  void theStrangerIsCreatedWhereTheLinkOfTheOldOneJustEnds() {
    company =
        new OneCompany(
            Map.of(
                "pairs.customers.create", "both",
                "pairs.customers.create-status", "--Velg--"));
    long berg = linked("Berg AS");
    anotherOf(right(berg), "Dal AS", company.time().instant());
    company.sweep("customers");
    company.pass(Duration.ofMinutes(1));
    company.fullSweep("customers");
    assertThat(link(berg).state()).isEqualTo(Link.State.ENDED);
    assertThat(names(SystemName.POWEROFFICE, "CUSTOMERS", "Name"))
        .containsExactlyInAnyOrder("Berg AS", "Dal AS");
  }

  @Test
  void wholeHoursAreAMatterOfZones() {
    for (String createdAt :
        List.of(
            "2026-10-24T23:00:00+00:00",
            "2026-10-25T00:00:00+00:00",
            "2026-10-24T20:00:00+00:00")) {
      company = new OneCompany(Map.of());
      long berg = linked("Berg AS");
      load(right(berg), "Berg AS", createdAt);
      company.fullSweep("customers");
      assertThat(link(berg).active()).as(createdAt).isTrue();
    }
  }

  @Test
  void manyStrangersAtOnceAreNotBelieved() {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(linked("Firma " + i));
    }
    for (long one : all.subList(0, 3)) {
      load(right(one), "Fremmed " + one, "2026-10-24T22:13:07+00:00");
    }
    for (JsonNode report : List.of(company.sweep("customers"), company.fullSweep("customers"))) {
      assertThat(report.path("stopped").asText()).contains("3 linked records");
    }
    for (long one : all) {
      assertThat(link(one).active()).isTrue();
      assertThat(customer(one).text("Name").orElseThrow()).startsWith("Firma");
    }
  }
}
