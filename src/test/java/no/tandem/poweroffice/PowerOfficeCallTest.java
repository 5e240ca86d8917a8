package no.tandem.poweroffice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.local.http.Request;
import no.tandem.local.http.SimulatorServer;
import no.tandem.local.http.SimulatorServer.Journalled;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.remote.Limits;
import no.tandem.remote.Waiting;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.TransientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Log-in, request limit and lost connections. */
@QuarkusTest
class PowerOfficeCallTest extends Connected {
  @Test
  void oneLogInServesManyCalls() {
    customers().all();
    departments().all();
    assertThat(logIns()).isEqualTo(1);
  }

  @Test
  void aTokenIsRenewedAheadOfItsExpiry() {
    customers().all();
    time.pause(Duration.ofMinutes(18));
    customers().all();
    assertThat(logIns()).isEqualTo(1);
    time.pause(Duration.ofSeconds(61));
    customers().all();
    assertThat(logIns()).isEqualTo(2);
    assertThat(calls()).extracting(Journalled::status).containsOnly(204);
  }

  @Test
  void aShortLivedTokenIsRenewedInTime() {
    simulator.switches().tokenLifetime(Duration.ofSeconds(30));
    customers().all();
    time.pause(Duration.ofSeconds(16));
    customers().all();
    assertThat(logIns()).isEqualTo(2);
  }

  @Test
  void aTokenThatIsRefusedInMidRunIsRenewedOnce() {
    Side side = customers();
    side.all();
    simulator.revokeTokens();
    side.all();
    side.all();
    assertThat(logIns()).isEqualTo(2);
    assertThat(calls()).extracting(Journalled::status).containsExactly(204, 401, 204, 204);
    assertThat(side.calls()).isEqualTo(4);
  }

  @Test
  void aTokenThatIsRefusedToManyAtOnceIsRenewedOnce() throws Exception {
    customers().all();
    simulator.revokeTokens();
    parallel(20, () -> customers().all());
    assertThat(logIns()).isEqualTo(2);
  }

  @Test
  void aTokenThatIsRefusedAgainIsATroubleThatPasses() {
    refuseNext("/v2/Customers", Answer.empty(401));
    refuseNext("/v2/Customers", Answer.empty(401));
    assertThat(failed(customers()).status()).isEqualTo(401);
    assertThat(logIns()).isEqualTo(2);
  }

  @Test
  void wrongKeysAreReportedInPowerOfficesWords() {
    PowerOffice stranger = open(configuration(simulator.url(), "a-wrong-key", 0));
    Side side = stranger.side(PowerOffice.Kind.CUSTOMERS, ORGANISATION);
    TransientException e = failed(side);
    assertThat(e.status()).isEqualTo(400);
    assertThat(e.title()).isEqualTo("log-in rejected (invalid_client)");
    assertThat(e.text())
        .contains("Client integration not found. Please ensure the provided keys are matching")
        .doesNotContain("a-wrong-key");
    assertThat(side.calls()).isZero();
    assertThat(calls()).isEmpty();
  }

  @Test
  void aLogInThatFailsIsTriedAgainByTheNextCall() {
    for (Fault fault :
        List.of(
            new Fault.Refuse(Answer.empty(503)),
            new Fault.Refuse(Answer.json(429, "{\"statusCode\":429,\"message\":\"Slower\"}")),
            new Fault.Refuse(Answer.json(200, "{\"access_token\":\"a secret")),
            new Fault.Refuse(Answer.json(200, "{}")),
            new Fault.Refuse(Answer.json(200, "[\"a secret\"]")),
            new Fault.HandleThenCut())) {
      simulator.server().inject(1, PowerOfficeCallTest::isLogIn, fault);
      TransientException e = failed(customers());
      assertThat(e.title()).as(fault.toString()).contains("log-in");
      assertThat(e.text()).as(fault.toString()).doesNotContain("a secret");
    }
    assertThat(customers().all().snapshots()).isEmpty();
  }

  @Test
  void keysDoNotShowInTexts() {
    assertThat(configuration(10).toString())
        .doesNotContain(
            simulator.keys().clientKey(),
            simulator.keys().subscriptionKey(),
            simulator.keys().applicationKey());
  }

  @Test
  void everyCallCarriesTokenAndSubscriptionKey() {
    List<Map<String, String>> headers = new ArrayList<>();
    simulator.server().observe((request, answer) -> headers.add(request.headers()));
    customers().all();
    assertThat(headers).hasSize(2);
    assertThat(headers.getFirst().get("Authorization")).startsWith("Basic ");
    assertThat(headers.getLast().get("Authorization")).startsWith("Bearer ");
    assertThat(headers)
        .allSatisfy(
            one ->
                assertThat(one.get("Ocp-Apim-Subscription-Key"))
                    .isEqualTo(simulator.keys().subscriptionKey()));
  }

  @Test
  void tooManyRequestsAreRepeatedAfterTheTimeThatIsNamed() {
    refuseNext(
        "/v2/Customers",
        new Answer(429, Map.of("Retry-After", "17"), "{\"statusCode\":\"429\",\"message\":\"x\"}"));
    Side side = customers();
    assertThat(side.all().snapshots()).isEmpty();
    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(17));
    assertThat(side.calls()).isEqualTo(2);
  }

  @Test
  void twoClientsWithOneSubscriptionKeyKeepTheLimitTogether() {
    simulator.switches().requestsPerSecond(10);
    for (int client = 0; client < 2; client++) {
      Side side = open(configuration(10)).side(PowerOffice.Kind.CUSTOMERS, ORGANISATION);
      for (int i = 0; i < 10; i++) {
        side.all();
      }
    }
    assertThat(calls()).hasSize(20).extracting(Journalled::status).containsOnly(204);
    // The two log-ins count as well.
    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void parallelCallsNeverExceedTheLimit() throws Exception {
    // In real time: time that moves when someone waits would run away from the requests on the way.
    RealTime realTime = new RealTime();
    try (PowerOfficeSimulator strict =
        new PowerOfficeSimulator(0, realTime.clock(), realTime::pause)) {
      PowerOfficeConfiguration given = configuration(10);
      strict.switches().requestsPerSecond(10);
      PowerOffice client =
          new PowerOffice(
              new PowerOfficeConfiguration(
                  strict.url(),
                  strict.tokenUrl(),
                  given.applicationKey(),
                  given.clientKey(),
                  given.subscriptionKey(),
                  10,
                  given.timeout(),
                  given.overlap()),
              oidcClients,
              realTime,
              Limits.ofThisProcess(realTime));
      parallel(20, () -> client.side(PowerOffice.Kind.CUSTOMERS, ORGANISATION).all());
      client.close();
      assertThat(strict.server().journal())
          .filteredOn(call -> call.path().startsWith("/v2/"))
          .hasSize(20)
          .extracting(Journalled::status)
          .containsOnly(204);
    }
  }

  private static final class RealTime implements Waiting {

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }

    @Override
    public void pause(Duration duration) {
      LockSupport.parkNanos(duration.toNanos());
    }
  }

  @Test
  void aDroppedConnectionIsATroubleThatPasses() {
    for (Fault fault : List.of(new Fault.Drop(), new Fault.HandleThenDrop())) {
      simulator.server().inject(1, isApi("/v2/"), fault);
      Side side = customers();
      assertThat(failed(side).status()).isZero();
      assertThat(side.calls()).isEqualTo(1);
    }
    assertThat(calls()).hasSize(2);
  }

  @Test
  void anErrorWhoseTextIsCutOffKeepsItsStatus() {
    customers().all();
    simulator.revokeTokens();
    // The 401 is cut in its middle; after a fresh log-in the call is made again.
    simulator.server().inject(1, isApi("/v2/"), new Fault.HandleThenCut());
    assertThat(customers().all().snapshots()).isEmpty();
    assertThat(logIns()).isEqualTo(2);
  }

  @Test
  void anAnswerThatTakesTooLongIsATroubleThatPasses() throws Exception {
    customers().all();
    CountDownLatch silence = new CountDownLatch(1);
    try (SimulatorServer silent =
        new SimulatorServer(
            0,
            time.clock(),
            time::pause,
            request -> {
              await(silence);
              return Answer.empty(204);
            })) {
      PowerOfficeConfiguration given = configuration(0);
      PowerOffice impatient =
          open(
              new PowerOfficeConfiguration(
                  URI.create(silent.uri() + "/v2"),
                  given.tokenUrl(),
                  given.applicationKey(),
                  given.clientKey(),
                  given.subscriptionKey(),
                  0,
                  Duration.ofMillis(300),
                  given.overlap()));
      assertThat(failed(impatient.side(PowerOffice.Kind.CUSTOMERS, ORGANISATION)).status())
          .isZero();
      PowerOffice locked =
          open(
              new PowerOfficeConfiguration(
                  given.url(),
                  URI.create(silent.uri() + "/OAuth/Token"),
                  given.applicationKey(),
                  given.clientKey(),
                  given.subscriptionKey(),
                  0,
                  Duration.ofMillis(300),
                  given.overlap()));
      assertThat(failed(locked.side(PowerOffice.Kind.CUSTOMERS, ORGANISATION)).title())
          .isEqualTo("no usable answer to the log-in (time-out)");
      silence.countDown();
    }
  }

  @Test
  @Timeout(20)
  void anAnswerThatStopsInItsMiddleIsATroubleThatPasses() throws Exception {
    try (ServerSocket stalling = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      thread.execute(() -> answerHalf(stalling));
      PowerOfficeConfiguration given = configuration(0);
      PowerOffice impatient =
          open(
              new PowerOfficeConfiguration(
                  URI.create("http://localhost:" + stalling.getLocalPort() + "/v2"),
                  given.tokenUrl(),
                  given.applicationKey(),
                  given.clientKey(),
                  given.subscriptionKey(),
                  0,
                  Duration.ofMillis(300),
                  given.overlap()));
      assertThat(failed(impatient.side(PowerOffice.Kind.CUSTOMERS, ORGANISATION)).status())
          .isZero();
    }
  }

  @Test
  void aServerThatIsNotThereIsATroubleThatPasses() {
    PowerOffice beforeLogIn = open(configuration(0));
    customers().all();
    simulator.close();
    assertThat(failed(customers()).status()).isZero();
    assertThat(failed(beforeLogIn.side(PowerOffice.Kind.CUSTOMERS, ORGANISATION)).title())
        .contains("log-in");
  }

  /** Sends half an answer and then nothing until the client goes away. */
  private static void answerHalf(ServerSocket server) {
    try (Socket connection = server.accept()) {
      connection
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n[{"
                  .getBytes(StandardCharsets.US_ASCII));
      connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The client has gone away, or the test is over.
    }
  }

  private static boolean isLogIn(Request request) {
    return request.path().equals("/OAuth/Token");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static TransientException failed(Side side) {
    return catchThrowableOfType(TransientException.class, side::all);
  }

  private static void parallel(int times, Runnable call) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        all.add(threads.submit(call));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }
}
