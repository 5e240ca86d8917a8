package no.tandem.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import no.tandem.Slow;
import no.tandem.customers.CustomersFunction;
import no.tandem.functions.BadRequestException;
import no.tandem.local.sample.ManyCustomers;
import no.tandem.scenario.RecordingQueues.Sent;
import no.tandem.schedule.ScheduleFunction;
import no.tandem.settings.PairName;
import no.tandem.webhook.WebhookFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What hooks, the clock and a run whose time is up leave in the queues, and what comes out. */
@Slow
@QuarkusTest
@TestProfile(QueuedRunsTest.HalfAMinute.class)
class QueuedRunsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String SECRET = "local-webhook-secret";
  private static final String HOOKS = "{\"hooks\":\"named\"}";
  private static final int CUSTOMERS = 600;

  @Inject World world;
  @Inject RecordingQueues queues;
  @Inject CustomersFunction customers;
  @Inject WebhookFunction webhook;
  @Inject ScheduleFunction schedule;

  /** Less time than a first load takes with webCRM's limit. */
  public static final class HalfAMinute implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("run.time-limit", "30s");
    }
  }

  @BeforeEach
  void reset() {
    world.reset();
    queues.reset(true);
  }

  @Test
  void whatIsApprovedIsCarriedOutInTurnsUntilEverythingIsDoneOnce() {
    world.load(ManyCustomers.of(1, CUSTOMERS));
    JsonPath first = approved();
    assertThat(first.getString("stopped")).contains("Its time was up");
    assertThat(first.getInt("created")).isBetween(1, CUSTOMERS - 1);
    int runs = 1;
    int created = first.getInt("created");
    for (List<Sent> left = queues.sent(); !left.isEmpty(); left = queues.sent()) {
      assertThat(left).hasSize(1);
      assertThat(left.getFirst().pair()).isEqualTo(PairName.CUSTOMERS);
      queues.reset(true);
      JsonPath next = world.call("customers", left.getFirst().body());
      created += next.getInt("created");
      runs++;
    }
    assertThat(runs).isGreaterThan(2);
    assertThat(created).isEqualTo(CUSTOMERS);
    assertThat(world.linksByLeft("customers")).hasSize(CUSTOMERS);
  }

  @Test
  void onOneMachineItIsOnlySaid() {
    queues.reset(false);
    world.load(ManyCustomers.of(1, CUSTOMERS));
    JsonPath report = approved();
    assertThat(report.getString("stopped")).contains("Its time was up");
  }

  @Test
  void aPlanLeavesNothingInTheQueue() {
    world.load(ManyCustomers.of(1, CUSTOMERS));
    JsonPath plan = world.call("customers", "{\"sweep\":\"full\",\"mode\":\"plan\"}");
    assertThat(plan.getInt("created")).isEqualTo(CUSTOMERS);
    assertThat(queues.sent()).isEmpty();
  }

  private JsonPath approved() {
    String fingerprint =
        world.call("customers", "{\"sweep\":\"changes\"}").getString("waiting.revision");
    assertThat(queues.sent()).isEmpty();
    return world.approve("customers", "changes", fingerprint);
  }

  @Test
  void whatCanNeverBeHandledIsSetAsideAtOnceAndHoldsUpNothing() throws Exception {
    world.customers().create(Map.of("Name", "Solvang"));
    ObjectNode event = MAPPER.createObjectNode();
    record(event, "1", "one", "not JSON");
    record(event, "2", "one", "{\"sweep\":\"half\"}");
    record(event, "3", "one", "{\"sweep\":\"changes\",\"tenant\":\"removed\"}");
    record(event, "4", "one", "{\"sweep\":\"changes\"}");
    JsonNode answer = MAPPER.valueToTree(customers.answer(event));
    assertThat(answer.path("batchItemFailures")).isEmpty();
    assertThat(queues.aside()).hasSize(3);
    assertThat(queues.aside().get(0)).contains("not valid JSON");
    assertThat(queues.aside().get(1)).contains("'sweep' must be");
    assertThat(queues.aside().get(2)).contains("tenant is not known");
    assertThat(world.linksByLeft("customers")).as("the fourth was handled").hasSize(1);
  }

  private static void record(ObjectNode event, String id, String group, String body) {
    ObjectNode record = event.withArray("Records").addObject();
    record.put("messageId", id).put("body", body).put("eventSource", "aws:sqs");
    record.putObject("attributes").put("MessageGroupId", group);
  }

  @Test
  void aHookIsLeftForThePairsThatMayKnowTheRecord() {
    assertThat(status("POST", "/" + SECRET, "{\"OrganisationId\":57}", true)).isEqualTo(202);
    assertThat(sent()).containsExactly("customers " + HOOKS, "departments " + HOOKS);
    assertThat(world.named("customers")).containsExactly("57");
    assertThat(world.named("departments")).containsExactly("57");
    queues.reset(true);
    assertThat(status("POST", "/webhook/" + SECRET, "{\"PersonId\":\"7\"}", false)).isEqualTo(202);
    assertThat(sent()).containsExactly("contact-persons " + HOOKS, "supplier-persons " + HOOKS);
  }

  @Test
  void aHookOfALinkedRecordIsLeftForItsPairAlone() {
    world.customers().create(Map.of("Name", "Solvang"));
    world.sweep("customers");
    String organisation = world.links("customers").all().getFirst().right().orElseThrow().value();
    assertThat(world.organisations().list()).isNotEmpty();
    assertThat(status("POST", "/" + SECRET, "{\"OrganisationId\":" + organisation + "}", false))
        .isEqualTo(202);
    assertThat(sent()).containsExactly("customers " + HOOKS);
    assertThat(world.named("customers")).containsExactly(organisation);
  }

  private List<String> sent() {
    return queues.sent().stream().map(one -> one.pair().key() + " " + one.body()).toList();
  }

  @Test
  void whatIsNoHookIsRefusedAndLeavesNothing() {
    assertThat(status("POST", "/", "{\"OrganisationId\":57}", false)).isEqualTo(404);
    assertThat(status("POST", "/" + SECRET + "x", "{\"OrganisationId\":57}", false)).isEqualTo(404);
    assertThat(status("GET", "/" + SECRET, "", false)).isEqualTo(405);
    assertThat(status("POST", "/" + SECRET, "x".repeat(256 * 1024 + 1), false)).isEqualTo(413);
    assertThat(status("POST", "/" + SECRET, "{}", true)).isEqualTo(202);
    assertThat(webhook.take(null).statusCode()).isEqualTo(400);
    assertThat(queues.sent()).isEmpty();
  }

  private int status(String method, String path, String body, boolean base64) {
    ObjectNode event = MAPPER.createObjectNode().put("rawPath", path);
    event.putObject("requestContext").putObject("http").put("method", method);
    event.put("isBase64Encoded", base64);
    event.put(
        "body",
        base64 ? Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)) : body);
    return webhook.take(event).statusCode();
  }

  @Test
  void theClockLeavesOneSweepForAPairAndMinute() throws Exception {
    JsonNode call = MAPPER.readTree("{\"pair\":\"departments\",\"sweep\":\"full\"}");
    schedule.leave(call);
    schedule.leave(call);
    world.pass(Duration.ofMinutes(1));
    schedule.leave(call);
    assertThat(queues.sent())
        .allMatch(sent -> sent.pair() == PairName.DEPARTMENTS)
        .allMatch(sent -> sent.body().equals("{\"sweep\":\"full\"}"));
    assertThat(queues.sent().stream().map(Sent::deduplicationId).distinct()).hasSize(2);
    assertThatThrownBy(() -> schedule.leave(MAPPER.readTree("{\"pair\":\"all\"}")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("'pair' must be");
    assertThatThrownBy(
            () -> schedule.leave(MAPPER.readTree("{\"pair\":\"customers\",\"sweep\":\"x\"}")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("'sweep' must be");
  }
}
