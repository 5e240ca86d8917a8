package no.tandem.sync.link;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.tandem.sync.side.Text;

/** Whether what a system shows is only its own form of what it was sent. */
public final class ServerForm {
  /** Shorter texts are not cut by any known limit. */
  private static final int SHORTEST_CUT = 50;

  private static final int FEWEST_DIGITS = 5;
  private static final Pattern TELEPHONE = Pattern.compile("[0-9+()./ \\-]+");
  private static final Pattern ESCAPE =
      Pattern.compile("&(?:#(\\d{1,6})|#[xX]([0-9a-fA-F]{1,5})|(amp|lt|gt|quot|apos|nbsp));");
  private static final Map<String, String> NAMED =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ");

  private ServerForm() {}

  /** Whether both are the same but for blanks, a cut, line ends, escapes or a telephone's form. */
  public static boolean isOf(String sent, String shown) {
    if (sent.isEmpty() || shown.isEmpty()) {
      return sent.equals(shown);
    }
    String plainSent = plain(sent);
    String plainShown = plain(shown);
    return plainSent.equals(plainShown)
        || (plainShown.length() >= SHORTEST_CUT && plainSent.startsWith(plainShown))
        || isSameTelephone(plainSent, plainShown);
  }

  private static String plain(String text) {
    Matcher escapes = ESCAPE.matcher(text);
    String unescaped =
        escapes.replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    character(escape.group(1), escape.group(2), escape.group(3))));
    return Text.canonical(unescaped.replace("\r\n", "\n").replace('\r', '\n'));
  }

  private static String character(String decimal, String hexadecimal, String name) {
    if (name != null) {
      return NAMED.getOrDefault(name, "");
    }
    int code = decimal != null ? Integer.parseInt(decimal) : Integer.parseInt(hexadecimal, 16);
    return Character.isValidCodePoint(code) ? Character.toString(code) : "";
  }

  private static boolean isSameTelephone(String sent, String shown) {
    String digits = digits(sent);
    return TELEPHONE.matcher(sent).matches()
        && TELEPHONE.matcher(shown).matches()
        && digits.length() >= FEWEST_DIGITS
        && digits.equals(digits(shown));
  }

  private static String digits(String text) {
    return text.replaceAll("[^0-9]", "");
  }
}
