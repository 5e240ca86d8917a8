package no.tandem.local.webcrm;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;

/** Swaps the application token for access tokens, and knows which of them are good. */
final class Sessions {
  private final Clock clock;
  private final WebCrmSwitches switches;
  private final Map<String, Instant> accessTokens = new HashMap<>();
  private final Set<String> refreshTokens = new HashSet<>();

  Sessions(Clock clock, WebCrmSwitches switches) {
    this.clock = clock;
    this.switches = switches;
  }

  synchronized void revokeAll() {
    accessTokens.clear();
    refreshTokens.clear();
  }

  synchronized boolean isGood(String accessToken) {
    Instant end = accessTokens.get(accessToken);
    return end != null && clock.instant().isBefore(end);
  }

  Answer logIn(Request request) {
    if (!applicationToken(request).equalsIgnoreCase(WebCrmSimulator.APPLICATION_TOKEN)) {
      return refused("invalid_client", "The application token is not known.");
    }
    return issued();
  }

  synchronized Answer refresh(Request request) {
    if (!refreshTokens.remove(request.header("refreshToken").orElse(""))) {
      return refused("invalid_grant", "The refresh token is not known.");
    }
    return issued();
  }

  /** Whether the call is by the application token, so that it counts in its limit. */
  synchronized boolean isByApplication(Request request) {
    return applicationToken(request).equalsIgnoreCase(WebCrmSimulator.APPLICATION_TOKEN)
        || request.header("refreshToken").filter(refreshTokens::contains).isPresent();
  }

  private static String applicationToken(Request request) {
    return request.mediaType().equals("application/x-www-form-urlencoded")
        ? request.form().getOrDefault("authCode", "")
        : "";
  }

  private synchronized Answer issued() {
    Instant now = clock.instant();
    accessTokens.values().removeIf(end -> !now.isBefore(end));
    String accessToken = "access-" + UUID.randomUUID();
    String refreshToken = "refresh-" + UUID.randomUUID();
    accessTokens.put(accessToken, now.plus(switches.tokenLasts()));
    refreshTokens.add(refreshToken);
    return Answer.json(
        200,
        Json.object(
            "AccessToken",
            accessToken,
            "RefreshToken",
            refreshToken,
            "Error",
            null,
            "ErrorDescription",
            null,
            "IsError",
            false,
            "ExpiresIn",
            (int) switches.tokenLasts().toSeconds(),
            "TokenType",
            "Bearer",
            "SystemId",
            switches.systemId()));
  }

  private Answer refused(String error, String description) {
    return Answer.json(
        switches.refusesLogInWithOk() ? 200 : 400,
        Json.object(
            "AccessToken",
            null,
            "RefreshToken",
            null,
            "Error",
            error,
            "ErrorDescription",
            description,
            "IsError",
            true,
            "ExpiresIn",
            0,
            "TokenType",
            ""));
  }
}
