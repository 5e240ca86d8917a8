package no.tandem.sync.link;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.tandem.sync.side.Text;

/** Whether what a system shows is only its own form of what it was sent. */
public final class ServerForm {
  /** Shorter texts are not cut by any known limit. */
  private static final int SHORTEST_CUT = 50;

  private static final int FEWEST_DIGITS = 5;

  /** Of a folded text. */
  private static final Pattern TELEPHONE = Pattern.compile("[0-9+()./ \\p{Pd}\\u2212]+");

  private static final Pattern ESCAPE =
      Pattern.compile("&(?:#(\\d{1,6})|#[xX]([0-9a-fA-F]{1,5})|([a-zA-Z0-9]{2,6}));");

  /** HTML's names of the characters from U+00A0 to U+00FF, in their order. */
  private static final String NAMES_OF_LATIN_1 =
      "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn"
          + " sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest"
          + " Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave"
          + " Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave"
          + " Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig"
          + " ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute"
          + " ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

  private static final Map<String, String> NAMED = named();

  private ServerForm() {}

  private static Map<String, String> named() {
    Map<String, String> named =
        new HashMap<>(Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'"));
    int code = 0xA0;
    for (String name : NAMES_OF_LATIN_1.split(" ", -1)) {
      named.put(name, Character.toString(code++));
    }
    return Map.copyOf(named);
  }

  /** Whether both are the same but for blanks, a cut, line ends, escapes or a telephone's form. */
  public static boolean isOf(String sent, String shown) {
    if (sent.isEmpty() || shown.isEmpty()) {
      return sent.equals(shown);
    }
    String plain = plain(unescaped(shown));
    // Escapes that were sent may have been kept, escaped once more, or read.
    return isForm(plain(sent), plain) || isForm(plain(unescaped(sent)), plain);
  }

  private static boolean isForm(String sent, String shown) {
    return sent.equals(shown)
        || isCut(sent, shown)
        || isSameTelephone(Text.folded(sent), Text.folded(shown));
  }

  /** A cut through a character leaves half of it, which is U+FFFD in a canonical text. */
  private static boolean isCut(String sent, String shown) {
    String start = shown.endsWith("\uFFFD") ? shown.substring(0, shown.length() - 1) : shown;
    return start.length() >= SHORTEST_CUT && sent.startsWith(start);
  }

  private static String plain(String text) {
    return Text.canonical(text.replace("\r\n", "\n").replace('\r', '\n'));
  }

  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    character(escape.group(), escape.group(1), escape.group(2), escape.group(3))));
  }

  private static String character(String all, String decimal, String hexadecimal, String name) {
    if (name != null) {
      return NAMED.getOrDefault(name, all);
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
