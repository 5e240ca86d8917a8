package no.tandem.local.poweroffice;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The access tokens that are out. */
final class Tokens {
  private final Clock clock;
  private final Map<String, Instant> ends = new HashMap<>();
  private long issued;

  Tokens(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param claims what the token says, as JSON; empty for a token that says nothing
   */
  synchronized String issue(Duration lifetime, String claims) {
    Instant now = clock.instant();
    ends.values().removeIf(end -> !end.isAfter(now));
    issued++;
    // Counted rather than random, so that a run can be repeated to the letter.
    String token =
        UUID.nameUUIDFromBytes(("token " + issued).getBytes(StandardCharsets.UTF_8)).toString();
    if (!claims.isEmpty()) {
      token = encoded("{\"alg\":\"none\"}") + "." + encoded(claims) + "." + token;
    }
    ends.put(token, now.plus(lifetime));
    return token;
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  synchronized boolean accepts(String token) {
    Instant end = ends.get(token);
    return end != null && end.isAfter(clock.instant());
  }

  synchronized void revokeAll() {
    ends.clear();
  }
}
