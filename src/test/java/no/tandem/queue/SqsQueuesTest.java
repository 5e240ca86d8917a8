package no.tandem.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import no.tandem.functions.TenantSettings;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.settings.PairName;
import no.tandem.settings.SettingsSecrets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes to SQS, as it is on the wire. */
class SqsQueuesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Map<String, String> AWS =
      Map.of(
          "aws.accessKeyId", "local", "aws.secretAccessKey", "local", "aws.region", "eu-north-1");

  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private SqsQueues queues;

  private record Sent(String action, JsonNode body) {}

  @BeforeEach
  void start() throws IOException {
    AWS.forEach(System::setProperty);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          JsonNode request = MAPPER.readTree(body);
          sent.add(new Sent(exchange.getRequestHeaders().getFirst("X-Amz-Target"), request));
          byte[] answer = digests(request).toString().getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    String address = "http://localhost:" + server.getAddress().getPort();
    PowerOfficeSimulator.Keys keys = PowerOfficeSimulator.KEYS;
    Map<String, String> settings =
        Map.of(
            "poweroffice.url",
            "http://poweroffice.example/v2",
            "poweroffice.token-url",
            "http://poweroffice.example/OAuth/Token",
            "poweroffice.application-key",
            keys.applicationKey(),
            "poweroffice.subscription-key",
            keys.subscriptionKey(),
            "poweroffice.client-key",
            keys.clientKey(),
            "webcrm.url",
            "http://webcrm.example",
            "webcrm.application-token",
            "token",
            "queues.endpoint",
            address,
            "queues.customers",
            address + "/1/customers.fifo",
            "queues.customers.dead-letters",
            address + "/1/customers-dead.fifo");
    queues =
        new SqsQueues(
            new TenantSettings(
                key -> Optional.ofNullable(settings.get(key)),
                SettingsSecrets.of("", Optional.empty(), Clock.systemUTC())));
  }

  /** SQS answers with digests, by which the SDK knows that all has arrived. */
  private static ObjectNode digests(JsonNode request) {
    ObjectNode answer = MAPPER.createObjectNode();
    if (request.has("MessageBody")) {
      answer.put("MD5OfMessageBody", md5(request.path("MessageBody").asText().getBytes(UTF_8)));
      ByteArrayOutputStream attributes = new ByteArrayOutputStream();
      for (Map.Entry<String, JsonNode> one : request.path("MessageAttributes").properties()) {
        JsonNode value = one.getValue();
        attributes.writeBytes(counted(one.getKey()));
        attributes.writeBytes(counted(value.path("DataType").asText()));
        attributes.write(1);
        attributes.writeBytes(counted(value.path("StringValue").asText()));
      }
      answer.put("MD5OfMessageAttributes", md5(attributes.toByteArray()));
    }
    return answer;
  }

  private static byte[] counted(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + bytes.length)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void stop() {
    queues.close();
    server.stop(0);
    AWS.keySet().forEach(System::clearProperty);
  }

  @Test
  void aMessageIsGivenBackByItsReceipt() {
    queues.giveBack(PairName.CUSTOMERS, "receipt", Duration.ofMinutes(2));
    Sent one = sent.getFirst();
    assertThat(one.action()).isEqualTo("AmazonSQS.ChangeMessageVisibility");
    assertThat(one.body().path("QueueUrl").asText()).endsWith("/1/customers.fifo");
    assertThat(one.body().path("ReceiptHandle").asText()).isEqualTo("receipt");
    assertThat(one.body().path("VisibilityTimeout").asInt()).isEqualTo(120);
  }

  @Test
  void whatIsSetAsideGoesToTheDeadLettersWithItsReason() {
    assertThat(queues.setAside(PairName.CUSTOMERS, "berg", "not JSON", "It is no JSON")).isTrue();
    Sent one = sent.getFirst();
    assertThat(one.action()).isEqualTo("AmazonSQS.SendMessage");
    assertThat(one.body().path("QueueUrl").asText()).endsWith("/1/customers-dead.fifo");
    assertThat(one.body().path("MessageGroupId").asText()).isEqualTo("berg");
    assertThat(one.body().path("MessageBody").asText()).isEqualTo("not JSON");
    assertThat(one.body().path("MessageDeduplicationId").asText()).isNotEmpty();
    assertThat(one.body().path("MessageAttributes").path("reason").path("StringValue").asText())
        .isEqualTo("It is no JSON");
  }

  @Test
  void withoutDeadLettersNothingIsSetAside() {
    assertThat(queues.setAside(PairName.DEPARTMENTS, "berg", "not JSON", "It is no JSON"))
        .isFalse();
    assertThat(sent).isEmpty();
  }
}
