package no.tandem.local.poweroffice;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.http.SimulatorServer;

/**
 * PowerOffice Go API v2 on the loopback address, with a GUI user's acts beside it. Safe to use from
 * several threads.
 */
public final class PowerOfficeSimulator implements AutoCloseable {

  /** The keys that the simulator takes. */
  public record Keys(String applicationKey, String clientKey, String subscriptionKey) {}

  /** The kinds of records. */
  public enum Kind {
    CUSTOMERS("Customers", "Customer"),
    SUPPLIERS("Suppliers", "Supplier"),
    DEPARTMENTS("Departments", "Department"),
    CONTACT_PERSONS("ContactPersons", "ContactPerson");

    private final String path;
    private final String entity;

    Kind(String path, String entity) {
      this.path = path;
      this.entity = entity;
    }

    /** The word in the URL. */
    public String path() {
      return path;
    }

    /** The word in error texts and privileges. */
    String entity() {
      return entity;
    }

    boolean isContact() {
      return this == CUSTOMERS || this == SUPPLIERS;
    }
  }

  public static final Keys KEYS =
      new Keys(
          "5f0c2f4e-6f57-4bb1-9d0e-0a6b1d8c7a01",
          "b1a7e0c2-3d4f-4e5a-8b6c-7d8e9f0a1b02",
          "0c9d8e7f-6a5b-4c3d-9e2f-1a0b9c8d7e03");

  private final PowerOfficeSwitches switches = new PowerOfficeSwitches();
  private final Object lock = new Object();
  private final ObjectMapper mapper =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private final Gateway gateway;
  private final Records records;
  private final Writing writing;
  private final RecordView view;
  private final SimulatorServer server;

  /**
   * Starts the simulator.
   *
   * @param port 0 takes a free one
   * @param clock for change stamps, token lifetimes and the rate limit
   * @param pause how an injected delay passes: by sleeping, or by moving a test's clock
   */
  public PowerOfficeSimulator(int port, Clock clock, Consumer<Duration> pause) {
    gateway = new Gateway(clock, KEYS, switches);
    records = new Records(new Stamps(clock), switches);
    writing = new Writing(mapper, switches, records);
    view = new RecordView(mapper, switches);
    server = new SimulatorServer(port, clock, pause, this::answer);
  }

  /** The API's base address, with its {@code /v2}. */
  public URI url() {
    return URI.create(server.uri() + "/v2");
  }

  public URI tokenUrl() {
    return URI.create(server.uri() + "/OAuth/Token");
  }

  public Keys keys() {
    return KEYS;
  }

  public PowerOfficeSwitches switches() {
    return switches;
  }

  public SimulatorServer server() {
    return server;
  }

  /** The names of all fields that a record of this kind has. */
  public static Set<String> fields(Kind kind) {
    Set<String> names = new HashSet<>();
    Shape.of(kind).fields().forEach(field -> names.add(field.name()));
    return names;
  }

  /** Makes all tokens invalid that are out now. */
  public void revokeTokens() {
    gateway.revokeTokens();
  }

  /** Drops all records, tokens, faults and the journal; sets the switches back. */
  public void reset() {
    synchronized (lock) {
      switches.reset();
      records.clear();
      gateway.reset();
      server.clearFaults();
      server.clearJournal();
    }
  }

  /**
   * Puts records in as they are: unchecked, also in the place of one with the same id. Ids and
   * stamps may be left out. A customer and a supplier with one id are one contact in two roles.
   *
   * @param given field names as in the API
   * @throws IllegalArgumentException for an unknown field or a value of the wrong type
   */
  public void load(Kind kind, List<? extends Map<String, ?>> given) {
    synchronized (lock) {
      for (Map<String, ?> fields : given) {
        records.put(kind, read(kind, fields));
      }
    }
  }

  /**
   * Makes a record as a user does in the GUI: active, and without the API's checks. With the id of
   * a contact that has the other role, adds this role to it.
   *
   * @return its id
   */
  public long userCreates(Kind kind, Map<String, ?> fields) {
    synchronized (lock) {
      return writing.createAsUser(kind, read(kind, fields)).id();
    }
  }

  /** Sets fields as a user does in the GUI, also those that the API cannot write. */
  public void userEdits(Kind kind, long id, Map<String, ?> fields) {
    synchronized (lock) {
      writing.editAsUser(existing(kind, id), read(kind, fields));
    }
  }

  /** Deletes a record as a user does in the GUI, without the API's checks. */
  public void userDeletes(Kind kind, long id) {
    synchronized (lock) {
      records.remove(existing(kind, id));
    }
  }

  /** The record as the API shows it; members that are null are left out. */
  public Optional<Map<String, Object>> find(Kind kind, long id) {
    synchronized (lock) {
      return records.find(kind, id).map(view::map);
    }
  }

  /** All records of the kind in id order, as {@link #find} gives them. */
  public List<Map<String, Object>> records(Kind kind) {
    synchronized (lock) {
      List<Map<String, Object>> all = new ArrayList<>();
      records.all(kind).forEach(record -> all.add(view.map(record)));
      return all;
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private StoredRecord existing(Kind kind, long id) {
    return records
        .find(kind, id)
        .orElseThrow(() -> new IllegalArgumentException("No record " + id + " in " + kind));
  }

  private ObjectNode read(Kind kind, Map<String, ?> fields) {
    ObjectNode read = JsonNodeFactory.instance.objectNode();
    Shape shape = Shape.of(kind);
    for (Map.Entry<String, ?> member : new HashMap<>(fields).entrySet()) {
      String name = member.getKey();
      Object value = member.getValue();
      JsonNode node =
          value instanceof TemporalAccessor
              ? TextNode.valueOf(value.toString())
              : mapper.valueToTree(value);
      Field field =
          shape
              .field(name)
              .orElseThrow(() -> new IllegalArgumentException(kind + " have no " + name));
      read.set(
          name,
          field
              .read(node)
              .orElseThrow(() -> new IllegalArgumentException(name + " cannot be " + value)));
    }
    return read;
  }

  /** Answers a request as the server does, without a journal and injected faults. */
  public Answer answer(Request request) {
    List<String> segments = request.segments();
    List<String> route =
        segments.stream().map(segment -> segment.toLowerCase(Locale.ROOT)).toList();
    if (route.equals(List.of("oauth", "token")) && request.method().equals("POST")) {
      return gateway.token(request);
    }
    if (route.isEmpty() || !route.getFirst().equals("v2")) {
      return Gateway.noRoute();
    }
    Optional<Answer> refused = gateway.refusedCall(request);
    if (refused.isPresent()) {
      return refused.get();
    }
    Optional<Call> call = Call.read(request.method(), route.subList(1, route.size()));
    if (call.isEmpty()) {
      return Answer.neverSent(request.method() + " " + request.path());
    }
    return gateway
        .refusedToken(request)
        .or(() -> refusedPrivilege(call.get()))
        .orElseGet(() -> answer(call.get(), request));
  }

  private Optional<Answer> refusedPrivilege(Call call) {
    Set<String> enough = call.privileges();
    if (enough.isEmpty() || switches.privileges().stream().anyMatch(enough::contains)) {
      return Optional.empty();
    }
    return Optional.of(Answer.empty(403));
  }

  private Answer answer(Call call, Request request) {
    synchronized (lock) {
      try {
        return switch (call) {
          case Call.Information information ->
              switches.namesClient() ? information() : Gateway.noRoute();
          case Call.Listing listing -> list(listing.kind(), request);
          case Call.Creation creation ->
              Answer.json(201, view.object(writing.create(creation.kind(), request)));
          case Call.PersonCreation creation ->
              Answer.json(201, view.object(writing.createPerson(creation.ownerId(), request)));
          case Call.Reading reading -> Answer.json(200, view.object(named(reading.target())));
          case Call.Patch patch -> {
            StoredRecord record = named(patch.target());
            writing.patch(record, request);
            yield Answer.json(200, view.object(record));
          }
        };
      } catch (Problem problem) {
        return problem.answer();
      }
    }
  }

  private StoredRecord named(Call.Target target) {
    return records
        .find(target.kind(), target.id())
        .filter(
            record ->
                target.ownerId().isEmpty()
                    || record.get("ContactId").asLong() == target.ownerId().get())
        .orElseThrow(() -> Problem.notFound(target.kind(), target.id()));
  }

  private Answer list(Kind kind, Request request) {
    ListQuery query = new ListQuery(kind, request.query(), switches);
    long skip = (query.page() - 1L) * query.pageSize();
    List<StoredRecord> rows = query.rows(records, skip);
    if (rows.isEmpty()) {
      return query.page() == 1 ? Answer.empty(204) : pastTheEnd();
    }
    boolean more = rows.size() > query.pageSize();
    List<StoredRecord> page = more ? rows.subList(0, query.pageSize()) : rows;
    ObjectNode pagination = JsonNodeFactory.instance.objectNode();
    pagination.put("nextPageLink", more ? nextPageLink(request, query) : "");
    return new Answer(
        200,
        Map.of(
            "Content-Type",
            "application/json; charset=utf-8",
            "X-Pagination",
            pagination.toString()),
        view.array(page, query.fields()));
  }

  private Answer pastTheEnd() {
    return switch (switches.pastTheEnd()) {
      case NO_CONTENT -> Answer.empty(204);
      case EMPTY_ARRAY -> Answer.json(200, "[]");
      case NOT_FOUND -> Problem.notFound("The page does not exist.").answer();
    };
  }

  private String nextPageLink(Request request, ListQuery query) {
    StringBuilder link = new StringBuilder(server.uri() + request.path());
    link.append("?PageNumber=").append(query.page() + 1);
    link.append("&PageSize=").append(query.pageSize());
    for (String pair : request.rawQuery().split("&", -1)) {
      String name = pair.replaceFirst("=.*", "").toLowerCase(Locale.ROOT);
      if (!Set.of("", "pagenumber", "pagesize", "subscription-key").contains(name)) {
        link.append('&').append(pair);
      }
    }
    return link.toString();
  }

  private Answer information() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("ClientId", switches.clientId());
    body.put("ClientName", "Demo AS");
    switches.privileges().stream().sorted().forEach(body.putArray("ValidPrivileges")::add);
    switches.invalidPrivileges().stream().sorted().forEach(body.putArray("InvalidPrivileges")::add);
    ObjectNode spelled = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : body.properties()) {
      String name = member.getKey();
      spelled.set(switches.camelCase() ? Field.inCamelCase(name) : name, member.getValue());
    }
    return Answer.json(200, spelled.toString());
  }
}
