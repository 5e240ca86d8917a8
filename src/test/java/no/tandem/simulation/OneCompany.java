package no.tandem.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import no.tandem.TestClock;
import no.tandem.contactpersons.ContactPersonsFunction;
import no.tandem.customers.CustomersFunction;
import no.tandem.departments.DepartmentsFunction;
import no.tandem.functions.Metrics;
import no.tandem.functions.PairRuns;
import no.tandem.functions.Queues;
import no.tandem.functions.TenantSettings;
import no.tandem.functions.Tenants;
import no.tandem.links.InMemoryDynamoDb;
import no.tandem.links.LinkStore;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.operator.OperatorFunction;
import no.tandem.poweroffice.InProcessPowerOffice;
import no.tandem.poweroffice.PowerOffice;
import no.tandem.poweroffice.PowerOfficeConfiguration;
import no.tandem.settings.SettingsSecrets;
import no.tandem.supplierpersons.SupplierPersonsFunction;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.PairStore;
import no.tandem.webcrm.InProcessWebCrm;
import no.tandem.webcrm.WebCrm;
import no.tandem.webcrm.WebCrmConfiguration;

/**
 * The functions of one tenant over both simulated systems and a table in memory: nothing fails here
 * that a test does not make fail.
 */
final class OneCompany {
  private static final ObjectMapper MAPPER = new ObjectMapper().registerModule(new Jdk8Module());

  private final TestClock time = new TestClock("2026-10-24T22:00:00Z");
  private final InMemoryDynamoDb database = new InMemoryDynamoDb();
  private final LinkStore store;
  private final TenantSettings settings;
  private final Map<String, Function<JsonNode, Object>> functions = new HashMap<>();
  private Systems powerOffices = new Systems(time.clock());
  private Systems webCrms = powerOffices;
  private UnaryOperator<Request> arrival = UnaryOperator.identity();
  private BiFunction<Request, Answer, Answer> alteration = (request, answer) -> answer;
  private Function<Request, Optional<Answer>> instead = request -> Optional.empty();

  /**
   * @param settings what differs from the presets
   */
  OneCompany(Map<String, String> settings) {
    PowerOfficeSimulator.Keys keys = PowerOfficeSimulator.KEYS;
    Map<String, String> all = new HashMap<>();
    all.put("poweroffice.url", "http://poweroffice.example/v2");
    all.put("poweroffice.token-url", "http://poweroffice.example/OAuth/Token");
    all.put("poweroffice.application-key", keys.applicationKey());
    all.put("poweroffice.subscription-key", keys.subscriptionKey());
    all.put("poweroffice.client-key", keys.clientKey());
    all.put("webcrm.url", "http://webcrm.example");
    all.put("webcrm.application-token", WebCrmSimulator.APPLICATION_TOKEN);
    all.putAll(settings);
    this.settings =
        new TenantSettings(
            key -> Optional.ofNullable(all.get(key)),
            SettingsSecrets.of("", Optional.empty(), time.clock()));
    this.store = new LinkStore(database, this.settings.deployment().links(), time.clock());
    start();
  }

  /** A new process: what is not stored is forgotten. */
  void start() {
    Tenants tenants =
        new Tenants(
            settings,
            new Tenants.Systems() {
              @Override
              public PowerOffice powerOffice(PowerOfficeConfiguration configuration) {
                return InProcessPowerOffice.connect(
                    configuration,
                    time,
                    request ->
                        instead
                            .apply(request)
                            .orElseGet(
                                () ->
                                    alteration.apply(
                                        request,
                                        powerOffices
                                            .powerOffice()
                                            .answer(arrival.apply(request)))));
              }

              @Override
              public WebCrm webCrm(WebCrmConfiguration configuration) {
                return InProcessWebCrm.connect(
                    configuration,
                    time,
                    request ->
                        instead
                            .apply(request)
                            .orElseGet(
                                () ->
                                    alteration.apply(
                                        request, webCrms.webCrm().answer(arrival.apply(request)))));
              }
            },
            store,
            time);
    PairRuns runs = new PairRuns(tenants, Queues.NONE, Metrics.NONE);
    CustomersFunction customers = new CustomersFunction(runs);
    DepartmentsFunction departments = new DepartmentsFunction(runs);
    ContactPersonsFunction contactPersons = new ContactPersonsFunction(runs);
    SupplierPersonsFunction supplierPersons = new SupplierPersonsFunction(runs);
    functions.put("customers", customers::run);
    functions.put("customers within their time", customers::answer);
    functions.put("departments", departments::run);
    functions.put("contact-persons", contactPersons::run);
    functions.put("supplier-persons", supplierPersons::run);
    functions.put(
        "operator",
        new OperatorFunction(runs, tenants, customers, departments, contactPersons, supplierPersons)
            ::run);
  }

  TestClock time() {
    return time;
  }

  void pass(Duration duration) {
    time.pass(duration);
  }

  InMemoryDynamoDb database() {
    return database;
  }

  /** Where the PowerOffice keys lead; unless a test says otherwise both keys lead there. */
  Systems systems() {
    return powerOffices;
  }

  /** From now on the settings' keys open the PowerOffice of one and the webCRM of another. */
  void use(Systems ofPowerOffice, Systems ofWebCrm) {
    powerOffices = ofPowerOffice;
    webCrms = ofWebCrm;
  }

  /** From now on requests arrive so. */
  void arriving(UnaryOperator<Request> how) {
    arrival = how;
  }

  /** From now on answers come so. */
  void alter(BiFunction<Request, Answer, Answer> how) {
    alteration = how;
  }

  /** From now on these are the answers to some requests, which reach no system. */
  void instead(Function<Request, Optional<Answer>> answers) {
    instead = answers;
  }

  Links links(String pair) {
    return stored(pair).links();
  }

  PairStore stored(String pair) {
    return store.of("default", pair, pair.endsWith("persons") ? "person" : "organisation");
  }

  /** What a function answers. */
  JsonNode call(String function, String json) {
    return MAPPER.valueToTree(functions.get(function).apply(Cloud.json(json)));
  }

  JsonNode sweep(String pair) {
    return call(pair, "{\"sweep\":\"changes\"}");
  }

  JsonNode fullSweep(String pair) {
    return call(pair, "{\"sweep\":\"full\"}");
  }
}
