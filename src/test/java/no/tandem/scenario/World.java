package no.tandem.scenario;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.Mock;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import no.tandem.TestClock;
import no.tandem.functions.TenantSettings;
import no.tandem.links.LinkStore;
import no.tandem.links.LinkTable;
import no.tandem.local.LocalWorld;
import no.tandem.local.http.SimulatorServer.Journalled;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.sample.SampleData;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.remote.Waiting;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.PairStore;
import no.tandem.sync.side.RecordId;

/** Both systems and the functions, as a scenario sees them. */
@Singleton
public final class World {
  static final List<String> PAIRS =
      List.of("customers", "departments", "contact-persons", "supplier-persons");

  private final LocalWorld local;
  private final TestClock time;
  private final LinkTable table;
  private final LinkStore store;
  private final TenantSettings settings;

  World(
      LocalWorld local, TestClock time, LinkTable table, LinkStore store, TenantSettings settings) {
    this.local = local;
    this.time = time;
    this.table = table;
    this.store = store;
    this.settings = settings;
  }

  @Mock
  @Produces
  @Singleton
  @Typed({TestClock.class, Waiting.class})
  static TestClock clock() {
    return new TestClock("2026-11-02T08:00:00Z");
  }

  /** Two empty systems and no links; a day later, so that nothing is remembered. */
  void reset() {
    local.powerOffice().reset();
    local.webCrm().reset();
    table.delete();
    table.createIfMissing();
    pass(Duration.ofHours(25));
  }

  void pass(Duration duration) {
    time.pass(duration);
  }

  PowerOfficeSimulator powerOffice() {
    return local.powerOffice();
  }

  WebCrmSimulator webCrm() {
    return local.webCrm();
  }

  void load(SampleData data) {
    local.load(data);
  }

  // --- records, as users see them ---

  RecordsOf<Long> customers() {
    return all(PowerOfficeSimulator.Kind.CUSTOMERS);
  }

  RecordsOf.One<Long> customer(long id) {
    return customers().one(id);
  }

  RecordsOf<Long> suppliers() {
    return all(PowerOfficeSimulator.Kind.SUPPLIERS);
  }

  RecordsOf.One<Long> supplier(long id) {
    return suppliers().one(id);
  }

  RecordsOf<Long> departments() {
    return all(PowerOfficeSimulator.Kind.DEPARTMENTS);
  }

  RecordsOf.One<Long> department(long id) {
    return departments().one(id);
  }

  RecordsOf<Long> contactPersons() {
    return all(PowerOfficeSimulator.Kind.CONTACT_PERSONS);
  }

  RecordsOf.One<Long> contactPerson(long id) {
    return contactPersons().one(id);
  }

  RecordsOf<Integer> organisations() {
    return all(WebCrmSimulator.Kind.ORGANISATIONS);
  }

  RecordsOf.One<Integer> organisation(int id) {
    return organisations().one(id);
  }

  RecordsOf<Integer> persons() {
    return all(WebCrmSimulator.Kind.PERSONS);
  }

  RecordsOf.One<Integer> person(int id) {
    return persons().one(id);
  }

  /** The pair's records there. */
  RecordsOf<Long> inPowerOffice(String pair) {
    return switch (pair) {
      case "customers" -> customers();
      case "departments" -> departments();
      case "contact-persons" -> contactPersons();
      default -> suppliers();
    };
  }

  RecordsOf<Integer> inWebCrm(String pair) {
    return pair.endsWith("persons") ? persons() : organisations();
  }

  RecordsOf<Long> all(PowerOfficeSimulator.Kind kind) {
    return new RecordsOf.InPowerOffice(powerOffice(), kind);
  }

  RecordsOf<Integer> all(WebCrmSimulator.Kind kind) {
    return new RecordsOf.InWebCrm(webCrm(), kind);
  }

  // --- functions ---

  /** A sweep for changes that does all there is to do. */
  JsonPath sweep(String pair) {
    JsonPath report = call(pair, "{\"sweep\":\"changes\"}");
    return done(report);
  }

  private static JsonPath done(JsonPath report) {
    assertThat(report.getString("stopped")).as("%s stopped", report.getString("pair")).isNull();
    assertThat(report.getString("waiting")).as("%s waits", report.getString("pair")).isNull();
    return report;
  }

  /** A sweep for changes with a go-ahead for exactly what it would do, if it asks for one. */
  JsonPath approvedSweep(String pair) {
    return approved(pair, "changes");
  }

  /** The same with a full sweep. */
  JsonPath approvedFullSweep(String pair) {
    return approved(pair, "full");
  }

  /** A sweep that approves this revision. */
  JsonPath approve(String pair, String extent, String revision) {
    return call(pair, "{\"sweep\":\"" + extent + "\",\"approve\":\"" + revision + "\"}");
  }

  private JsonPath approved(String pair, String extent) {
    JsonPath report = call(pair, "{\"sweep\":\"" + extent + "\"}");
    String revision = report.getString("waiting.revision");
    if (revision != null) {
      report = approve(pair, extent, revision);
    }
    return done(report);
  }

  /** The operator function, called by a person of this name. */
  static final String OPERATOR = "Kari Operatør";

  JsonPath operator(String json) {
    return call("operator", json.replaceFirst("\\{", "{\"by\":\"" + OPERATOR + "\","));
  }

  JsonPath fullSweep(String pair) {
    return call(pair, "{\"sweep\":\"full\"}");
  }

  JsonPath call(String pair, String json) {
    Response answer = given().contentType("application/json").body(json).post("/" + pair);
    String stopped = answer.jsonPath().getString("stopped");
    boolean unread = stopped != null && stopped.contains(" could not be read: ");
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(unread ? 502 : 200);
    return answer.jsonPath();
  }

  /** An approved sweep of every pair, in order. */
  Map<String, JsonPath> approvedSweepAll() {
    Map<String, JsonPath> reports = new LinkedHashMap<>();
    PAIRS.forEach(pair -> reports.put(pair, approvedSweep(pair)));
    return reports;
  }

  /** A sweep of every pair, in order. */
  Map<String, JsonPath> sweepAll() {
    Map<String, JsonPath> reports = new LinkedHashMap<>();
    PAIRS.forEach(pair -> reports.put(pair, sweep(pair)));
    return reports;
  }

  // --- what is stored ---

  Links links(String pair) {
    return stored(pair).links();
  }

  PairStore stored(String pair) {
    return store.of(
        settings.name(Optional.empty()),
        pair,
        pair.endsWith("persons") ? "person" : "organisation");
  }

  /** The webCRM records that hooks named, and no run has looked at. */
  Set<String> named(String pair) {
    return store
        .namedByHooks(
            settings.name(Optional.empty()),
            pair,
            pair.endsWith("persons") ? "person" : "organisation")
        .earliest(1000)
        .rights()
        .stream()
        .map(RecordId::value)
        .collect(Collectors.toSet());
  }

  /** The stored links of the pair by PowerOffice id. */
  Map<String, Link> linksByLeft(String pair) {
    Map<String, Link> links = new TreeMap<>();
    links(pair).all().forEach(link -> links.put(link.key().text(), link));
    return links;
  }

  /** The webCRM id that a PowerOffice record is linked to. */
  int webCrmId(String pair, long powerOfficeId) {
    Link link =
        Optional.ofNullable(linksByLeft(pair).get(Long.toString(powerOfficeId))).orElseThrow();
    assertThat(link.active()).as("%s %s is linked", pair, powerOfficeId).isTrue();
    return Integer.parseInt(link.right().orElseThrow().value());
  }

  // --- requests ---

  void clearJournals() {
    powerOffice().server().clearJournal();
    webCrm().server().clearJournal();
  }

  List<Journalled> requests() {
    List<Journalled> all = new ArrayList<>(powerOffice().server().journal());
    all.addAll(webCrm().server().journal());
    return all;
  }

  /** Requests that read or write records: no log-ins and no metadata. */
  List<Journalled> recordRequests() {
    return requests().stream()
        .filter(
            request ->
                !request
                    .path()
                    .toLowerCase(java.util.Locale.ROOT)
                    .matches(".*/(oauth|auth|fieldsmetadata)/.*"))
        .toList();
  }

  List<Journalled> writes() {
    return recordRequests().stream().filter(request -> !request.method().equals("GET")).toList();
  }

  List<Journalled> reads() {
    return recordRequests().stream().filter(request -> request.method().equals("GET")).toList();
  }
}
