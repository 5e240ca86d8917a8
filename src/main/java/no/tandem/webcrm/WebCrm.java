package no.tandem.webcrm;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import java.util.function.Supplier;
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
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;
import org.jspecify.annotations.Nullable;

/** The client of one webCRM system; may be used by several runs at once. */
public final class WebCrm implements AutoCloseable {

  /** The kinds of webCRM records that are kept in sync. */
  public enum Kind {
    ORGANISATIONS("Organisation", "Organisations", 1),
    PERSONS("Person", "Persons", 2);

    private final String table;
    private final String collection;
    private final int systemRow;

    Kind(String table, String collection, int systemRow) {
      this.table = table;
      this.collection = collection;
      this.systemRow = systemRow;
    }

    /** How the link store names a record of this kind: organisation or person. */
    public String entity() {
      return table.toLowerCase(Locale.ROOT);
    }

    /**
     * The table's name in /Queries, the entity's in /FieldsMetadata and the start of its columns.
     */
    String table() {
      return table;
    }

    /** The path under which single records are read and written. */
    String collection() {
      return collection;
    }

    String idColumn() {
      return table + "Id";
    }

    String updatedAtColumn() {
      return table + "UpdatedAt";
    }

    String updatedByColumn() {
      return table + "UpdatedBy";
    }

    String createdAtColumn() {
      return table + "CreatedAt";
    }

    String createdByColumn() {
      return table + "CreatedBy";
    }

    /**
     * Whether the row is webCRM's own: organisation 1 is webCRM itself, person 2 its support
     * contact. Both come along in lists (seen in webCRM's own tests) and are no customers.
     */
    boolean isSystemRow(int id) {
      return id == systemRow;
    }
  }

  static final String FIELD = "FieldMetadataFriendlyFieldName";
  static final String TEXT_LENGTH = "FieldMetadataTextFieldMaxLength";

  private final WebCrmConfiguration configuration;
  private final Waiting waiting;
  private final WebCrmApi api;
  private final SharedByToken shared;
  private final WebCrmSession session;
  private final RequestLimit limit;
  private final Terms terms;
  private final Troubles troubles;
  private final Caller caller;

  public WebCrm(WebCrmConfiguration configuration, Waiting waiting, Limits limits) {
    this(
        configuration,
        waiting,
        QuarkusRestClientBuilder.newBuilder()
            .baseUri(configuration.url())
            .connectTimeout(configuration.timeout().toMillis(), TimeUnit.MILLISECONDS)
            .readTimeout(configuration.timeout().toMillis(), TimeUnit.MILLISECONDS)
            .register(new Patience(configuration.timeout()))
            .build(WebCrmApi.class),
        SharedByToken.of(configuration, limits));
  }

  WebCrm(WebCrmConfiguration configuration, Waiting waiting, WebCrmApi api, SharedByToken shared) {
    this(
        configuration,
        waiting,
        api,
        shared,
        new WebCrmSession(
            api, configuration.applicationToken(), new WebCrmErrors(configuration.url()), waiting),
        shared.limit(),
        Terms.NONE);
  }

  private WebCrm(
      WebCrmConfiguration configuration,
      Waiting waiting,
      WebCrmApi api,
      SharedByToken shared,
      WebCrmSession session,
      RequestLimit limit,
      Terms terms) {
    this.configuration = configuration;
    this.waiting = waiting;
    this.api = api;
    this.shared = shared;
    this.session = session;
    this.limit = limit;
    this.terms = terms;
    this.troubles = session.troubles();
    this.caller =
        new Caller(
            SystemName.WEBCRM,
            limit,
            waiting,
            () -> session.logInAfresh(limit),
            new WebCrmErrors(configuration.url()),
            troubles,
            terms);
  }

  /** The same client for requests on these terms; not to be closed by itself. */
  public WebCrm on(Terms some) {
    return new WebCrm(
        configuration, waiting, api, shared, session, limit.at(some.priority()), some);
  }

  /** Whose keys they are. */
  public Pin pin() {
    return session.pin();
  }

  /** Which webCRM the application token opens, as webCRM says; it is logged in to, if need be. */
  public Optional<String> identity() {
    session.open(limit);
    return pin().identity();
  }

  /** Whether webCRM has rejected the application token since the client was made. */
  public boolean keysRejected() {
    return session.keysRejected();
  }

  @Override
  public void close() {
    shared.forgetTextLengths();
    try {
      api.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The records of one kind, for one run.
   *
   * @param properties the pair's mapping; only its columns are asked for
   */
  public Side side(Kind kind, List<Property> properties) {
    return new WebCrmSide(this, configuration, kind, properties);
  }

  /**
   * Makes one call that only reads.
   *
   * @param read makes sense of the answer's body; one that makes none counts as a failed call
   */
  <T> T call(ApiCall request, Function<@Nullable String, T> read) {
    return call(() -> true, request, read);
  }

  /** Whether the run that this client is for has had its time. */
  boolean isTimeUp() {
    return terms.isOver(waiting.clock());
  }

  /** What a request that changes a record has to have. */
  Clearance clearance(Freshness freshness) {
    return Clearance.of(terms.fence(), freshness);
  }

  /** What a request that creates records has to have. */
  Clearance clearance(Side.IntentStore intentStore) {
    return new Creation(intentStore, shared.baton(), terms.fence(), waiting.clock());
  }

  /** Makes one call. */
  <T> T call(Clearance clearance, ApiCall request, Function<@Nullable String, T> read) {
    // Before the call, which holds a place within the limit that a log-in also needs.
    session.open(limit);
    try {
      return caller.call(clearance, () -> read.apply(request.body(api, session.authorization())));
    } catch (TransientException e) {
      if (e.status() == 401) {
        session.keysWereRejected();
      }
      throw e;
    }
  }

  /** What went wrong on the way. */
  public Troubles troubles() {
    return troubles;
  }

  /** Runs a creation when no other is under way. */
  <T> T alone(Supplier<T> creation) {
    Lock creating = shared.creating();
    creating.lock();
    try {
      return creation.get();
    } finally {
      creating.unlock();
    }
  }

  /** Nothing more is created for now: others may. */
  void createsNoMore() {
    alone(
        () -> {
          shared.baton().release();
          return true;
        });
  }

  /** What the answers have shown of members without a value. */
  LeftOut leftOut() {
    return shared.leftOut();
  }

  /** Whether the kind's collection may take a PATCH of many records. */
  boolean takesBulk(Kind kind) {
    return shared.takesBulk(kind);
  }

  /** From now on, within this process. */
  void takesNoBulk(Kind kind) {
    shared.takesNoBulk(kind);
  }

  /**
   * How many characters the tenant's fields of the kind hold, by field name in any letter case;
   * read once a day.
   */
  Map<String, Integer> textLengths(Kind kind) {
    Optional<Map<String, Integer>> known = shared.textLengths(kind, waiting.clock().instant());
    if (known.isPresent()) {
      return known.get();
    }
    Rows rows = new Rows(List.of(FIELD, TEXT_LENGTH), new LeftOut());
    List<Columns> fields =
        call(
            (webCrm, authorization) -> webCrm.fieldsMetadata(authorization, kind.table()),
            rows::list);
    Map<String, Integer> lengths = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Columns field : fields) {
      Optional<String> name = field.text(FIELD);
      Optional<String> length =
          field.text(TEXT_LENGTH).filter(text -> text.matches("[1-9]\\d{0,8}"));
      if (name.isPresent() && length.isPresent()) {
        lengths.put(name.get(), Integer.valueOf(length.get()));
      }
    }
    shared.keepTextLengths(kind, waiting.clock().instant(), lengths);
    return lengths;
  }
}
