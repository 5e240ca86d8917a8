package no.tandem.remote;

import io.vertx.core.VertxException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import no.tandem.sync.side.RejectedException;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;

/**
 * Makes the calls to one system for one tenant.
 *
 * <p>A 429 was not handled, so the call is made again after the time that the answer names. A 401
 * was not handled either: after a fresh log-in it is made again, once. Everything else goes to the
 * caller: a 4xx is a rejection; a 5xx, a lost connection, a time-out or an unreadable answer is a
 * passing trouble after which it is unknown whether the call was handled, so it is never repeated
 * here.
 */
public final class Caller {
  private static final int ATTEMPTS_AFTER_429 = 5;
  private static final Duration WAIT_AFTER_429 = Duration.ofSeconds(2);
  private static final Duration LONGEST_SPREAD = Duration.ofSeconds(1);
  private static final int MOST_TIMES_LATE = 3;

  /** How far a run may overrun: what it does past its time would fail again in each run. */
  private static final Duration SHORT_WAIT = Duration.ofSeconds(5);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  /** How a system says what went wrong. */
  public interface ErrorReader {

    /** The error's kind, as far as it may be logged: no values. */
    String title(int status, String body);

    /** The system's own words. */
    String text(int status, String body);

    /**
     * Whether the system itself wrote the answer, or nothing was written. A gateway or proxy on the
     * way answers in another form; its 404 says nothing about the record.
     */
    boolean ownForm(int status, String body);

    /** Where the system is, for an operator who has to look at it. */
    default Optional<Place> place() {
      return Optional.empty();
    }

    /**
     * After how long to come again, where the text of a rejection for too many requests says so.
     */
    default Optional<Duration> comeAgainAfter(String body) {
      return Optional.empty();
    }
  }

  private final SystemName system;
  private final RequestLimit limit;
  private final Waiting waiting;
  private final Runnable logInAfresh;
  private final ErrorReader errors;
  private final Troubles troubles;
  private final Terms terms;

  /**
   * @param logInAfresh forgets the present token, so that the next call logs in again
   */
  public Caller(
      SystemName system,
      RequestLimit limit,
      Waiting waiting,
      Runnable logInAfresh,
      ErrorReader errors,
      Troubles troubles,
      Terms terms) {
    this.system = system;
    this.limit = limit;
    this.waiting = waiting;
    this.logInAfresh = logInAfresh;
    this.errors = errors;
    this.troubles = troubles;
    this.terms = terms;
  }

  /**
   * Makes a call that only reads.
   *
   * @throws RejectedException if the system rejects it, 404 included
   * @throws TransientException if it could not be made or its outcome is not known
   */
  public <T> T call(Supplier<T> call) {
    return call(() -> true, call);
  }

  /**
   * Makes a call.
   *
   * @param clearance asked each time that the request is about to be sent
   * @throws RejectedException if the system rejects it, 404 included
   * @throws TransientException if it could not be made or its outcome is not known
   */
  public <T> T call(Clearance clearance, Supplier<T> call) {
    boolean loggedInAfresh = false;
    int late = 0;
    for (int attempt = 1; ; attempt++) {
      terms.fence().keep();
      if (!clearance.prepare()) {
        throw notSent("it was not its turn");
      }
      limit.acquire();
      Failure failure;
      try {
        if (!clearance.given()) {
          if (++late == MOST_TIMES_LATE) {
            throw notSent("it was not in time");
          }
          attempt--;
          continue;
        }
        return call.get();
      } catch (WebApplicationException e) {
        failure = Failure.of(e);
      } catch (Exception e) {
        if (isLostAnswer(e)) {
          throw unanswered(e);
        }
        throw e;
      } finally {
        limit.release();
      }
      if (failure.status() == 429) {
        troubles.throttled();
      }
      if (failure.status() == 401 && !loggedInAfresh) {
        loggedInAfresh = true;
        logInAfresh.run();
      } else if (failure.status() == 429 && attempt < ATTEMPTS_AFTER_429 && isWorthIt(failure)) {
        waiting.pause(wait(failure));
      } else {
        throw failed(failure);
      }
    }
  }

  private TransientException notSent(String why) {
    String title = "not sent: " + why;
    return new TransientException(system, 0, title, title);
  }

  /** Whether the time that the answer names is short, and there is that much left. */
  private boolean isWorthIt(Failure failure) {
    Duration wait = wait(failure);
    Instant then = waiting.clock().instant().plus(wait);
    return wait.compareTo(SHORT_WAIT) <= 0
        || (wait.compareTo(LONGEST_WAIT) <= 0
            && terms.until().filter(until -> !then.isBefore(until)).isEmpty());
  }

  /** A little longer than asked, and different in each process, so that not all come at once. */
  private Duration wait(Failure failure) {
    return failure
        .retryAfter()
        .flatMap(text -> RetryAfter.read(text, waiting.clock().instant()))
        .or(() -> errors.comeAgainAfter(failure.body()))
        .map(answered -> answered.isNegative() ? Duration.ZERO : answered)
        .orElse(WAIT_AFTER_429)
        .plusMillis((long) (waiting.chance() * LONGEST_SPREAD.toMillis()));
  }

  private RuntimeException failed(Failure failure) {
    String title = errors.title(failure.status(), failure.body());
    String text = errors.text(failure.status(), failure.body());
    boolean passing =
        failure.status() >= 500
            || failure.status() == 429
            || failure.status() == 408
            || failure.status() == 401
            || failure.status() == 403
            || failure.status() == 409
            || (failure.status() == 404 && !errors.ownForm(failure.status(), failure.body()));
    return passing
        ? new TransientException(system, failure.status(), title, text)
        : new RejectedException(system, failure.status(), title, text);
  }

  /**
   * Where a connection ends or is silent in the middle of a body, the REST client throws what it
   * got from Vert.x or the JDK, without saying so in its signatures.
   */
  private static boolean isLostAnswer(Exception e) {
    return e instanceof ProcessingException
        || e instanceof VertxException
        || e instanceof IOException
        || e instanceof TimeoutException;
  }

  private TransientException unanswered(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    // The message of a JSON error can quote the answer; the class says enough for the log.
    String title = "no usable answer (" + cause.getClass().getSimpleName() + ")";
    String text = errors.place().map(place -> place.unanswered(e)).orElse(title);
    return new TransientException(system, 0, title, text);
  }

  private record Failure(int status, String body, Optional<String> retryAfter) {

    static Failure of(WebApplicationException e) {
      try (Response response = e.getResponse()) {
        return new Failure(response.getStatus(), body(response), header(response));
      }
    }

    private static String body(Response response) {
      try {
        return response.hasEntity() ? response.readEntity(String.class) : "";
      } catch (RuntimeException e) {
        // The status counts, also when the text after it is lost.
        return "";
      }
    }

    private static Optional<String> header(Response response) {
      return Optional.ofNullable(response.getHeaderString("Retry-After"));
    }
  }
}
