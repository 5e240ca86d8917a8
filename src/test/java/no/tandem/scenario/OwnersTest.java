package no.tandem.scenario;

import static no.tandem.scenario.Records.contactPerson;
import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.organisation;
import static no.tandem.scenario.Records.person;
import static no.tandem.scenario.Records.supplier;
import static no.tandem.scenario.Records.supplierPerson;
import static no.tandem.scenario.Records.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import no.tandem.Slow;
import no.tandem.persons.HolderOrganisation;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkState;
import no.tandem.sync.link.Links;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Persons and the organisations they belong to. */
@Slow
@QuarkusTest
class OwnersTest {
  private static final String HOLDER = "Suppliers (PowerOffice Go)";

  @Inject World world;

  @BeforeEach
  void reset() {
    world.reset();
  }

  @Test
  void aContactPersonWaitsForItsOwnerAndIsCreatedOnceUnderIt() {
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
    world.contactPersons().load(contactPerson(300101, 100101, "Torbjørn", "Hagelund"));
    JsonPath early = world.sweep("contact-persons");
    assertThat(early.getInt("deferred")).isEqualTo(1);
    assertThat(early.getString("actions[0].reason")).contains("100101", "not linked yet");
    world.clearJournals();
    world.sweep("contact-persons");
    assertThat(world.reads())
        .as("waiting costs no more than an idle sweep")
        .hasSizeLessThanOrEqualTo(2);
    world.sweep("customers");
    assertThat(world.sweep("contact-persons").getInt("created")).isEqualTo(1);
    world.sweep("contact-persons");
    assertThat(personsNamed("Hagelund")).hasSize(1);
    assertThat(personsNamed("Hagelund").getFirst().get("PersonOrganisationId"))
        .isEqualTo(world.webCrmId("customers", 100101));
  }

  @Test
  void aContactPersonOfAHeldOwnerIsHeldAndFollowsWhenTheOwnerIsLinked() {
    world
        .organisations()
        .load(organisation(1001, "Fjordheim Fisk AS"), organisation(1002, "fjordheim  fisk as"));
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
    world.contactPersons().load(contactPerson(300101, 100101, "Torbjørn", "Hagelund"));
    assertThat(world.sweep("customers").getInt("held")).isEqualTo(1);
    JsonPath held = world.sweep("contact-persons");
    assertThat(held.getInt("held")).isEqualTo(1);
    assertThat(held.getString("actions[0].reason")).contains("customer 100101, is held");
    assertThat(personsNamed("Hagelund")).isEmpty();

    world.organisation(1002).delete();
    assertThat(world.sweep("customers").getInt("adopted")).isEqualTo(1);
    assertThat(world.sweep("contact-persons").getInt("created")).isEqualTo(1);
    assertThat(personsNamed("Hagelund").getFirst().get("PersonOrganisationId")).isEqualTo(1001);
  }

  @Test
  void aContactPersonOfAnIgnoredCustomerIsHeldUntilThatIsTakenUpAgain() {
    customerWithTwoOrganisationsOfItsName();
    world.contactPersons().load(contactPerson(300101, 100101, "Torbjørn", "Hagelund"));
    world.sweep("customers");
    resolveCustomer("ignore");
    JsonPath held = world.sweep("contact-persons");
    assertThat(held.getInt("held")).as(held.prettify()).isEqualTo(1);
    assertThat(held.getString("actions[0].reason")).contains("customer 100101, is held");

    world.organisation(1002).delete();
    resolveCustomer("retry");
    assertThat(world.webCrmId("customers", 100101)).isEqualTo(1001);
    assertThat(world.sweep("contact-persons").getInt("created")).isEqualTo(1);
  }

  private void customerWithTwoOrganisationsOfItsName() {
    world
        .organisations()
        .load(organisation(1001, "Fjordheim Fisk AS"), organisation(1002, "Fjordheim Fisk AS"));
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
  }

  private void resolveCustomer(String how) {
    world.operator(
        "{\"action\":\"resolve\",\"how\":\"%s\",\"pair\":\"customers\",".formatted(how)
            + "\"system\":\"poweroffice\",\"id\":\"100101\"}");
  }

  @Test
  void anAmbiguousCustomerIsLinkedWhenTheDoubleIsDeleted() {
    customerWithTwoOrganisationsOfItsName();
    world.sweep("customers");
    world.organisation(1002).delete();
    JsonPath report =
        world.call("customers", "{\"changed\":{\"system\":\"webcrm\",\"id\":\"1002\"}}");
    assertThat(report.getInt("adopted")).isEqualTo(1);
    assertThat(world.webCrmId("customers", 100101)).isEqualTo(1001);
  }

  @Test
  void personsOfSuppliersShareOneHolderOrganisation() {
    world
        .suppliers()
        .load(
            supplier(200101, "Myrvold Grossist AS"),
            supplierPerson(200102, "Ragnhild", "Myrvold"),
            supplierPerson(200103, "Sigurd", "Myrvold"));
    world.contactPersons().load(contactPerson(300101, 200101, "Torbjørn", "Hagelund"));
    JsonPath contactPersons = world.sweep("contact-persons");
    assertThat(contactPersons.getInt("created")).as("the holder is not counted").isEqualTo(1);
    assertThat(contactPersons.getList("actions.findAll { it.holder == true }")).hasSize(1);
    JsonPath supplierPersons = world.sweep("supplier-persons");
    assertThat(supplierPersons.getInt("created")).isEqualTo(2);
    List<Map<String, Object>> holders = organisationsNamed(HOLDER);
    assertThat(holders).hasSize(1);
    Object holder = holders.getFirst().get("OrganisationId");
    assertThat(personsNamed("Hagelund").getFirst().get("PersonOrganisationId")).isEqualTo(holder);
    assertThat(personsNamed("Myrvold"))
        .extracting(p -> p.get("PersonOrganisationId"))
        .containsExactly(holder, holder);
    assertThat(organisationsNamed("Myrvold Grossist AS"))
        .as("a supplier company is not created")
        .isEmpty();
  }

  @Test
  void anExistingHolderOrganisationIsFoundAndKeepsItsSpelling() {
    world.organisations().load(organisation(1001, "SUPPLIERS (PowerOffice Go)"));
    world.suppliers().load(supplierPerson(200102, "Ragnhild", "Myrvold"));
    world.sweep("supplier-persons");
    assertThat(personsNamed("Myrvold").getFirst().get("PersonOrganisationId")).isEqualTo(1001);
    assertThat(organisationsNamed("SUPPLIERS (PowerOffice Go)")).hasSize(1);
    assertThat(organisationsNamed(HOLDER)).isEmpty();
  }

  @Test
  void aDeletedHolderOrganisationIsMadeAgainForTheNextPerson() {
    world.suppliers().load(supplierPerson(200102, "Ragnhild", "Myrvold"));
    world.sweep("supplier-persons");
    int holder =
        (Integer)
            Objects.requireNonNull(organisationsNamed(HOLDER).getFirst().get("OrganisationId"));
    world.organisation(holder).delete();
    expectHolderMadeAgain();
  }

  @Test
  void aHolderOrganisationWhoseLinkAnotherRunEndedIsMadeAgainToo() {
    world.suppliers().load(supplierPerson(200102, "Ragnhild", "Myrvold"));
    world.sweep("supplier-persons");
    Links links = world.links(HolderOrganisation.PAIR);
    Link link = links.all().getFirst();
    world.organisation(Integer.parseInt(link.right().orElseThrow().value())).delete();
    links.save(
        link,
        new Link(
            link.key(),
            new LinkState.Ended(LinkState.Linked.to(link.right().orElseThrow())),
            link.leftBase(),
            link.rightBase(),
            Optional.empty(),
            Map.of(),
            link.version()));
    expectHolderMadeAgain();
  }

  private void expectHolderMadeAgain() {
    world.suppliers().create("FirstName", "Sigurd", "LastName", "Hagelund", "IsPerson", true);
    world.sweep("supplier-persons");
    assertThat(organisationsNamed(HOLDER)).hasSize(1);
    assertThat(personsNamed("Hagelund")).hasSize(1);
  }

  @Test
  void twoHolderOrganisationsHoldTheirPersons() {
    world.organisations().load(organisation(1001, HOLDER), organisation(1002, HOLDER));
    world.suppliers().load(supplierPerson(200102, "Ragnhild", "Myrvold"));
    JsonPath report = world.sweep("supplier-persons");
    assertThat(report.getInt("held")).isEqualTo(1);
    assertThat(personsNamed("Myrvold")).isEmpty();
    assertThat(organisationsNamed(HOLDER)).hasSize(2);
  }

  @Test
  void aContactThatIsCustomerAndSupplierIsTwoRecordsInTwoPairs() {
    world.customers().load(Records.personCustomer(150101, "Ragnhild", "Myrvold"));
    world.suppliers().load(supplierPerson(150101, "Ragnhild", "Myrvold"));
    world.sweepAll();
    assertThat(organisationsNamed("Ragnhild Myrvold")).hasSize(1);
    assertThat(personsNamed("Myrvold")).hasSize(1);
    world.person(world.webCrmId("supplier-persons", 150101)).edit("PersonFirstName", "Ragna");
    world.sweep("supplier-persons");
    world.sweep("customers");
    assertThat(organisationsNamed("Ragna Myrvold")).hasSize(1);
  }

  @Test
  void aPersonMovedInWebCrmIsHeldAndNothingIsWritten() {
    world
        .customers()
        .load(customer(100101, "Fjordheim Fisk AS"), customer(100102, "Solvang Sjømat AS"));
    world.contactPersons().load(contactPerson(300101, 100101, "Torbjørn", "Hagelund"));
    world.sweepAll();
    int person = world.webCrmId("contact-persons", 300101);
    world
        .person(person)
        .edit(
            "PersonOrganisationId",
            world.webCrmId("customers", 100102),
            "PersonDirectPhone",
            "+47 12 34 56 78");
    world.clearJournals();
    JsonPath report = world.sweep("contact-persons");
    assertThat(report.getInt("held")).isEqualTo(1);
    assertThat(report.getString("actions[0].reason")).contains("neither system can move");
    assertThat(world.writes()).isEmpty();
    world.person(person).edit("PersonOrganisationId", world.webCrmId("customers", 100101));
    world.sweep("contact-persons");
    assertThat(world.contactPerson(300101).get("PhoneNumber")).isEqualTo("+47 12 34 56 78");
  }

  @Test
  void personsAreMatchedWithinTheirOrganisation() {
    world
        .organisations()
        .load(organisation(1001, "Fjordheim Fisk AS"), organisation(1002, "Annet Hav AS"));
    world
        .persons()
        .load(
            person(5001, 1002, "Torbjørn", "Hagelund"),
            with(person(5002, 1001, "TORBJØRN", "hagelund"), "PersonEmail", ""),
            with(person(5003, 1001, "Sigurd", "Myrvold"), "PersonEmail", "sigurd@myrvold.example"),
            with(
                person(5004, 1001, "Ragnhild", "Solvang"), "PersonEmail", "POST@fjordheim.example"),
            with(person(5005, 1001, "Synnøve", "Lien"), "PersonStatus", "Resigned"));
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
    world
        .contactPersons()
        .load(
            with(
                contactPerson(300101, 100101, "Torbjørn", "Hagelund"),
                "EmailAddress",
                "post@fjordheim.example"),
            with(
                contactPerson(300102, 100101, "Sigurd", "Myrvold"),
                "EmailAddress",
                "annen@myrvold.example"),
            with(
                contactPerson(300103, 100101, "Ragnhild", "Solvang"),
                "EmailAddress",
                "post@fjordheim.example"),
            contactPerson(300104, 100101, "Synnøve", "Lien"));
    world.sweepAll();
    assertThat(world.webCrmId("contact-persons", 300101))
        .as("same name, one e-mail missing")
        .isEqualTo(5002);
    assertThat(held(300102)).as("same name, two e-mails").isTrue();
    assertThat(world.webCrmId("contact-persons", 300103))
        .as("same e-mail and name")
        .isEqualTo(5004);
    assertThat(world.webCrmId("contact-persons", 300104))
        .as("a resigned one is no candidate")
        .isNotEqualTo(5005);
  }

  private boolean held(long contactPerson) {
    Link link =
        Objects.requireNonNull(
            world.linksByLeft("contact-persons").get(Long.toString(contactPerson)));
    return link.held();
  }

  private List<Map<String, Object>> personsNamed(String lastName) {
    return world.persons().list().stream()
        .filter(person -> lastName.equals(person.get("PersonLastName")))
        .toList();
  }

  private List<Map<String, Object>> organisationsNamed(String name) {
    return world.organisations().list().stream()
        .filter(organisation -> name.equals(organisation.get("OrganisationName")))
        .toList();
  }
}
