package no.tandem.local.webcrm;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.http.SimulatorServer;
import no.tandem.local.webcrm.Records.Writer;
import org.jspecify.annotations.Nullable;

/**
 * webCRM's REST API on the loopback address, with a user's acts in the web client beside it. Safe
 * to use from several threads.
 */
public final class WebCrmSimulator implements AutoCloseable {

  /** The kinds of records. */
  public enum Kind {
    ORGANISATIONS("Organisations", "Organisation"),
    PERSONS("Persons", "Person");

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

    /** The word that field names begin with, and the table in queries. */
    public String entity() {
      return entity;
    }
  }

  /**
   * One hook call that was tried.
   *
   * @param status of the answer; 0 if there was none
   */
  public record HookDelivery(URI target, String body, int status) {}

  /** What the simulator takes at log-in. */
  public static final String APPLICATION_TOKEN = "c0ffee00-5a3d-4b6e-9f1a-2b7d8e9c0a11";

  /** The application token's name. */
  public static final String TOKEN_NAME = "Tandem";

  /** Who API writes are by. */
  static final String API_USER = "api2 " + TOKEN_NAME;

  /** What an unset dropdown shows. */
  static final String UNSET_DROPDOWN = "--Velg--";

  /** Who the user's acts are by. */
  public static final String USER = "Kari Bruker";

  private static final Writer BY_USER = new Writer(USER);

  private final WebCrmSwitches switches = new WebCrmSwitches();
  private final Hooks hooks = new Hooks();
  private final Sessions sessions;
  private final Gate gate;
  private final Records records;
  private final RecordView view;
  private final FieldReader reader;
  private final Router router;
  private final SimulatorServer server;

  /**
   * Starts the simulator.
   *
   * @param port 0 takes a free one
   * @param clock for change stamps, token lifetimes and the rate limit
   * @param pause how an injected delay passes: by sleeping, or by moving a test's clock
   */
  public WebCrmSimulator(int port, Clock clock, Consumer<Duration> pause) {
    sessions = new Sessions(clock, switches);
    gate = new Gate(clock, switches, sessions);
    records = new Records(clock, switches, this::happened);
    view = new RecordView();
    reader = new FieldReader(switches);
    router =
        new Router(
            switches,
            gate,
            sessions,
            new RecordCalls(switches, records, view, reader),
            new HookCalls(clock, hooks),
            new MetadataCalls(switches, reader),
            new QueryCalls(switches, records, view));
    server = new SimulatorServer(port, clock, pause, router::answer);
  }

  /** Answers a request as the server does, without a journal and injected faults. */
  public Answer answer(Request request) {
    return router.answer(request);
  }

  /** The API's base address. */
  public URI url() {
    return server.uri();
  }

  public String applicationToken() {
    return APPLICATION_TOKEN;
  }

  public WebCrmSwitches switches() {
    return switches;
  }

  /** The journal of requests, injected faults, and observers. */
  public SimulatorServer server() {
    return server;
  }

  /**
   * Back to a new system: only the system rows (organisation 1, person 2), default switches, no
   * tokens, hooks, faults or journal. Observers stay.
   */
  public void reset() {
    switches.reset();
    sessions.revokeAll();
    gate.reset();
    hooks.reset();
    records.reset();
    server.clearFaults();
    server.clearJournal();
  }

  /** How long texts may be, as webCRM published it: field name to characters. */
  public static Map<String, Integer> textLengths() {
    return Arrays.stream(Kind.values())
        .flatMap(kind -> Schema.of(kind).fields().stream())
        .filter(field -> field.length() > 0)
        .collect(Collectors.toMap(Field::name, Field::length));
  }

  /** The names of all fields that a record of this kind has. */
  public static Set<String> fields(Kind kind) {
    return Schema.of(kind).fields().stream().map(Field::name).collect(Collectors.toSet());
  }

  /** Makes every access and refresh token bad. */
  public void revokeTokens() {
    sessions.revokeAll();
  }

  /**
   * Puts records as they are, in place of any with the same ids. Stamps that are left out are now;
   * fields that webCRM works out are worked out. No hooks fire.
   *
   * @throws IllegalArgumentException for a record without an id or with an unknown field
   */
  public void load(Kind kind, List<? extends Map<String, ?>> loaded) {
    Schema schema = records.table(kind).schema();
    for (Map<String, ?> record : loaded) {
      Map<Field, @Nullable Object> values = values(schema, record);
      if (!(values.get(schema.id()) instanceof Integer id) || id < 1) {
        throw new IllegalArgumentException("A record has no " + schema.id().name());
      }
      records.put(kind, values, BY_USER);
    }
  }

  /**
   * A user makes a record.
   *
   * @param fields without an id; a person needs a last name and an organisation
   * @return the new id
   * @throws IllegalArgumentException for what the web client would not take
   */
  public int userCreates(Kind kind, Map<String, ?> fields) {
    Map<Field, @Nullable Object> values = userValues(kind, fields);
    try {
      return records.create(kind, values, BY_USER);
    } catch (Refusal e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * A user changes a record; unlike the API, also the organisation of a person.
   *
   * @throws IllegalArgumentException for what the web client would not take
   */
  public void userEdits(Kind kind, int id, Map<String, ?> fields) {
    edit(kind, id, fields, BY_USER);
  }

  /**
   * Another integration changes a record through the API, which shows that it did.
   *
   * @param token the name of its application token
   * @throws IllegalArgumentException for what the web client would not take
   */
  public void integrationEdits(Kind kind, int id, Map<String, ?> fields, String token) {
    edit(kind, id, fields, new Writer("api2 " + token));
  }

  private void edit(Kind kind, int id, Map<String, ?> fields, Writer writer) {
    Map<Field, @Nullable Object> values = userValues(kind, fields);
    try {
      records.change(kind, id, values, writer);
    } catch (Refusal e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * A user deletes a record, an organisation with its persons.
   *
   * @throws IllegalArgumentException if there is none
   */
  public void userDeletes(Kind kind, int id) {
    try {
      records.delete(kind, id, BY_USER);
    } catch (Refusal e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The record as the API shows it; the map is the caller's own. */
  public Optional<Map<String, Object>> find(Kind kind, int id) {
    return records.find(kind, id).map(row -> new LinkedHashMap<>(view.map(row)));
  }

  /**
   * All records as the API shows them, by id, system rows included; as they are now, and for
   * reading only.
   */
  public List<Map<String, Object>> records(Kind kind) {
    return records.all(kind).stream().map(view::map).toList();
  }

  /** Ends when all hooks that were fired until now are delivered or given up. */
  public CompletableFuture<Void> hooksDelivered() {
    return hooks.delivered();
  }

  /** The hook calls that were tried, oldest first. */
  public List<HookDelivery> hookDeliveries() {
    return hooks.deliveries();
  }

  @Override
  public void close() {
    server.close();
    hooks.close();
  }

  private void happened(HookEvent event, Kind kind, int id) {
    hooks.fire(kind, event, id, URI.create(url() + "/" + kind.path() + "/" + id));
  }

  private Map<Field, @Nullable Object> userValues(Kind kind, Map<String, ?> fields) {
    Map<Field, @Nullable Object> values = values(records.table(kind).schema(), fields);
    values.forEach(
        (field, value) -> {
          if (field.readOnly()) {
            throw new IllegalArgumentException("A user cannot set " + field.name());
          }
          int length = reader.length(field);
          if (length > 0 && value instanceof String text && text.length() > length) {
            throw new IllegalArgumentException(
                field.name() + " takes no more than " + length + " characters");
          }
        });
    return values;
  }

  private Map<Field, @Nullable Object> values(Schema schema, Map<String, ?> record) {
    Map<Field, @Nullable Object> values = new LinkedHashMap<>();
    record.forEach(
        (name, value) -> {
          Field field =
              schema
                  .find(name)
                  .orElseThrow(() -> new IllegalArgumentException("No field is called " + name));
          try {
            values.put(field, value == null ? null : reader.read(field, value));
          } catch (Refusal e) {
            throw new IllegalArgumentException(e.getMessage(), e);
          }
        });
    return values;
  }
}
