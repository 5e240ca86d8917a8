package no.tandem.local.webcrm;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The smallest parts of a query's text. */
sealed interface QueryToken {

  /** A keyword, a table, or a column with or without its table; in any letter case. */
  record Word(String text) implements QueryToken {}

  /** A text in quotes, without them and with its doubled quotes made single. */
  record Quoted(String text) implements QueryToken {}

  record Numeric(String text) implements QueryToken {}

  /** A bracket, a comma, an asterisk or an operator. */
  record Sign(String text) implements QueryToken {}

  record End() implements QueryToken {}

  Pattern PATTERN =
      Pattern.compile(
          "(?<word>[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)?)"
              + "|'(?<quoted>[^']*+(?:''[^']*+)*+)'"
              + "|(?<number>-?[0-9]+(?:\\.[0-9]+)?)"
              + "|(?<sign>>=|<=|<>|[=<>(),*])");
  Pattern BLANKS = Pattern.compile("\\s*");

  /**
   * The tokens of the text, with an end after the last one.
   *
   * @throws Refusal for a character that cannot stand where it stands
   */
  static List<QueryToken> of(String text) {
    List<QueryToken> tokens = new ArrayList<>();
    Matcher matcher = PATTERN.matcher(text);
    Matcher blanks = BLANKS.matcher(text);
    int at = 0;
    while (true) {
      if (blanks.region(at, text.length()).lookingAt()) {
        at = blanks.end();
      }
      if (at == text.length()) {
        tokens.add(new End());
        return tokens;
      }
      if (!matcher.region(at, text.length()).lookingAt()) {
        throw Refusal.badQuery("Unexpected character at " + at + ": " + text.charAt(at));
      }
      tokens.add(read(matcher));
      at = matcher.end();
    }
  }

  private static QueryToken read(Matcher matcher) {
    String word = matcher.group("word");
    if (word != null) {
      return new Word(word);
    }
    String quoted = matcher.group("quoted");
    if (quoted != null) {
      return new Quoted(quoted.replace("''", "'"));
    }
    String number = matcher.group("number");
    return number != null ? new Numeric(number) : new Sign(matcher.group("sign"));
  }
}
