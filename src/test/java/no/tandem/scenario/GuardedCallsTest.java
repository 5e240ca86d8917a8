package no.tandem.scenario;

import static io.restassured.RestAssured.given;
import static no.tandem.scenario.Records.customer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** With a token, another name, and a webhook's secret of any printable characters. */
@QuarkusTest
@TestProfile(GuardedCallsTest.Guarded.class)
class GuardedCallsTest {
  private static final String TOKEN = "x0-Calls!#$%&'()*+,";
  private static final String SECRET = "100% sûr? #1 + \"a&b=c;d\" <e>\\";

  @Inject World world;

  /** What is set. */
  public static final class Guarded implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "calls.token", TOKEN.replace("$", "$$"),
          "calls.hosts", "tandem.example, other.example",
          "webhook.secret", SECRET.replace("\\", "\\\\"));
    }
  }

  private static Response call(String authorization, String host, String json) {
    return given()
        .header("Authorization", authorization)
        .header("Host", host)
        .contentType("application/json")
        .body(json)
        .post("/operator");
  }

  @Test
  void aCallHasToBringTheToken() {
    String list = "{\"action\":\"webhooks\",\"how\":\"list\"}";
    for (String wrong : List.of("", "Bearer", "Bearer x", TOKEN, "Basic " + TOKEN)) {
      call(wrong, "localhost", list)
          .then()
          .statusCode(401)
          .header("WWW-Authenticate", "Bearer")
          .body("error", containsString("CALLS_TOKEN"));
    }
    call("Bearer " + TOKEN, "localhost", list).then().statusCode(200);
    call("Bearer " + TOKEN, "Tandem.Example:443", list).then().statusCode(200);
    call("Bearer " + TOKEN, "other.example", list).then().statusCode(200);
    call("Bearer " + TOKEN, "evil.example", list).then().statusCode(403);
  }

  @Test
  void hooksWithASecretOfAnyPrintableCharactersAreRegisteredRecognisedAndTaken() {
    world.reset();
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
    assertThat(operator("{\"sweep\":\"changes\"}", "/customers")).contains("\"created\":1");
    int organisation = world.webCrmId("customers", 100101);
    String address = "http://localhost:" + RestAssured.port + "/webhook";
    String install =
        "{\"action\":\"webhooks\",\"how\":\"install\",\"address\":\"" + address + "\"}";
    assertThat(operator(install, "/operator")).contains("added: organisation Update");
    assertThat(operator(install, "/operator")).contains("All hooks are there already.");
    assertThat(operator("{\"action\":\"webhooks\",\"how\":\"list\"}", "/operator"))
        .contains("organisation Update calls " + address + "/...")
        .doesNotContain("not Tandem's", "100%", "sûr", "s%C3%BBr");
    world.organisation(organisation).edit("OrganisationTelephone", "+47 33 33 33 33");
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(world.customer(100101).get("PhoneNumber")).isEqualTo("+47 33 33 33 33"));
  }

  private static String operator(String json, String path) {
    return given()
        .header("Authorization", "Bearer " + TOKEN)
        .contentType("application/json")
        .body(json)
        .post(path)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }
}
