package no.tandem.webcrm;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.http.SimulatorServer;

/**
 * A server that logs everybody in and answers everything else as the test says: for answers that
 * webCRM may or may not give.
 */
final class ScriptedWebCrm implements AutoCloseable {
  static final String TOKEN = "11111111-2222-3333-4444-555555555555";

  private final SimulatorServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger logIns = new AtomicInteger();
  private volatile Function<Request, Answer> answers = request -> Answer.json(200, "[]");
  private volatile Function<Request, Optional<Answer>> sessionAnswers = request -> Optional.empty();

  ScriptedWebCrm(VirtualTime time) {
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
        Optional.of("OrganisationExtraCustom1"));
  }

  @Override
  public void close() {
    server.close();
  }

  private Answer answer(Request request) {
    requests.add(request);
    if (!request.path().startsWith("/Auth/")) {
      return answers.apply(request);
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
}
