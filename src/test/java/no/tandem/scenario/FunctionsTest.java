package no.tandem.scenario;

import static io.restassured.RestAssured.given;
import static no.tandem.scenario.Records.customer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import no.tandem.webhook.Webhook;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions' JSON, over HTTP. */
@QuarkusTest
class FunctionsTest {
  private static final String SECRET = "local-webhook-secret";

  @Inject World world;
  @Inject Webhook webhook;

  @BeforeEach
  void reset() {
    world.reset();
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"sweep\":            | not valid JSON",
        "nonsense              | not valid JSON",
        "[]                    | must be a JSON object",
        "{}                    | 'sweep' or 'changed' is missing",
        "{\"sweep\":\"all\"}   | 'sweep' must be",
        "{\"sweep\":1}         | 'sweep' must be a text",
        "{\"sweep\":\"full\",\"changed\":{\"system\":\"webcrm\",\"id\":\"1\"}} | not both",
        "{\"swep\":\"full\"}   | 'swep' is not known here",
        "{\"sweep\":\"full\",\"mode\":\"dry\"} | 'mode' must be",
        "{\"sweep\":\"full\",\"tenant\":\"other\"} | tenant is not known",
        "{\"changed\":{\"system\":\"sap\",\"id\":\"1\"}} | 'changed.system' must be",
        "{\"changed\":{\"system\":\"webcrm\"}} | 'changed.id' must be",
        "{\"changed\":{\"system\":\"webcrm\",\"id\":\"x\"}} | 'changed.id' must be",
        "{\"changed\":\"57\"}  | 'changed' must be an object",
      })
  void badInputIsAnsweredWith400AndASentence(String body, String expected) {
    for (String pair : World.PAIRS) {
      given()
          .contentType("application/json")
          .body(body)
          .post("/" + pair)
          .then()
          .statusCode(400)
          .body("error", containsString(expected));
    }
  }

  @Test
  void anEmptyBodyIsAnsweredWith400() {
    given()
        .contentType("application/json")
        .post("/customers")
        .then()
        .statusCode(400)
        .body("error", containsString("empty"));
  }

  @Test
  void theReportHasTheDocumentedShape() {
    JsonPath report = world.sweep("customers");
    assertThat(report.getMap("").keySet())
        .isEqualTo(
            Set.of(
                "tenant",
                "pair",
                "mode",
                "run",
                "examined",
                "created",
                "adopted",
                "updated",
                "ended",
                "inSync",
                "deferred",
                "held",
                "conflicts",
                "proposed",
                "compared",
                "drifted",
                "repaired",
                "stopped",
                "waiting",
                "troubles",
                "calls",
                "units",
                "actions"));
    assertThat(report.getString("tenant")).isEqualTo("default");
    assertThat(report.getString("pair")).isEqualTo("customers");
    assertThat(report.getString("mode")).isEqualTo("apply");
    assertThat(report.getFloat("units.read")).isPositive();
    assertThat(report.getFloat("units.write")).isPositive();
    assertThat(report.getMap("actions[0]"))
        .containsEntry("action", "create")
        .containsEntry("system", "webcrm")
        .containsEntry("poweroffice", "100101")
        .containsEntry("webcrm", Integer.toString(world.webCrmId("customers", 100101)))
        .containsEntry("properties", List.of("OrganisationName"));
  }

  @Test
  void aChangedRecordIsReadByItsIdAndTravels() {
    world.sweep("customers");
    world.customer(100101).edit("PhoneNumber", "+47 11 11 11 11");
    world.clearJournals();
    JsonPath report =
        world.call("customers", "{\"changed\":{\"system\":\"poweroffice\",\"id\":\"100101\"}}");
    assertThat(report.getInt("updated")).isEqualTo(1);
    assertThat(world.reads())
        .as("both records, what a first change could empty, and what webCRM stored")
        .hasSize(4);
    JsonPath again =
        world.call("customers", "{\"changed\":{\"system\":\"poweroffice\",\"id\":100101}}");
    assertThat(again.getInt("updated")).isZero();
  }

  @Test
  void aChangedRecordThatIsNowhereIsHarmless() {
    for (String system : List.of("poweroffice", "webcrm")) {
      JsonPath report =
          world.call(
              "customers", "{\"changed\":{\"system\":\"" + system + "\",\"id\":\"999999\"}}");
      assertThat(report.getList("actions")).isEmpty();
    }
    assertThat(world.writes()).isEmpty();
  }

  @Test
  void runsOfOnePairNeverOverlap() {
    List<CompletableFuture<JsonPath>> runs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      runs.add(CompletableFuture.supplyAsync(() -> world.sweep("customers")));
    }
    int created = runs.stream().mapToInt(run -> run.join().getInt("created")).sum();
    assertThat(created).isEqualTo(1);
  }

  // --- webhook ---

  @Test
  void aHookMakesTheChangeTravel() {
    world.sweep("customers");
    int organisation = world.webCrmId("customers", 100101);
    world.organisation(organisation).edit("OrganisationTelephone", "+47 22 22 22 22");
    given()
        .body(
            "{\"type\":\"Update\",\"id\":"
                + organisation
                + ",\"address\":\""
                + world.webCrm().url()
                + "/Organisations/"
                + organisation
                + "\"}")
        .post("/webhook/" + SECRET)
        .then()
        .statusCode(202);
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(world.customer(100101).get("PhoneNumber")).isEqualTo("+47 22 22 22 22"));
  }

  @Test
  void aHookRegisteredInWebCrmBringsAnEditOverWithoutASweep() {
    world.sweep("customers");
    String webCrm = world.webCrm().url().toString();
    String token =
        given()
            .formParam("authCode", world.webCrm().applicationToken())
            .post(webCrm + "/Auth/ApiLogin")
            .then()
            .statusCode(200)
            .extract()
            .path("AccessToken");
    given()
        .header("Authorization", "Bearer " + token)
        .accept("application/json")
        .contentType("application/json")
        .body(
            "{\"Id\":0,\"EventType\":\"Update\",\"IsEnabled\":true,\"Filter\":[\"All\"],\"TargetUrl\":\"http://localhost:"
                + RestAssured.port
                + "/webhook/"
                + SECRET
                + "\"}")
        .post(webCrm + "/Organisations/Hooks")
        .then()
        .statusCode(200);
    world
        .organisation(world.webCrmId("customers", 100101))
        .edit("OrganisationTelephone", "+47 33 33 33 33");
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(world.customer(100101).get("PhoneNumber")).isEqualTo("+47 33 33 33 33"));
  }

  @Test
  void aHookWithAWrongSecretIsRefused() {
    given().body("{}").post("/webhook/wrong").then().statusCode(404);
    given().body("{}").post("/webhook/" + SECRET + "x").then().statusCode(404);
    assertThat(webhook.take("", "{\"PersonId\":7}")).isEqualTo(new Webhook.Result.Rejected());
  }

  @Test
  void aHookOfUnknownShapeIsAnsweredWithoutHarm() {
    for (String body :
        List.of(
            "",
            "hello",
            "{}",
            "[1,2]",
            "<Hook/>",
            "<a>" + world.webCrm().url() + "/Organisations/57</a>",
            "{\"address\":\"https://elsewhere.example/Organisations/57\"}",
            "{\"id\":57}",
            "{\"type\":\"Delivery\",\"id\":5}")) {
      given().body(body).post("/webhook/" + SECRET).then().statusCode(202);
      assertThat(webhook.take(SECRET, body)).as(body).isEqualTo(new Webhook.Result.NotUnderstood());
    }
    assertThat(world.writes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"type\":\"Organisation\",\"id\":57} | customers",
        "{\"Entity\":\"Person\",\"EventType\":\"Delete\",\"Id\":\"57\"} | contact-persons",
        "{\"address\":\"WEBCRM/Persons/57\"} | contact-persons",
        "{\"Uri\":\"WEBCRM\\/organisations\\/57?x=1\"} | customers",
        "{\"data\":[{\"OrganisationId\":57,\"OrganisationName\":\"x\"}]} | customers",
        "{\"PersonOrganisationId\":3,\"PersonId\":57} | contact-persons",
      })
  void aHookIsReadLeniently(String body, String pair) {
    String given = body.replace("WEBCRM", world.webCrm().url().toString());
    assertThat(webhook.take(SECRET, given))
        .isInstanceOfSatisfying(
            Webhook.Result.Taken.class,
            taken -> {
              assertThat(world.named(pair)).contains("57");
              assertThat(taken.pairs().getFirst().key()).isEqualTo(pair);
            });
  }
}
