package no.tandem.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.http.HttpClosedException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.SocketException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import no.tandem.TestClock;
import no.tandem.sync.side.Fence;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.RejectedException;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {
  private final TestClock time = new TestClock();
  private final AtomicInteger logIns = new AtomicInteger();
  private final AtomicInteger made = new AtomicInteger();
  private final Troubles troubles = new Troubles();
  private final Caller caller = caller(Terms.NONE);
  private double chance;

  private Caller caller(Terms terms) {
    return caller(terms, new RateLimit(time, 0, Duration.ofSeconds(1)));
  }

  private Caller caller(Terms terms, RequestLimit limit) {
    Waiting waiting =
        new Waiting() {
          @Override
          public Clock clock() {
            return time.clock();
          }

          @Override
          public void pause(Duration duration) {
            time.pause(duration);
          }

          @Override
          public double chance() {
            return chance;
          }
        };
    Caller.ErrorReader errors =
        new Caller.ErrorReader() {
          @Override
          public String title(int status, String body) {
            return "title " + status;
          }

          @Override
          public String text(int status, String body) {
            return "text of " + body;
          }

          @Override
          public boolean ownForm(int status, String body) {
            return !body.equals("gateway");
          }

          @Override
          public Optional<Duration> comeAgainAfter(String body) {
            return body.equals("in 12 seconds")
                ? Optional.of(Duration.ofSeconds(12))
                : Optional.empty();
          }
        };
    return new Caller(
        SystemName.POWEROFFICE, limit, waiting, logIns::incrementAndGet, errors, troubles, terms);
  }

  @Test
  void givesWhatTheCallGives() {
    assertThat(caller.call(answers(200))).isEqualTo("done");
    assertThat(made).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 405, 413, 422})
  void refusalsAreRejected(int status) {
    RejectedException e = rejected(answers(status));
    assertThat(e.status()).isEqualTo(status);
    assertThat(e.title()).isEqualTo("title " + status);
    assertThat(e.text()).isEqualTo("text of own");
    assertThat(made).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 408, 409, 500, 502, 503, 504})
  void troublesPassAndAreNotRepeated(int status) {
    assertThat(failed(answers(status)).status()).isEqualTo(status);
    assertThat(made).hasValue(1);
  }

  @Test
  void anotherHandsNotFoundSaysNothingOfTheRecord() {
    Supplier<String> call =
        () -> {
          throw new WebApplicationException(Response.status(404).entity("gateway").build());
        };
    assertThat(failed(call).status()).isEqualTo(404);
  }

  @Test
  void tooManyIsRepeatedAfterTheTimeThatItNames() {
    Deque<Response> answers =
        new ArrayDeque<>(
            List.of(
                Response.status(429).header("Retry-After", "7").build(),
                Response.status(429).build(),
                Response.status(200).build()));
    assertThat(caller.call(answers(answers))).isEqualTo("done");
    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(7 + 2));
    assertThat(troubles.take()).isEqualTo(new Troubles.Counts(2, 0));
    assertThat(troubles.take()).as("each is reported once").isEqualTo(new Troubles.Counts(0, 0));
  }

  @Test
  void tooManyIsRepeatedAtTheMomentThatItNames() {
    String then =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            time.clock().instant().plusSeconds(9).atOffset(ZoneOffset.UTC));
    Deque<Response> answers =
        new ArrayDeque<>(
            List.of(
                Response.status(429).header("Retry-After", then).build(),
                Response.status(429).header("Retry-After", then).build(),
                Response.status(429).header("Retry-After", "soon").build(),
                Response.status(200).build()));
    assertThat(caller.call(answers(answers))).isEqualTo("done");
    assertThat(time.passed()).as("no time at all once it is over").isEqualTo(seconds(9 + 2));
  }

  @Test
  void tooManyIsRepeatedAfterTheTimeThatItsTextNames() {
    Deque<Response> answers =
        new ArrayDeque<>(
            List.of(
                Response.status(429).entity("in 12 seconds").build(),
                Response.status(200).build()));
    assertThat(caller.call(answers(answers))).isEqualTo("done");
    assertThat(time.passed()).isEqualTo(seconds(12));
  }

  @Test
  void processesThatWereGivenTheSameTimeComeApart() {
    chance = 0.5;
    assertThat(caller.call(answers(429, 200))).isEqualTo("done");
    assertThat(time.passed()).isEqualTo(Duration.ofMillis(2500));
  }

  @Test
  void noWaitIsLongerThanTheTimeThatIsLeft() {
    Caller hurried = caller(new Terms(Priority.LIVE, Fence.NONE, inSeconds(30)));
    Response answer = Response.status(429).header("Retry-After", "40").build();
    Supplier<String> call = answers(new ArrayDeque<>(List.of(answer)));
    assertThat(catchThrowableOfType(TransientException.class, () -> hurried.call(call)).status())
        .isEqualTo(429);
    assertThat(time.passed()).isZero();
  }

  @Test
  void aRunThatHasHadItsTimeStillWaitsForSomeSeconds() {
    Caller late = caller(new Terms(Priority.LIVE, Fence.NONE, inSeconds(0)));
    Deque<Response> answers =
        new ArrayDeque<>(
            List.of(
                Response.status(429).header("Retry-After", "1").build(),
                Response.status(200).build()));
    assertThat(late.call(answers(answers))).isEqualTo("done");
  }

  // --- what a request has to have to be sent ---

  @Test
  void aCreationIsStoredWhenItsRequestHasItsPlace() {
    Duration span = Duration.ofSeconds(20);
    RateLimit limit = new RateLimit(time, 1, span);
    limit.acquire();
    limit.release();
    List<Duration> stored = new ArrayList<>();
    Creation creation = creation(stored, Duration.ofSeconds(30));
    assertThat(caller(Terms.NONE, limit).call(creation, answers(200))).isEqualTo("done");
    assertThat(stored).containsExactly(span);
  }

  @Test
  void aCreationThatWasPutOffForTooLongIsStoredAgain() {
    List<Duration> stored = new ArrayList<>();
    Creation creation = creation(stored, Duration.ofSeconds(30));
    Deque<Response> answers =
        new ArrayDeque<>(
            List.of(
                Response.status(429).header("Retry-After", "20").build(),
                Response.status(429).header("Retry-After", "20").build(),
                Response.status(200).build()));
    assertThat(caller.call(creation, answers(answers))).isEqualTo("done");
    assertThat(stored).as("the second wait was too long").containsExactly(seconds(0), seconds(40));
  }

  @Test
  void aCreationThatIsNeverInTimeIsNotSent() {
    List<Duration> stored = new ArrayList<>();
    Creation creation = creation(stored, Duration.ZERO);
    assertThat(
            catchThrowableOfType(
                    TransientException.class, () -> caller.call(creation, answers(200)))
                .title())
        .contains("not in time");
    assertThat(stored).hasSize(3);
    assertThat(made).hasValue(0);
  }

  @Test
  void aRunThatHasLostItsLeaseSendsNoWrite() {
    Fence closed =
        new Fence() {
          @Override
          public void keep() {}

          @Override
          public void check() {
            throw new ClosedException("taken over");
          }
        };
    assertThatThrownBy(() -> caller.call(Clearance.of(closed, Freshness.ANY), answers(200)))
        .isInstanceOf(Fence.ClosedException.class);
    assertThat(made).hasValue(0);
  }

  private Creation creation(List<Duration> stored, Duration lasts) {
    return new Creation(
        () -> {
          stored.add(time.passed());
          return time.clock().instant().plus(lasts);
        },
        Baton.FREE,
        Fence.NONE,
        time.clock());
  }

  private Optional<Instant> inSeconds(int seconds) {
    return Optional.of(time.clock().instant().plusSeconds(seconds));
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void tooManyIsGivenUpAfterAWhile() {
    assertThat(failed(answers(429, 429, 429, 429, 429, 200)).status()).isEqualTo(429);
    assertThat(made).hasValue(5);
  }

  @Test
  void aWaitThatIsTooLongIsLeftToTheNextRun() {
    Response answer = Response.status(429).header("Retry-After", "3600").build();
    assertThat(failed(answers(new ArrayDeque<>(List.of(answer)))).status()).isEqualTo(429);
    assertThat(time.passed()).isZero();
  }

  @Test
  void aRefusedTokenIsRenewedOnce() {
    assertThat(caller.call(answers(401, 200))).isEqualTo("done");
    assertThat(logIns).hasValue(1);
    assertThat(failed(answers(401, 401, 200)).status()).isEqualTo(401);
    assertThat(logIns).hasValue(2);
  }

  @Test
  void aLostConnectionIsReportedByItsKindWithoutItsMessage() {
    Supplier<String> call =
        () -> {
          made.incrementAndGet();
          throw new ProcessingException(new IOException("a value"));
        };
    TransientException e = failed(call);
    assertThat(e.title()).isEqualTo("no usable answer (IOException)");
    assertThat(e.text()).doesNotContain("a value");
    assertThat(e.status()).isZero();
    assertThat(made).hasValue(1);
  }

  @Test
  void aConnectionThatEndsWithinABodyIsATroubleThatPasses() {
    Supplier<String> call =
        () -> {
          throw new HttpClosedException("a value");
        };
    assertThat(failed(call).title()).isEqualTo("no usable answer (HttpClosedException)");
  }

  @Test
  void anUndeclaredTroubleOfTheConnectionIsATroubleThatPasses() {
    assertThat(failed(() -> undeclared(new SocketException("a value"))).title())
        .isEqualTo("no usable answer (SocketException)");
    assertThat(failed(() -> undeclared(new TimeoutException("a value"))).title())
        .isEqualTo("no usable answer (TimeoutException)");
  }

  @Test
  void aDefectOfOursIsNotTakenForATroubleOfTheSystem() {
    Supplier<String> call =
        () -> {
          throw new IllegalArgumentException("ours");
        };
    assertThatThrownBy(() -> caller.call(call)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFailedLogInWithinACallIsReportedAsItIs() {
    TransientException refused =
        new TransientException(SystemName.POWEROFFICE, 400, "log-in rejected", "text");
    assertThat(
            failed(
                () -> {
                  throw refused;
                }))
        .isSameAs(refused);
  }

  /** Throws as the REST client does: what its signature does not declare. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> String undeclared(Throwable e) throws E {
    throw (E) e;
  }

  private RejectedException rejected(Supplier<String> call) {
    return catchThrowableOfType(RejectedException.class, () -> caller.call(call));
  }

  private TransientException failed(Supplier<String> call) {
    return catchThrowableOfType(TransientException.class, () -> caller.call(call));
  }

  private Supplier<String> answers(int... statuses) {
    Deque<Response> answers = new ArrayDeque<>();
    for (int status : statuses) {
      answers.add(Response.status(status).entity("own").build());
    }
    return answers(answers);
  }

  private Supplier<String> answers(Deque<Response> answers) {
    return () -> {
      made.incrementAndGet();
      Response answer = answers.removeFirst();
      if (answer.getStatus() >= 400) {
        throw new WebApplicationException(answer);
      }
      return "done";
    };
  }
}
