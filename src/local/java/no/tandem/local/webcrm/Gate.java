package no.tandem.local.webcrm;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.http.SlidingWindow;

/** Lets requests in: by their address's length, their token, and the rate limit. */
final class Gate {
  private static final Duration SPAN = Duration.ofMinutes(1);
  private static final String BEARER = "bearer ";

  private final Clock clock;
  private final WebCrmSwitches switches;
  private final Sessions sessions;
  private SlidingWindow window;
  private int limit;

  Gate(Clock clock, WebCrmSwitches switches, Sessions sessions) {
    this.clock = clock;
    this.switches = switches;
    this.sessions = sessions;
    limit = switches.requestsPerMinute();
    window = new SlidingWindow(clock, limit, SPAN);
  }

  synchronized void reset() {
    limit = switches.requestsPerMinute();
    window = new SlidingWindow(clock, limit, SPAN);
  }

  /** What a request gets whose address is too long for the web server in front. */
  Optional<Answer> tooLong(Request request) {
    int length = request.path().length() + 1 + request.rawQuery().length();
    if (length <= switches.longestAddress()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (switches.longAddressAnswer()) {
          case URI_TOO_LONG ->
              new Answer(414, Map.of("Content-Type", "text/plain"), "The request URI is too long.");
          case HTML_NOT_FOUND ->
              new Answer(
                  404,
                  Map.of("Content-Type", "text/html"),
                  "<!DOCTYPE html><html><head><title>404 - File or directory not found.</title>"
                      + "</head><body><h2>404 - File or directory not found.</h2></body></html>");
        });
  }

  /**
   * Refuses a log-in or refresh that is over the limit; one without a good token counts nothing.
   */
  Optional<Answer> overLimitAtLogIn(Request request) {
    return sessions.isByApplication(request) ? overLimit() : Optional.empty();
  }

  /** Refuses a call without a good access token, or over the limit. */
  Optional<Answer> refused(Request request) {
    String authorization = request.header("Authorization").orElse("");
    boolean good =
        authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
            && sessions.isGood(authorization.substring(BEARER.length()).strip());
    if (!good || switches.happens(switches.strayUnauthorized())) {
      return Optional.of(Answer.empty(401));
    }
    return overLimit();
  }

  private synchronized Optional<Answer> overLimit() {
    if (limit != switches.requestsPerMinute()) {
      reset();
    }
    return window.take().map(Gate::tooMany);
  }

  private static Answer tooMany(Duration wait) {
    int seconds = (int) Math.max(1, wait.plusMillis(999).toSeconds());
    return new Answer(
        429,
        Map.of(
            "Content-Type",
            "application/json; charset=utf-8",
            "Retry-After",
            Integer.toString(seconds)),
        Json.object(
            "RetryAfterSeconds",
            seconds,
            "Message",
            "API calls quota exceeded, maximum admitted is reached. Retry after "
                + seconds
                + " seconds.",
            "Type",
            "TooManyRequestsException"));
  }
}
