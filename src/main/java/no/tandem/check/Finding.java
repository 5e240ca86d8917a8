package no.tandem.check;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * What was found out about one thing that a sync needs.
 *
 * @param check names the thing, such as {@code poweroffice-log-in}
 * @param seen what was seen, in a sentence
 * @param advice what to do, in a sentence; empty if nothing has to be done
 */
public record Finding(String check, Result result, String seen, String advice) {

  /** How it stands. */
  public enum Result {
    /** As it should be. */
    OK,
    /** A sync works, but not in every case, or it could not be found out. */
    WARN,
    /** A sync will not work. */
    FAIL
  }

  /** A system's own words may end with a full stop, and what is said of them ends with one too. */
  public Finding {
    seen = seen.replace("..", ".");
  }

  static Finding ok(String check, String seen) {
    return new Finding(check, Result.OK, seen, "");
  }

  static Finding warn(String check, String seen, String advice) {
    return new Finding(check, Result.WARN, seen, advice);
  }

  static Finding fail(String check, String seen, String advice) {
    return new Finding(check, Result.FAIL, seen, advice);
  }

  /**
   * Whether an address can be reached.
   *
   * @param trouble why not, and what to do
   */
  static Finding reached(String check, URI address, Optional<String> trouble) {
    return trouble
        .map(why -> fail(check, why + ".", ""))
        .orElseGet(() -> ok(check, address.getHost() + " can be reached."));
  }

  /** A check that could not be made. */
  static Finding notAsked(String check, String why) {
    return warn(check, "Not asked: " + why + ".", "");
  }

  /** For reading, in one line. */
  public String line() {
    String word = (result.name().toLowerCase(Locale.ROOT) + "  ").substring(0, 4);
    return word + "  " + check + ": " + seen + (advice.isEmpty() ? "" : " " + advice);
  }
}
