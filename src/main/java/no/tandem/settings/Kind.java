package no.tandem.settings;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import no.tandem.sync.side.Text;

/**
 * What the values of a key look like.
 *
 * @param expected what a value must be, in words
 * @param parse makes sense of a text, if it is one
 * @param standIn a value for the time until a missing one has been complained about
 * @param secret whether values must not be repeated
 */
record Kind<T>(
    String expected, Function<String, Optional<T>> parse, String standIn, boolean secret) {
  private static final int LARGEST_BULK = 1000;
  private static final int SHORTEST_SECRET = 16;
  private static final int LARGEST = 999_999;
  private static final Duration LONGEST = Duration.ofDays(7);

  static final Kind<String> TEXT = new Kind<>("a text", Optional::of, "", false);

  /** One of the keys to a system. */
  static final Kind<String> KEY = new Kind<>("a text", Optional::of, "", true);

  static final Kind<URI> ADDRESS =
      new Kind<>("an http or https address", Kind::address, "http://localhost", false);

  static final Kind<Integer> COUNT = number("a whole number from 0 to " + LARGEST, count -> true);

  static final Kind<Integer> RATE =
      number("a whole number from 0 to " + LARGEST + " (0: no limit)", count -> true);

  static final Kind<Integer> PERCENT =
      number("a whole number of percent, from 0 to 100", percent -> percent <= 100);

  static final Kind<Integer> DAYS =
      number("a whole number of days, from 1 to " + LARGEST, days -> days > 0);

  static final Kind<Integer> BULK_SIZE =
      number(
          "0 (one by one), or a number of records a call from 2 to " + LARGEST_BULK,
          size -> size != 1 && size <= LARGEST_BULK);

  static final Kind<Duration> TIME =
      new Kind<>(
          "a time such as 90, 90s, 2m or PT2M, above 0 and at most " + LONGEST.toHours() + "h",
          Kind::time,
          "1s",
          false);

  static final Kind<Boolean> SWITCH =
      new Kind<>("true or false", Kind::trueOrFalse, "false", false);

  static final Kind<String> TENANT_NAME =
      new Kind<>(
          "letters, digits and dashes",
          text -> Optional.of(text).filter(name -> name.matches("[A-Za-z0-9-]{1,50}")),
          "default",
          false);

  /** What a call has to bring in a header. */
  static final Kind<String> TOKEN =
      new Kind<>(
          "at least " + SHORTEST_SECRET + " letters, digits and signs, without blanks",
          text -> Optional.of(text).filter(token -> token.matches("[!-~]{16,}")),
          "",
          true);

  static final Kind<String> WEBHOOK_SECRET =
      new Kind<>(
          "empty, or at least "
              + SHORTEST_SECRET
              + " printable characters without / (a random text)",
          text -> Optional.of(text).filter(Kind::canGuard),
          "",
          true);

  /** Values with commas between them. */
  static final Kind<Set<String>> LIST =
      new Kind<>("values with commas between them", text -> Optional.of(list(text)), "", false);

  /** A field of one of webCRM's entities. */
  static Kind<String> field(String entity) {
    return new Kind<>(
        "a field of webCRM's " + entity + ", such as " + entity + "Custom1",
        text -> Optional.of(text).filter(name -> name.matches(entity + "[A-Za-z0-9]+")),
        "",
        false);
  }

  /** One of these words. */
  static <E extends Enum<E>> Kind<E> oneOf(Class<E> choices, Function<E, String> word) {
    E[] all = choices.getEnumConstants();
    String words =
        Arrays.stream(all).limit(all.length - 1L).map(word).collect(Collectors.joining(", "));
    return new Kind<>(
        words + " or " + word.apply(all[all.length - 1]),
        text -> Arrays.stream(all).filter(one -> word.apply(one).equals(text)).findFirst(),
        word.apply(all[0]),
        false);
  }

  private static Kind<Integer> number(String expected, IntPredicate allowed) {
    return new Kind<>(
        expected,
        text ->
            text.matches("\\d{1,6}")
                ? Optional.of(Integer.valueOf(text)).filter(allowed::test)
                : Optional.empty(),
        "0",
        false);
  }

  private static boolean canGuard(String secret) {
    return secret.isEmpty()
        || (secret.length() >= SHORTEST_SECRET
            && secret.chars().noneMatch(c -> c == '/' || Character.isISOControl(c)));
  }

  private static Set<String> list(String text) {
    Set<String> values = new LinkedHashSet<>();
    for (String value : text.split(",", -1)) {
      if (!Text.isEmpty(value)) {
        values.add(Text.canonical(value));
      }
    }
    return values;
  }

  private static Optional<Boolean> trueOrFalse(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<URI> address(String text) {
    try {
      URI uri = URI.create(text);
      boolean good = text.matches("https?://.+") && uri.getHost() != null;
      return good ? Optional.of(uri) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> time(String text) {
    try {
      String lower = text.toLowerCase(Locale.ROOT);
      Duration time =
          lower.matches("\\d+")
              ? Duration.ofSeconds(Long.parseLong(lower))
              : Duration.parse(lower.startsWith("pt") ? lower : "pt" + lower);
      return time.isPositive() && time.compareTo(LONGEST) <= 0
          ? Optional.of(time)
          : Optional.empty();
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
