package no.tandem.scenario;

import static io.restassured.RestAssured.given;
import static no.tandem.scenario.Records.contactPerson;
import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.organisation;
import static no.tandem.scenario.Records.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import no.tandem.Slow;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.sync.link.Link;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Explain, restore, undo, resolve and forget, as an operator asks for them. */
@Slow
@QuarkusTest
class OperatorTest {
  private static final String IN_POWEROFFICE = "+47 11 11 11 11";
  private static final String IN_WEBCRM = "+47 22 22 22 22";

  @Inject World world;
  private int organisation;

  @BeforeEach
  void linkOne() {
    world.reset();
    world
        .customers()
        .load(with(customer(100101, "Fjordheim Fisk AS"), "PhoneNumber", "+47 00 00 00 00"));
    world.sweep("customers");
    world.pass(Duration.ofMinutes(10));
    world.sweep("customers");
    organisation = world.webCrmId("customers", 100101);
  }

  @Test
  void theStoryOfAConflictIsInOrderUnderEitherId() {
    conflict();
    JsonPath byPowerOffice = explain("poweroffice", 100101);
    JsonPath byWebCrm = explain("webcrm", organisation);
    assertThat(byWebCrm.getList("text")).isEqualTo(byPowerOffice.getList("text"));
    List<String> text = byPowerOffice.getList("text");
    assertThat(text).hasSize(3);
    assertThat(text.get(0)).contains("Created", "100101", "(sweep for changes)");
    assertThat(text.get(1))
        .contains(
            "phone in webCRM",
            IN_WEBCRM,
            "became",
            IN_POWEROFFICE,
            "lost (policy: conflict poweroffice) and can be restored");
    assertThat(text.get(2)).contains("Now: linked to webCRM " + organisation, "in sync");
    assertThat(byPowerOffice.getList("story.what")).containsExactly("create", "update");
    assertThat(byPowerOffice.getString("story[1].losers[0].value")).isEqualTo(IN_WEBCRM);
    assertThat(byPowerOffice.getString("story[1].run")).startsWith("customers-");
  }

  @Test
  void theLoserIsRestoredAndTravels() {
    conflict();
    world.clearJournals();
    JsonPath plan = operator("\"action\":\"restore\",\"mode\":\"plan\"," + record());
    assertThat(plan.getList("actions.system")).containsExactly("webcrm", "poweroffice");
    assertThat(world.writes()).isEmpty();
    assertThat(phoneInPowerOffice()).isEqualTo(IN_POWEROFFICE);

    JsonPath done = operator("\"action\":\"restore\"," + record());
    assertThat(done.getString("refused")).isNull();
    assertThat(done.getList("actions.system")).containsExactly("webcrm", "poweroffice");
    assertThat(phoneInPowerOffice()).isEqualTo(IN_WEBCRM);
    assertThat(phoneInWebCrm()).isEqualTo(IN_WEBCRM);
    expectQuiet();
    assertThat(explain("poweroffice", 100101).getList("story.cause")).contains("operator: restore");
  }

  @Test
  void aBeforeImageIsRestoredByItsEntry() {
    edit("PhoneNumber", IN_POWEROFFICE);
    world.sweep("customers");
    edit("Name", "Fjordheim Ny AS");
    world.sweep("customers");
    String entry = explain("poweroffice", 100101).getString("story[1].entry");
    JsonPath restored = operator("\"action\":\"restore\",\"entry\":\"" + entry + "\"," + record());
    assertThat(restored.getString("refused")).isNull();
    assertThat(phoneInPowerOffice()).isEqualTo("+47 00 00 00 00");
    assertThat(phoneInWebCrm()).isEqualTo("+47 00 00 00 00");
    assertThat(field("OrganisationName")).isEqualTo("Fjordheim Ny AS");
    expectQuiet();
  }

  @Test
  void aRestoreThatFailsIsLookedAtInTheNextSweep() {
    conflict();
    world
        .webCrm()
        .server()
        .inject(20, request -> request.method().equals("PUT"), new Fault.Refuse(Answer.empty(503)));
    assertThat(operator("\"action\":\"restore\"," + record()).getString("refused"))
        .contains("webCRM did not take the edit");
    world.webCrm().server().clearFaults();
    assertThat(world.linksByLeft("customers").get("100101").due()).isTrue();
    world.sweep("customers");
    assertThat(world.linksByLeft("customers").get("100101").hold()).isEmpty();
    assertThat(phoneInPowerOffice()).isEqualTo(IN_POWEROFFICE);
    assertThat(phoneInWebCrm()).isEqualTo(IN_POWEROFFICE);
    expectQuiet();
  }

  @Test
  void aSweepIsUndoneExceptWhereAUserHasChangedItSince() {
    world.customers().load(customer(100102, "Solvang Sjømat AS"));
    world.sweep("customers");
    world.sweep("customers");
    int second = world.webCrmId("customers", 100102);
    edit("Name", "Fjordheim Feil AS");
    world.customer(100102).edit("Name", "Solvang Feil AS");
    String run = world.sweep("customers").getString("run");
    world.organisation(second).edit("OrganisationName", "Solvang Rett AS");

    JsonPath undone =
        operator("\"action\":\"undo\",\"pair\":\"customers\",\"run\":\"" + run + "\"");
    assertThat(undone.getList("actions.reason")).anyMatch(r -> String.valueOf(r).contains("since"));
    assertThat(world.customer(100101).get("Name")).isEqualTo("Fjordheim Fisk AS");
    assertThat(field("OrganisationName")).isEqualTo("Fjordheim Fisk AS");
    world.sweep("customers");
    assertThat(world.customer(100102).get("Name")).isEqualTo("Solvang Rett AS");
    expectQuiet();
  }

  @Test
  void undoSaysWhatItCannotTakeBack() {
    world.customers().load(customer(100102, "Solvang Sjømat AS"));
    String run = world.sweep("customers").getString("run");
    JsonPath undone =
        operator("\"action\":\"undo\",\"pair\":\"customers\",\"run\":\"" + run + "\"");
    assertThat(undone.getString("refused")).contains("1 outcomes", "nothing is deleted");
    assertThat(
            operator("\"action\":\"undo\",\"pair\":\"customers\",\"run\":\"x\"")
                .getString("refused"))
        .contains("no run of this name");
  }

  @Test
  void anAmbiguousRecordIsLinkedToTheOneThatThePersonNames() {
    world.organisations().load(organisation(1001, "Solvang AS"), organisation(1002, "Solvang AS"));
    world.customers().load(customer(100102, "Solvang AS"));
    assertThat(world.sweep("customers").getInt("held")).isEqualTo(1);
    String link =
        "\"action\":\"resolve\",\"how\":\"link\",\"pair\":\"customers\","
            + "\"system\":\"poweroffice\",\"id\":\"100102\",\"to\":\"1002\"";
    JsonPath plan = operator(link + ",\"mode\":\"plan\"");
    assertThat(plan.getList("actions.action")).containsExactly("adopt");
    assertThat(world.linksByLeft("customers").get("100102").active()).isFalse();
    operator(link);
    assertThat(world.webCrmId("customers", 100102)).isEqualTo(1002);
    assertThat(operator(link).getString("refused")).contains("linked already");
    expectQuiet();
  }

  @Test
  void aSideIsTakenWhereTheOtherCannotFollow() {
    world.organisation(organisation).edit("OrganisationTelephone", "");
    world.sweep("customers");
    world.customer(100101).edit("Name", "Fjordheim Ny AS", "PhoneNumber", "1");
    operator("\"action\":\"resolve\",\"how\":\"take\",\"side\":\"webcrm\"," + record());
    assertThat(world.customer(100101).find().orElseThrow())
        .containsEntry("Name", "Fjordheim Fisk AS")
        .doesNotContainEntry("PhoneNumber", "1");
    assertThat(explain("poweroffice", 100101).getList("story.losers.flatten().value"))
        .contains("Fjordheim Ny AS", "1");
    expectQuiet();
  }

  @Test
  void aHeldRecordIsTriedAgainWhenAsked() {
    world.organisations().load(organisation(1001, "Solvang AS"), organisation(1002, "Solvang AS"));
    world.customers().load(customer(100102, "Solvang AS"));
    world.sweep("customers");
    world.organisation(1001).delete();
    JsonPath retried =
        operator(
            "\"action\":\"resolve\",\"how\":\"retry\",\"pair\":\"customers\","
                + "\"system\":\"poweroffice\",\"id\":\"100102\"");
    assertThat(retried.getList("actions.action")).containsExactly("adopt");
    assertThat(world.webCrmId("customers", 100102)).isEqualTo(1002);
  }

  @Test
  void anIgnoredRecordIsLeftAloneUntilItIsRetried() {
    operator("\"action\":\"resolve\",\"how\":\"ignore\"," + record());
    edit("PhoneNumber", IN_POWEROFFICE);
    world.clearJournals();
    world.sweep("customers");
    world.fullSweep("customers");
    assertThat(world.writes()).isEmpty();
    operator("\"action\":\"resolve\",\"how\":\"retry\"," + record());
    assertThat(phoneInWebCrm()).isEqualTo(IN_POWEROFFICE);
  }

  @Test
  void aRetryDoesNotMakeAgainWhatMayBeUnderWay() {
    newCustomerWhoseCreationMeets(new Fault.Drop());
    assertThat(operator("\"action\":\"resolve\",\"how\":\"retry\"," + newcomer()))
        .returns(List.of("defer"), answer -> answer.getList("actions.action"));
    assertThat(organisationsMade()).isEqualTo(1);
    world.pass(Duration.ofMinutes(3));
    assertThat(world.sweep("customers").getInt("created")).isEqualTo(1);
    assertThat(organisationsMade()).isEqualTo(2);
  }

  @Test
  void whatMayHaveBeenMadeIsNotLinkedToAnotherOneByHand() {
    world.organisations().load(organisation(1001, "Solvang Gamle AS"));
    newCustomerWhoseCreationMeets(new Fault.HandleThenDrop());
    JsonPath linked =
        operator("\"action\":\"resolve\",\"how\":\"link\",\"to\":\"1001\"," + newcomer());
    assertThat(linked.getString("refused")).contains("not known yet");
    assertThat(world.sweep("customers").getInt("adopted")).isEqualTo(1);
  }

  @Test
  void whoIsForgottenWhileBeingMadeIsNotMadeTwice() {
    newCustomerWhoseCreationMeets(new Fault.HandleThenDrop());
    operator("\"action\":\"forget\"," + newcomer());
    int made =
        world.organisations().list().stream()
            .filter(record -> "Solvang AS".equals(record.get("OrganisationName")))
            .map(record -> ((Number) record.get("OrganisationId")).intValue())
            .findFirst()
            .orElseThrow();
    world.organisation(made).edit("OrganisationName", "Solvang Nye AS");
    world.pass(Duration.ofMinutes(3));
    operator("\"action\":\"resolve\",\"how\":\"retry\"," + newcomer());
    assertThat(organisationsMade()).isEqualTo(2);
  }

  @Test
  void aRestoreLeavesAWriteOfUnknownOutcomeToAnotherPropertyKnownAsOurs() {
    edit("PhoneNumber", IN_POWEROFFICE);
    world.sweep("customers");
    edit("Name", "Fjordheim Ny AS");
    world
        .webCrm()
        .server()
        .inject(1, request -> request.method().equals("PUT"), new Fault.HandleThenDrop());
    assertThat(world.sweep("customers").getInt("deferred")).isEqualTo(1);
    edit("Name", "Fjordheim Nyest AS");

    JsonPath restored = operator("\"action\":\"restore\",\"property\":\"phone\"," + record());
    assertThat(phoneInPowerOffice()).isEqualTo("+47 00 00 00 00");
    assertThat(field("OrganisationName")).isEqualTo("Fjordheim Nyest AS");
    assertThat(restored.getList("story.losers.flatten()")).containsOnlyNulls();
    expectQuiet();
  }

  @Test
  void whoIsForgottenIsErasedFromLinksAndHistoryAndNotMadeAgain() {
    world.contactPersons().load(contactPerson(300101, 100101, "Torbjørn", "Hagelund"));
    world.sweep("contact-persons");
    world.contactPerson(300101).edit("FirstName", "Sigurd");
    world.sweep("contact-persons");
    String person = "\"pair\":\"contact-persons\",\"system\":\"poweroffice\",\"id\":\"300101\"";
    operator("\"action\":\"forget\",\"mode\":\"plan\"," + person);
    assertThat(world.links("contact-persons").all().getFirst().active()).isTrue();

    JsonPath forgotten = operator("\"action\":\"forget\"," + person);
    assertThat(forgotten.getList("story")).isEmpty();
    Link kept = world.links("contact-persons").all().getFirst();
    assertThat(kept.leftBase().view().values()).isEmpty();
    assertThat(kept.rightBase().view().values()).isEmpty();
    assertThat(world.stored("contact-persons").history().of(kept.key())).isEmpty();
    world.clearJournals();
    world.sweep("contact-persons");
    world.fullSweep("contact-persons");
    assertThat(world.writes()).isEmpty();

    world.person(Integer.parseInt(kept.right().orElseThrow().value())).delete();
    world.contactPerson(300101).delete();
    operator("\"action\":\"forget\"," + person);
    assertThat(world.links("contact-persons").all()).as("both are gone").isEmpty();
    assertThat(world.fullSweep("contact-persons").getString("stopped")).isNull();
  }

  @Test
  void whatAWriteReplacedIsKnownAlsoWhenTheProcessDiesInIt() {
    edit("PhoneNumber", IN_POWEROFFICE);
    world.organisation(organisation).edit("OrganisationTelephone", IN_WEBCRM);
    world
        .webCrm()
        .server()
        .inject(1, request -> request.method().equals("PUT"), new Fault.HandleThenDrop());
    world.sweep("customers");
    JsonPath story = explain("poweroffice", 100101);
    assertThat(story.getList("story.losers.flatten().value")).contains(IN_WEBCRM);
    world.sweep("customers");
    operator(
        "\"action\":\"restore\",\"entry\":\""
            + story.getString("story[1].entry")
            + "\","
            + record());
    assertThat(phoneInPowerOffice()).isEqualTo(IN_WEBCRM);
  }

  @Test
  void whoAskedIsKeptAndShown() {
    conflict();
    operator("\"action\":\"restore\"," + record());
    JsonPath story = explain("poweroffice", 100101);
    assertThat(story.getList("story.by")).contains(World.OPERATOR);
    assertThat(story.<String>getList("text"))
        .anyMatch(line -> line.endsWith("(operator: restore, by " + World.OPERATOR + ")"));
  }

  @Test
  void severalRecordsAreAnsweredOneByOne() {
    world.customers().load(customer(100102, "Solvang Sjømat AS"), customer(100103, "Berg Bil"));
    world.sweep("customers");
    JsonPath ignored =
        operator(
            "\"action\":\"resolve\",\"how\":\"ignore\",\"pair\":\"customers\","
                + "\"system\":\"poweroffice\",\"ids\":[\"100102\",100103,\"777\"]");
    assertThat(ignored.getList("records.poweroffice")).containsExactly("100102", "100103", "777");
    assertThat(ignored.getList("records.actions.flatten().action")).containsExactly("hold", "hold");
    assertThat(ignored.<String>getList("records.refused"))
        .satisfiesExactly(
            first -> assertThat(first).isNull(),
            second -> assertThat(second).isNull(),
            third -> assertThat(third).contains("no record 777"));
    assertThat(world.linksByLeft("customers").get("100103").ignored()).isTrue();
  }

  @Test
  void whatDoesNotExistCannotBeIgnored() {
    JsonPath ignored =
        operator(
            "\"action\":\"resolve\",\"how\":\"ignore\",\"pair\":\"customers\","
                + "\"system\":\"poweroffice\",\"id\":\"777\"");
    assertThat(ignored.getString("refused")).contains("777");
    assertThat(world.linksByLeft("customers")).doesNotContainKey("777");
  }

  @Test
  void whatWritesToManyRecordsIsShownFirst() {
    List<Integer> ids = IntStream.rangeClosed(1, 25).mapToObj(i -> 100200 + i).toList();
    ids.forEach(id -> world.customers().load(customer(id, "Kunde " + id + " AS")));
    world.approvedSweep("customers");
    ids.forEach(id -> world.customer(id).edit("PhoneNumber", "+47 22 33 " + (id % 100)));
    String run = world.approvedSweep("customers").getString("run");
    world.clearJournals();
    String undo = "\"action\":\"undo\",\"pair\":\"customers\",\"run\":\"" + run + "\"";

    JsonPath shown = operator(undo);
    assertThat(shown.getString("refused")).contains("nothing was done yet");
    assertThat(shown.getList("actions.action")).hasSizeGreaterThanOrEqualTo(25);
    assertThat(world.writes()).isEmpty();
    String fingerprint = shown.getString("fingerprint");

    world.customer(ids.getFirst()).edit("PhoneNumber", "+47 99 99 99 99");
    String again = undo + ",\"fingerprint\":\"" + fingerprint + "\"";
    JsonPath other = operator(again);
    assertThat(other.getString("fingerprint")).as("the data have changed").isNotNull();
    assertThat(world.writes()).isEmpty();

    JsonPath done = operator(undo + ",\"fingerprint\":\"" + other.getString("fingerprint") + "\"");
    assertThat(done.getString("fingerprint")).isNull();
    assertThat(world.customer(ids.getLast()).find().orElseThrow())
        .doesNotContainEntry("PhoneNumber", "+47 22 33 25");
    assertThat(world.customer(ids.getFirst()).find().orElseThrow())
        .containsEntry("PhoneNumber", "+47 99 99 99 99");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"action\":\"please\"', must be one of explain",
    "'\"action\":\"explain\"', pair",
    "'\"action\":\"explain\",\"pair\":\"customers\",\"system\":\"x\",\"id\":\"1\"', system",
    "'\"action\":\"explain\",\"pair\":\"customers\",\"system\":\"webcrm\"', number",
    "'\"action\":\"explain\",\"pair\":\"customers\",\"system\":\"webcrm\",\"id\":\"0777\"', number",
    "'\"action\":\"explain\",\"pair\":\"customers\",\"system\":\"webcrm\",\"ids\":[]', list",
    "'\"action\":\"explain\",\"pair\":\"customers\",\"system\":\"webcrm\",\"ids\":[\"x\"]', number",
    "'\"action\":\"explain\",\"pair\":\"customers\",\"system\":\"webcrm\",\"id\":1,\"ids\":[1]', not both",
    "'\"action\":\"undo\",\"pair\":\"customers\",\"by\":\"Kari\"', it names the run",
    "'\"action\":\"undo\",\"pair\":\"customers\",\"run\":\"x\"', it names the person",
    "'\"action\":\"undo\",\"pair\":\"customers\",\"run\":\"x\",\"by\":\" \"', it names the person",
    "'\"action\":\"undo\",\"pair\":\"customers\",\"run\":\"x\",\"by\":\"a\\nb\"', without line ends",
    "'\"action\":\"explain\",\"what\":1', not known here",
    "'\"action\":\"resolve\",\"pair\":\"customers\",\"system\":\"poweroffice\",\"id\":\"100101\",\"by\":\"K\"', how",
  })
  void whatIsNotUnderstoodIsRefusedWithWhatIsExpected(String json, String expected) {
    given()
        .contentType("application/json")
        .body("{" + json + "}")
        .post("/operator")
        .then()
        .statusCode(400)
        .body("error", containsString(expected));
  }

  // --- material ---

  private void newCustomerWhoseCreationMeets(Fault fault) {
    world.customers().load(customer(100102, "Solvang AS"));
    world.webCrm().server().inject(1, request -> request.method().equals("POST"), fault);
    assertThat(world.sweep("customers").getInt("deferred")).isEqualTo(1);
  }

  private static String newcomer() {
    return "\"pair\":\"customers\",\"system\":\"poweroffice\",\"id\":\"100102\"";
  }

  private long organisationsMade() {
    return world.organisations().list().stream()
        .filter(record -> !Integer.valueOf(1).equals(record.get("OrganisationId")))
        .count();
  }

  private void conflict() {
    edit("PhoneNumber", IN_POWEROFFICE);
    world.organisation(organisation).edit("OrganisationTelephone", IN_WEBCRM);
    assertThat(world.sweep("customers").getInt("conflicts")).isEqualTo(1);
  }

  private void edit(String field, String value) {
    world.customer(100101).edit(field, value);
  }

  private static String record() {
    return "\"pair\":\"customers\",\"system\":\"poweroffice\",\"id\":\"100101\"";
  }

  private JsonPath explain(String system, long id) {
    return operator(
        "\"action\":\"explain\",\"pair\":\"customers\",\"system\":\""
            + system
            + "\",\"id\":\""
            + id
            + "\"");
  }

  private JsonPath operator(String json) {
    return world.operator("{" + json + "}");
  }

  private String phoneInPowerOffice() {
    return String.valueOf(world.customer(100101).get("PhoneNumber"));
  }

  private String phoneInWebCrm() {
    return field("OrganisationTelephone");
  }

  private String field(String name) {
    return String.valueOf(Objects.requireNonNull(world.organisation(organisation).get(name)));
  }

  private void expectQuiet() {
    world.sweep("customers");
    world.clearJournals();
    world.sweep("customers");
    world.fullSweep("customers");
    assertThat(world.writes()).isEmpty();
  }
}
