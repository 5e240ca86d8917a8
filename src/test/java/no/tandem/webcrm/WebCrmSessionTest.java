package no.tandem.webcrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.TestClock;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.local.http.Request;
import no.tandem.local.http.SimulatorServer;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.remote.Limits;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.TransientException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
final class WebCrmSessionTest {
  private static final String LOG_IN = "POST /Auth/ApiLogin";
  private static final String REFRESH = "POST /Auth/ApiRefresh";
  private static final String QUERY = "GET /Queries";

  private final TestClock time = new TestClock("2026-11-23T12:00:00Z");
  private final Limits limits = Limits.ofThisProcess(time);
  private final ScriptedWebCrm webCrm = new ScriptedWebCrm(time);

  @AfterEach
  void close() {
    webCrm.close();
  }

  @Test
  void logsInOnceWithTheApplicationToken() {
    Side side = side();
    side.all();
    side.all();

    assertThat(webCrm.paths()).containsExactly(LOG_IN, QUERY, QUERY);
    Request logIn = webCrm.requests().getFirst();
    assertThat(logIn.form()).containsEntry("authCode", ScriptedWebCrm.TOKEN);
    assertThat(logIn.header("Accept")).contains("application/json");
    assertThat(webCrm.requests().getLast().header("Authorization")).contains("Bearer access-1");
    assertThat(webCrm.requests().getLast().header("Accept")).contains("application/json");
    assertThat(side.calls()).isEqualTo(2);
  }

  @Test
  void refreshesAheadOfExpiryWithTheNewestRefreshToken() {
    Side side = side();
    side.all();
    time.pause(Duration.ofMinutes(56));
    side.all();
    time.pause(Duration.ofMinutes(56));
    side.all();

    assertThat(webCrm.paths()).containsExactly(LOG_IN, QUERY, REFRESH, QUERY, REFRESH, QUERY);
    Request second = webCrm.requests().get(4);
    assertThat(second.header("refreshToken")).contains("refresh-2");
    assertThat(second.header("Content-Length")).contains("0");
    assertThat(second.body()).isEmpty();
    assertThat(webCrm.requests().getLast().header("Authorization")).contains("Bearer access-3");
  }

  @Test
  void aDeadRefreshTokenLeadsToAFreshLogIn() {
    for (int status : new int[] {200, 400}) {
      try (ScriptedWebCrm other = new ScriptedWebCrm(time)) {
        other.loggingIn(
            request ->
                request.path().endsWith("ApiRefresh")
                    ? Optional.of(
                        Answer.json(
                            status,
                            "{\"IsError\":true,\"Error\":\"invalid_grant\",\"AccessToken\":null}"))
                    : Optional.empty());
        Side side =
            new WebCrm(other.configuration(), time, limits).side(WebCrm.Kind.PERSONS, List.of());
        side.all();
        time.pause(Duration.ofHours(10));
        side.all();

        assertThat(other.paths()).containsExactly(LOG_IN, QUERY, REFRESH, LOG_IN, QUERY);
      }
    }
  }

  @Test
  void anErrorIsNoticedInAnAnswerOfSuccess() {
    webCrm.loggingIn(
        request ->
            Optional.of(
                Answer.json(
                    200,
                    "{\"AccessToken\":\"x\",\"IsError\":true,\"Error\":\"invalid_client\","
                        + "\"ErrorDescription\":\"The token "
                        + ScriptedWebCrm.TOKEN
                        + " was withdrawn\"}")));

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> side().all())
        .satisfies(
            e -> {
              assertThat(e.text()).contains("was withdrawn").doesNotContain(ScriptedWebCrm.TOKEN);
              assertThat(e.title()).isEqualTo("log-in failed: 200 invalid_client");
            });
    assertThat(webCrm.paths()).containsExactly(LOG_IN);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWrongApplicationTokenIsRefusedAlsoWithAnAnswerOfSuccess(boolean withOk) {
    try (WebCrmSimulator simulator =
        new WebCrmSimulator(SimulatorServer.NO_PORT, time.clock(), time::pause)) {
      simulator.switches().refusesLogInWithOk(withOk);
      Side side =
          InProcessWebCrm.connect(webCrm.configuration(), time, simulator::answer)
              .side(WebCrm.Kind.PERSONS, List.of());
      assertThatExceptionOfType(TransientException.class)
          .isThrownBy(side::all)
          .satisfies(
              e ->
                  assertThat(e.title())
                      .isEqualTo("log-in failed: " + (withOk ? 200 : 400) + " invalid_client"));
    }
  }

  @Test
  void aRefusedLogInIsNoRefusalOfTheRecord() {
    webCrm.loggingIn(
        request ->
            Optional.of(
                Answer.json(
                    400, "{\"IsError\":true,\"ErrorDescription\":\"Unknown application\"}")));

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> create(side(), Map.of("PersonLastName", "Li"), owner(), "reference"))
        .withMessageContaining("Unknown application");
  }

  @Test
  void anUnreadableLogInIsAPassingTrouble() {
    for (String body : new String[] {"", "<html>", "{}", "{\"AccessToken\":\"\"}"}) {
      webCrm.loggingIn(request -> Optional.of(Answer.json(200, body)));
      assertThatExceptionOfType(TransientException.class).isThrownBy(() -> side().all());
    }
  }

  @Test
  void aTokenThatIsRefusedInMidRunLeadsToOneFreshLogIn() {
    webCrm.answering(
        request ->
            request.header("Authorization").equals(Optional.of("Bearer access-1"))
                ? Answer.empty(401)
                : Answer.json(200, "[]"));
    Side side = side();
    side.all();
    side.all();

    assertThat(webCrm.paths()).containsExactly(LOG_IN, QUERY, LOG_IN, QUERY, QUERY);
  }

  @Test
  void aStrayRefusalDoesNotStopTheRun() {
    webCrm
        .server()
        .inject(1, r -> r.path().equals("/Queries"), new Fault.Refuse(Answer.empty(401)));

    assertThat(side().all().snapshots()).isEmpty();
  }

  @Test
  void aLastingRefusalIsReported() {
    webCrm.answering(request -> Answer.empty(401));

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> side().all())
        .satisfies(e -> assertThat(e.status()).isEqualTo(401));
    assertThat(webCrm.paths()).containsExactly(LOG_IN, QUERY, LOG_IN, QUERY);
  }

  @Test
  void logInsKeepWithinTheLimitAndNeverWaitForThemselves() {
    WebCrmConfiguration one =
        ScriptedWebCrm.configuration(webCrm.server().uri(), ScriptedWebCrm.TOKEN, 1);
    webCrm
        .server()
        .inject(1, r -> r.path().equals("/Queries"), new Fault.Refuse(Answer.empty(401)));

    new WebCrm(one, time, limits).side(WebCrm.Kind.PERSONS, List.of()).all();

    // Log-in, query (401), log-in, query: three waits of a minute.
    assertThat(time.clock().instant()).isEqualTo("2026-11-23T12:03:00Z");
  }

  private Side side() {
    return new WebCrm(webCrm.configuration(), time, limits).side(WebCrm.Kind.PERSONS, List.of());
  }

  private static Optional<RecordId> owner() {
    return Optional.of(new RecordId("57"));
  }

  private static Optional<RecordId> create(
      Side side, Map<String, String> columns, Optional<RecordId> owner, String reference) {
    return side.create(new Side.New(columns, owner, reference), () -> Instant.MAX).id();
  }
}
