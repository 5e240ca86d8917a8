package no.tandem.sync.side;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a text is, for every place that stores, compares or cuts one. Pure.
 *
 * <p>Systems and people spell one text in several ways: with another normal form, with other or
 * invisible blanks at its ends. The canonical form is one of them, so that a difference is one that
 * a person can see.
 */
public final class Text {
  private static final Pattern BLANKS = Pattern.compile("\\p{IsWhite_Space}+");
  private static final Pattern FORMAT_CHARACTERS = Pattern.compile("\\p{Cf}+");

  /** Half a character: what is left where a text was cut inside one. No system can store it. */
  private static final Pattern HALVES = Pattern.compile("\\p{Cs}");

  /** Unicode's sign for what is lost. */
  private static final String LOST = "\uFFFD";

  /** What a reader takes for one character: a letter with its marks, an emoji of several parts. */
  private static final Pattern CLUSTER = Pattern.compile("\\X");

  private Text() {}

  /**
   * The text in normal form NFC, without blanks and invisible characters at its ends; half a
   * character is U+FFFD.
   */
  public static String canonical(String text) {
    return isAscii(text) ? trimmed(text) : trimmed(normal(text, Normalizer.Form.NFC));
  }

  private static String normal(String text, Normalizer.Form form) {
    return Normalizer.normalize(HALVES.matcher(text).replaceAll(LOST), form);
  }

  private static String trimmed(String composed) {
    int from = 0;
    int to = composed.length();
    while (from < to && isInvisible(composed.charAt(from))) {
      from++;
    }
    while (from < to && isInvisible(composed.charAt(to - 1))) {
      to--;
    }
    return composed.substring(from, to);
  }

  /** Unicode's White_Space, zero-width characters, word joiner and byte order mark. */
  private static boolean isInvisible(char character) {
    return switch (character) {
      case ' ',
          '\t',
          '\n',
          '\u000B',
          '\f',
          '\r',
          '\u0085',
          '\u00A0',
          '\u1680',
          '\u2028',
          '\u2029' ->
          true;
      case '\u202F', '\u205F', '\u3000', '\u2060', '\uFEFF' -> true;
      default -> character >= '\u2000' && character <= '\u200D';
    };
  }

  /** ASCII has one normal form and no invisible letters; nearly every text is. */
  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** Whether nothing is left of the text in its canonical form. */
  public static boolean isEmpty(String text) {
    return canonical(text).isEmpty();
  }

  /** Whether the two are one text to matching. */
  public static boolean matches(String one, String other) {
    return folded(one).equals(folded(other));
  }

  /** Whether the two are one text in their canonical forms. */
  public static boolean equal(String one, String other) {
    return canonical(one).equals(canonical(other));
  }

  /**
   * The text as matching compares it: normal form NFKC, lower case, each run of blanks one space,
   * no format characters.
   */
  public static String folded(String text) {
    String visible = FORMAT_CHARACTERS.matcher(normal(text, Normalizer.Form.NFKC)).replaceAll("");
    // Lower case can leave a letter and a mark that have a form in one.
    String lower = Normalizer.normalize(visible.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    return trimmed(BLANKS.matcher(lower).replaceAll(" "));
  }

  /**
   * The longest start of the text that fits, in its canonical form; never a part of what a reader
   * takes for one character.
   *
   * @param limit in UTF-16 units, as both vendors count
   */
  public static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = 0;
    Matcher clusters = CLUSTER.matcher(text);
    while (clusters.find()) {
      MatchResult cluster = clusters.toMatchResult();
      if (cluster.end() > limit) {
        break;
      }
      end = cluster.end();
    }
    return canonical(text.substring(0, end));
  }

  /** The text with each run of blanks as one space: spaces alone separate the words. */
  public static String words(String text) {
    return BLANKS.matcher(canonical(text)).replaceAll(" ");
  }
}
