package no.tandem.scenario;

import static no.tandem.scenario.Records.contactPerson;
import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.supplier;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import no.tandem.Slow;
import no.tandem.sync.link.Link;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users put their records in order: persons move, organisations are merged, roles change. */
@Slow
@QuarkusTest
class ReorganisedTest {

  @Inject World world;

  private int fjordheim;
  private int solvang;
  private int hagelund;

  @BeforeEach
  void twoCustomersAndAContactPerson() {
    world.reset();
    world
        .customers()
        .load(customer(100101, "Fjordheim Fisk AS"), customer(100102, "Solvang Sjømat AS"));
    world.contactPersons().load(contactPerson(300101, 100101, "Torbjørn", "Hagelund"));
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
    world.contactPerson(300101).delete();
    long again =
        world
            .contactPersons()
            .create("ContactId", 100102, "FirstName", "Torbjørn", "LastName", "Hagelund");
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
    world.person(hagelund).edit("PersonOrganisationId", solvang);
    world.contactPerson(300101).delete();
    long again =
        world
            .contactPersons()
            .create("ContactId", 100102, "FirstName", "Torbjørn", "LastName", "Hagelund");
    settle();
    assertThat(personsNamedHagelund()).hasSize(1);
    assertThat(world.webCrmId("contact-persons", again)).isEqualTo(hagelund);
    expectQuiet();
  }

  @Test
  void organisationsMergedInWebCrmLeaveBothCustomersAsTheyAre() {
    List<Map<String, @Nullable Object>> before = world.customers().list();
    // What a merge leaves: the persons under the one that stays, and the other one deleted.
    world.person(hagelund).edit("PersonOrganisationId", solvang);
    world.organisation(fjordheim).delete();
    settle();
    assertThat(world.writes()).isEmpty();
    assertThat(world.customers().list()).isEqualTo(before);
    assertThat(link("customers", 100101).state()).isEqualTo(Link.State.ENDED);
    assertThat(world.webCrmId("customers", 100102)).isEqualTo(solvang);
    assertThat(link("contact-persons", 300101).held()).isTrue();
    assertThat(personsNamedHagelund()).hasSize(1);

    // PowerOffice's user follows: the customer is archived, its person made again under the other.
    world.customer(100101).edit("IsArchived", true);
    world.contactPerson(300101).delete();
    long again =
        world
            .contactPersons()
            .create("ContactId", 100102, "FirstName", "Torbjørn", "LastName", "Hagelund");
    settle();
    assertThat(world.webCrmId("contact-persons", again)).isEqualTo(hagelund);
    assertThat(personsNamedHagelund()).hasSize(1);
    expectQuiet();
  }

  @Test
  void aCustomerThatBecomesASupplierTooStaysTheSameOrganisation() {
    world.suppliers().load(supplier(100101, "Fjordheim Fisk AS"));
    settle();
    world.person(hagelund).edit("PersonDirectPhone", "+47 12 34 56 78");
    settle();
    assertThat(world.contactPerson(300101).get("PhoneNumber")).isEqualTo("+47 12 34 56 78");
    assertThat(world.writes()).as("nothing but the telephone").hasSize(1);
    assertThat(world.webCrmId("customers", 100101)).isEqualTo(fjordheim);
    assertThat(world.webCrmId("contact-persons", 300101)).isEqualTo(hagelund);
    expectQuiet();
  }

  @Test
  void aSupplierThatBecomesACustomerTooKeepsItsPersonWhereItIsUntilAUserMovesIt() {
    world.suppliers().load(supplier(200101, "Myrvold Grossist AS"));
    world.contactPersons().load(contactPerson(300102, 200101, "Sigurd", "Myrvold"));
    settle();
    int person = world.webCrmId("contact-persons", 300102);
    world.customers().load(customer(200101, "Myrvold Grossist AS"));
    settle();
    int myrvold = world.webCrmId("customers", 200101);
    assertThat(world.webCrmId("contact-persons", 300102)).isEqualTo(person);
    world
        .person(person)
        .edit("PersonOrganisationId", myrvold, "PersonDirectPhone", "+47 12 34 56 78");
    settle();
    assertThat(link("contact-persons", 300102).held()).isFalse();
    assertThat(world.contactPerson(300102).get("PhoneNumber")).isEqualTo("+47 12 34 56 78");
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
    return world.persons().list().stream()
        .filter(person -> "Hagelund".equals(person.get("PersonLastName")))
        .toList();
  }

  private Link link(String pair, long id) {
    return Objects.requireNonNull(world.linksByLeft(pair).get(Long.toString(id)));
  }
}
