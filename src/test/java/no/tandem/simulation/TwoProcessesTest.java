package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import no.tandem.TestClock;
import no.tandem.customers.CustomersFunction;
import no.tandem.departments.DepartmentsFunction;
import no.tandem.functions.Metrics;
import no.tandem.functions.PairRuns;
import no.tandem.functions.Queues;
import no.tandem.functions.ReportJson;
import no.tandem.functions.TenantSettings;
import no.tandem.functions.Tenants;
import no.tandem.links.DynamoDbReservations;
import no.tandem.links.InMemoryDynamoDb;
import no.tandem.links.LinkStore;
import no.tandem.links.LinksConfiguration;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.poweroffice.InProcessPowerOffice;
import no.tandem.poweroffice.PowerOffice;
import no.tandem.poweroffice.PowerOfficeConfiguration;
import no.tandem.remote.Limits;
import no.tandem.remote.Waiting;
import no.tandem.settings.SettingsSecret;
import no.tandem.settings.SettingsSecrets;
import no.tandem.sync.side.Timing;
import no.tandem.webcrm.InProcessWebCrm;
import no.tandem.webcrm.WebCrm;
import no.tandem.webcrm.WebCrmConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Two processes with the same pair of the same tenant: what one does while the other waits, sleeps
 * or is in the middle of a call. The real functions, clients, limits and store.
 */
@ExtendWith(Quiet.class)
class TwoProcessesTest {
  private static final Map<String, AttributeValue> LEASE =
      Map.of("pk", AttributeValue.fromS("default#customers"), "sk", AttributeValue.fromS("lease"));
  private static final String SWEEP = "{\"sweep\":\"changes\"}";

  private final TestClock time = new TestClock("2026-10-24T22:00:00Z");
  private final Systems systems = new Systems(time.clock());
  private final InMemoryDynamoDb database = new InMemoryDynamoDb();
  private final ObjectNode secret = JsonNodeFactory.instance.objectNode();
  private final List<String> creates = new ArrayList<>();

  /** What happens when a process waits for longer than this, once. */
  private Duration longWait = Duration.ofDays(1);

  private Runnable whileWaiting = () -> {};

  /** What happens to a request that creates an organisation, once. */
  private UnaryOperator<Answer> onCreate = answer -> answer;

  private Runnable beforeCreate = () -> {};
  private Optional<Answer> insteadOfCreate = Optional.empty();

  TwoProcessesTest() {
    PowerOfficeSimulator.Keys keys = PowerOfficeSimulator.KEYS;
    secret.put("POWEROFFICE_URL", "http://berg.example/v2");
    secret.put("POWEROFFICE_TOKEN_URL", "http://poweroffice.example/OAuth/Token");
    secret.put("POWEROFFICE_APPLICATION_KEY", keys.applicationKey());
    secret.put("POWEROFFICE_SUBSCRIPTION_KEY", keys.subscriptionKey());
    secret.put("POWEROFFICE_CLIENT_KEY", keys.clientKey());
    secret.put("WEBCRM_URL", "http://berg.example");
    secret.put("WEBCRM_APPLICATION_TOKEN", WebCrmSimulator.APPLICATION_TOKEN);
  }

  /** One process' time: its clock may be ahead of the others'. */
  private Waiting waiting(Duration ahead) {
    return new Waiting() {
      @Override
      public Clock clock() {
        return Clock.offset(time.clock(), ahead);
      }

      @Override
      public void pause(Duration duration) {
        time.pass(duration);
        if (duration.compareTo(longWait) > 0) {
          Runnable now = whileWaiting;
          whileWaiting = () -> {};
          now.run();
        }
      }
    };
  }

  private CustomersFunction process(String name) {
    return process(name, Duration.ZERO);
  }

  private CustomersFunction process(String name, Duration ahead) {
    return new CustomersFunction(runs(name, ahead));
  }

  private PairRuns runs(String name, Duration ahead) {
    Waiting waiting = waiting(ahead);
    TenantSettings settings =
        new TenantSettings(
            key -> Optional.empty(),
            new SettingsSecrets(
                List.of("secret"),
                id -> SettingsSecret.parse(id, secret.toString()),
                waiting.clock()));
    LinkStore store = new LinkStore(database, settings.deployment().links(), waiting.clock());
    DynamoDbReservations reservations =
        new DynamoDbReservations(database, settings.deployment().links(), waiting.clock());
    Limits limits =
        settings.deployment().sharesLimits()
            ? Limits.shared(waiting, reservations, reservations)
            : Limits.ofThisProcess(waiting);
    Tenants tenants =
        new Tenants(
            settings,
            new Tenants.Systems() {
              @Override
              public PowerOffice powerOffice(PowerOfficeConfiguration configuration) {
                return InProcessPowerOffice.connect(
                    configuration,
                    waiting,
                    request -> systems.powerOffice().answer(request),
                    limits);
              }

              @Override
              public WebCrm webCrm(WebCrmConfiguration configuration) {
                return InProcessWebCrm.connect(
                    configuration, waiting, request -> answer(name, request), limits);
              }
            },
            store,
            waiting);
    return new PairRuns(tenants, Queues.NONE, Metrics.NONE);
  }

  private Answer answer(String process, Request request) {
    if (!request.method().equals("POST") || !request.path().equals("/Organisations")) {
      return systems.webCrm().answer(request);
    }
    Runnable before = beforeCreate;
    beforeCreate = () -> {};
    before.run();
    Optional<Answer> instead = insteadOfCreate;
    insteadOfCreate = Optional.empty();
    if (instead.isPresent()) {
      creates.add(process + " refused");
      return instead.get();
    }
    creates.add(process);
    UnaryOperator<Answer> on = onCreate;
    onCreate = answer -> answer;
    return on.apply(systems.webCrm().answer(request));
  }

  private static ReportJson sweep(CustomersFunction process) {
    return process.run(Cloud.json(SWEEP));
  }

  /** A sweep at the same time as another one, as if neither had to take the lease. */
  private void sweepBeside(CustomersFunction process) {
    database.deleteItem(request -> request.tableName("tandem-links").key(LEASE));
    assertThat(String.valueOf(sweep(process).stopped())).doesNotContain("Another run");
  }

  /** A run of another process that has the lease and is never heard of again. */
  private void lostRun() {
    Clock clock = time.clock();
    assertThat(
            new LinkStore(
                    database,
                    new LinksConfiguration("tandem-links", false, Duration.ofDays(90)),
                    clock)
                .of("default", "customers", "organisation")
                .runState()
                .lease("lost", clock.instant().plus(Timing.USUAL.runLease())))
        .isTrue();
  }

  private void customer(String name) {
    systems.powerOffice().userCreates(PowerOfficeSimulator.Kind.CUSTOMERS, Map.of("Name", name));
  }

  private List<Object> organisations() {
    return systems.webCrm().records(WebCrmSimulator.Kind.ORGANISATIONS).stream()
        .filter(record -> !record.get("OrganisationId").equals(1))
        .map(record -> record.get("OrganisationName"))
        .toList();
  }

  @Test
  void aCreationThatIsPutOffByA429IsMadeOnce() {
    CustomersFunction first = process("first");
    CustomersFunction second = process("second");
    customer("Fjordheim Fisk AS");
    insteadOfCreate = Optional.of(new Answer(429, Map.of("Retry-After", "60"), ""));
    longWait = Duration.ofSeconds(20);
    whileWaiting = () -> sweepBeside(second);
    sweep(first);
    assertThat(organisations()).containsExactly("Fjordheim Fisk AS");
    assertThat(creates).containsExactly("first refused", "first");
  }

  @Test
  void aCreationThatWaitsForTheLimitIsMadeOnce() {
    // The same as 250 a minute after 247 requests: of few places fewer are needed to show it.
    secret.put("WEBCRM_REQUESTS_PER_MINUTE", "4");
    CustomersFunction first = process("first");
    CustomersFunction second = process("second");
    customer("Kunde 1");
    customer("Kunde 2");
    customer("Kunde 3");
    longWait = Duration.ofSeconds(20);
    whileWaiting = () -> sweepBeside(second);
    sweep(first);
    time.pass(Duration.ofMinutes(3));
    sweep(first);
    assertThat(organisations()).containsExactlyInAnyOrder("Kunde 1", "Kunde 2", "Kunde 3");
  }

  @Test
  void aCreationUnderWayIsNotMadeAgainByAProcessWhoseClockIsAMinuteAhead() {
    CustomersFunction first = process("first");
    CustomersFunction second = process("second", Duration.ofMinutes(1));
    customer("Fjordheim Fisk AS");
    beforeCreate = () -> sweepBeside(second);
    sweep(first);
    assertThat(creates).containsExactly("first");
  }

  @Test
  void aCreationThatIsHandledAtTheLastMomentIsNotMadeAgain() {
    CustomersFunction first = process("first");
    CustomersFunction second = process("second", Duration.ofMinutes(1));
    customer("Fjordheim Fisk AS");
    beforeCreate =
        () -> {
          // As long as the answer is waited for, and the server may go on after that.
          time.pass(Duration.ofSeconds(40));
          sweepBeside(second);
        };
    sweep(first);
    assertThat(creates).containsExactly("first");
  }

  /** No client can exclude that; but it is found out. */
  @Test
  void whatAProcessMadeThatSleptThroughItsLeaseIsHeldWithItsTwin() {
    CustomersFunction first = process("first");
    CustomersFunction second = process("second");
    customer("Fjordheim Fisk AS");
    beforeCreate =
        () -> {
          time.pass(Duration.ofMinutes(10));
          sweepBeside(second);
        };
    ReportJson report = sweep(first);
    assertThat(creates).containsExactly("second", "first");
    assertThat(report.created()).isZero();
    assertThat(report.held()).isEqualTo(1);
    assertThat(String.valueOf(report.actions())).contains("may be twice", "3 and 2");
  }

  @Test
  void lookingAtACreationUnderWayDoesNotSpoilIt() {
    CustomersFunction first = process("first");
    CustomersFunction second = process("second");
    customer("Fjordheim Fisk AS");
    beforeCreate = () -> sweepBeside(second);
    assertThat(sweep(first).created()).isEqualTo(1);
    assertThat(sweep(first).deferred()).isZero();
  }

  @Test
  void whoCreatesHasTheTurnOfAllProcessesAndGivesItBack() {
    secret.put("LIMITS_SHARED", "true");
    CustomersFunction first = process("first");
    customer("Fjordheim Fisk AS");
    List<String> during = new ArrayList<>();
    beforeCreate = () -> during.addAll(turns());
    assertThat(sweep(first).created()).isEqualTo(1);
    assertThat(during).hasSize(1);
    assertThat(turns()).isEmpty();
  }

  /** They may be of different pairs, which take no lease from each other. */
  @Test
  void whatAnotherProcessCreatesIsSentOnceThisOneIsSurelyOver() {
    secret.put("LIMITS_SHARED", "true");
    CustomersFunction first = process("first");
    DepartmentsFunction second = new DepartmentsFunction(runs("second", Duration.ZERO));
    customer("Fjordheim Fisk AS");
    systems
        .powerOffice()
        .userCreates(PowerOfficeSimulator.Kind.DEPARTMENTS, Map.of("Name", "Oslo"));
    List<Duration> after = new ArrayList<>();
    beforeCreate =
        () -> {
          Instant sent = time.instant();
          beforeCreate = () -> after.add(Duration.between(sent, time.instant()));
          second.run(Cloud.json(SWEEP));
        };
    sweep(first);
    assertThat(creates).containsExactly("second", "first");
    assertThat(after)
        .singleElement()
        .satisfies(waited -> assertThat(waited).isGreaterThan(Timing.USUAL.requestTimeout()));
  }

  private List<String> turns() {
    return database.items().keySet().stream().filter(key -> key.startsWith("#turn#")).toList();
  }

  // --- one run at a time ---

  @Test
  void whileOneRunWritesAnotherLeavesEverythingAsItIs() {
    CustomersFunction first = process("first");
    CustomersFunction second = process("second");
    customer("Fjordheim Fisk AS");
    customer("Nordahl Bygg AS");
    List<ReportJson> beside = new ArrayList<>();
    beforeCreate = () -> beside.add(sweep(second));
    assertThat(sweep(first).created()).isEqualTo(2);
    assertThat(beside.getFirst().stopped()).contains("Another run");
    assertThat(beside.getFirst().actions()).isEmpty();
    assertThat(creates).containsExactly("first", "first");
  }

  @Test
  void whatFindsNothingToDoWaitsForNoOther() {
    CustomersFunction first = process("first");
    sweep(first);
    lostRun();
    assertThat(sweep(first).stopped()).isNull();
  }

  @Test
  void aLostRunKeepsThePairNoLongerThanItsLease() {
    CustomersFunction first = process("first");
    customer("Fjordheim Fisk AS");
    lostRun();
    assertThat(sweep(first).stopped()).contains("Another run");
    time.pass(Timing.USUAL.runLease());
    assertThat(sweep(first).created()).isEqualTo(1);
  }

  @Test
  void aRunThatSleptPastItsLeaseWritesNothing() {
    secret.put("WEBCRM_REQUESTS_PER_MINUTE", "4");
    CustomersFunction first = process("first");
    customer("Kunde 1");
    customer("Kunde 2");
    customer("Kunde 3");
    longWait = Duration.ofSeconds(20);
    whileWaiting =
        () -> {
          time.pass(Timing.USUAL.runLease());
          lostRun();
        };
    ReportJson report = sweep(first);
    assertThat(report.stopped()).contains("taken this pair over");
    assertThat(creates).as("before it slept").hasSize(1);
  }
}
