package no.tandem.remote;

import io.vertx.core.VertxException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import no.tandem.sync.RejectedException;
import no.tandem.sync.SystemName;
import no.tandem.sync.TransientException;

/**
 * Makes the calls to one system for one tenant.
 *
 * <p>A 429 was not handled, so the call is made again after the time that the answer names. A 401
 * was not handled either: after a fresh log-in it is made again, once. Everything else is told to
 * the caller: a 4xx is a refusal; a 5xx, a lost connection, a time-out or an unreadable answer is a
 * passing trouble after which nobody knows whether the call was handled, so it is never repeated
 * here.
 */
public final class Caller {
  private static final int ATTEMPTS_AFTER_429 = 5;
  private static final Duration WAIT_AFTER_429 = Duration.ofSeconds(2);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  /** How a system tells what went wrong. */
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
  }

  private final SystemName system;
  private final RequestLimit limit;
  private final Waiting waiting;
  private final Runnable logInAfresh;
  private final ErrorReader errors;
  private final Troubles troubles;

  /**
   * @param logInAfresh forgets the present token, so that the next call logs in again
   */
  public Caller(
      SystemName system,
      RequestLimit limit,
      Waiting waiting,
      Runnable logInAfresh,
      ErrorReader errors,
      Troubles troubles) {
    this.system = system;
    this.limit = limit;
    this.waiting = waiting;
    this.logInAfresh = logInAfresh;
    this.errors = errors;
    this.troubles = troubles;
  }

  /**
   * Makes the call.
   *
   * @throws RejectedException if the system refuses it, 404 included
   * @throws TransientException if it could not be made or its outcome is not known
   */
  public <T> T call(Supplier<T> call) {
    boolean loggedInAfresh = false;
    for (int attempt = 1; ; attempt++) {
      limit.acquire();
      Failure failure;
      try {
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
      } else if (failure.status() == 429
          && attempt < ATTEMPTS_AFTER_429
          && failure.wait(WAIT_AFTER_429).compareTo(LONGEST_WAIT) <= 0) {
        waiting.pause(failure.wait(WAIT_AFTER_429));
      } else {
        throw failed(failure);
      }
    }
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
    return new TransientException(system, 0, title, title);
  }

  private record Failure(int status, String body, Optional<Duration> retryAfter) {

    static Failure of(WebApplicationException e) {
      try (Response response = e.getResponse()) {
        return new Failure(response.getStatus(), body(response), retryAfter(response));
      }
    }

    Duration wait(Duration unlessTold) {
      return retryAfter.orElse(unlessTold);
    }

    private static String body(Response response) {
      try {
        return response.hasEntity() ? response.readEntity(String.class) : "";
      } catch (RuntimeException e) {
        // The status counts, also when the text after it is lost.
        return "";
      }
    }

    private static Optional<Duration> retryAfter(Response response) {
      String header = response.getHeaderString("Retry-After");
      return header != null && header.strip().matches("\\d{1,6}")
          ? Optional.of(Duration.ofSeconds(Long.parseLong(header.strip())))
          : Optional.empty();
    }
  }
}
