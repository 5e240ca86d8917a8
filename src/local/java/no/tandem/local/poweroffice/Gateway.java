package no.tandem.local.poweroffice;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.http.SlidingWindow;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Keys;

/** What stands before the API: subscription key, rate limit and access tokens. */
final class Gateway {
  private final Clock clock;
  private final Keys keys;
  private final PowerOfficeSwitches switches;
  private final Tokens tokens;
  private SlidingWindow window;
  private int windowLimit;

  Gateway(Clock clock, Keys keys, PowerOfficeSwitches switches) {
    this.clock = clock;
    this.keys = keys;
    this.switches = switches;
    this.tokens = new Tokens(clock);
    this.windowLimit = switches.requestsPerSecond();
    this.window = newWindow(windowLimit);
  }

  void revokeTokens() {
    tokens.revokeAll();
  }

  synchronized void reset() {
    tokens.revokeAll();
    windowLimit = switches.requestsPerSecond();
    window = newWindow(windowLimit);
  }

  /** Answers a call for a token. */
  Answer token(Request request) {
    Optional<Answer> refused = refusedKey(request);
    if (refused.isPresent()) {
      return refused.get();
    }
    String expected = keys.applicationKey() + ":" + keys.clientKey();
    if (!credentials(request).equals(Optional.of(expected))) {
      return refusedToken(
          "invalid_client",
          "Client integration not found. Please ensure the provided keys are matching the desired"
              + " environment.");
    }
    String grant = request.form().getOrDefault("grant_type", "");
    if (!request.mediaType().equals("application/x-www-form-urlencoded") || grant.isEmpty()) {
      return refusedToken("invalid_request", "The grant_type form field is missing.");
    }
    if (!grant.equals("client_credentials")) {
      return refusedToken("unsupported_grant_type", "Use client_credentials.");
    }
    Duration lifetime = switches.tokenLifetime();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("access_token", tokens.issue(lifetime, claims()));
    body.put("token_type", "bearer");
    body.put("expires_in", lifetime.toSeconds());
    return Answer.json(200, body.toString());
  }

  private String claims() {
    return switches.tokenNamesClient()
        ? JsonNodeFactory.instance.objectNode().put("goClientId", switches.clientId()).toString()
        : "";
  }

  /** The answer to an API call that does not get through by its subscription key or rate. */
  Optional<Answer> refusedCall(Request request) {
    return refusedKey(request).or(() -> takePlace().map(this::tooMany));
  }

  /** The answer to an API call without an access token that is good now. */
  Optional<Answer> refusedToken(Request request) {
    boolean accepted = credentials(request, "bearer ").filter(tokens::accepts).isPresent();
    return accepted
        ? Optional.empty()
        : Optional.of(error(401, "Unauthorized. Access token is missing or invalid."));
  }

  /** The answer to a route that does not exist. */
  static Answer noRoute() {
    return error(404, "Resource not found");
  }

  private Optional<Answer> refusedKey(Request request) {
    Optional<String> key =
        request
            .header("Ocp-Apim-Subscription-Key")
            .or(() -> Optional.ofNullable(request.query().get("subscription-key")));
    if (key.isEmpty()) {
      return Optional.of(
          error(
              401,
              "Access denied due to missing subscription key. Make sure to include subscription"
                  + " key when making requests to an API."));
    }
    return key.get().equals(keys.subscriptionKey())
        ? Optional.empty()
        : Optional.of(
            error(
                401,
                "Access denied due to invalid subscription key. Make sure to provide a valid key"
                    + " for an active subscription."));
  }

  private synchronized Optional<Duration> takePlace() {
    if (windowLimit != switches.requestsPerSecond()) {
      windowLimit = switches.requestsPerSecond();
      window = newWindow(windowLimit);
    }
    return window.take();
  }

  private SlidingWindow newWindow(int limit) {
    return new SlidingWindow(clock, limit, Duration.ofSeconds(1));
  }

  private Answer tooMany(Duration wait) {
    long seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    Answer answer = error(429, "Rate limit is exceeded. Try again in " + seconds + " seconds.");
    if (!switches.retryAfter()) {
      return answer;
    }
    Map<String, String> headers = new TreeMap<>(answer.headers());
    headers.put("Retry-After", Long.toString(seconds));
    return new Answer(answer.status(), headers, answer.body());
  }

  private static Optional<String> credentials(Request request) {
    return credentials(request, "basic ").flatMap(Gateway::decoded);
  }

  /** What follows the scheme in the Authorization header. */
  private static Optional<String> credentials(Request request, String scheme) {
    return request
        .header("Authorization")
        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(scheme))
        .map(value -> value.substring(scheme.length()).strip());
  }

  private static Optional<String> decoded(String base64) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Answer refusedToken(String error, String description) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("error", error).put("error_description", description);
    return Answer.json(400, body.toString());
  }

  private static Answer error(int status, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("statusCode", status).put("message", message);
    return Answer.json(status, body.toString());
  }
}
