package no.tandem.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.ProcessingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import no.tandem.contactpersons.ContactPersonsFunction;
import no.tandem.customers.CustomersFunction;
import no.tandem.departments.DepartmentsFunction;
import no.tandem.functions.Metrics;
import no.tandem.functions.PairRuns;
import no.tandem.functions.Queues;
import no.tandem.functions.TenantSettings;
import no.tandem.functions.Tenants;
import no.tandem.links.DynamoDbReservations;
import no.tandem.links.InMemoryDynamoDb;
import no.tandem.links.LinkStore;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.sample.ManyCustomers;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.operator.OperatorFunction;
import no.tandem.poweroffice.InProcessPowerOffice;
import no.tandem.poweroffice.PowerOffice;
import no.tandem.poweroffice.PowerOfficeConfiguration;
import no.tandem.remote.Limits;
import no.tandem.remote.Waiting;
import no.tandem.schedule.ScheduleFunction;
import no.tandem.settings.PairName;
import no.tandem.settings.SettingsSecret;
import no.tandem.settings.SettingsSecrets;
import no.tandem.supplierpersons.SupplierPersonsFunction;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.Stamp;
import no.tandem.sync.side.SystemName;
import no.tandem.webcrm.InProcessWebCrm;
import no.tandem.webcrm.WebCrm;
import no.tandem.webcrm.WebCrmConfiguration;
import no.tandem.webhook.Webhook;
import no.tandem.webhook.WebhookFunction;

/**
 * A deployment with many tenants for a while: the functions, clients, limits and link store of the
 * application; queues, instances and both systems as models; time as it would pass.
 *
 * <p>Tenants in which nothing happens share simulators in which nothing is. Of every request to
 * PowerOffice the moment is kept at which its gateway sees it, log-ins included.
 */
final class ManyTenants {
  static final Instant BEGIN = Instant.parse("2026-11-02T08:00:00Z");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String SUBSCRIPTION_KEY = PowerOfficeSimulator.KEYS.subscriptionKey();
  private static final Duration TIME_OUT = Duration.ofSeconds(10);
  private static final Duration SLOW = Duration.ofSeconds(8);
  private static final Duration FIRST_LOADS_AFTER = Duration.ofMinutes(5);
  private static final Duration READING_A_PROPOSAL = Duration.ofMinutes(1);
  private static final int LARGEST_SECRET = 65_536;

  /** How a tenant's systems are. */
  enum Kind {
    IDLE,
    /** Its users change records. */
    LIVE,
    /** Neither system ever answers. */
    BROKEN,
    /** Both systems take seconds for each answer. */
    SLOW,
    /** It has just been taken up, with all its customers to be created. */
    NEW,
    /** All its customers were loaded just now. */
    LOADED
  }

  /**
   * What is played.
   *
   * @param tenantsOfASecret how many stand in one secret
   * @param concurrency runs of one pair at a time
   * @param lasts how long
   * @param hookEvery between two changes of all live tenants together
   * @param troubleEvery between two hooks of each broken and each slow tenant
   * @param newCustomers how many each new tenant has, and each that was just loaded
   */
  record Plan(
      Map<Kind, Integer> tenants,
      int tenantsOfASecret,
      int concurrency,
      Duration lasts,
      Duration hookEvery,
      Duration troubleEvery,
      int newCustomers) {}

  /** One tenant. */
  private static final class Tenant {
    private final String name;
    private final Kind kind;
    private final Systems systems;
    private final Deque<Instant> webCrmRequests = new ArrayDeque<>();
    private final Map<String, Instant> edited = new HashMap<>();
    private int edits;
    private int calls;
    private Instant lastCall = BEGIN;

    Tenant(String name, Kind kind, Systems systems) {
      this.name = name;
      this.kind = kind;
      this.systems = systems;
    }
  }

  private final Plan plan;
  private final Random random;
  private final Course course;
  private final Map<String, Tenant> tenants = new TreeMap<>();
  private final List<SettingsSecret> secrets = new ArrayList<>();
  private final InMemoryDynamoDb database = new InMemoryDynamoDb();
  private final Cloud cloud;
  private final TenantSettings settings;
  private final WebhookFunction webhook;
  private final OperatorFunction operator;
  private final Deque<Instant> lastSecond = new ArrayDeque<>();
  private final List<Systems> opened = new ArrayList<>();
  private boolean playing;

  // --- what is measured ---

  private final List<Duration> latencies = new ArrayList<>();
  private final List<Duration> lateness = new ArrayList<>();
  private final Map<String, Integer> sweeps = new HashMap<>();
  private final Map<String, Duration> loaded = new TreeMap<>();
  private int mostInASecond;
  private int mostInAMinute;
  private long requests;
  private long reservations;
  private int turns;

  ManyTenants(Plan plan, long seed) {
    this.plan = plan;
    this.random = new Random(seed);
    // What is prepared takes some minutes before the play.
    this.course = new Course(BEGIN.minus(Duration.ofHours(1)), BEGIN.plus(plan.lasts()));
    List<Systems> nothing = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      nothing.add(open());
    }
    Map<String, ObjectNode> texts = new TreeMap<>();
    plan.tenants()
        .forEach(
            (kind, count) -> {
              for (int i = 0; i < count; i++) {
                String name = kind.name().toLowerCase(Locale.ROOT) + "-" + i;
                tenants.put(
                    name,
                    new Tenant(
                        name, kind, kind == Kind.IDLE ? nothing.get(i % nothing.size()) : open()));
                texts.put(name, own(name));
              }
            });
    secrets.addAll(secrets(texts));
    this.settings = tenantSettings(course.seenBy(Duration.ZERO));
    this.cloud = new Cloud(course, plan.concurrency(), this::instance, this::handled);
    this.webhook =
        new WebhookFunction(
            new Webhook(settings, store(course.seenBy(Duration.ZERO), database)),
            cloud,
            course.seenBy(Duration.ZERO).clock());
    Waiting atOnce = course.seenBy(Duration.ZERO);
    this.operator =
        functions(settings, Limits.ofThisProcess(atOnce), atOnce, database, cloud).operator();
  }

  private Systems open() {
    Systems systems = new Systems(course.seenBy(Duration.ZERO).clock());
    systems.powerOffice().switches().requestsPerSecond(0);
    systems.webCrm().switches().requestsPerMinute(0);
    opened.add(systems);
    return systems;
  }

  // --- settings ---

  private static ObjectNode own(String name) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("POWEROFFICE_URL", "http://" + name + ".example/v2")
        .put("WEBCRM_URL", "http://" + name + ".example")
        .put("WEBCRM_APPLICATION_TOKEN", "token-of-" + name)
        .put("WEBHOOK_SECRET", "a-secret-of-the-tenant-" + name);
  }

  private List<SettingsSecret> secrets(Map<String, ObjectNode> texts) {
    List<SettingsSecret> all = new ArrayList<>();
    List<String> names = new ArrayList<>(texts.keySet());
    Collections.shuffle(names, random);
    for (int from = 0; from < names.size(); from += plan.tenantsOfASecret()) {
      ObjectNode secret = JsonNodeFactory.instance.objectNode();
      if (from == 0) {
        PowerOfficeSimulator.Keys keys = PowerOfficeSimulator.KEYS;
        secret.put("POWEROFFICE_TOKEN_URL", "http://poweroffice.example/OAuth/Token");
        secret.put("POWEROFFICE_APPLICATION_KEY", keys.applicationKey());
        secret.put("POWEROFFICE_CLIENT_KEY", keys.clientKey());
        secret.put("POWEROFFICE_SUBSCRIPTION_KEY", SUBSCRIPTION_KEY);
        secret.put("LIMITS_SHARED", "true");
        secret.put("RUN_TIME_LIMIT", "510s");
      }
      ObjectNode own = secret.putObject("TENANTS");
      names
          .subList(from, Math.min(from + plan.tenantsOfASecret(), names.size()))
          .forEach(name -> own.set(name, texts.get(name)));
      String text = secret.toString();
      if (text.getBytes(StandardCharsets.UTF_8).length > LARGEST_SECRET) {
        throw new AssertionError("A secret is too large");
      }
      all.add(SettingsSecret.parse("secret", text));
    }
    return all;
  }

  int numberOfSecrets() {
    return secrets.size();
  }

  private TenantSettings tenantSettings(Waiting waiting) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < secrets.size(); i++) {
      ids.add(Integer.toString(i));
    }
    return new TenantSettings(
        key -> Optional.empty(),
        new SettingsSecrets(ids, id -> secrets.get(Integer.parseInt(id)), waiting.clock()));
  }

  private LinkStore store(Waiting waiting, InMemoryDynamoDb client) {
    return new LinkStore(client, settings.deployment().links(), waiting.clock());
  }

  // --- functions ---

  /** An instance: a clock, clients and a view of the settings of its own. */
  private Cloud.Function instance() {
    Waiting waiting = course.seenBy(Duration.ofMillis(random.nextInt(21) - 10));
    InMemoryDynamoDb client = database.through(slowed());
    DynamoDbReservations reservations =
        new DynamoDbReservations(client, settings.deployment().links(), waiting.clock());
    Limits limits = Limits.shared(waiting, reservations, reservations);
    return functions(tenantSettings(waiting), limits, waiting, client, cloud).pairs();
  }

  /** The functions of one instance. */
  private record Functions(Cloud.Function pairs, OperatorFunction operator) {}

  private Functions functions(
      TenantSettings own, Limits limits, Waiting waiting, InMemoryDynamoDb client, Queues queues) {
    Tenants connections =
        new Tenants(
            own,
            new Tenants.Systems() {
              @Override
              public PowerOffice powerOffice(PowerOfficeConfiguration configuration) {
                Tenant tenant = tenant(configuration.url().getHost());
                return InProcessPowerOffice.connect(
                    configuration,
                    waiting,
                    request -> exchange(tenant, SystemName.POWEROFFICE, request),
                    limits);
              }

              @Override
              public WebCrm webCrm(WebCrmConfiguration configuration) {
                Tenant tenant = tenant(configuration.url().getHost());
                return InProcessWebCrm.connect(
                    configuration,
                    waiting,
                    request -> exchange(tenant, SystemName.WEBCRM, request),
                    limits);
              }
            },
            store(waiting, client),
            waiting);
    PairRuns runs = new PairRuns(connections, queues, Metrics.NONE);
    CustomersFunction customers = new CustomersFunction(runs);
    DepartmentsFunction departments = new DepartmentsFunction(runs);
    ContactPersonsFunction contactPersons = new ContactPersonsFunction(runs);
    SupplierPersonsFunction supplierPersons = new SupplierPersonsFunction(runs);
    return new Functions(
        (pair, event) ->
            MAPPER.valueToTree(
                switch (pair) {
                  case CUSTOMERS -> customers.answer(event);
                  case DEPARTMENTS -> departments.answer(event);
                  case CONTACT_PERSONS -> contactPersons.answer(event);
                  case SUPPLIER_PERSONS -> supplierPersons.answer(event);
                }),
        new OperatorFunction(
            runs, connections, customers, departments, contactPersons, supplierPersons));
  }

  private Tenant tenant(String host) {
    return Objects.requireNonNull(tenants.get(host.replace(".example", "")));
  }

  private InMemoryDynamoDb.Calls slowed() {
    return new InMemoryDynamoDb.Calls() {
      @Override
      public <T> T call(String operation, Supplier<T> handled) {
        course.pause(Duration.ofMillis(1 + random.nextInt(4)));
        if (operation.equals("UpdateItem")) {
          reservations++;
        }
        T answer = handled.get();
        course.pause(Duration.ofMillis(1 + random.nextInt(4)));
        return answer;
      }
    };
  }

  // --- both systems ---

  private Answer exchange(Tenant tenant, SystemName system, Request request) {
    if (!playing) {
      return answer(tenant, system, request);
    }
    course.pause(Duration.ofMillis(15 + random.nextInt(120)));
    if (system == SystemName.POWEROFFICE) {
      requests++;
      mostInASecond =
          Math.max(mostInASecond, seen(lastSecond, course.now(), Duration.ofSeconds(1)));
    } else {
      tenant.calls++;
      tenant.lastCall = course.now();
      mostInAMinute =
          Math.max(mostInAMinute, seen(tenant.webCrmRequests, course.now(), Duration.ofMinutes(1)));
    }
    switch (tenant.kind) {
      case BROKEN -> {
        course.pause(TIME_OUT);
        throw new ProcessingException("time-out");
      }
      case SLOW -> course.pause(SLOW);
      case IDLE, LIVE, NEW, LOADED -> {}
    }
    Answer answer = answer(tenant, system, request);
    if (request.method().equals("PATCH") && answer.status() == 200) {
      String id = request.segments().getLast();
      Instant edited = tenant.edited.remove(id);
      if (edited != null && tenant.kind == Kind.LIVE) {
        latencies.add(Duration.between(edited, course.now()));
      }
    }
    course.pause(Duration.ofMillis(20 + random.nextInt(120)));
    return answer;
  }

  /** How many moments there are within the time before this one, itself included. */
  private static int seen(Deque<Instant> moments, Instant now, Duration within) {
    moments.addLast(now);
    while (!moments.getFirst().isAfter(now.minus(within))) {
      moments.removeFirst();
    }
    return moments.size();
  }

  private static Answer answer(Tenant tenant, SystemName system, Request request) {
    if (system == SystemName.POWEROFFICE) {
      return tenant.systems.powerOffice().answer(request);
    }
    // The simulator knows one token; the tenants have different ones.
    return tenant
        .systems
        .webCrm()
        .answer(
            new Request(
                request.method(),
                request.path(),
                request.rawQuery(),
                request.headers(),
                request
                    .body()
                    .replace("token-of-" + tenant.name, WebCrmSimulator.APPLICATION_TOKEN)));
  }

  // --- the course ---

  /** Everything up to the end; what was seen can be asked for then. */
  void play() {
    prepare();
    if (course.now().isAfter(BEGIN)) {
      throw new AssertionError("Preparing took too long");
    }
    playing = true;
    ScheduleFunction schedule = new ScheduleFunction(cloud, settings, course.seenBy(Duration.ZERO));
    for (Instant minute = BEGIN;
        minute.isBefore(BEGIN.plus(plan.lasts()));
        minute = minute.plus(Duration.ofMinutes(1))) {
      for (PairName pair : PairName.values()) {
        JsonNode call =
            Cloud.json(
                "{\"pair\":\""
                    + pair.key()
                    + "\",\"sweep\":\"changes\",\"every\":1,\"at\":\""
                    + minute
                    + "\"}");
        // The clock's own service may be late.
        course.at(minute.plusMillis(random.nextInt(20_000)), () -> schedule.leave(call));
      }
    }
    List<Tenant> live = of(Kind.LIVE);
    Instant edit = BEGIN.plus(Duration.ofMinutes(2));
    while (!live.isEmpty()
        && edit.isBefore(BEGIN.plus(plan.lasts()).minus(Duration.ofMinutes(2)))) {
      course.at(edit, () -> edit(live.get(random.nextInt(live.size()))));
      edit = edit.plusMillis(random.nextInt(2 * Math.toIntExact(plan.hookEvery().toMillis())));
    }
    for (Kind kind : List.of(Kind.BROKEN, Kind.SLOW)) {
      for (Tenant tenant : of(kind)) {
        for (Instant at = BEGIN.plusSeconds(random.nextInt(60));
            at.isBefore(BEGIN.plus(plan.lasts()));
            at = at.plus(plan.troubleEvery())) {
          course.at(at, () -> edit(tenant));
        }
      }
    }
    for (Tenant tenant : of(Kind.NEW)) {
      course.at(
          BEGIN.plus(FIRST_LOADS_AFTER),
          () -> cloud.send(PairName.CUSTOMERS, tenant.name, "first", "{\"sweep\":\"changes\"}"));
    }
    course.play();
    opened.forEach(Systems::close);
  }

  private List<Tenant> of(Kind kind) {
    return tenants.values().stream().filter(tenant -> tenant.kind == kind).toList();
  }

  /** Before it begins, everybody but the new ones has had a first load long ago. */
  private void prepare() {
    Waiting waiting = course.seenBy(Duration.ZERO);
    LinkStore links = store(waiting, database);
    Cloud.Function directly =
        functions(settings, Limits.ofThisProcess(waiting), waiting, database, Queues.NONE).pairs();
    Cursor cursor = new Cursor(Stamp.of("2026-11-01T08:00:00Z"), Duration.ofSeconds(10), 0);
    for (Tenant tenant : tenants.values()) {
      for (PairName pair : PairName.values()) {
        if (tenant.kind != Kind.NEW) {
          String entity =
              pair == PairName.CUSTOMERS || pair == PairName.DEPARTMENTS
                  ? "organisation"
                  : "person";
          for (SystemName system : SystemName.values()) {
            links.of(tenant.name, pair.key(), entity).runState().saveCursor(system, cursor);
          }
        }
      }
      switch (tenant.kind) {
        case IDLE -> {}
        case NEW ->
            tenant
                .systems
                .powerOffice()
                .load(
                    PowerOfficeSimulator.Kind.CUSTOMERS,
                    ManyCustomers.of(tenant.name.hashCode(), plan.newCustomers()).customers());
        case LOADED -> {
          for (int i = 0; i < plan.newCustomers(); i++) {
            tenant
                .systems
                .powerOffice()
                .userCreates(PowerOfficeSimulator.Kind.CUSTOMERS, Map.of("Name", "Kunde " + i));
            tenant
                .systems
                .webCrm()
                .userCreates(
                    WebCrmSimulator.Kind.ORGANISATIONS, Map.of("OrganisationName", "Kunde " + i));
          }
          directly.call(
              PairName.CUSTOMERS,
              Cloud.json("{\"sweep\":\"changes\",\"tenant\":\"" + tenant.name + "\"}"));
        }
        case LIVE, BROKEN, SLOW -> {
          for (int i = 0; i < 5; i++) {
            tenant
                .systems
                .powerOffice()
                .userCreates(PowerOfficeSimulator.Kind.CUSTOMERS, Map.of("Name", "Kunde " + i));
          }
          directly.call(
              PairName.CUSTOMERS,
              Cloud.json("{\"sweep\":\"changes\",\"tenant\":\"" + tenant.name + "\"}"));
        }
      }
    }
  }

  /** A user of webCRM changes an organisation's telephone, and webCRM calls the webhook. */
  private void edit(Tenant tenant) {
    List<Map<String, Object>> customers =
        tenant.systems.powerOffice().records(PowerOfficeSimulator.Kind.CUSTOMERS);
    Map<String, Object> customer = customers.get(tenant.edits % customers.size());
    Map<String, Object> organisation =
        tenant.systems.webCrm().records(WebCrmSimulator.Kind.ORGANISATIONS).stream()
            .filter(one -> customer.get("Name").equals(one.get("OrganisationName")))
            .findFirst()
            .orElseThrow();
    editNow(tenant, customer.get("Id").toString(), (Integer) organisation.get("OrganisationId"));
  }

  private void editNow(Tenant tenant, String customer, int id) {
    tenant
        .systems
        .webCrm()
        .userEdits(
            WebCrmSimulator.Kind.ORGANISATIONS,
            id,
            Map.of("OrganisationTelephone", "+47 22 " + (100_000 + tenant.edits++)));
    tenant.edited.putIfAbsent(customer, course.now());
    course.pause(Duration.ofMillis(200));
    hook(tenant, id);
  }

  private void hook(Tenant tenant, int id) {
    ObjectNode event = MAPPER.createObjectNode();
    event.put("rawPath", "/" + tenant.name + "/a-secret-of-the-tenant-" + tenant.name);
    event.putObject("requestContext").putObject("http").put("method", "POST");
    event.put("body", "{\"OrganisationId\":" + id + "}");
    int status = webhook.take(event).statusCode();
    if (status != 202) {
      throw new AssertionError("The webhook answered " + status);
    }
  }

  // --- what happens besides ---

  /** A user edits the first record of the only tenant of this kind, at each of these moments. */
  void editsOfOneRecord(Kind kind, Duration... after) {
    for (Duration one : after) {
      course.at(
          BEGIN.plus(one),
          () -> {
            Tenant tenant = of(kind).getFirst();
            tenant.edits = tenant.edits / 5 * 5 + 5;
            edit(tenant);
          });
    }
  }

  /** webCRM sends a hook for every organisation of the only loaded tenant, within a time. */
  void hooksOfEverything(Duration after, Duration within) {
    Tenant tenant = of(Kind.LOADED).getFirst();
    course.at(
        BEGIN.plus(after),
        () -> {
          tenant.calls = 0;
          List<Integer> ids =
              tenant.systems.webCrm().records(WebCrmSimulator.Kind.ORGANISATIONS).stream()
                  .map(one -> (Integer) one.get("OrganisationId"))
                  .toList();
          for (int i = 0; i < ids.size(); i++) {
            int id = ids.get(i);
            course.at(
                BEGIN.plus(after).plus(within.multipliedBy(i).dividedBy(ids.size())),
                () -> hook(tenant, id));
          }
        });
  }

  /** The calls to webCRM of the only loaded tenant since then, log-ins included. */
  int callsOfWebCrm() {
    return of(Kind.LOADED).getFirst().calls;
  }

  /** When the last of them was. */
  Duration lastCallOfWebCrm() {
    return Duration.between(BEGIN, of(Kind.LOADED).getFirst().lastCall);
  }

  /** What hooks named for its customers, and no run has looked at. */
  int leftOfHooks() {
    return store(course.seenBy(Duration.ZERO), database)
        .namedByHooks(of(Kind.LOADED).getFirst().name, PairName.CUSTOMERS.key(), "organisation")
        .earliest(1)
        .items()
        .size();
  }

  /** A person reads what the first load would do, and approves it. */
  private void approve(Tenant tenant) {
    JsonNode shown = operate(tenant, MAPPER.createObjectNode().put("action", "proposal"));
    JsonNode proposal = shown.path("proposal");
    if (proposal.path("open").intValue() > 0) {
      operate(
          tenant,
          MAPPER
              .createObjectNode()
              .put("action", "approve")
              .put("by", "Operator")
              .put("revision", proposal.path("revision").textValue()));
    }
  }

  private JsonNode operate(Tenant tenant, ObjectNode call) {
    call.put("pair", PairName.CUSTOMERS.key()).put("tenant", tenant.name);
    return MAPPER.valueToTree(operator.run(call));
  }

  private void handled(PairName pair, Cloud.Message message, Instant begun) {
    Tenant tenant = Objects.requireNonNull(tenants.get(message.group()));
    boolean sweep = message.body().contains("sweep");
    if (sweep && (tenant.kind == Kind.IDLE || tenant.kind == Kind.LIVE)) {
      sweeps.merge(tenant.name + "/" + pair.key(), 1, Integer::sum);
      lateness.add(Duration.between(message.sent(), course.now()));
    }
    if (tenant.kind == Kind.NEW && pair == PairName.CUSTOMERS && !loaded.containsKey(tenant.name)) {
      if (sweep) {
        course.at(course.now().plus(READING_A_PROPOSAL), () -> approve(tenant));
        return;
      }
      turns++;
      // Organisation 1 is webCRM's own.
      int there = tenant.systems.webCrm().records(WebCrmSimulator.Kind.ORGANISATIONS).size() - 1;
      if (there == plan.newCustomers()) {
        loaded.put(tenant.name, Duration.between(BEGIN, course.now()));
      }
    }
  }

  // --- what was seen ---

  /** From a user's edit in webCRM to its arrival in PowerOffice, of live tenants, sorted. */
  List<Duration> latencies() {
    return latencies.stream().sorted().toList();
  }

  /** Edits of live tenants that have not arrived. */
  long lost() {
    Instant latest = BEGIN.plus(plan.lasts()).minus(Duration.ofMinutes(1));
    return of(Kind.LIVE).stream()
        .flatMap(tenant -> tenant.edited.values().stream())
        .filter(edited -> edited.isBefore(latest))
        .count();
  }

  /** From the message of a healthy tenant's sweep to its end, sorted. */
  List<Duration> lateness() {
    return lateness.stream().sorted().toList();
  }

  /** Pairs of healthy tenants that were swept. */
  int swept() {
    return sweeps.size();
  }

  /** When each first load was done, from the beginning. */
  Map<String, Duration> loaded() {
    return loaded;
  }

  /** How long each first load took, sorted. */
  List<Duration> loadTimes() {
    return loaded.values().stream().map(time -> time.minus(FIRST_LOADS_AFTER)).sorted().toList();
  }

  int turnsOfFirstLoads() {
    return turns;
  }

  int mostInASecond() {
    return mostInASecond;
  }

  int mostInAMinute() {
    return mostInAMinute;
  }

  long requests() {
    return requests;
  }

  long reservations() {
    return reservations;
  }

  Cloud cloud() {
    return cloud;
  }
}
