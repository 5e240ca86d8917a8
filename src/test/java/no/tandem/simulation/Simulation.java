package no.tandem.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import no.tandem.TestClock;
import no.tandem.functions.BadRequestException;
import no.tandem.functions.PairDefinition;
import no.tandem.functions.Queues;
import no.tandem.functions.ReportJson;
import no.tandem.functions.TenantSettings;
import no.tandem.functions.UnavailableException;
import no.tandem.functions.UnreadException;
import no.tandem.links.InMemoryDynamoDb;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.local.webcrm.WebCrmSwitches;
import no.tandem.operator.OperatorJson;
import no.tandem.settings.PairName;
import no.tandem.settings.Settings;
import no.tandem.settings.SettingsSecrets;
import no.tandem.sync.side.SystemName;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One world from one script: users, sweeps and hooks, disturbed as each event's own seed says, then
 * quiet until everything has come to rest.
 *
 * <p>Functions run in threads of their own, but only ever one of them at a time: at each call they
 * may hand on to another. So a script always gives the same course of events.
 */
final class Simulation {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          runnable -> {
            Thread thread = new Thread(runnable, "simulated function");
            thread.setDaemon(true);
            return thread;
          });
  static final List<String> PAIRS =
      List.of("customers", "departments", "contact-persons", "supplier-persons");
  private static final String OPERATOR = "operator";
  private static final int MOST_ROUNDS = 14;

  /** No world needs more turns than these, one after the other. */
  private static final int MOST_TURNS = 100;

  /** What no other record hinders has arrived by then. */
  private static final int ROUNDS_UNTIL_GOOD_ONES_ARE_THERE = 5;

  /** So that it has to be renewed in the course of most runs. */
  private static final Duration TOKEN_THAT_ENDS_SOON = Duration.ofSeconds(5);

  private static final Duration WORTH_A_SWITCH = Duration.ofSeconds(3);

  /** After which AWS ends a function. */
  private static final Duration FUNCTION_LASTS = Duration.ofMinutes(15);

  private static final int MOST_IDLE_TURNS = 3;

  /** In these worlds it counts that there are more than a few records. */
  private static final Set<Hazard> MANY_RECORDS =
      EnumSet.of(
          Hazard.REFUSED_FOR_EVER,
          Hazard.FORBIDDEN_FOR_EVER,
          Hazard.FAILING_FOR_EVER,
          Hazard.NEVER_STORED,
          Hazard.LISTS_OUTLAST_TURNS,
          Hazard.MASS_CHANGES);

  private static final int MOST_FUNCTIONS = 3;

  /** Of a listing that is not believed as long as users do not change it. */
  private static final List<String> UNUSABLE =
      List.of("lists no records", "shows other creation times");

  private final Script script;
  private final boolean traced;
  private final Supplier<Mutation> mutated;
  private final List<String> trace = new ArrayList<>();
  private final CRC32 digest = new CRC32();
  private final Figures figures = new Figures();
  private final TestClock time = new TestClock("2026-10-24T22:00:00Z");
  private final Systems systems = new Systems(time.clock());
  private final InMemoryDynamoDb database = new InMemoryDynamoDb();
  private final TenantSettings settings;
  private final Table table = new Table(database);
  private final Ledger ledger;
  private final Promises promises;
  private final Users users;
  private final Network network;
  private final Weather weather;
  private final Replica replica;
  private final Deque<Message> messages = new ArrayDeque<>();
  private Random random;
  private double disturbance;
  private int storeTrouble;
  private int inTurn;
  private Map<String, Map<String, AttributeValue>> itemsBefore = Map.of();
  private boolean mayStartMore;
  private Optional<Systems> old = Optional.empty();
  private Instant oldAt = Instant.EPOCH;
  private Optional<Instance> warm = Optional.empty();
  private int processes;

  /** What sweeps of this round have left to the next: while it grows less, it is not quiet. */
  private final List<String> left = new ArrayList<>();

  /** A function while it runs. */
  private static final class Task {
    private final Instance process;
    private final String pair;
    private final Semaphore turn = new Semaphore(0);
    private Instant sleepsUntil = Instant.MIN;

    Task(Instance process, String pair) {
      this.process = process;
      this.pair = pair;
    }
  }

  /**
   * A message in a pair's queue.
   *
   * @param turns how many turns in a row left the rest to it without having stored anything
   */
  private record Message(String pair, ObjectNode body, int turns) {}

  private final List<Task> running = new ArrayList<>();
  private final Set<String> met = new HashSet<>();
  private final Semaphore allDone = new Semaphore(0);
  private Task current;
  private Throwable failure;
  private final Set<String> stoppedForGood = new HashSet<>();

  /**
   * @param mutated what stands between each process and its ports
   */
  Simulation(Script script, boolean traced, Supplier<Mutation> mutated) {
    this.mutated = mutated;
    this.script = script;
    this.traced = traced;
    this.random = new Random(script.seed());
    this.weather = new Weather(script, figures);
    this.replica = new Replica(systems, time, weather);
    this.settings = settings(random, weather);
    Settings only = settings.of(settings.name(Optional.empty()));
    Map<PairName, PairDefinition> pairs = new EnumMap<>(PairName.class);
    this.ledger = new Ledger(time, systems, table, pairs);
    this.promises = new Promises(this, time, systems, database, ledger, table, weather, only);
    this.users = new Users(systems, ledger, this, weather, replica);
    this.network = new Network(this, time, systems, ledger, promises, figures, weather);
    Instance probe = newInstance();
    probe.pairs().forEach(pair -> pairs.put(pair.name(), pair));
    WebCrmSwitches switches = systems.webCrm().switches();
    List<WebCrmSwitches.CreateAnswer> answers = List.of(WebCrmSwitches.CreateAnswer.values());
    switches.organisationAnswer(answers.get(random.nextInt(answers.size())));
    drawBulk(switches);
    prepare(switches);
  }

  private void prepare(WebCrmSwitches switches) {
    if (script.seed() % 8 == 3 && !weather.has(Hazard.LISTS_OUTLAST_TURNS)) {
      switches.tokenLasts(TOKEN_THAT_ENDS_SOON);
    }
    if (weather.has(Hazard.LIMIT_USED_UP)) {
      switches.requestsPerMinute(12);
      systems.powerOffice().switches().requestsPerSecond(1);
    }
    if (weather.has(Hazard.NULLS_LEFT_OUT)) {
      weather.came(Hazard.NULLS_LEFT_OUT);
      systems.powerOffice().switches().writesNulls(false);
    }
    if (weather.has(Hazard.INDEX_LAGS)) {
      database.lag(
          time::instant,
          Duration.ofSeconds(1 + new Random(script.seed()).nextInt(9)),
          () -> weather.came(Hazard.INDEX_LAGS));
    }
  }

  /** How webCRM takes many records in one call: mostly as one would hope. */
  private void drawBulk(WebCrmSwitches switches) {
    switches
        .seed(random.nextLong())
        .bulk(random.nextInt(12) > 0)
        .largestBulk(random.nextInt(12) > 0 ? 1_000_000 : 200)
        .bulkOrder(random.nextInt(5) > 0)
        .bulkIdsAsNumbers(random.nextBoolean())
        .bulkCollision(random.nextInt(4) > 0 ? 0 : 0.2)
        .bulkFalseError(random.nextInt(4) > 0 ? 0 : 0.2);
  }

  // --- the world ---

  private static TenantSettings settings(Random random, Weather weather) {
    Map<String, String> all = new HashMap<>();
    PowerOfficeSimulator.Keys keys = PowerOfficeSimulator.KEYS;
    all.put("poweroffice.url", "http://poweroffice.example/v2");
    all.put("poweroffice.token-url", "http://poweroffice.example/OAuth/Token");
    all.put("poweroffice.application-key", keys.applicationKey());
    all.put("poweroffice.client-key", keys.clientKey());
    all.put("poweroffice.subscription-key", keys.subscriptionKey());
    all.put("webcrm.url", "http://webcrm.example");
    all.put("webcrm.application-token", WebCrmSimulator.APPLICATION_TOKEN);
    // Low limits, so that few records come to them.
    all.put("poweroffice.requests-per-second", random.nextInt(3) == 0 ? "2" : "10");
    all.put("webcrm.requests-per-minute", random.nextInt(3) == 0 ? "20" : "250");
    all.put("stops.max-records", random.nextInt(3) == 0 ? "2" : "20");
    String[] policies = {"poweroffice", "webcrm", "latest", "hold"};
    boolean both = random.nextInt(3) == 0;
    boolean inactive = random.nextBoolean();
    if (inactive) {
      all.put("webcrm.inactive-organisation-status", "Tidligere kunde");
    }
    if (random.nextInt(3) == 0) {
      all.put("webcrm.reference-field-organisation", "OrganisationExtraCustom2");
      all.put("webcrm.reference-field-person", "PersonCustom2");
    }
    if (both) {
      all.put("pairs.customers.create-status", "Kunde");
    }
    for (PairName pair : PairName.values()) {
      String prefix = "pairs." + pair.key() + ".";
      boolean persons = pair == PairName.CONTACT_PERSONS || pair == PairName.SUPPLIER_PERSONS;
      boolean creatable = pair == PairName.CUSTOMERS || pair == PairName.CONTACT_PERSONS;
      all.put(prefix + "conflict", policies[random.nextInt(policies.length)]);
      all.put(prefix + "create", both && creatable ? "both" : "webcrm");
      List<String> inPowerOffice = new ArrayList<>(List.of("unlink"));
      if (persons || inactive) {
        inPowerOffice.add("deactivate");
      }
      if (both && creatable) {
        inPowerOffice.add("recreate");
      }
      List<String> inWebCrm = List.of("unlink", "deactivate", "recreate");
      all.put(
          prefix + "removal-poweroffice", inPowerOffice.get(random.nextInt(inPowerOffice.size())));
      all.put(prefix + "removal-webcrm", inWebCrm.get(random.nextInt(inWebCrm.size())));
    }
    if (random.nextInt(3) > 0) {
      all.put("webcrm.bulk-size", Integer.toString(2 + random.nextInt(3)));
    }
    if (weather.has(Hazard.LISTS_OUTLAST_TURNS)) {
      all.put("run.time-limit", "5s");
    }
    return new TenantSettings(key -> Optional.ofNullable(all.get(key)), SettingsSecrets.NONE);
  }

  private void populate() {
    int more = MANY_RECORDS.stream().anyMatch(weather::has) ? 9 : 0;
    for (int i = 0; i < more + 2 + random.nextInt(4); i++) {
      users.createInPowerOffice(PowerOfficeSimulator.Kind.CUSTOMERS, random);
    }
    for (int i = 0; i < 1 + random.nextInt(2); i++) {
      users.createInPowerOffice(PowerOfficeSimulator.Kind.DEPARTMENTS, random);
      users.createInPowerOffice(PowerOfficeSimulator.Kind.SUPPLIERS, random);
    }
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      users.createInPowerOffice(PowerOfficeSimulator.Kind.CONTACT_PERSONS, random);
    }
    for (int i = 0; i < random.nextInt(4); i++) {
      users.createInWebCrm(WebCrmSimulator.Kind.ORGANISATIONS, random);
    }
    for (int i = 0; i < random.nextInt(3); i++) {
      users.createInWebCrm(WebCrmSimulator.Kind.PERSONS, random);
    }
    time.pass(Duration.ofMinutes(5));
  }

  // --- the course of events ---

  /** Runs the script and checks it to the end. */
  Figures run() {
    try {
      populate();
      for (Script.Event event : script.events()) {
        random = new Random(event.seed());
        disturbance = event.calm() ? 0 : random.nextInt(3) == 0 ? 0.15 : 0.03;
        mayStartMore = !event.calm();
        trace(event.toString());
        happen(event);
      }
      rest();
    } finally {
      systems.close();
      old.ifPresent(Systems::close);
    }
    figures.count("seeds");
    figures.count("writes by Tandem", ledger.tandemWrites());
    figures.count("edits made while they were overwritten", ledger.racedEdits());
    return figures;
  }

  long digest() {
    return digest.getValue();
  }

  List<String> traced() {
    return trace;
  }

  private void happen(Script.Event event) {
    time.pass(Duration.ofMillis(1000 + random.nextInt(20_000)));
    switch (event.what()) {
      case USER_OF_POWEROFFICE -> act(SystemName.POWEROFFICE);
      case USER_OF_WEBCRM -> act(SystemName.WEBCRM);
      case SWEEP -> {
        if (weather.strikes(Hazard.MASS_CHANGES, random, 0.25)) {
          changeMany();
        }
        perform(anyPair(), sweep("changes"));
      }
      case FULL_SWEEP -> perform(anyPair(), sweep("full"));
      case HOOK -> perform(anyPair(), hook());
      case OPERATOR -> perform(OPERATOR, operatorsCall());
      case TIME_PASSES -> time.pass(Duration.ofMinutes(1 + random.nextInt(10)));
    }
  }

  /** A user imports: many webCRM records change at once, and each fires a hook. */
  private void changeMany() {
    boolean organisations = random.nextInt(3) > 0;
    for (Systems.Key key : users.changeManyInWebCrm(organisations, random)) {
      ObjectNode changed = JsonNodeFactory.instance.objectNode();
      changed.put("system", "webcrm").put("id", Long.toString(key.id()));
      for (String pair : PAIRS) {
        if (Systems.webCrmKind(pair).equals(key.kind())) {
          perform(pair, JsonNodeFactory.instance.objectNode().set("changed", changed));
        }
      }
    }
  }

  private void act(SystemName system) {
    figures.count("acts of users");
    if (system == SystemName.POWEROFFICE) {
      users.actInPowerOffice(random);
    } else {
      users.actInWebCrm(random);
    }
    time.pass(Duration.ofMillis(200));
  }

  /** What an operator may ask for of some link, sensible or not. */
  private ObjectNode operatorsCall() {
    ObjectNode call = JsonNodeFactory.instance.objectNode().put("by", "Kari");
    List<Stored> links =
        table.links().stream().filter(link -> !link.pair().equals("holder")).toList();
    if (links.isEmpty()) {
      return call.put("action", "explain")
          .put("pair", anyPair())
          .put("system", "webcrm")
          .put("id", "7");
    }
    Stored link = links.get(random.nextInt(links.size()));
    call.put("pair", link.pair());
    int dice = random.nextInt(100);
    if (dice < 12) {
      List<String> runs = table.runs(link.pair());
      if (!runs.isEmpty()) {
        return call.put("action", "undo").put("run", runs.get(random.nextInt(runs.size())));
      }
    }
    boolean awaited = link.left().startsWith("webcrm-");
    if (dice < 24 && !awaited) {
      List<Systems.Key> others =
          List.copyOf(systems.all(SystemName.WEBCRM, Systems.webCrmKind(link.pair())).keySet());
      if (!others.isEmpty()) {
        return call.put("action", "resolve")
            .put("how", "link")
            .put("system", "poweroffice")
            .put("id", link.left())
            .put("to", Long.toString(others.get(random.nextInt(others.size())).id()));
      }
    }
    boolean byRight = awaited || (link.right().isPresent() && random.nextBoolean());
    call.put("system", byRight ? "webcrm" : "poweroffice")
        .put("id", byRight ? link.right().orElseThrow() : link.left());
    if (dice < 30) {
      return call.put("action", "forget");
    } else if (dice < 50) {
      return call.put("action", "restore");
    }
    call.put("action", "resolve");
    if (dice < 65) {
      return call.put("how", "take").put("side", random.nextBoolean() ? "webcrm" : "poweroffice");
    }
    return call.put("how", dice < 75 ? "ignore" : dice < 97 ? "retry" : "create");
  }

  private String anyPair() {
    return PAIRS.get(random.nextInt(PAIRS.size()));
  }

  private static ObjectNode sweep(String extent) {
    return JsonNodeFactory.instance.objectNode().put("sweep", extent);
  }

  /** A hint about some record, which may be old, wrong or about nothing. */
  private ObjectNode hook() {
    ObjectNode changed = JsonNodeFactory.instance.objectNode();
    boolean powerOffice = random.nextInt(3) == 0;
    List<Systems.Key> all = new ArrayList<>();
    for (String kind :
        powerOffice
            ? List.of("CUSTOMERS", "DEPARTMENTS", "CONTACT_PERSONS", "SUPPLIERS")
            : List.of("ORGANISATIONS", "PERSONS")) {
      all.addAll(
          systems.all(powerOffice ? SystemName.POWEROFFICE : SystemName.WEBCRM, kind).keySet());
    }
    long id =
        all.isEmpty() || random.nextInt(8) == 0
            ? 1 + random.nextInt(500)
            : all.get(random.nextInt(all.size())).id();
    changed.put("system", powerOffice ? "poweroffice" : "webcrm").put("id", Long.toString(id));
    return JsonNodeFactory.instance.objectNode().set("changed", changed);
  }

  /** Runs a function, with whatever is started meanwhile, to the end of all of them. */
  private void perform(String pair, ObjectNode json) {
    performOne(pair, json);
    for (int i = 0; !messages.isEmpty(); i++) {
      Message message = messages.removeFirst();
      if (i > MOST_TURNS || message.turns() > MOST_IDLE_TURNS) {
        throw new Violation(
            "progress", message.pair() + " goes on with " + message.body() + " and does nothing");
      }
      inTurn = message.turns();
      performOne(message.pair(), message.body());
    }
    inTurn = 0;
  }

  private void performOne(String pair, ObjectNode json) {
    if (!running.isEmpty()) {
      throw new IllegalStateException("Functions are running");
    }
    old.ifPresent(Systems::close);
    old =
        disturbance > 0 && random.nextInt(3) == 0
            ? Optional.of(systems.copy(time.clock()))
            : Optional.empty();
    oldAt = time.instant();
    itemsBefore = weather.has(Hazard.LISTS_OUTLAST_TURNS) ? database.items() : Map.of();
    start(pair, json);
    current = running.getFirst();
    current.turn.release();
    allDone.acquireUninterruptibly();
    if (failure != null) {
      Throwable thrown = failure;
      failure = null;
      if (thrown instanceof Error error) {
        throw error;
      }
      throw new Violation("unexpected", thrown.toString());
    }
  }

  private Instance newInstance() {
    Duration ahead = Duration.ZERO;
    if (weather.has(Hazard.CLOCKS_APART) && processes > 0) {
      weather.came(Hazard.CLOCKS_APART);
      ahead = Duration.ofSeconds(random.nextInt(60) - 30L);
    }
    Instance process =
        new Instance(
            processes++,
            settings,
            time,
            network,
            database,
            mutated.get(),
            ahead,
            new Turns(),
            this::waits);
    if (weather.has(Hazard.REPLICA_LAGS)) {
      process.readsBehind(Replica.DELAY);
    }
    return process;
  }

  /** The queues, in the worlds that have them: what a function leaves for the next. */
  private final class Turns implements Queues {

    @Override
    public boolean has(PairName pair) {
      return weather.has(Hazard.LISTS_OUTLAST_TURNS);
    }

    @Override
    public void send(PairName pair, String tenant, String deduplicationId, String body) {
      ObjectNode json = (ObjectNode) Cloud.json(body);
      if (json.path("mode").asText().equals("plan")) {
        throw failed(new Violation("progress", pair.key() + " goes on with a plan"));
      }
      messages.add(
          new Message(pair.key(), json, database.items().equals(itemsBefore) ? inTurn + 1 : 0));
    }

    @Override
    public void sendAll(
        PairName pair, Collection<String> tenants, String deduplicationId, String body) {
      tenants.forEach(tenant -> send(pair, tenant, deduplicationId, body));
    }

    @Override
    public boolean setAside(PairName pair, String tenant, String body, String reason) {
      throw failed(new Violation("progress", "a call of " + pair.key() + " is set aside"));
    }

    @Override
    public void giveBack(PairName pair, String receipt, Duration pause) {
      throw new IllegalStateException("Calls here come without a receipt");
    }
  }

  private void start(String pair, ObjectNode json) {
    Instance process = warm.orElseGet(this::newInstance);
    Task task = new Task(process, pair);
    running.add(task);
    figures.count("function runs");
    trace("  " + process + " " + pair + " " + json);
    THREADS.execute(
        () -> {
          task.turn.acquireUninterruptibly();
          try {
            runFunction(process, pair, json);
          } catch (Killed e) {
            trace("  " + process + " died");
          } catch (Throwable e) {
            if (failure == null) {
              failure = e;
            }
            running.forEach(other -> other.process.kill());
          } finally {
            handOn(task);
          }
        });
  }

  private void runFunction(Instance process, String pair, ObjectNode json) {
    ReportJson report;
    try {
      if (pair.equals(OPERATOR)) {
        operate(process, json);
        return;
      }
      report = process.call(pair, json);
    } catch (UnreadException e) {
      report = e.report();
    } catch (UnavailableException | software.amazon.awssdk.core.exception.SdkException e) {
      // The function fails as a whole when the store does; its trigger comes again.
      trace("  " + process + " failed: " + e.getClass().getSimpleName());
      figures.count("function runs that failed");
      return;
    }
    trace(
        "  "
            + process
            + " done: "
            + (report.stopped() == null ? "" : "stopped: " + report.stopped())
            + (report.waiting() == null ? "" : "waits: " + report.waiting().reason()));
    if (report.stopped() == null && report.waiting() == null) {
      if (json.path("sweep").asText().equals("full")) {
        stoppedForGood.remove(pair);
      }
      return;
    }
    stoppedForGood.remove(pair);
    if (report.stopped() != null) {
      if (report.stopped().startsWith("Its time was up")) {
        left.add(pair + ": " + report.stopped());
      }
      if (UNUSABLE.stream().anyMatch(report.stopped()::contains)) {
        stoppedForGood.add(pair);
      }
    }
    int dice = disturbance == 0 ? 9 : random.nextInt(10);
    if (report.waiting() != null && !report.waiting().revision().isEmpty()) {
      answer(process, pair, json, report.waiting().revision(), dice);
    }
  }

  /** What a person does about a proposal. */
  private void answer(Instance process, String pair, ObjectNode json, String revision, int dice) {
    if (json.path("approve").asText().equals(revision)) {
      throw failed(
          new Violation("decided", pair + " asks again for what was approved: " + revision));
    }
    if (dice < 2) {
      // Only its last entry, which the revision names.
      boolean approve = dice == 0;
      figures.count(approve ? "entries approved" : "entries refused");
      decide(process, pair, approve, revision, true);
    } else if (dice == 2) {
      figures.count("proposals refused");
      decide(process, pair, false, revision, false);
    } else if (dice > 4) {
      figures.count("proposals approved");
      runFunction(
          process,
          pair,
          (json.has("sweep") ? json.deepCopy() : sweep("changes")).put("approve", revision));
    } else {
      figures.count("proposals left open");
    }
  }

  private void decide(
      Instance process, String pair, boolean approve, String revision, boolean last) {
    ObjectNode call =
        JsonNodeFactory.instance
            .objectNode()
            .put("action", approve ? "approve" : "refuse")
            .put("pair", pair)
            .put("revision", revision)
            .put("by", "Kari");
    if (last) {
      call.putArray("entries").add(Integer.parseInt(revision.substring(8), 16));
    }
    try {
      operate(process, call);
    } catch (UnavailableException | software.amazon.awssdk.core.exception.SdkException e) {
      trace("  " + process + " failed: " + e.getClass().getSimpleName());
      figures.count("function runs that failed");
    }
  }

  private void operate(Instance process, ObjectNode json) {
    figures.count("calls of operators");
    try {
      OperatorJson answer = process.operate(json);
      trace("  " + process + " done: " + (answer.refused() == null ? "" : answer.refused()));
    } catch (BadRequestException e) {
      trace("  " + process + " refused: " + e.getMessage());
    }
  }

  private void handOn(Task finished) {
    running.remove(finished);
    if (running.isEmpty()) {
      allDone.release();
    } else {
      current = nextAwake();
      current.turn.release();
    }
  }

  /** Any of those that are awake; if all sleep, time passes until the first wakes. */
  private Task nextAwake() {
    List<Task> awake =
        running.stream().filter(task -> !task.sleepsUntil.isAfter(time.instant())).toList();
    if (awake.isEmpty()) {
      Task first =
          running.stream().min(Comparator.comparing(task -> task.sleepsUntil)).orElseThrow();
      time.pass(Duration.between(time.instant(), first.sleepsUntil));
      return first;
    }
    return awake.get(random.nextInt(awake.size()));
  }

  /** The process is frozen for minutes. */
  private void sleep() {
    trace("  " + current.process + " sleeps");
    othersGoOnFor(Duration.ofSeconds(30 + random.nextInt(500)));
  }

  /** A process waits, for a system's limit or its own: others go on. */
  void waits(Duration duration) {
    boolean awhile = duration.compareTo(WORTH_A_SWITCH) >= 0;
    boolean waitsMatter = weather.has(Hazard.LONG_WAITS) || weather.has(Hazard.LIMIT_USED_UP);
    if (awhile && waitsMatter && mayStartMore && disturbance > 0 && random.nextBoolean()) {
      trace("  " + current.process + " waits for " + duration.toSeconds() + " s");
      othersGoOnFor(duration);
    } else {
      time.pass(duration);
    }
  }

  /** Time passes for the current process; another one is started, often for the same pair. */
  private void othersGoOnFor(Duration duration) {
    Task me = current;
    me.sleepsUntil = time.instant().plus(duration);
    if (running.size() < MOST_FUNCTIONS) {
      boolean same = !me.pair.equals(OPERATOR) && random.nextInt(3) > 0;
      start(same ? me.pair : anyPair(), sweep("changes"));
    }
    handTo(nextAwake(), me);
  }

  private void handTo(Task next, Task me) {
    if (next == me) {
      return;
    }
    figures.count("switches between functions");
    current = next;
    next.turn.release();
    me.turn.acquireUninterruptibly();
    if (me.process.dead()) {
      throw new Killed();
    }
  }

  // --- what the network asks ---

  void beforeCall(Instance process, String call) {
    step(process, call, true);
  }

  void afterCall(Instance process, String call) {
    step(process, call, false);
  }

  private void step(Instance process, String call, boolean before) {
    if (process.dead()) {
      throw new Killed();
    }
    figures.count("steps");
    if (running.size() > 1 && random.nextInt(2) == 0) {
      handTo(nextAwake(), current);
    }
    if (mayStartMore
        && disturbance > 0
        // No client can exclude what comes of a sleep between its last look and the sending.
        && !(before && isWrite(call))
        && weather.strikes(Hazard.SLEEPERS, random, 0.01)) {
      sleep();
    }
    if (weather.has(Hazard.LISTS_OUTLAST_TURNS)
        && time.instant().isAfter(process.started().plus(FUNCTION_LASTS))) {
      trace("  " + process + " has had its time");
      process.kill();
      throw new Killed();
    }
    // What a world sees once at the most is not left to chance: its first in each world.
    boolean rare = isWrite(call) || call.endsWith("/ApiRefresh");
    if (disturbance > 0 && rare && met.add(call + before) && random.nextInt(4) == 0) {
      kill(process, call, before);
    }
    // Writes are rare, and what befalls them matters most.
    double here = isWrite(call) || call.endsWith("DeleteItem") ? 10 : call.endsWith("/id") ? 5 : 1;
    if (disturbance > 0 && random.nextDouble() < disturbance * here) {
      int dice = random.nextInt(100);
      if (dice < 20) {
        kill(process, call, before);
      } else if (dice < 70) {
        act(random.nextBoolean() ? SystemName.POWEROFFICE : SystemName.WEBCRM);
      } else if (mayStartMore && running.size() < MOST_FUNCTIONS) {
        if (script.operated() && random.nextInt(3) == 0) {
          start(OPERATOR, operatorsCall());
        } else {
          start(anyPair(), random.nextBoolean() ? sweep("changes") : hook());
        }
      }
    }
  }

  private void kill(Instance process, String call, boolean before) {
    figures.count("kills");
    figures.call(call, new Figures.Crashes(before ? 1 : 0, before ? 0 : 1, 0, 0));
    trace("  " + process + " is killed " + (before ? "before " : "after ") + call);
    process.kill();
    throw new Killed();
  }

  private static boolean isWrite(String call) {
    boolean logIn = call.contains("Auth");
    return !logIn
        && (call.contains(" POST ") || call.contains(" PUT ") || call.contains(" PATCH "));
  }

  void timePasses(Duration duration) {
    time.pass(duration);
  }

  Random random() {
    return random;
  }

  /** Whether nothing new goes wrong; what is wrong for ever still is. */
  boolean isCalm() {
    return disturbance == 0;
  }

  /** What PowerOffice shows. */
  Replica replica() {
    return replica;
  }

  int draw(int bound) {
    return random.nextInt(bound);
  }

  Network.Fault drawFault(boolean reading, double weight) {
    if (disturbance == 0 || random.nextDouble() >= disturbance * weight) {
      return Network.Fault.NONE;
    }
    List<Network.Fault> all = List.of(Network.Fault.values());
    Network.Fault fault = all.get(1 + random.nextInt(all.size() - 1));
    return fault == Network.Fault.STALE && !reading ? Network.Fault.NONE : fault;
  }

  /**
   * 0 for none, 1 for a refused call, 2 for one that was handled and whose answer is lost. A store
   * in trouble often stays so for some calls.
   */
  int drawStoreFault() {
    if (disturbance == 0) {
      storeTrouble = 0;
    } else if (storeTrouble > 0) {
      storeTrouble--;
      return 1 + random.nextInt(2);
    } else if (random.nextDouble() < disturbance / 3) {
      storeTrouble = random.nextBoolean() ? random.nextInt(12) : 0;
      return 1 + random.nextInt(2);
    }
    return 0;
  }

  /** What the system answered a while ago. */
  Answer staleAnswer(Instance process, SystemName system, Request request) {
    if (old.isEmpty() || oldAt.isBefore(time.instant().minus(Network.STALE))) {
      return system == SystemName.POWEROFFICE
          ? systems.powerOffice().answer(request)
          : systems.webCrm().answer(request);
    }
    process.readStale();
    String token;
    Map<String, String> headers = new HashMap<>(request.headers());
    if (system == SystemName.POWEROFFICE) {
      token = Replica.token(old.get().powerOffice());
    } else {
      Answer logIn =
          old.get()
              .webCrm()
              .answer(
                  new Request(
                      "POST",
                      "/Auth/ApiLogin",
                      "",
                      Map.of("Content-Type", "application/x-www-form-urlencoded"),
                      "authCode=" + WebCrmSimulator.APPLICATION_TOKEN));
      token = member(logIn.body(), "AccessToken");
    }
    headers.put("Authorization", "Bearer " + token);
    Request again =
        new Request(request.method(), request.path(), request.rawQuery(), headers, request.body());
    return system == SystemName.POWEROFFICE
        ? old.get().powerOffice().answer(again)
        : old.get().webCrm().answer(again);
  }

  private static String member(String json, String name) {
    return json.replaceFirst("(?s).*\"" + name + "\"\\s*:\\s*\"([^\"]*)\".*", "$1");
  }

  /** The record of the kind that the ledger has not seen yet. */
  long lastCreated(SystemName system, String kind) {
    return systems.all(system, kind).keySet().stream()
        .filter(key -> !ledger.knows(key))
        .findFirst()
        .orElseThrow(() -> failed(new Violation("simulator", "nothing was created")))
        .id();
  }

  /** Notes the violation for the main thread, so that it is not lost on its way. */
  Violation failed(Violation violation) {
    if (failure == null) {
      failure = violation;
    }
    return violation;
  }

  void trace(String line) {
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    if (traced) {
      trace.add(line);
    }
  }

  // --- the end ---

  /** What fails is tried six times, ever more rarely, before it is held for a person. */
  private int quietRounds() {
    return weather.has(Hazard.FAILING_FOR_EVER) || weather.has(Hazard.FORBIDDEN_FOR_EVER) ? 8 : 2;
  }

  /** Where one record is brought over in a sweep, many take long. */
  private int mostRounds() {
    return weather.has(Hazard.LISTS_OUTLAST_TURNS) ? 3 * MOST_ROUNDS : MOST_ROUNDS;
  }

  private void rest() {
    random = new Random(script.seed());
    disturbance = 0;
    mayStartMore = false;
    trace("at rest");
    warm = Optional.of(newInstance());
    int quiet = 0;
    int rounds = quietRounds();
    for (int round = 0; quiet < rounds; round++) {
      if (round == mostRounds() + rounds) {
        throw new Violation("rest", "after " + round + " quiet rounds there are still writes");
      }
      // Longer than any creation may be under way, and than what failed is left alone.
      time.pass(Duration.ofMinutes(40));
      int before = ledger.tandemWrites();
      List<String> leftBefore = List.copyOf(left);
      left.clear();
      for (String extent : List.of("changes", "full")) {
        for (String pair : PAIRS) {
          perform(pair, sweep(extent));
        }
        // Longer than the replica is behind, and clocks are apart.
        time.pass(Duration.ofMinutes(2));
      }
      quiet = ledger.tandemWrites() == before && left.equals(leftBefore) ? quiet + 1 : 0;
      if (round == ROUNDS_UNTIL_GOOD_ONES_ARE_THERE) {
        promises.calmForAWhile(stoppedForGood);
      }
    }
    promises.atRest(
        stoppedForGood,
        settings.of(settings.name(Optional.empty())).pair(PairName.CUSTOMERS).creates());
    if (failure != null) {
      throw (Error) failure;
    }
  }
}
