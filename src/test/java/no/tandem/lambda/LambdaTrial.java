package no.tandem.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import no.tandem.local.database.DynamoDbLocal;
import no.tandem.local.http.Fault;
import no.tandem.local.http.Request;
import no.tandem.local.http.SimulatorServer;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.metrics.EmbeddedFormat;
import no.tandem.packaged.LocalSettings;
import no.tandem.remote.SystemWaiting;
import no.tandem.settings.PairName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The package, as it is deployed, from a hook's call to the other system: each function a process
 * of its own, and this test in the place of the event source mappings.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LambdaTrial {
  private static final String SECRET = "a-webhook-secret-of-this-trial";
  private static final int TRIES = 3;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final PowerOfficeSimulator.Kind CUSTOMERS = PowerOfficeSimulator.Kind.CUSTOMERS;
  private static final WebCrmSimulator.Kind ORGANISATIONS = WebCrmSimulator.Kind.ORGANISATIONS;

  @TempDir static Path folder;

  private Path function;
  private PowerOfficeSimulator powerOffice;
  private WebCrmSimulator webCrm;
  private DynamoDbLocal database;
  private ElasticMq queues;
  private final Map<PairName, String> urls = new EnumMap<>(PairName.class);
  private final Map<PairName, String> deadLetters = new EnumMap<>(PairName.class);
  private final Map<String, PackagedFunction> functions = new TreeMap<>();

  @BeforeAll
  void start() throws IOException {
    function =
        PackagedFunction.unpack(
            Path.of(System.getProperty("function", "target/function.zip")), folder);
    System.out.println(
        "The package is " + (PackagedFunction.isNative(function) ? "native" : "for the JVM"));
    SystemWaiting time = new SystemWaiting();
    powerOffice = new PowerOfficeSimulator(0, Clock.systemUTC(), time::pause);
    webCrm = new WebCrmSimulator(0, Clock.systemUTC(), time::pause);
    powerOffice.switches().requestsPerSecond(0);
    webCrm.switches().requestsPerMinute(0);
    database = DynamoDbLocal.start();
    queues = new ElasticMq();
    for (PairName pair : PairName.values()) {
      String dead = create(pair.key() + "-dead.fifo", Map.of());
      deadLetters.put(pair, dead);
      String arn =
          Objects.requireNonNull(
              queues
                  .client()
                  .getQueueAttributes(
                      q -> q.queueUrl(dead).attributeNames(QueueAttributeName.QUEUE_ARN))
                  .attributes()
                  .get(QueueAttributeName.QUEUE_ARN));
      urls.put(
          pair,
          create(
              pair.key() + ".fifo",
              Map.of(
                  QueueAttributeName.REDRIVE_POLICY,
                  "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":" + TRIES + "}")));
    }
    for (String name : List.of("customers", "webhook", "schedule", "operator")) {
      functions.put(name, new PackagedFunction(name, function, environment()));
    }
  }

  private String create(String name, Map<QueueAttributeName, String> more) {
    Map<QueueAttributeName, String> attributes = new HashMap<>(more);
    attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
    return queues.client().createQueue(q -> q.queueName(name).attributes(attributes)).queueUrl();
  }

  private Map<String, String> environment() {
    Map<String, String> settings =
        LocalSettings.withShortLeases(LocalSettings.of(powerOffice, webCrm, database));
    settings.put("WEBHOOK_SECRET", SECRET);
    settings.put("STOPS_MAX_RECORDS", "100000");
    settings.put("QUEUES_ENDPOINT", queues.endpoint().toString());
    urls.forEach((pair, url) -> settings.put("QUEUES_" + pair.name(), url));
    deadLetters.forEach(
        (pair, url) -> settings.put("QUEUES_" + pair.name() + "_DEAD_LETTERS", url));
    return settings;
  }

  @AfterAll
  void stop() {
    functions.values().forEach(PackagedFunction::close);
    queues.close();
    database.close();
    webCrm.close();
    powerOffice.close();
  }

  private PackagedFunction function(String name) {
    return Objects.requireNonNull(functions.get(name));
  }

  // --- what the trial shows ---

  @Test
  void nothingInThePackageIsForOneMachineOrForTests() throws IOException {
    try (Stream<Path> files = Files.walk(function)) {
      List<String> names = files.map(file -> function.relativize(file).toString()).toList();
      assertThat(names).contains(PackagedFunction.isNative(function) ? "bootstrap" : "lib");
      assertThat(names)
          .noneMatch(
              name ->
                  name.matches(
                      "(?i)no/tandem/(local|http|simulation|lambda)(/.*)?|.*Test.class|"
                          + ".*(funqy-http|vertx-web-4|qute|junit|assertj|DynamoDBLocal).*"));
    }
  }

  @Test
  void aHooksCallTravelsToTheOtherSystem() throws Exception {
    long customer = powerOffice.userCreates(CUSTOMERS, Map.of("Name", "Fjordheim Fisk AS"));
    call("customers", "{\"sweep\":\"changes\"}");
    int organisation = organisation("Fjordheim Fisk AS");
    webCrm.userEdits(
        ORGANISATIONS, organisation, Map.of("OrganisationTelephone", "+47 12 34 56 78"));

    assertThat(hook(organisation, true).path("statusCode").asInt()).isEqualTo(202);
    assertThat(hook(organisation, false).path("statusCode").asInt()).isEqualTo(202);
    List<Message> messages = receive(PairName.CUSTOMERS);
    assertThat(messages).as("calls within a second share one").hasSizeBetween(1, 2);
    assertThat(deliver(PairName.CUSTOMERS, messages)).isEmpty();

    assertThat(powerOffice.find(CUSTOMERS, customer).orElseThrow().get("PhoneNumber"))
        .isEqualTo("+47 12 34 56 78");
    int writes = writes();
    assertThat(process(PairName.CUSTOMERS, messages)).as("delivered once more").isEmpty();
    assertThat(writes()).as("and harmless").isEqualTo(writes);
  }

  @Test
  void theTraceOfAHooksCallIsFoundInEveryLogOnItsWay() throws Exception {
    long customer = powerOffice.userCreates(CUSTOMERS, Map.of("Name", "Lofoten Lys AS"));
    call("customers", "{\"sweep\":\"changes\"}");
    int organisation = organisation("Lofoten Lys AS");
    webCrm.userEdits(
        ORGANISATIONS, organisation, Map.of("OrganisationTelephone", "+47 12 34 56 79"));
    hook(organisation, false);
    String trace = function("webhook").lastTrace();
    deliver(PairName.CUSTOMERS, receive(PairName.CUSTOMERS));
    assertThat(function("customers").lastTrace()).isNotEqualTo(trace);

    assertThat(lines("webhook", trace))
        .extracting(line -> line.path("message").asText())
        .contains("Hook: ORGANISATION " + organisation);
    List<JsonNode> outcomes =
        lines("customers", trace).stream()
            .filter(line -> line.path("mdc").has("decision"))
            .toList();
    assertThat(outcomes).as("one line for the one outcome").hasSize(1);
    JsonNode fields = outcomes.getFirst().path("mdc");
    assertThat(MAPPER.convertValue(fields, new TypeReference<Map<String, String>>() {}))
        .containsEntry("tenant", "default")
        .containsEntry("pair", "customers")
        .containsEntry("poweroffice", Long.toString(customer))
        .containsEntry("webcrm", Integer.toString(organisation))
        .containsEntry("decision", "update")
        .containsEntry("done", "true")
        .containsEntry("wrote", "poweroffice")
        .containsEntry("properties", "PhoneNumber");

    List<EmbeddedFormat> documents =
        function("customers")
            .log()
            .lines()
            .filter(EmbeddedFormat::is)
            .map(EmbeddedFormat::read)
            .filter(document -> document.text("run").equals(fields.path("run").asText()))
            .toList();
    assertThat(documents).as("documents of the run").hasSize(1);
    EmbeddedFormat document = documents.getFirst();
    assertThat(document.pair()).isEqualTo("customers");
    assertThat(document.values("Updated")).containsExactly(1.0);
    assertThat(document.values("ChangeToApplied")).hasSize(1);
    assertThat(document.values("ChangeToApplied").getFirst())
        .isBetween(0.0, (double) Duration.ofMinutes(5).toMillis());
    System.out.println(
        "From change to applied: " + document.values("ChangeToApplied").getFirst() + " ms");
    assertThat(function("webhook").log()).doesNotContain("+47 12 34 56 79");
    assertThat(function("customers").log()).doesNotContain("+47 12 34 56 79");
  }

  /** The log lines that have the trace's id, as JSON. */
  private List<JsonNode> lines(String function, String trace) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : function(function).log().split("\n", -1)) {
      if (line.startsWith("{")) {
        JsonNode json = MAPPER.readTree(line);
        if (json.path("mdc").path("traceId").asText().equals(trace)) {
          lines.add(json);
        }
      }
    }
    return lines;
  }

  @Test
  void aHookIsRefusedWithoutItsSecretAndWhenItIsTooLarge() throws Exception {
    assertThat(hook("POST", "/wrong", "{}", false).path("statusCode").asInt()).isEqualTo(404);
    assertThat(hook("GET", "/" + SECRET, "", false).path("statusCode").asInt()).isEqualTo(405);
    assertThat(hook("POST", "/" + SECRET, "x".repeat(300_000), false).path("statusCode").asInt())
        .isEqualTo(413);
    assertThat(hook("POST", "/" + SECRET, "{}", false).path("statusCode").asInt()).isEqualTo(202);
  }

  @Test
  void theClockLeavesASweepInThePairsQueue() throws Exception {
    JsonNode left = call("schedule", "{\"pair\":\"supplier-persons\",\"sweep\":\"full\"}");
    assertThat(left.path("sweeps").asInt()).isEqualTo(1);
    List<Message> messages = receive(PairName.SUPPLIER_PERSONS);
    assertThat(messages).hasSize(1);
    assertThat(messages.getFirst().body()).isEqualTo("{\"sweep\":\"full\"}");
    delete(PairName.SUPPLIER_PERSONS, messages.getFirst());
  }

  @Test
  void theOperatorIsAnswered() throws Exception {
    long customer = powerOffice.userCreates(CUSTOMERS, Map.of("Name", "Myrvold Grossist AS"));
    call("customers", "{\"sweep\":\"changes\"}");
    JsonNode answer =
        call(
            "operator",
            "{\"action\":\"explain\",\"pair\":\"customers\",\"system\":\"poweroffice\",\"id\":\""
                + customer
                + "\"}");
    assertThat(answer.path("webcrm").asText())
        .isEqualTo(Integer.toString(organisation("Myrvold Grossist AS")));
    assertThat(answer.path("story").size()).isPositive();
  }

  @Test
  void aBadCallIsAnErrorThatSaysWhatToSend() {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> call("customers", "{\"sweep\":\"all\"}")))
        .isInstanceOf(RuntimeApi.FunctionErrorException.class)
        .hasMessageContaining("must be");
  }

  @Test
  void aPoisonMessageIsSetAsideAndBlocksNoOther() throws Exception {
    send(PairName.CUSTOMERS, "poisoned", "not JSON");
    send(PairName.CUSTOMERS, "poisoned", "{\"sweep\":\"changes\"}");
    send(PairName.CUSTOMERS, "healthy", "{\"sweep\":\"changes\"}");
    List<String> groups = new ArrayList<>();
    for (List<Message> messages = receive(PairName.CUSTOMERS);
        !messages.isEmpty();
        messages = receive(PairName.CUSTOMERS)) {
      groups.add(messages.getFirst().attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID));
      assertThat(deliver(PairName.CUSTOMERS, messages)).isEmpty();
    }
    // What hooks have left there may be among them.
    assertThat(groups).containsOnlyOnce("healthy");
    assertThat(groups).filteredOn("poisoned"::equals).hasSize(2);
    assertThat(receive(deadLetters.get(PairName.CUSTOMERS)))
        .extracting(Message::body)
        .containsExactly("not JSON");
    assertThat(function("customers").log()).contains("was set aside: It is not valid JSON");
  }

  /** 200 processes die, at a request or after some time; every record is there once and in sync. */
  @Test
  void killedAtAnyMomentNothingIsLostOrMadeTwice() throws Exception {
    int kills = Integer.getInteger("kills", 200);
    Random random = new Random(20_260_101);
    int inFlight = 0;
    PackagedFunction customers = function("customers");
    for (int i = 0; i < kills; i++) {
      act(random, i);
      arm(random, customers);
      CompletableFuture<String> answer =
          customers.start(i % 10 == 9 ? "{\"sweep\":\"full\"}" : "{\"sweep\":\"changes\"}");
      if (i % 2 == 1) {
        CompletableFuture.delayedExecutor(random.nextInt(800), TimeUnit.MILLISECONDS)
            .execute(customers::kill);
      }
      try {
        answer.join();
      } catch (CompletionException e) {
        inFlight++;
      }
      customers.kill();
      customers.awaitEnd();
    }
    powerOffice.server().clearFaults();
    webCrm.server().clearFaults();
    System.out.println("Killed " + kills + " times, " + inFlight + " of them in a run");
    assertThat(inFlight).isGreaterThan(kills / 4);
    settle();
    expectEveryRecordOnceAndInSync();
  }

  /** What a user does between two runs. */
  private void act(Random random, int i) {
    List<Map<String, Object>> customers = powerOffice.records(CUSTOMERS);
    switch (customers.size() < 5 ? 0 : random.nextInt(3)) {
      case 0 -> powerOffice.userCreates(CUSTOMERS, Map.of("Name", "Kunde nummer " + i + " AS"));
      case 1 -> {
        long id = (Long) customers.get(random.nextInt(customers.size())).get("Id");
        powerOffice.userEdits(CUSTOMERS, id, Map.of("PhoneNumber", "+47 22 00 " + (1000 + i)));
      }
      default -> {
        List<Map<String, Object>> organisations = webCrm.records(ORGANISATIONS);
        Map<String, Object> one = organisations.get(random.nextInt(organisations.size()));
        webCrm.userEdits(
            ORGANISATIONS,
            (Integer) one.get("OrganisationId"),
            Map.of("OrganisationTelephone", "+47 33 00 " + (1000 + i)));
      }
    }
  }

  /** The process dies at one of its next requests, before or after that is handled. */
  private void arm(Random random, PackagedFunction victim) {
    AtomicInteger requests = new AtomicInteger(1 + random.nextInt(8));
    boolean handled = random.nextBoolean();
    for (SimulatorServer server : List.of(powerOffice.server(), webCrm.server())) {
      server.clearFaults();
      server.inject(
          1,
          (Request request) -> {
            boolean now = requests.decrementAndGet() == 0;
            if (now && !handled) {
              victim.kill();
            }
            return now;
          },
          handled ? new Fault.HandleThenRun(victim::kill) : new Fault.Drop());
    }
  }

  private void settle() throws Exception {
    // A creation that was begun less than a minute ago is left alone: its run may still be alive.
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofSeconds(5))
        .until(() -> call("customers", "{\"sweep\":\"changes\"}").path("deferred").asInt() == 0);
    for (String sweep : List.of("changes", "full", "changes", "full")) {
      JsonNode report = call("customers", "{\"sweep\":\"" + sweep + "\"}");
      assertThat(report.path("stopped").isNull() && report.path("waiting").isNull())
          .as("%s", report)
          .isTrue();
    }
    int writes = writes();
    call("customers", "{\"sweep\":\"full\"}");
    assertThat(writes()).as("at rest").isEqualTo(writes);
  }

  private void expectEveryRecordOnceAndInSync() {
    Map<String, Map<String, Object>> byName = new TreeMap<>();
    for (Map<String, Object> organisation : webCrm.records(ORGANISATIONS)) {
      Map<String, Object> other =
          byName.put(String.valueOf(organisation.get("OrganisationName")), organisation);
      assertThat(other).as("a second %s", organisation.get("OrganisationName")).isNull();
    }
    List<String> names = new ArrayList<>();
    for (Map<String, Object> customer : powerOffice.records(CUSTOMERS)) {
      String name = String.valueOf(customer.get("Name"));
      names.add(name);
      assertThat(byName).containsKey(name);
      assertThat(String.valueOf(byName.get(name).get("OrganisationTelephone")))
          .as(name)
          .isEqualTo(Objects.requireNonNullElse(customer.get("PhoneNumber"), "").toString());
    }
    System.out.println(names.size() + " customers, each there once and in sync");
    assertThat(names).doesNotHaveDuplicates();
  }

  // --- in the place of Lambda and its event sources ---

  private JsonNode call(String name, String json) throws IOException, InterruptedException {
    return MAPPER.readTree(function(name).call(json));
  }

  private JsonNode hook(int organisation, boolean base64) throws Exception {
    return hook("POST", "/" + SECRET, "{\"OrganisationId\":" + organisation + "}", base64);
  }

  private JsonNode hook(String method, String path, String body, boolean base64) throws Exception {
    ObjectNode event = MAPPER.createObjectNode().put("version", "2.0").put("rawPath", path);
    event.putObject("requestContext").putObject("http").put("method", method).put("path", path);
    event.put("isBase64Encoded", base64);
    event.put(
        "body",
        base64 ? Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)) : body);
    return call("webhook", event.toString());
  }

  private List<Message> receive(PairName pair) {
    return receive(urls.get(pair));
  }

  private List<Message> receive(String url) {
    return queues
        .client()
        .receiveMessage(
            r ->
                r.queueUrl(url)
                    .maxNumberOfMessages(1)
                    .waitTimeSeconds(1)
                    .messageSystemAttributeNames(
                        MessageSystemAttributeName.MESSAGE_GROUP_ID,
                        MessageSystemAttributeName.AWS_TRACE_HEADER))
        .messages();
  }

  private void send(PairName pair, String group, String body) {
    queues
        .client()
        .sendMessage(
            m ->
                m.queueUrl(urls.get(pair))
                    .messageGroupId(group)
                    .messageDeduplicationId(group + body.hashCode())
                    .messageBody(body));
  }

  private void delete(PairName pair, Message message) {
    queues
        .client()
        .deleteMessage(d -> d.queueUrl(urls.get(pair)).receiptHandle(message.receiptHandle()));
  }

  /** Gives the function a batch; returns what it did not handle. */
  private Set<String> process(PairName pair, List<Message> messages) throws Exception {
    ObjectNode event = MAPPER.createObjectNode();
    ArrayNode records = event.putArray("Records");
    for (Message message : messages) {
      ObjectNode record = records.addObject();
      record.put("messageId", message.messageId()).put("body", message.body());
      record.put("receiptHandle", message.receiptHandle()).put("eventSource", "aws:sqs");
      ObjectNode attributes = record.putObject("attributes");
      message.attributesAsStrings().forEach(attributes::put);
    }
    Set<String> failed = new HashSet<>();
    call(pair.key(), event.toString())
        .path("batchItemFailures")
        .forEach(failure -> failed.add(failure.path("itemIdentifier").asText()));
    return failed;
  }

  /**
   * The same, as an event source mapping does: what was handled is deleted. When the rest comes
   * again, as the function itself asked for.
   */
  private Set<String> deliver(PairName pair, List<Message> messages) throws Exception {
    if (messages.isEmpty()) {
      return Set.of();
    }
    Set<String> failed = process(pair, messages);
    for (Message message : messages) {
      if (!failed.contains(message.messageId())) {
        delete(pair, message);
      }
    }
    return failed;
  }

  private int organisation(String name) {
    return webCrm.records(ORGANISATIONS).stream()
        .filter(record -> name.equals(record.get("OrganisationName")))
        .map(record -> (Integer) record.get("OrganisationId"))
        .findFirst()
        .orElseThrow();
  }

  private int writes() {
    int writes = 0;
    for (SimulatorServer server : List.of(powerOffice.server(), webCrm.server())) {
      writes +=
          (int)
              server.journal().stream()
                  .filter(one -> !one.method().equals("GET"))
                  .filter(one -> !one.path().matches("(?i).*(token|apilogin).*"))
                  .count();
    }
    return writes;
  }
}
