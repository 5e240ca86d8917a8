package no.tandem.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.ProcessingException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import no.tandem.TestClock;
import no.tandem.links.InMemoryDynamoDb;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.sync.side.SystemName;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/**
 * Between the functions and everything that they call. Here answers get lost, requests fail, old
 * states are shown, processes die, and users and other processes act in between.
 */
final class Network {
  /** How old a stale answer may be: less than the overlap of the sweeps, and than the lease. */
  static final Duration STALE = Duration.ofSeconds(30);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Longer than a function's time in the worlds that have it. */
  private static final Duration SLOW_LIST = Duration.ofSeconds(7);

  private static final Duration TIME_OUT = Duration.ofSeconds(10);

  /** What can go wrong with one request. */
  enum Fault {
    NONE(false),
    CONNECTION_REFUSED(false),
    TIME_OUT(false),
    ANSWER_LOST(true),
    TIME_OUT_AFTER(true),
    UNAUTHORIZED(false),
    GATEWAY_NOT_FOUND(false),
    CONFLICT(false),
    TOO_MANY(false),
    SERVER_ERROR(false),
    SERVER_ERROR_AFTER(true),
    UNAVAILABLE(false),
    CUT(true),
    STALE(true);

    private final boolean handled;

    Fault(boolean handled) {
      this.handled = handled;
    }
  }

  private final Simulation simulation;
  private final TestClock time;
  private final Systems systems;
  private final Ledger ledger;
  private final Promises promises;
  private final Figures figures;
  private final Weather weather;

  Network(
      Simulation simulation,
      TestClock time,
      Systems systems,
      Ledger ledger,
      Promises promises,
      Figures figures,
      Weather weather) {
    this.weather = weather;
    this.simulation = simulation;
    this.time = time;
    this.systems = systems;
    this.ledger = ledger;
    this.promises = promises;
    this.figures = figures;
  }

  // --- requests to the two systems ---

  Answer exchange(Instance process, SystemName system, Request request) {
    String call = name(system, request);
    process.sends(time.instant());
    simulation.beforeCall(process, call);
    boolean logIn = request.path().startsWith("/OAuth/");
    Weather.changed(system, request)
        .ifPresent(key -> promises.aboutToWrite(process, key, Weather.sent(system, request)));
    Fault fault = simulation.drawFault(request.method().equals("GET"), weight(request));
    figures.call(
        call,
        new Figures.Crashes(
            0, 0, fault != Fault.NONE && !fault.handled ? 1 : 0, fault.handled ? 1 : 0));
    if (fault != Fault.NONE) {
      figures.count("fault " + fault.name().toLowerCase(Locale.ROOT));
      simulation.trace("  " + process + " " + call + " meets " + fault);
    }
    time.pass(Duration.ofMillis(10 + simulation.draw(290)));
    if (isList(system, request) && weather.has(Hazard.LISTS_OUTLAST_TURNS)) {
      weather.came(Hazard.LISTS_OUTLAST_TURNS);
      time.pass(SLOW_LIST);
    }
    if (!logIn) {
      promises.sent(process, system);
    }
    Answer answer = answer(process, system, request, fault);
    simulation.afterCall(process, call);
    return answer;
  }

  private Answer answer(Instance process, SystemName system, Request request, Fault fault) {
    switch (fault) {
      case CONNECTION_REFUSED -> throw new ProcessingException("connection refused");
      case TIME_OUT -> {
        time.pass(TIME_OUT);
        throw new ProcessingException("time-out");
      }
      case UNAUTHORIZED -> {
        return Answer.empty(401);
      }
      case GATEWAY_NOT_FOUND -> {
        return new Answer(404, Map.of("Content-Type", "text/html"), "<html>Not Found</html>");
      }
      case CONFLICT -> {
        return error(system, 409, "conflict");
      }
      case TOO_MANY -> {
        return new Answer(429, Map.of("Retry-After", "2"), "");
      }
      case SERVER_ERROR -> {
        return error(system, 500, "failed");
      }
      case UNAVAILABLE -> {
        return Answer.empty(503);
      }
      case NONE, ANSWER_LOST, TIME_OUT_AFTER, SERVER_ERROR_AFTER, CUT, STALE -> {}
    }
    Optional<Systems.Key> changed = Weather.changed(system, request);
    boolean calm = simulation.isCalm();
    Optional<Answer> instead =
        weather
            .instead(system, changed)
            .or(
                () ->
                    logIn(request)
                        ? Optional.empty()
                        : weather.asksToWait(simulation.random(), calm, time.instant()));
    if (instead.isPresent()) {
      return instead.get();
    }
    if (changed.isPresent() && weather.isIgnored(changed.get(), simulation.random(), calm)) {
      simulation.trace("  " + process + " " + changed.get() + " is not stored");
      ledger.notStored(changed.get());
      return system == SystemName.WEBCRM
          ? Answer.empty(200)
          : real(system, Weather.reading(request));
    }
    Answer answer =
        fault == Fault.STALE
            ? simulation.staleAnswer(process, system, request)
            : real(
                system,
                changed.isPresent()
                    ? weather.taken(system, request, simulation.random(), calm)
                    : request);
    if (answer.status() == 429) {
      weather.came(Hazard.LIMIT_USED_UP);
    }
    answer = weather.shown(system, request, answer, simulation.random());
    if (answer.status() == 599) {
      throw simulation.failed(new Violation("simulator", answer.body()));
    }
    if (!request.method().equals("GET") && answer.status() < 300) {
      written(process, system, request);
    }
    switch (fault) {
      case ANSWER_LOST -> throw new ProcessingException("connection reset");
      case TIME_OUT_AFTER -> {
        time.pass(TIME_OUT);
        throw new ProcessingException("time-out");
      }
      case SERVER_ERROR_AFTER -> {
        return error(system, 500, "failed");
      }
      case CUT -> {
        // A number cut short would be another number; HTTP itself shows that it is not all there.
        boolean number = answer.body().matches("\\d+");
        if (!answer.body().isEmpty()) {
          return new Answer(
              answer.status(),
              answer.headers(),
              number ? "" : answer.body().substring(0, answer.body().length() / 2));
        }
        // There is nothing to cut off: the answer is whole.
      }
      default -> {}
    }
    read(process, system, request, answer);
    return answer;
  }

  private Answer real(SystemName system, Request request) {
    if (system == SystemName.WEBCRM) {
      return systems.webCrm().answer(request);
    }
    if (request.method().equals("GET")) {
      return simulation.replica().answer(request);
    }
    if (!logIn(request)) {
      simulation.replica().changing();
    }
    return systems.powerOffice().answer(request);
  }

  private static boolean logIn(Request request) {
    return request.path().startsWith("/OAuth/") || request.path().startsWith("/Auth/");
  }

  private static boolean isList(SystemName system, Request request) {
    return request.method().equals("GET")
        && (system == SystemName.WEBCRM
            ? request.path().startsWith("/Queries")
            : !request.segments().getLast().matches("\\d+"));
  }

  static Answer error(SystemName system, int status, String what) {
    return Answer.json(
        status,
        system == SystemName.POWEROFFICE
            ? "{\"title\":\"Entity " + what + "\",\"status\":" + status + ",\"detail\":\"x\"}"
            : "{\"Message\":\"" + what + "\",\"Type\":\"SomeException\"}");
  }

  /** How likely a fault is, so that the calls on which most depends meet enough of them. */
  private static double weight(Request request) {
    if (request.path().startsWith("/FieldsMetadata")
        || request.path().startsWith("/OAuth/")
        || request.path().startsWith("/Auth/")) {
      return 0.5;
    }
    if (!request.method().equals("GET")) {
      return 5;
    }
    return request.segments().getLast().matches("\\d+") ? 4 : 1;
  }

  /** The kind of call: system, method, and the path without ids. */
  private static String name(SystemName system, Request request) {
    StringBuilder path = new StringBuilder();
    for (String segment : request.segments()) {
      if (!segment.equals("v2")) {
        path.append('/').append(segment.matches("\\d+") ? "id" : segment);
      }
    }
    return system + " " + request.method() + " " + path;
  }

  // --- what the promises are about ---

  private void written(Instance process, SystemName system, Request request) {
    List<String> segments = request.segments();
    String first = segments.get(system == SystemName.POWEROFFICE ? 1 : 0);
    if (segments.getFirst().equalsIgnoreCase("OAuth")
        || first.equalsIgnoreCase("ApiLogin")
        || segments.getFirst().equalsIgnoreCase("Auth")) {
      return;
    }
    String kind = kind(first);
    if (system == SystemName.WEBCRM && request.method().equals("PATCH")) {
      createdTogether(process, kind);
    } else if (request.method().equals("POST")) {
      promises.createdByTandem(
          process, new Systems.Key(system, kind, simulation.lastCreated(system, kind)));
    } else {
      promises.changedByTandem(
          process, new Systems.Key(system, kind, Long.parseLong(segments.getLast())));
    }
  }

  /** What webCRM made of an array of records, whatever it answers. */
  private void createdTogether(Instance process, String kind) {
    promises.createdTogether(
        process,
        systems.all(SystemName.WEBCRM, kind).keySet().stream()
            .filter(key -> !ledger.knows(key))
            .toList());
  }

  /** What a process sees of records; a write is answered with the record as well. */
  private void read(Instance process, SystemName system, Request request, Answer answer) {
    List<String> segments = request.segments();
    if (segments.getFirst().equalsIgnoreCase("FieldsMetadata")
        || segments.getFirst().equalsIgnoreCase("OAuth")
        || segments.getFirst().equalsIgnoreCase("Auth")) {
      return;
    }
    boolean query = segments.getFirst().equalsIgnoreCase("Queries");
    String kind =
        query
            ? request.query().get("script").contains(" FROM Organisation ")
                ? "ORGANISATIONS"
                : "PERSONS"
            : kind(segments.get(system == SystemName.POWEROFFICE ? 1 : 0));
    String since = request.query().get("lastChangedDateTimeOffsetGreaterThan");
    if (since != null && answer.status() < 300) {
      // In these worlds no list has a second page.
      process.readChanges(system, kind, OffsetDateTime.parse(since).toInstant(), time.instant());
    }
    if (answer.status() == 404 && segments.getLast().matches("\\d+")) {
      process.saw(new Systems.Key(system, kind, Long.parseLong(segments.getLast())).toString());
      return;
    }
    if (answer.status() != 200 || answer.body().isEmpty()) {
      return;
    }
    try {
      JsonNode body = MAPPER.readTree(answer.body());
      for (JsonNode row : body.isArray() ? body : List.of(body)) {
        Map<String, String> texts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        row.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        String id =
            texts.get(
                system == SystemName.POWEROFFICE
                    ? "Id"
                    : kind.equals("ORGANISATIONS") ? "OrganisationId" : "PersonId");
        if (id != null) {
          Systems.Key key = new Systems.Key(system, kind, Long.parseLong(id));
          process.read(key, time.instant());
          if (!Systems.isActive(key, no.tandem.sync.side.Columns.of(texts))) {
            process.saw(key.toString());
          }
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String kind(String path) {
    return switch (path.toLowerCase(Locale.ROOT)) {
      case "contactpersons" -> "CONTACT_PERSONS";
      default -> path.toUpperCase(Locale.ROOT);
    };
  }

  // --- the link store ---

  InMemoryDynamoDb.Calls store(Instance process) {
    return new InMemoryDynamoDb.Calls() {
      @Override
      public <T> T call(String operation, Supplier<T> handled) {
        String call = "DynamoDB " + operation;
        simulation.beforeCall(process, call);
        time.pass(Duration.ofMillis(2 + simulation.draw(10)));
        int fault = simulation.drawStoreFault();
        if (fault == 1) {
          figures.call(call, new Figures.Crashes(0, 0, 1, 0));
          figures.count("fault store refused");
          throw ProvisionedThroughputExceededException.builder()
              .message("Throughput exceeded")
              .statusCode(400)
              .build();
        }
        T answer = handled.get();
        promises.stored(process);
        if (fault == 2) {
          figures.call(call, new Figures.Crashes(0, 0, 0, 1));
          figures.count("fault store answer lost");
          throw SdkClientException.create("connection reset");
        }
        figures.call(call, Figures.Crashes.NONE);
        simulation.afterCall(process, call);
        return answer;
      }
    };
  }
}
