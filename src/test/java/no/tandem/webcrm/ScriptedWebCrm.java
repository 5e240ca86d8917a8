package no.tandem.webcrm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import no.tandem.TestClock;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.http.SimulatorServer;

/**
 * A server that logs everybody in and answers everything else as the test says: for answers that
 * webCRM may or may not give.
 */
final class ScriptedWebCrm implements AutoCloseable {
  static final int BULK_SIZE = 3;
  static final String TOKEN = "11111111-2222-3333-4444-555555555555";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final List<String> FIELDS =
      List.of(
          "OrganisationName",
          "OrganisationTelephone",
          "PersonFirstName",
          "PersonLastName",
          "PersonEmail",
          "PersonDirectPhone",
          "PersonBirthday");

  private final SimulatorServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger logIns = new AtomicInteger();
  private volatile Function<Request, Answer> answers = request -> Answer.json(200, "[]");
  private volatile Function<Request, Optional<Answer>> sessionAnswers = request -> Optional.empty();

  ScriptedWebCrm(TestClock time) {
    server = new SimulatorServer(0, time.clock(), time::pause, this::answer);
  }

  /** How requests are answered that are no log-ins. */
  ScriptedWebCrm answering(Function<Request, Answer> given) {
    answers = given;
    return this;
  }

  /** How log-ins and refreshes are answered; empty for the usual way. */
  ScriptedWebCrm loggingIn(Function<Request, Optional<Answer>> given) {
    sessionAnswers = given;
    return this;
  }

  /** The requests so far. */
  List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The requests so far, as method and path. */
  List<String> paths() {
    return requests.stream().map(request -> request.method() + " " + request.path()).toList();
  }

  SimulatorServer server() {
    return server;
  }

  WebCrmConfiguration configuration() {
    return configuration(server.uri(), TOKEN, 0);
  }

  static WebCrmConfiguration configuration(URI url, String token, int requestsPerMinute) {
    return new WebCrmConfiguration(
        url,
        token,
        requestsPerMinute,
        Duration.ofSeconds(5),
        Duration.ofSeconds(120),
        Optional.of("OrganisationExtraCustom2"),
        Optional.of("PersonCustom2"),
        Optional.of("OrganisationExtraCustom1"),
        Optional.of("Inaktiv"),
        List.of(),
        BULK_SIZE);
  }

  @Override
  public void close() {
    server.close();
  }

  private Answer answer(Request request) {
    requests.add(request);
    if (!request.path().startsWith("/Auth/")) {
      return withEmptyFields(answers.apply(request));
    }
    return sessionAnswers
        .apply(request)
        .orElseGet(
            () -> {
              int count = logIns.incrementAndGet();
              return Answer.json(
                  200,
                  "{\"AccessToken\":\"access-%d\",\"RefreshToken\":\"refresh-%d\",\"ExpiresIn\":3600,\"IsError\":false,\"Error\":null,\"ErrorDescription\":null}"
                      .formatted(count, count));
            });
  }

  /** webCRM gives every field of a record; the scripts name only those that matter to a test. */
  private static Answer withEmptyFields(Answer answer) {
    try {
      JsonNode body = MAPPER.readTree(answer.body());
      for (JsonNode record : body.isArray() ? body : List.of(body)) {
        if (record instanceof ObjectNode fields && fields.path("Message").isMissingNode()) {
          FIELDS.stream().filter(name -> !fields.has(name)).forEach(fields::putNull);
        }
      }
      boolean records = body.isObject() || (body.isArray() && !body.isEmpty());
      return records ? new Answer(answer.status(), answer.headers(), body.toString()) : answer;
    } catch (JsonProcessingException e) {
      return answer;
    }
  }
}
