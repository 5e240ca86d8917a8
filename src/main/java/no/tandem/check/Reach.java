package no.tandem.check;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is asked of both systems in the same way. */
final class Reach {
  /** As far as two clocks may be apart without harm. */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

  private static final Pattern ZONE = Pattern.compile(".*(Z|[+-]\\d\\d:?\\d\\d)");

  private Reach() {}

  /** Whether the address can be reached; what was found is added. */
  static boolean of(
      String check, String variable, URI uri, Duration timeout, List<Finding> findings) {
    Optional<String> trouble = Address.trouble(uri, timeout);
    findings.add(
        trouble
            .map(
                seen ->
                    Finding.fail(
                        check,
                        uri + " cannot be reached: " + seen + ".",
                        "Correct " + variable + ", or open the way there."))
            .orElseGet(() -> Finding.ok(check, uri.getHost() + " can be reached.")));
    return trouble.isEmpty();
  }

  /** A check that could not be made. */
  static Finding notAsked(String check, String why) {
    return Finding.warn(check, "Not asked: " + why + ".", "");
  }

  /** How far the server's clock is from ours. */
  static Finding clock(String check, URI uri, Duration timeout, Clock clock) {
    Optional<Instant> time = Address.time(uri, timeout);
    if (time.isEmpty()) {
      return notAsked(check, "its answers have no Date");
    }
    Duration ahead = Duration.between(clock.instant(), time.get());
    String seen =
        "Its clock is "
            + ahead.abs().toSeconds()
            + " s "
            + (ahead.isNegative() ? "behind" : "ahead of")
            + " ours.";
    return ahead.abs().compareTo(CLOCKS_APART) <= 0
        ? Finding.ok(check, seen)
        : Finding.fail(check, seen, "Set this machine's clock: more than a minute is not safe.");
  }

  /** Whether a stamp names a moment without guessing its zone. */
  static boolean namesItsZone(String stamp) {
    return ZONE.matcher(stamp).matches();
  }
}
