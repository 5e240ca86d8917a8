package no.tandem.check;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a server's clock and its stamps say. */
final class Clocks {
  /** As far as two clocks may be apart without harm. */
  private static final Duration APART = Duration.ofMinutes(1);

  private static final Pattern ZONE = Pattern.compile(".*(Z|[+-]\\d\\d:?\\d\\d)");

  private Clocks() {}

  /** How far the server's clock is from ours. */
  static Finding compared(String check, URI uri, Duration timeout, Clock clock) {
    Optional<Instant> time = time(uri, timeout);
    if (time.isEmpty()) {
      return Finding.notAsked(check, "its answers have no Date");
    }
    Duration ahead = Duration.between(clock.instant(), time.get());
    String seen =
        "Its clock is "
            + ahead.abs().toSeconds()
            + " s "
            + (ahead.isNegative() ? "behind" : "ahead of")
            + " ours.";
    return ahead.abs().compareTo(APART) <= 0
        ? Finding.ok(check, seen)
        : Finding.fail(check, seen, "Set this machine's clock: more than a minute is not safe.");
  }

  /** In whole seconds, asked without keys; empty if the server does not say. */
  private static Optional<Instant> time(URI uri, Duration timeout) {
    HttpURLConnection connection = null;
    try {
      connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(Math.toIntExact(timeout.toMillis()));
      connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
      long date = connection.getHeaderFieldDate("Date", 0);
      return date == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(date));
    } catch (IOException e) {
      return Optional.empty();
    } finally {
      if (connection != null) {
        connection.disconnect();
      }
    }
  }

  /** Whether a stamp names a moment without guessing its zone. */
  static boolean namesItsZone(String stamp) {
    return ZONE.matcher(stamp).matches();
  }
}
