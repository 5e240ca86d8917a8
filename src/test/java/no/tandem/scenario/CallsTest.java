package no.tandem.scenario;

import static io.restassured.RestAssured.given;
import static no.tandem.scenario.Records.customer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.funqy.runtime.FunctionInvoker;
import io.quarkus.funqy.runtime.FunctionRecorder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import no.tandem.links.LinkTable;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call a function over HTTP, how, and what is answered where it cannot do its work. */
@QuarkusTest
class CallsTest {
  private static final String PLAN = "{\"sweep\":\"changes\",\"mode\":\"plan\"}";
  private static final List<String> FUNCTIONS =
      List.of("customers", "departments", "contact-persons", "supplier-persons", "operator");

  @Inject World world;
  @Inject LinkTable table;

  @BeforeEach
  void reset() {
    world.reset();
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
    world.clearJournals();
  }

  // --- who ---

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "http://localhost:1", "null", "file://"})
  void aPageOfAnotherSiteMayNotCall(String origin) {
    for (String function : FUNCTIONS) {
      given()
          .header("Origin", origin)
          .contentType("application/json")
          .body(PLAN)
          .post("/" + function)
          .then()
          .statusCode(403);
      given()
          .header("Origin", origin)
          .header("Access-Control-Request-Method", "POST")
          .header("Access-Control-Request-Headers", "content-type")
          .options("/" + function)
          .then()
          .statusCode(403)
          .header("Access-Control-Allow-Origin", (String) null);
    }
    assertThat(world.requests()).isEmpty();
  }

  @Test
  void aPageOfItsOwnMayCall() {
    given()
        .header("Origin", "http://localhost:" + RestAssured.port)
        .contentType("application/json")
        .body(PLAN)
        .post("/customers")
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:8080", "localhost.evil.example"})
  void anotherNameThatLeadsHereIsRefused(String host) {
    for (String path : List.of("customers", "operator", "", "somewhere")) {
      given()
          .header("Host", host)
          .contentType("application/json")
          .body(PLAN)
          .post("/" + path)
          .then()
          .statusCode(403)
          .body("error", containsString("CALLS_HOSTS"));
    }
    assertThat(world.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST:1"})
  void theNamesOfThisMachineAreTaken(String host) {
    given()
        .header("Host", host)
        .contentType("application/json")
        .body(PLAN)
        .post("/customers")
        .then()
        .statusCode(200);
  }

  // --- how ---

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonx",
        "text/plain; application/json"
      })
  void whatAFormCanSendIsRefused(String type) throws IOException, InterruptedException {
    for (String function : FUNCTIONS) {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://localhost:" + RestAssured.port + "/" + function))
                      .header("Content-Type", type)
                      .POST(HttpRequest.BodyPublishers.ofString(PLAN))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(415);
      assertThat(answer.body()).contains("Content-Type: application/json");
    }
    assertThat(world.requests()).isEmpty();
  }

  @Test
  void aFunctionTakesAPostOnly() {
    for (String function : FUNCTIONS) {
      for (String method : List.of("GET", "PUT", "DELETE", "PATCH")) {
        given()
            .request(method, "/" + function + "?sweep=changes")
            .then()
            .statusCode(405)
            .header("Allow", "POST")
            .body("error", containsString("Send a POST"));
      }
    }
    assertThat(world.requests()).isEmpty();
  }

  @Test
  void everyFunctionIsBehindTheGate() {
    for (FunctionInvoker function : FunctionRecorder.registry.invokers()) {
      given().get("/" + function.getName()).then().statusCode(405);
    }
  }

  @Test
  void aBodyThatIsTooLargeIsAnsweredWith413() {
    String large = "{\"sweep\":\"" + "x".repeat(1_100_000) + "\"}";
    given().contentType("application/json").body(large).post("/customers").then().statusCode(413);
    for (String type : List.of("application/json", "application/x-www-form-urlencoded")) {
      given()
          .contentType(type + "; charset=UTF-8")
          .body("x".repeat(1_100_000))
          .post("/webhook/local-webhook-secret")
          .then()
          .statusCode(413);
      given()
          .contentType(type + "; charset=UTF-8")
          .body("x".repeat(10_000))
          .post("/webhook/local-webhook-secret")
          .then()
          .statusCode(202);
    }
  }

  @Test
  void whatIsNoJsonIsAnsweredWithAnExampleForThatFunction() {
    given()
        .contentType("application/json")
        .body("{action:")
        .post("/operator")
        .then()
        .statusCode(400)
        .body("error", containsString("\"action\":\"explain\""));
  }

  @Test
  void theFunctionsOfQueuesSayThatThereAreNone() {
    given()
        .contentType("application/json")
        .body("{\"pair\":\"customers\",\"sweep\":\"changes\"}")
        .post("/schedule")
        .then()
        .statusCode(400)
        .body("error", containsString("no queue"));
    given()
        .contentType("application/json")
        .body("{\"rawPath\":\"/local-webhook-secret\"}")
        .post("/webhook")
        .then()
        .statusCode(404);
  }

  // --- what it cannot do ---

  @Test
  void aRunThatCannotReadASystemAnswers502WithItsReport() {
    world
        .powerOffice()
        .server()
        .inject(20, request -> request.path().contains("/Customers"), down());
    Response answer =
        given().contentType("application/json").body(PLAN).post("/customers").andReturn();
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.jsonPath().getString("pair")).isEqualTo("customers");
    assertThat(answer.jsonPath().getString("stopped")).contains("PowerOffice could not be read");
    world.powerOffice().server().clearFaults();
  }

  @Test
  void anOperatorsCallThatCannotReachASystemAnswers502InASentence() {
    world.webCrm().server().inject(20, request -> request.path().contains("/Hooks"), down());
    given()
        .contentType("application/json")
        .body("{\"action\":\"webhooks\",\"how\":\"list\"}")
        .post("/operator")
        .then()
        .statusCode(502)
        .body("error", containsString("webCRM"))
        .body("error", not(containsString("Exception")));
    world.webCrm().server().clearFaults();
  }

  private static Fault down() {
    return new Fault.Refuse(new Answer(503, Map.of("Content-Type", "text/html"), "<h1>Busy</h1>"));
  }

  @Test
  void aMissingTableIsToldWithTheCommandThatMakesIt() {
    table.delete();
    try {
      for (String function : List.of("customers", "operator")) {
        given()
            .contentType("application/json")
            .body(
                function.equals("operator")
                    ? "{\"action\":\"explain\",\"pair\":\"customers\",\"system\":\"webcrm\",\"id\":\"7\"}"
                    : PLAN)
            .post("/" + function)
            .then()
            .statusCode(503)
            .body("error", containsString("There is no table tandem-links (LINKS_TABLE)"))
            .body("error", containsString("LINKS_CREATE_TABLE=true"))
            .body("error", containsString("aws dynamodb create-table --table-name tandem-links"));
      }
    } finally {
      table.createIfMissing();
    }
  }
}
