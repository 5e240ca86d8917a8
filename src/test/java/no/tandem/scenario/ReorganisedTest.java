package no.tandem.scenario;

import static no.tandem.scenario.Records.contactPerson;
import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.fields;
import static no.tandem.scenario.Records.list;
import static no.tandem.scenario.Records.supplier;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import no.tandem.Slow;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.link.Link;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users put their records in order: persons move, organisations are merged, roles change. */
@Slow
@QuarkusTest
class ReorganisedTest {
  private static final PowerOfficeSimulator.Kind CUSTOMERS = PowerOfficeSimulator.Kind.CUSTOMERS;
  private static final PowerOfficeSimulator.Kind SUPPLIERS = PowerOfficeSimulator.Kind.SUPPLIERS;
  private static final PowerOfficeSimulator.Kind CONTACT_PERSONS =
      PowerOfficeSimulator.Kind.CONTACT_PERSONS;
  private static final WebCrmSimulator.Kind ORGANISATIONS = WebCrmSimulator.Kind.ORGANISATIONS;
  private static final WebCrmSimulator.Kind PERSONS = WebCrmSimulator.Kind.PERSONS;

  @Inject World world;

  private int fjordheim;
  private int solvang;
  private int hagelund;

  @BeforeEach
  void twoCustomersAndAContactPerson() {
    world.reset();
    world
        .powerOffice()
        .load(
            CUSTOMERS,
            list(customer(100101, "Fjordheim Fisk AS"), customer(100102, "Solvang Sjømat AS")));
    world
        .powerOffice()
        .load(CONTACT_PERSONS, list(contactPerson(300101, 100101, "Torbjørn", "Hagelund")));
    world.sweepAll();
    world.pass(Duration.ofMinutes(10));
    world.sweepAll();
    fjordheim = world.webCrmId("customers", 100101);
    solvang = world.webCrmId("customers", 100102);
    hagelund = world.webCrmId("contact-persons", 300101);
    world.clearJournals();
  }

  @Test
  void aContactPersonMadeAgainUnderAnotherOwnerIsAPersonThereAndTheOldOneStays() {
    world.powerOffice().userDeletes(CONTACT_PERSONS, 300101);
    long again =
        world
            .powerOffice()
            .userCreates(
                CONTACT_PERSONS,
                fields("ContactId", 100102, "FirstName", "Torbjørn", "LastName", "Hagelund"));
    settle();
    assertThat(world.webCrmId("contact-persons", again)).isNotEqualTo(hagelund);
    assertThat(personsNamedHagelund())
        .extracting(person -> person.get("PersonOrganisationId"))
        .containsExactlyInAnyOrder(fjordheim, solvang);
    assertThat(link("contact-persons", 300101).state()).isEqualTo(Link.State.ENDED);
    expectQuiet();
  }

  @Test
  void aContactPersonMadeAgainWhereThePersonWasMovedTakesItOver() {
    // webCRM's user moves the person, PowerOffice's can only make it again.
    world.webCrm().userEdits(PERSONS, hagelund, fields("PersonOrganisationId", solvang));
    world.powerOffice().userDeletes(CONTACT_PERSONS, 300101);
    long again =
        world
            .powerOffice()
            .userCreates(
                CONTACT_PERSONS,
                fields("ContactId", 100102, "FirstName", "Torbjørn", "LastName", "Hagelund"));
    settle();
    assertThat(personsNamedHagelund()).hasSize(1);
    assertThat(world.webCrmId("contact-persons", again)).isEqualTo(hagelund);
    expectQuiet();
  }

  @Test
  void organisationsMergedInWebCrmLeaveBothCustomersAsTheyAre() {
    List<Map<String, @Nullable Object>> before = world.powerOffice().records(CUSTOMERS);
    // What a merge leaves: the persons under the one that stays, and the other one deleted.
    world.webCrm().userEdits(PERSONS, hagelund, fields("PersonOrganisationId", solvang));
    world.webCrm().userDeletes(ORGANISATIONS, fjordheim);
    settle();
    assertThat(world.writes()).isEmpty();
    assertThat(world.powerOffice().records(CUSTOMERS)).isEqualTo(before);
    assertThat(link("customers", 100101).state()).isEqualTo(Link.State.ENDED);
    assertThat(world.webCrmId("customers", 100102)).isEqualTo(solvang);
    assertThat(link("contact-persons", 300101).held()).isTrue();
    assertThat(personsNamedHagelund()).hasSize(1);

    // PowerOffice's user follows: the customer is archived, its person made again under the other.
    world.powerOffice().userEdits(CUSTOMERS, 100101, fields("IsArchived", true));
    world.powerOffice().userDeletes(CONTACT_PERSONS, 300101);
    long again =
        world
            .powerOffice()
            .userCreates(
                CONTACT_PERSONS,
                fields("ContactId", 100102, "FirstName", "Torbjørn", "LastName", "Hagelund"));
    settle();
    assertThat(world.webCrmId("contact-persons", again)).isEqualTo(hagelund);
    assertThat(personsNamedHagelund()).hasSize(1);
    expectQuiet();
  }

  @Test
  void aCustomerThatBecomesASupplierTooStaysTheSameOrganisation() {
    world.powerOffice().load(SUPPLIERS, list(supplier(100101, "Fjordheim Fisk AS")));
    settle();
    world.webCrm().userEdits(PERSONS, hagelund, fields("PersonDirectPhone", "+47 12 34 56 78"));
    settle();
    assertThat(world.powerOffice().find(CONTACT_PERSONS, 300101).orElseThrow().get("PhoneNumber"))
        .isEqualTo("+47 12 34 56 78");
    assertThat(world.writes()).as("nothing but the telephone").hasSize(1);
    assertThat(world.webCrmId("customers", 100101)).isEqualTo(fjordheim);
    assertThat(world.webCrmId("contact-persons", 300101)).isEqualTo(hagelund);
    expectQuiet();
  }

  @Test
  void aSupplierThatBecomesACustomerTooKeepsItsPersonWhereItIsUntilAUserMovesIt() {
    world.powerOffice().load(SUPPLIERS, list(supplier(200101, "Myrvold Grossist AS")));
    world
        .powerOffice()
        .load(CONTACT_PERSONS, list(contactPerson(300102, 200101, "Sigurd", "Myrvold")));
    settle();
    int person = world.webCrmId("contact-persons", 300102);
    world.powerOffice().load(CUSTOMERS, list(customer(200101, "Myrvold Grossist AS")));
    settle();
    int myrvold = world.webCrmId("customers", 200101);
    assertThat(world.webCrmId("contact-persons", 300102)).isEqualTo(person);
    world
        .webCrm()
        .userEdits(
            PERSONS,
            person,
            fields("PersonOrganisationId", myrvold, "PersonDirectPhone", "+47 12 34 56 78"));
    settle();
    assertThat(link("contact-persons", 300102).held()).isFalse();
    assertThat(world.powerOffice().find(CONTACT_PERSONS, 300102).orElseThrow().get("PhoneNumber"))
        .isEqualTo("+47 12 34 56 78");
    expectQuiet();
  }

  private void settle() {
    world.pass(Duration.ofMinutes(10));
    world.sweepAll();
    World.PAIRS.forEach(world::fullSweep);
    world.pass(Duration.ofMinutes(10));
    world.sweepAll();
  }

  private void expectQuiet() {
    world.clearJournals();
    settle();
    assertThat(world.writes()).isEmpty();
  }

  private List<Map<String, @Nullable Object>> personsNamedHagelund() {
    return world.webCrm().records(PERSONS).stream()
        .filter(person -> "Hagelund".equals(person.get("PersonLastName")))
        .toList();
  }

  private Link link(String pair, long id) {
    return Objects.requireNonNull(world.linksByLeft(pair).get(Long.toString(id)));
  }
}
