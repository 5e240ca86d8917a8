package no.tandem.scenario;

import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.department;
import static no.tandem.scenario.Records.organisation;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.Slow;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.Reason;
import no.tandem.sync.side.RecordId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that could be one of several: they stay held until that is clear. */
@Slow
@QuarkusTest
class AmbiguousTest {

  @Inject World world;

  @BeforeEach
  void twoOrganisationsOfOneName() {
    world.reset();
    world.organisations().load(organisation(1001, "Solvang AS"), organisation(1002, "Solvang AS"));
    world.customers().load(customer(100101, "Solvang AS"));
    assertThat(world.sweep("customers").getInt("held")).isEqualTo(1);
    world.pass(Duration.ofMinutes(5));
    assertThat(world.sweep("customers").getString("stopped")).isNull();
  }

  @Test
  void aCandidateThatIsRenamedIsStillOne() {
    world.organisation(1001).edit("OrganisationName", "Solvang AS (the right one)");
    world.sweep("customers");
    world.fullSweep("customers");
    expectHeldFor(1001, 1002);
  }

  @Test
  void aHeldRecordThatIsRenamedIsNotCreated() {
    world.customer(100101).edit("Name", "Solvang Oslo AS");
    world.sweep("customers");
    world.fullSweep("customers");
    expectHeldFor(1001, 1002);
    assertThat(organisations()).isEqualTo(2);
  }

  @Test
  void aNewNamesakeIsACandidateToo() {
    world.organisations().load(organisation(1003, "Solvang AS"));
    world.fullSweep("customers");
    expectHeldFor(1001, 1002, 1003);
  }

  @Test
  void deletingTheDoubleEndsItInTheNextSweep() {
    world.organisation(1002).delete();
    world.sweep("customers");
    assertThat(world.webCrmId("customers", 100101)).isEqualTo(1001);
  }

  @Test
  void theOneThatIsLeftIsTakenWhateverItIsCalledByNow() {
    world.organisation(1001).edit("OrganisationName", "Solvang Nord AS");
    world.organisation(1002).delete();
    world.sweep("customers");
    assertThat(world.webCrmId("customers", 100101)).isEqualTo(1001);
    assertThat(field(1001, "OrganisationName")).isEqualTo("Solvang AS");
  }

  @Test
  void aCandidateThatIsLinkedElsewhereLeavesTheOther() {
    world.customers().load(customer(100102, "Berg Bil AS"));
    world.sweep("customers");
    int made = world.webCrmId("customers", 100102);
    world.organisation(made).delete();
    world.fullSweep("customers");
    world.operator(resolve(100102, "link") + ",\"to\":\"1002\"}");
    world.sweep("customers");
    assertThat(world.webCrmId("customers", 100101)).isEqualTo(1001);
  }

  @Test
  void whenAllAreGoneItIsLookedForAgainAndCreated() {
    world.organisation(1001).delete();
    world.organisation(1002).delete();
    assertThat(world.sweep("customers").getInt("created")).isEqualTo(1);
    assertThat(organisations()).isEqualTo(1);
  }

  @Test
  void theOneWithItsTelephoneNumberIsSurer() {
    world.customer(100101).edit("PhoneNumber", "+47 22 33 44 55");
    world.organisation(1002).edit("OrganisationTelephone", "22334455");
    world.sweep("customers");
    assertThat(world.webCrmId("customers", 100101)).isEqualTo(1002);
  }

  @Test
  void aPersonMaySayThatItIsNoneOfThem() {
    assertThat(text(100101)).contains("[1001, 1002]", "'create'", "Another name");
    JsonPath plan = world.operator(resolve(100101, "create") + ",\"mode\":\"plan\"}");
    assertThat(plan.getList("actions.action")).containsExactly("create");
    assertThat(organisations()).isEqualTo(2);
    JsonPath created = world.operator(resolve(100101, "create") + "}");
    assertThat(created.getList("actions.action")).containsExactly("create");
    assertThat(world.webCrmId("customers", 100101)).isNotIn(1001, 1002);
    assertThat(organisations()).isEqualTo(3);
    assertThat(world.operator(resolve(100101, "create") + "}").getString("refused"))
        .contains("linked already");
  }

  @Test
  void aRetryDecidesNothing() {
    world.customer(100101).edit("Name", "Solvang Oslo AS");
    world.operator(resolve(100101, "retry") + "}");
    expectHeldFor(1001, 1002);
    assertThat(organisations()).isEqualTo(2);
  }

  @Test
  void whenARivalIsLeftAloneTheOtherGoesOn() {
    world.organisations().load(organisation(1004, "Berg Bil AS"));
    world.customers().load(customer(100102, "Berg Bil AS"), customer(100103, "Berg Bil AS"));
    assertThat(world.sweep("customers").getInt("held")).isEqualTo(2);
    assertThat(text(100102)).contains("webCRM [1004]", "PowerOffice [100103]");
    world.operator(resolve(100102, "ignore") + "}");
    world.sweep("customers");
    assertThat(world.webCrmId("customers", 100103)).isEqualTo(1004);
  }

  // --- departments wait for customers ---

  @Test
  void aDepartmentDoesNotTakeTheOrganisationOfACustomerThatWaits() {
    world.departments().load(department(1, "Solvang AS"));
    world.organisation(1002).delete();
    JsonPath waits = world.sweep("departments");
    assertThat(waits.getInt("deferred")).isEqualTo(1);
    assertThat(departments().get("1").hold().orElseThrow().is(Reason.Code.MAY_BE_A_CUSTOMERS))
        .isTrue();
    world.clearJournals();
    world.sweep("departments");
    assertThat(world.requests()).as("what it waits for is known by what is stored").hasSize(2);

    world.sweep("customers");
    assertThat(world.webCrmId("customers", 100101)).isEqualTo(1001);
    assertThat(world.sweep("departments").getInt("created")).isEqualTo(1);
    assertThat(world.webCrmId("departments", 1)).isNotEqualTo(1001);
  }

  @Test
  void aDepartmentTakesTheOrganisationOnceTheCustomerHasAnother() {
    world.departments().load(department(1, "Solvang AS"));
    world.sweep("departments");
    world.operator(resolve(100101, "link") + ",\"to\":\"1002\"}");
    world.sweep("departments");
    assertThat(world.webCrmId("departments", 1)).isEqualTo(1001);
  }

  @Test
  void beforeTheCustomersWereListedDepartmentsAdoptNothing() {
    world.reset();
    List<Map<String, @Nullable Object>> customers = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      customers.add(customer(100_101 + i, "Firma " + i));
    }
    customers.add(customer(100_999, "Bergen"));
    world.customers().load(customers);
    world.departments().load(department(1, "Bergen"), department(2, "Oslo"));
    world.organisations().load(organisation(1001, "Bergen"));
    JsonPath first = world.sweep("departments");
    assertThat(first.getInt("adopted")).isZero();
    assertThat(first.getInt("created")).as("nothing is like Oslo").isEqualTo(1);
    JsonPath proposed = world.call("customers", "{\"sweep\":\"changes\"}");
    assertThat(world.sweep("departments").getInt("deferred")).isEqualTo(1);
    world.approve("customers", "changes", proposed.getString("waiting.revision"));
    assertThat(world.webCrmId("customers", 100_999)).isEqualTo(1001);
    world.sweep("departments");
    assertThat(world.webCrmId("departments", 1)).isNotEqualTo(1001);
  }

  // --- material ---

  private void expectHeldFor(Integer... candidates) {
    Link link = customers().get("100101");
    assertThat(link.held()).isTrue();
    assertThat(link.hold().orElseThrow().candidates().keySet())
        .containsExactlyInAnyOrderElementsOf(
            List.of(candidates).stream().map(id -> new RecordId(id.toString())).toList());
  }

  private Map<String, Link> customers() {
    return world.linksByLeft("customers");
  }

  private Map<String, Link> departments() {
    return world.linksByLeft("departments");
  }

  private String text(long customer) {
    return Optional.ofNullable(customers().get(Long.toString(customer)))
        .flatMap(Link::hold)
        .orElseThrow()
        .reason()
        .text();
  }

  private static String resolve(long customer, String how) {
    return "{\"action\":\"resolve\",\"how\":\""
        + how
        + "\",\"pair\":\"customers\",\"system\":\"poweroffice\",\"id\":\""
        + customer
        + "\"";
  }

  private int organisations() {
    return (int)
        world.organisations().list().stream()
            .filter(record -> String.valueOf(record.get("OrganisationName")).startsWith("Solvang"))
            .count();
  }

  private String field(int organisation, String name) {
    return String.valueOf(world.organisation(organisation).get(name));
  }
}
