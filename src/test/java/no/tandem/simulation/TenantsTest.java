package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.TestClock;
import no.tandem.contactpersons.ContactPersonsFunction;
import no.tandem.customers.CustomersFunction;
import no.tandem.departments.DepartmentsFunction;
import no.tandem.functions.BadRequestException;
import no.tandem.functions.Metrics;
import no.tandem.functions.PairRuns;
import no.tandem.functions.Queues;
import no.tandem.functions.ReportJson;
import no.tandem.functions.TenantSettings;
import no.tandem.functions.Tenants;
import no.tandem.links.InMemoryDynamoDb;
import no.tandem.links.LinkStore;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.operator.OperatorFunction;
import no.tandem.operator.OperatorJson;
import no.tandem.poweroffice.InProcessPowerOffice;
import no.tandem.poweroffice.PowerOffice;
import no.tandem.poweroffice.PowerOfficeConfiguration;
import no.tandem.schedule.ScheduleFunction;
import no.tandem.settings.PairName;
import no.tandem.settings.SettingsSecret;
import no.tandem.settings.SettingsSecrets;
import no.tandem.supplierpersons.SupplierPersonsFunction;
import no.tandem.webcrm.InProcessWebCrm;
import no.tandem.webcrm.WebCrm;
import no.tandem.webcrm.WebCrmConfiguration;
import no.tandem.webhook.Webhook;
import no.tandem.webhook.WebhookFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two tenants in one deployment, each with systems of its own; what is done for one and the other.
 */
@ExtendWith(Quiet.class)
class TenantsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final PowerOfficeSimulator.Kind CUSTOMERS = PowerOfficeSimulator.Kind.CUSTOMERS;
  private static final WebCrmSimulator.Kind ORGANISATIONS = WebCrmSimulator.Kind.ORGANISATIONS;

  private final TestClock time = new TestClock("2026-10-24T22:00:00Z");
  private final Map<String, Systems> systems = new HashMap<>();
  private final ObjectNode secret = JsonNodeFactory.instance.objectNode();
  private final List<String> made = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private TenantSettings settings;
  private CustomersFunction customers;
  private OperatorFunction operator;
  private WebhookFunction webhook;
  private ScheduleFunction schedule;

  private final List<String> aside = new ArrayList<>();
  private final Queues queues =
      new Queues() {
        @Override
        public boolean has(PairName pair) {
          return true;
        }

        @Override
        public void send(PairName pair, String tenant, String deduplicationId, String body) {
          sent.add(pair.key() + " " + tenant + " " + body);
        }

        @Override
        public void sendAll(
            PairName pair, Collection<String> tenants, String deduplicationId, String body) {
          tenants.forEach(tenant -> send(pair, tenant, deduplicationId, body));
        }

        @Override
        public void giveBack(PairName pair, String receipt, Duration pause) {
          throw new AssertionError("A message failed that comes again after " + pause);
        }

        @Override
        public boolean setAside(PairName pair, String tenant, String body, String reason) {
          aside.add(tenant + ": " + reason);
          return true;
        }
      };

  @BeforeEach
  void start() {
    PowerOfficeSimulator.Keys keys = PowerOfficeSimulator.KEYS;
    secret.put("POWEROFFICE_TOKEN_URL", "http://poweroffice.example/OAuth/Token");
    secret.put("POWEROFFICE_APPLICATION_KEY", keys.applicationKey());
    secret.put("POWEROFFICE_SUBSCRIPTION_KEY", keys.subscriptionKey());
    secret.putObject("TENANTS");
    tenant("berg");
    tenant("dal");
    settings =
        new TenantSettings(
            key -> Optional.empty(),
            new SettingsSecrets(
                List.of("secret"),
                id -> SettingsSecret.parse(id, secret.toString()),
                time.clock()));
    LinkStore store =
        new LinkStore(new InMemoryDynamoDb(), settings.deployment().links(), time.clock());
    Tenants tenants =
        new Tenants(
            settings,
            new Tenants.Systems() {
              @Override
              public PowerOffice powerOffice(PowerOfficeConfiguration configuration) {
                String host = configuration.url().getHost();
                made.add(host);
                return InProcessPowerOffice.connect(
                    configuration, time, request -> of(host).powerOffice().answer(request));
              }

              @Override
              public WebCrm webCrm(WebCrmConfiguration configuration) {
                String host = configuration.url().getHost();
                return InProcessWebCrm.connect(
                    configuration, time, request -> of(host).webCrm().answer(request));
              }
            },
            store,
            time);
    PairRuns runs = new PairRuns(tenants, queues, Metrics.NONE);
    customers = new CustomersFunction(runs);
    operator =
        new OperatorFunction(
            runs,
            tenants,
            customers,
            new DepartmentsFunction(runs),
            new ContactPersonsFunction(runs),
            new SupplierPersonsFunction(runs));
    webhook = new WebhookFunction(new Webhook(settings, store), queues, time.clock());
    schedule = new ScheduleFunction(queues, settings, time);
  }

  @AfterEach
  void stop() {
    systems.values().forEach(Systems::close);
  }

  private ObjectNode tenant(String name) {
    systems.put(name + ".example", new Systems(time.clock()));
    return ((ObjectNode) secret.path("TENANTS"))
        .putObject(name)
        .put("POWEROFFICE_URL", "http://" + name + ".example/v2")
        .put("POWEROFFICE_CLIENT_KEY", PowerOfficeSimulator.KEYS.clientKey())
        .put("WEBCRM_URL", "http://" + name + ".example")
        .put("WEBCRM_APPLICATION_TOKEN", WebCrmSimulator.APPLICATION_TOKEN)
        .put("WEBHOOK_SECRET", "webhook-secret-of-" + name);
  }

  private ObjectNode settingsOf(String name) {
    return (ObjectNode) secret.path("TENANTS").path(name);
  }

  private Systems of(String host) {
    return Optional.ofNullable(systems.get(host)).orElseThrow();
  }

  private void create(String tenant, String name) {
    of(tenant + ".example").powerOffice().userCreates(CUSTOMERS, Map.of("Name", name));
  }

  private List<Object> organisations(String tenant) {
    return of(tenant + ".example").webCrm().records(ORGANISATIONS).stream()
        .filter(record -> !record.get("OrganisationId").equals(1))
        .map(record -> record.get("OrganisationName"))
        .toList();
  }

  private ReportJson sweep(String tenant) {
    return customers.run(Cloud.json("{\"sweep\":\"changes\",\"tenant\":\"" + tenant + "\"}"));
  }

  @Test
  void eachTenantsRecordsStayItsOwn() {
    create("berg", "Bergs kunde");
    create("dal", "Dals kunde");
    assertThat(sweep("dal").tenant()).isEqualTo("dal");
    assertThat(organisations("berg")).isEmpty();
    sweep("berg");
    assertThat(organisations("berg")).containsExactly("Bergs kunde");
    assertThat(organisations("dal")).containsExactly("Dals kunde");
    assertThatThrownBy(() -> sweep("li")).isInstanceOf(BadRequestException.class);
  }

  @Test
  void aMessageIsForTheTenantOfItsGroup() {
    create("berg", "Bergs kunde");
    create("dal", "Dals kunde");
    assertThat(failures("dal", "{\"sweep\":\"changes\"}")).isZero();
    assertThat(organisations("dal")).containsExactly("Dals kunde");
    assertThat(organisations("berg")).isEmpty();
    assertThat(failures("li", "{\"sweep\":\"changes\"}")).isZero();
    assertThat(aside).singleElement().asString().startsWith("li: The tenant \"li\" is not known");
    tenant("li");
    create("li", "Lis kunde");
    assertThat(failures("li", "{\"sweep\":\"changes\"}")).isZero();
    assertThat(aside).as("one that is new is looked for first").hasSize(1);
    assertThat(organisations("li")).containsExactly("Lis kunde");
  }

  private int failures(String group, String body) {
    ObjectNode event = MAPPER.createObjectNode();
    ObjectNode record = event.putArray("Records").addObject();
    record.put("messageId", "1").put("body", body).put("eventSource", "aws:sqs");
    record.putObject("attributes").put("MessageGroupId", group);
    return MAPPER.valueToTree(customers.answer(event)).path("batchItemFailures").size();
  }

  @ParameterizedTest
  @ValueSource(strings = {"WEBCRM_APPLICATION_TOKEN", "POWEROFFICE_CLIENT_KEY"})
  void newKeysAreUsedInTheSameRunThatFindsTheOldOnesRefused(String key) {
    String right = settingsOf("berg").path(key).asText();
    settingsOf("berg").put(key, "00000000-0000-0000-0000-000000000000");
    time.pass(Duration.ofMinutes(2));
    settings.renew("berg");
    create("berg", "Bergs kunde");
    assertThat(sweep("berg").stopped()).isNotNull();

    settingsOf("berg").put(key, right);
    assertThat(sweep("berg").stopped()).as("within a minute of the last reading").isNotNull();
    assertThat(made).hasSize(1);
    time.pass(Duration.ofMinutes(1));
    assertThat(sweep("berg").stopped()).isNull();
    assertThat(made).as("clients that were made").hasSize(2);
    assertThat(organisations("berg")).containsExactly("Bergs kunde");
  }

  @Test
  void refusedKeysThatAreNotReplacedCostOneReadingAMinute() {
    settingsOf("dal").put("WEBCRM_APPLICATION_TOKEN", "00000000-0000-0000-0000-000000000000");
    time.pass(Duration.ofMinutes(2));
    settings.renew("dal");
    create("dal", "Dals kunde");
    assertThat(sweep("dal").stopped()).isNotNull();
    int before = made.size();
    assertThat(sweep("dal").stopped()).isNotNull();
    assertThat(made).hasSize(before);
    assertThat(sweep("berg").stopped()).as("no other tenant is concerned").isNull();
  }

  @Test
  void ofManyTenantsOnlySomeKeepTheirClients() {
    for (int i = 0; i < 60; i++) {
      tenant("tenant-" + i);
    }
    time.pass(Duration.ofMinutes(6));
    settings.names();
    for (int i = 0; i < 60; i++) {
      sweep("tenant-" + i);
    }
    sweep("tenant-59");
    assertThat(made).hasSize(60);
    sweep("tenant-0");
    assertThat(made).as("made again").hasSize(61);
  }

  // --- hooks ---

  @Test
  void hooksAreRegisteredWithTheTenantInTheirAddressAndTakenThere() {
    OperatorJson answer =
        operator.run(
            Cloud.json(
                "{\"action\":\"webhooks\",\"how\":\"install\",\"tenant\":\"dal\","
                    + "\"address\":\"https://hooks.example/\"}"));
    assertThat(answer.tenant()).isEqualTo("dal");
    assertThat(answer.text()).hasSize(6);
    OperatorJson list =
        operator.run(Cloud.json("{\"action\":\"webhooks\",\"how\":\"list\",\"tenant\":\"dal\"}"));
    assertThat(list.text()).allMatch(line -> line.contains("https://hooks.example/dal/..."));

    assertThat(hook("/dal/webhook-secret-of-dal")).isEqualTo(202);
    assertThat(sent)
        .containsExactly(
            "customers dal {\"hooks\":\"named\"}", "departments dal {\"hooks\":\"named\"}");
    sent.clear();
    for (String wrong :
        List.of(
            "/dal/webhook-secret-of-berg",
            "/berg/webhook-secret-of-dal",
            "/li/webhook-secret-of-dal",
            "/webhook-secret-of-dal",
            "/dal/",
            "/")) {
      assertThat(hook(wrong)).as(wrong).isEqualTo(404);
    }
    assertThat(sent).isEmpty();
  }

  @Test
  void aNewWebhookSecretIsNoticed() {
    assertThat(hook("/dal/webhook-secret-of-dal")).isEqualTo(202);
    settingsOf("dal").put("WEBHOOK_SECRET", "another-secret-of-dal");
    time.pass(Duration.ofMinutes(1));
    assertThat(hook("/dal/another-secret-of-dal")).isEqualTo(202);
    assertThat(hook("/dal/webhook-secret-of-dal")).isEqualTo(404);
  }

  @Test
  void hooksAreRegisteredWithTheSecretOfThisMoment() {
    JsonNode install =
        Cloud.json(
            "{\"action\":\"webhooks\",\"how\":\"install\",\"tenant\":\"dal\","
                + "\"address\":\"https://hooks.example\"}");
    assertThat(operator.run(install).text()).hasSize(6);
    assertThat(operator.run(install).text()).containsExactly("All hooks are there already.");
    settingsOf("dal").put("WEBHOOK_SECRET", "another-secret-of-dal");
    assertThat(operator.run(install).text()).hasSize(6).allMatch(line -> line.startsWith("added"));
  }

  private int hook(String path) {
    ObjectNode event = MAPPER.createObjectNode().put("rawPath", path);
    event.putObject("requestContext").putObject("http").put("method", "POST");
    event.put("body", "{\"OrganisationId\":57}");
    return webhook.take(event).statusCode();
  }

  // --- the clock ---

  @Test
  void theClockLeavesASweepForEachTenantAndNamesThoseItCannot() {
    JsonNode call = Cloud.json("{\"pair\":\"customers\",\"sweep\":\"changes\",\"every\":1}");
    assertThat(schedule.leave(call)).isEqualTo(new ScheduleFunction.Left(2, 0));
    assertThat(sent)
        .containsExactlyInAnyOrder(
            "customers berg {\"sweep\":\"changes\"}", "customers dal {\"sweep\":\"changes\"}");
    settingsOf("dal").remove("POWEROFFICE_CLIENT_KEY");
    time.pass(Duration.ofMinutes(5));
    assertThat(schedule.leave(call)).isEqualTo(new ScheduleFunction.Left(1, 1));
  }

  @Test
  void inANightEveryTenantIsSweptWhollyOnce() {
    for (int i = 0; i < 40; i++) {
      tenant("tenant-" + i);
    }
    time.pass(Duration.ofMinutes(5));
    for (int minute = 0; minute < 120; minute++) {
      String at = "2026-11-02T%02d:%02d:00Z".formatted((23 + minute / 60) % 24, minute % 60);
      schedule.leave(
          Cloud.json(
              "{\"pair\":\"customers\",\"sweep\":\"full\",\"from\":23,\"hours\":2,\"at\":\""
                  + at
                  + "\"}"));
    }
    assertThat(sent).hasSize(42).doesNotHaveDuplicates();
  }
}
