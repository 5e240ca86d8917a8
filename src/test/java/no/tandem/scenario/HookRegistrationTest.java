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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hooks in webCRM are registered, listed and removed by the operator. */
@QuarkusTest
class HookRegistrationTest {
  private static final String SECRET = "local-webhook-secret";
  private static final List<String> ALL =
      List.of(
          "added: organisation Create",
          "added: organisation Update",
          "added: organisation Delete",
          "added: person Create",
          "added: person Update",
          "added: person Delete");

  @Inject World world;
  private String address;

  @BeforeEach
  void start() {
    world.reset();
    address = "http://localhost:" + RestAssured.port + "/webhook";
  }

  @Test
  void thereIsOneHookForEachEventHoweverOftenTheyAreInstalled() {
    assertThat(install(address)).isEqualTo(ALL);
    assertThat(install(address)).containsExactly("All hooks are there already.");
    assertThat(targets()).hasSize(6).containsOnly(address + "/" + SECRET);
  }

  @Test
  void anEditInWebCrmThenTravelsWithoutASweep() {
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
    world.sweep("customers");
    install(address);
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
  void thePlanAddsAndRemovesNothing() {
    assertThat(hooks("\"how\":\"install\",\"mode\":\"plan\",\"address\":\"" + address + "\""))
        .isEqualTo(ALL);
    assertThat(targets()).isEmpty();
    install(address);
    assertThat(hooks("\"how\":\"remove\",\"mode\":\"plan\"")).hasSize(6);
    assertThat(targets()).hasSize(6);
  }

  @Test
  void aNewAddressReplacesTheOldOne() {
    install("https://old.example/hook/");
    List<String> text = install(address);
    assertThat(text).hasSize(12).containsAll(ALL);
    assertThat(targets()).hasSize(6).containsOnly(address + "/" + SECRET);
  }

  @Test
  void whatIsThereTwiceOrSwitchedOffIsPutRight() {
    install(address);
    String ours = address + "/" + SECRET;
    create("Organisations", "Update", ours, true);
    create("Persons", "Delete", ours, false);
    assertThat(install(address))
        .containsExactly(
            "removed: organisation Update calls " + address + "/...",
            "removed: person Delete (switched off) would call " + address + "/...");
    assertThat(targets()).hasSize(6);
  }

  @Test
  void hooksOfOthersAreListedAndLeftAlone() {
    create("Persons", "Create", "https://user:word@other.example/hook?key=hemmelig", true);
    install(address);
    List<String> listed = hooks("\"how\":\"list\"");
    assertThat(listed)
        .hasSize(7)
        .contains(
            "person Create calls https://other.example/... (not Tandem's)",
            "organisation Delete calls " + address + "/...")
        .noneMatch(line -> line.contains(SECRET) || line.matches(".*(hemmelig|word).*"));
    assertThat(hooks("\"how\":\"remove\""))
        .hasSize(6)
        .allMatch(line -> line.startsWith("removed: ") && !line.contains(SECRET));
    assertThat(targets()).containsExactly("https://user:word@other.example/hook?key=hemmelig");
    assertThat(hooks("\"how\":\"remove\""))
        .containsExactly("There are no hooks of Tandem's in webCRM.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"action\":\"webhooks\"                                        | 'how' must be install, remove",
        "\"action\":\"webhooks\",\"how\":\"install\"                        | 'address'",
        "\"action\":\"webhooks\",\"how\":\"install\",\"address\":\"example\"    | must be an http or https",
        "\"action\":\"webhooks\",\"how\":\"install\",\"address\":\"http://a/?b\"| without ? and #",
      })
  void aCallThatLacksSomethingSaysWhat(String json, String expected) {
    given()
        .contentType("application/json")
        .body("{" + json + "}")
        .post("/operator")
        .then()
        .statusCode(400)
        .body(containsString(expected));
    assertThat(targets()).isEmpty();
  }

  private List<String> install(String to) {
    return hooks("\"how\":\"install\",\"address\":\"" + to + "\"");
  }

  private List<String> hooks(String json) {
    JsonPath answer = world.operator("{\"action\":\"webhooks\"," + json + "}");
    return answer.getList("text");
  }

  /** Where the registered hooks of both kinds call. */
  private List<String> targets() {
    List<String> targets = new ArrayList<>();
    for (String collection : List.of("Organisations", "Persons")) {
      targets.addAll(
          given()
              .header("Authorization", "Bearer " + token())
              .accept("application/json")
              .get(world.webCrm().url() + "/" + collection + "/Hooks?Page=1&Size=100")
              .jsonPath()
              .getList("TargetUrl"));
    }
    return targets;
  }

  private void create(String collection, String event, String target, boolean enabled) {
    given()
        .header("Authorization", "Bearer " + token())
        .accept("application/json")
        .contentType("application/json")
        .body(
            "{\"Id\":0,\"EventType\":\""
                + event
                + "\",\"IsEnabled\":"
                + enabled
                + ",\"Filter\":[\"All\"],\"TargetUrl\":\""
                + target
                + "\"}")
        .post(world.webCrm().url() + "/" + collection + "/Hooks")
        .then()
        .statusCode(200);
  }

  private String token() {
    return given()
        .formParam("authCode", world.webCrm().applicationToken())
        .post(world.webCrm().url() + "/Auth/ApiLogin")
        .then()
        .statusCode(200)
        .extract()
        .path("AccessToken");
  }
}
