package no.tandem.poweroffice;

import io.quarkus.oidc.client.OidcClients;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import no.tandem.remote.Caller;
import no.tandem.remote.Patience;
import no.tandem.remote.RateLimit;
import no.tandem.remote.Troubles;
import no.tandem.remote.Waiting;
import no.tandem.sync.Property;
import no.tandem.sync.Side;
import no.tandem.sync.SystemName;
import no.tandem.sync.TransientException;

/** One PowerOffice Go client. Safe to use from several threads. */
public final class PowerOffice implements AutoCloseable {

  /** The kinds of records that are kept in sync. */
  public enum Kind {
    CUSTOMERS(
        "Customers", "IsArchived,IsActive,IsPerson,OrganizationNumber,ExternalImportReference"),

    /** All suppliers, companies as well. */
    SUPPLIERS("Suppliers", "IsArchived,IsActive"),

    /** Suppliers that are persons. A supplier that is a company is listed as inactive. */
    SUPPLIER_PERSONS("Suppliers", "IsArchived,IsActive,IsPerson"),

    DEPARTMENTS("Departments", "IsActive"),

    /** They live under one customer or supplier, their owner, and are read and changed there. */
    CONTACT_PERSONS("ContactPersons", "IsActive,ContactId,ExternalCode");

    private final String path;
    private final String fields;

    Kind(String path, String fields) {
      this.path = path;
      this.fields = fields;
    }

    /** The word in the URL. */
    String path() {
      return path;
    }

    /** The field that bears our reference on records of the kind that we create. */
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
  private static final Map<LimitKey, RateLimit> LIMITS = new ConcurrentHashMap<>();

  private record LimitKey(String subscriptionKey, int requestsPerSecond, Waiting waiting) {

    @Override
    public String toString() {
      // The key stays out of logs.
      return "LimitKey[" + requestsPerSecond + "]";
    }
  }

  private final PowerOfficeConfiguration configuration;
  private final Waiting waiting;
  private final Token token;
  private final PowerOfficeApi api;
  private final RateLimit limit;
  private final Caller.ErrorReader errors = new PowerOfficeErrors();
  private final Troubles troubles = new Troubles();

  /** Sends nothing yet. Clients with the same subscription key keep one request limit together. */
  public PowerOffice(PowerOfficeConfiguration configuration, OidcClients clients, Waiting waiting) {
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
        LIMITS.computeIfAbsent(
            new LimitKey(
                configuration.subscriptionKey(), configuration.requestsPerSecond(), waiting),
            key -> new RateLimit(waiting, key.requestsPerSecond(), Duration.ofSeconds(1))));
  }

  PowerOffice(
      PowerOfficeConfiguration configuration,
      Waiting waiting,
      Token token,
      Function<Token, PowerOfficeApi> api,
      RateLimit limit) {
    this.configuration = configuration;
    this.waiting = waiting;
    this.token = token;
    this.api = api.apply(token);
    this.limit = limit;
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

  /**
   * Makes a call.
   *
   * @param sending run for each request that is sent, log-ins excepted
   * @param request sends the request and reads its answer
   */
  <T> T call(Runnable sending, Function<PowerOfficeApi, T> request) {
    AtomicReference<String> used = new AtomicReference<>("");
    // A 401 drops only the token that was refused, not one that another thread has got since.
    Runnable logInAfresh = () -> token.refused(used.get());
    return new Caller(SystemName.POWEROFFICE, limit, waiting, logInAfresh, errors, troubles)
        .call(
            () -> {
              used.set(freshToken());
              sending.run();
              return request.apply(api);
            });
  }

  private String freshToken() {
    try {
      return token.fresh();
    } catch (TransientException e) {
      troubles.logInFailed();
      throw e;
    }
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
