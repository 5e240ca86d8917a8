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
  void hooksAreMadeReadAndRemoved() {
    Answered made = post("/Organisations/Hooks", hook(0, "Create", true));
    assertThat(made.body()).isEqualTo("1");
    String all = "/Hooks?Page=1&Size=50";
    JsonNode read = get("/Organisations" + all).json();
    assertThat(read).hasSize(1);
    assertThat(read.get(0).path("EventType").asText()).isEqualTo("Create");
    assertThat(read.get(0).path("TargetUrl").asText()).isEqualTo(receiver.uri() + "/long-random");
    assertThat(read.get(0).path("Filter").get(0).asText()).isEqualTo("All");
    assertThat(get("/Persons" + all).json()).isEmpty();
    assertThat(withToken("DELETE", "/Persons/Hooks/1", "").status()).isEqualTo(404);
    assertThat(withToken("DELETE", "/Organisations/Hooks/1", "").status()).isEqualTo(200);
    assertThat(withToken("DELETE", "/Organisations/Hooks/1", "").status()).isEqualTo(404);
  }

  @Test
  void badHooksAreRefused() {
    for (String bad :
        List.of(
            hook(7, "Create", true),
            hook(0, "Move", true),
            hook(0, "Create", true).replace("http://", "ftp://"),
            "{\"Id\":0,\"Filter\":[\"All\"]}")) {
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
    organisationCalled("A");
    webCrm.userEdits(ORGANISATIONS, 2, fields("OrganisationFax", "1"));
    webCrm.hooksDelivered().join();
    assertThat(received).isEmpty();
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
