package no.tandem.poweroffice;

import io.quarkus.oidc.client.OidcClients;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import no.tandem.remote.Baton;
import no.tandem.remote.Caller;
import no.tandem.remote.Clearance;
import no.tandem.remote.Creation;
import no.tandem.remote.LeftOut;
import no.tandem.remote.Limits;
import no.tandem.remote.Patience;
import no.tandem.remote.Pin;
import no.tandem.remote.RequestLimit;
import no.tandem.remote.Terms;
import no.tandem.remote.Troubles;
import no.tandem.remote.Waiting;
import no.tandem.sync.pair.Property;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.RemoteException;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;

/** One PowerOffice Go client. Safe to use from several threads. */
public final class PowerOffice implements AutoCloseable {

  /** The kinds of records that are kept in sync. */
  public enum Kind {
    CUSTOMERS(
        "Customers",
        "Customer",
        "IsArchived,IsActive,IsPerson,OrganizationNumber,ExternalImportReference"),

    /** All suppliers, companies as well. */
    SUPPLIERS("Suppliers", "Supplier", "IsArchived,IsActive"),

    /** Suppliers that are persons. A supplier that is a company is listed as inactive. */
    SUPPLIER_PERSONS("Suppliers", "Supplier", "IsArchived,IsActive,IsPerson"),

    DEPARTMENTS("Departments", "Department", "IsActive"),

    /** They live under one customer or supplier, their owner, and are read and changed there. */
    CONTACT_PERSONS("ContactPersons", "ContactPerson", "IsActive,ContactId,ExternalCode");

    private final String path;
    private final String privilege;
    private final String fields;

    Kind(String path, String privilege, String fields) {
      this.path = path;
      this.privilege = privilege;
      this.fields = fields;
    }

    /** The word in the URL. */
    String path() {
      return path;
    }

    /** The privilege for reading records of the kind. */
    String toRead() {
      return privilege;
    }

    /** The privilege for changing them as well. */
    String toWrite() {
      return privilege + "_Full";
    }

    /** One of these is enough to read and change records of the kind. */
    public SortedSet<String> privileges() {
      SortedSet<String> enough = new TreeSet<>(Set.of(toWrite()));
      if (this == CONTACT_PERSONS) {
        enough.add(CUSTOMERS.toWrite());
      }
      return enough;
    }

    /** The field that holds our reference on records of the kind that we create. */
    public Optional<String> referenceField() {
      return switch (this) {
        case CUSTOMERS -> Optional.of("ExternalImportReference");
        case CONTACT_PERSONS -> Optional.of("ExternalCode");
        case SUPPLIERS, SUPPLIER_PERSONS, DEPARTMENTS -> Optional.empty();
      };
    }

    /**
     * What is read of every record of the kind besides its id, its stamp and the mapped columns.
     */
    List<String> fields() {
      return List.of(fields.split(",", -1));
    }
  }

  /** PowerOffice counts requests per subscription key, over all companies behind it. */
  private static final Duration LIMITS_SPAN = Duration.ofSeconds(1);

  /** How a call that is not there, or not for these keys, is answered. */
  private static final Set<Integer> NOT_FOR_US = Set.of(403, 404);

  private final PowerOfficeConfiguration configuration;
  private final Waiting waiting;
  private final Token token;
  private final PowerOfficeApi api;
  private final RequestLimit limit;
  private final Terms terms;
  private final AtomicBoolean keysRejected;
  private final LeftOut leftOut;
  private final Caller.ErrorReader errors;
  private final Troubles troubles = new Troubles();

  /** Sends nothing yet. Clients with the same subscription key keep one request limit together. */
  public PowerOffice(
      PowerOfficeConfiguration configuration, OidcClients clients, Waiting waiting, Limits limits) {
    this(
        configuration,
        waiting,
        new Token(new OidcTokenSource(configuration, clients), waiting.clock()),
        token ->
            QuarkusRestClientBuilder.newBuilder()
                .baseUri(configuration.url())
                .connectTimeout(configuration.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(configuration.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .register(new Patience(configuration.timeout()))
                .register(new Credentials(token, configuration.subscriptionKey()))
                .build(PowerOfficeApi.class),
        limit(configuration, limits));
  }

  PowerOffice(
      PowerOfficeConfiguration configuration,
      Waiting waiting,
      Token token,
      Function<Token, PowerOfficeApi> api,
      RequestLimit limit) {
    this(
        configuration,
        waiting,
        token,
        api.apply(token),
        limit,
        Terms.NONE,
        new AtomicBoolean(),
        new LeftOut());
  }

  private PowerOffice(
      PowerOfficeConfiguration configuration,
      Waiting waiting,
      Token token,
      PowerOfficeApi api,
      RequestLimit limit,
      Terms terms,
      AtomicBoolean keysRejected,
      LeftOut leftOut) {
    this.configuration = configuration;
    this.errors = new PowerOfficeErrors(configuration.url(), "");
    this.waiting = waiting;
    this.token = token;
    this.api = api;
    this.limit = limit;
    this.terms = terms;
    this.keysRejected = keysRejected;
    this.leftOut = leftOut;
  }

  static RequestLimit limit(PowerOfficeConfiguration configuration, Limits limits) {
    return limits.of(
        SystemName.POWEROFFICE,
        configuration.subscriptionKey(),
        configuration.requestsPerSecond(),
        LIMITS_SPAN);
  }

  /** The same client for requests on these terms; not to be closed by itself. */
  public PowerOffice on(Terms some) {
    return new PowerOffice(
        configuration, waiting, token, api, limit.at(some.priority()), some, keysRejected, leftOut);
  }

  /** Whether the run that this client is for has had its time. */
  boolean isTimeUp() {
    return terms.isOver(waiting.clock());
  }

  /** Whether PowerOffice has rejected the keys since the client was made. */
  public boolean keysRejected() {
    return keysRejected.get();
  }

  /**
   * The records of one kind, for one run.
   *
   * @param properties the pair's mapping; its left fields name the columns that are read
   */
  public Side side(Kind kind, List<Property> properties) {
    return new PowerOfficeSide(this, kind, properties);
  }

  @Override
  public void close() {
    try {
      api.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      token.close();
    }
  }

  /** Makes the call that says what the keys may do, and so needs no privilege. */
  <T> T call(Function<PowerOfficeApi, T> request) {
    return call("", () -> true, () -> {}, request);
  }

  /** Makes a call that only reads records of a kind. */
  <T> T call(Kind kind, Runnable sending, Function<PowerOfficeApi, T> request) {
    return call(kind.toRead(), () -> true, sending, request);
  }

  /** Makes a call that changes a record of a kind. */
  <T> T call(
      Kind kind, Clearance clearance, Runnable sending, Function<PowerOfficeApi, T> request) {
    return call(kind.toWrite(), clearance, sending, request);
  }

  /** What a request that changes a record has to have. */
  Clearance clearance(Freshness freshness) {
    return Clearance.of(terms.fence(), freshness);
  }

  /** What a request that creates a record has to have. */
  Clearance clearance(Side.IntentStore intentStore) {
    return new Creation(intentStore, Baton.FREE, terms.fence(), waiting.clock());
  }

  /**
   * Makes a call.
   *
   * @param privilege what it needs; empty if it needs none
   * @param sending run for each request that is sent, log-ins excepted
   * @param request sends the request and reads its answer
   */
  private <T> T call(
      String privilege,
      Clearance clearance,
      Runnable sending,
      Function<PowerOfficeApi, T> request) {
    AtomicReference<String> used = new AtomicReference<>("");
    Runnable logInAfresh =
        () -> {
          // Only the token that was rejected is dropped, not one that another thread has got since.
          token.rejected(used.get());
          logIn();
        };
    try {
      // Before the call, which holds a place within the limit that a log-in also needs.
      logIn();
      return new Caller(
              SystemName.POWEROFFICE,
              limit,
              waiting,
              logInAfresh,
              new PowerOfficeErrors(configuration.url(), privilege),
              troubles,
              terms)
          .call(
              clearance,
              () -> {
                used.set(token.last());
                sending.run();
                return request.apply(api);
              });
    } catch (TransientException e) {
      // A 400 of this kind is only said of a log-in; a 401 comes here after a second one.
      if (e.status() == 400 || e.status() == 401) {
        keysRejected.set(true);
      }
      if (e.status() == 403) {
        token.lacksPrivilege(used.get());
      }
      throw e;
    }
  }

  private void logIn() {
    String fresh;
    try {
      fresh = token.fresh(limit);
    } catch (TransientException e) {
      troubles.logInFailed();
      throw e;
    }
    token.identify(fresh, text -> Json.claim(text, "goClientId").or(this::askedForClient));
    token.pin().check();
  }

  /** The client of the keys, where the token does not name it. It may not be named at all. */
  private Optional<String> askedForClient() {
    try {
      return new Caller(
              SystemName.POWEROFFICE, limit, waiting, () -> {}, errors, troubles, Terms.NONE)
          .call(() -> Optional.ofNullable(api.clientIntegrationInformation().getEntity()))
          .flatMap(body -> Json.object(new String(body, StandardCharsets.UTF_8)))
          .flatMap(answer -> answer.text("ClientId"));
    } catch (RemoteException e) {
      if (NOT_FOR_US.contains(e.status())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whose keys they are. */
  public Pin pin() {
    return token.pin();
  }

  /** The client that the keys open, as PowerOffice says; it is logged in to, if need be. */
  public Optional<String> identity() {
    logIn();
    return pin().identity();
  }

  /** What the answers have shown of members without a value. */
  LeftOut leftOut() {
    return leftOut;
  }

  /** What went wrong on the way. */
  public Troubles troubles() {
    return troubles;
  }

  Waiting waiting() {
    return waiting;
  }

  /** How much earlier than its cursor a listing starts. */
  Duration overlap() {
    return configuration.overlap();
  }
}
