package no.tandem.local.webcrm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.local.http.Request;
import no.tandem.local.http.SimulatorServer;
import no.tandem.local.webcrm.WebCrmSimulator.HookDelivery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebCrmHooksTest extends WebCrmTestBase {
  private final List<Request> received = new CopyOnWriteArrayList<>();
  private final SimulatorServer receiver =
      new SimulatorServer(
          0,
          clock,
          clock::pass,
          request -> {
            received.add(request);
            return Answer.empty(204);
          });

  @AfterEach
  void closeReceiver() {
    receiver.close();
  }

  @Test
  void hooksAreMadeReadChangedAndRemoved() {
    Answered made = post("/Organisations/Hooks", hook(0, "Create", true));
    assertThat(made.body()).isEqualTo("1");
    JsonNode read = get("/organisations/hooks/1").json();
    assertThat(read.path("EventType").asText()).isEqualTo("Create");
    assertThat(read.path("TargetUrl").asText()).isEqualTo(receiver.uri() + "/long-random");
    assertThat(read.path("Filter").get(0).asText()).isEqualTo("All");
    assertThat(read.path("CreatedBy").asText()).isEqualTo("api2 Tandem");
    assertThat(put("/Organisations/Hooks/1", hook(1, "Delete", false)).status()).isEqualTo(200);
    assertThat(get("/Organisations/Hooks/1").json().path("IsEnabled").asBoolean(true)).isFalse();
    assertThat(get("/Organisations/Hooks").json()).hasSize(1);
    assertThat(get("/Persons/Hooks").json()).isEmpty();
    assertThat(get("/Persons/Hooks/1").status()).isEqualTo(404);
    assertThat(withToken("DELETE", "/Organisations/Hooks/1", "").status()).isEqualTo(200);
    assertThat(withToken("DELETE", "/Organisations/Hooks/1", "").status()).isEqualTo(404);
  }

  @Test
  void badHooksAreRefused() {
    for (String bad :
        List.of(
            hook(7, "Create", true),
            hook(0, "Move", true),
            hook(0, "Create", true).replace("\"All\"", "\"OrganisationOwner\""),
            hook(0, "Create", true).replace("http://", "ftp://"),
            "{\"Id\":0}")) {
      assertThat(post("/Organisations/Hooks", bad).status()).as(bad).isEqualTo(400);
    }
  }

  @Test
  void userActsAndApiWritesFire() {
    for (String event : List.of("Create", "Update", "Delete")) {
      post("/Organisations/Hooks", hook(0, event, true));
      post("/Persons/Hooks", hook(0, event, true));
    }
    post("/Organisations", "{\"OrganisationId\":0}");
    int person = personCalled("Berg", 2);
    webCrm.userEdits(PERSONS, person, fields("PersonTitle", "CEO"));
    webCrm.userDeletes(ORGANISATIONS, 2);
    webCrm.hooksDelivered().join();
    assertThat(received)
        .extracting(Request::body)
        .containsExactly(
            body("Organisation", "Organisations", 2),
            body("Person", "Persons", person),
            body("Person", "Persons", person),
            body("Person", "Persons", person),
            body("Organisation", "Organisations", 2));
    assertThat(received).extracting(Request::path).containsOnly("/long-random");
    assertThat(webCrm.hookDeliveries()).extracting(HookDelivery::status).containsOnly(204);
  }

  @Test
  void onlyFittingEnabledHooksFire() {
    post("/Organisations/Hooks", hook(0, "Update", false));
    post("/Persons/Hooks", hook(0, "Update", true));
    post("/Organisations/Hooks", hook(0, "Create", true).replace("\"All\"", "\"Owner\""));
    organisationCalled("A");
    webCrm.userEdits(ORGANISATIONS, 2, fields("OrganisationFax", "1"));
    webCrm.hooksDelivered().join();
    assertThat(received).isEmpty();
  }

  @Test
  void apiWritesFireOnlyBySwitch() {
    webCrm.switches().apiWritesFireHooks(false);
    post("/Organisations/Hooks", hook(0, "Create", true));
    post("/Organisations", "{\"OrganisationId\":0}");
    webCrm.hooksDelivered().join();
    assertThat(received).isEmpty();
    organisationCalled("A");
    webCrm.hooksDelivered().join();
    assertThat(received).hasSize(1);
  }

  @Test
  void failedDeliveryIsNotTriedAgain() {
    post("/Organisations/Hooks", hook(0, "Create", true));
    receiver.inject(1, request -> true, new Fault.Refuse(Answer.empty(503)));
    organisationCalled("A");
    webCrm.hooksDelivered().join();
    receiver.close();
    organisationCalled("B");
    webCrm.hooksDelivered().orTimeout(20, TimeUnit.SECONDS).join();
    clock.pass(Duration.ofHours(1));
    assertThat(webCrm.hookDeliveries()).extracting(HookDelivery::status).containsExactly(503, 0);
  }

  private String hook(int id, String event, boolean enabled) {
    return "{\"Id\":%d,\"EventType\":\"%s\",\"IsEnabled\":%s,\"Filter\":[\"All\"],\"TargetUrl\":\"%s\"}"
        .formatted(id, event, enabled, receiver.uri() + "/long-random");
  }

  private String body(String type, String path, int id) {
    return "{\"type\":\"%s\",\"id\":%d,\"address\":\"%s/%s/%d\"}"
        .formatted(type, id, webCrm.url(), path, id);
  }
}
