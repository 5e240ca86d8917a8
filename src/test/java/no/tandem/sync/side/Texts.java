package no.tandem.sync.side;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Texts as people type and paste them, and as systems keep them. The tests of texts have all of
 * them; simulated users draw from them.
 */
public final class Texts {

  /**
   * One text.
   *
   * @param what is special about it
   * @param canonical what is stored and compared of it
   * @param folded what matching compares of it
   */
  public record Spelling(String what, String text, String canonical, String folded) {

    @Override
    public String toString() {
      return what;
    }
  }

  /**
   * Clusters: what a reader takes for one character.
   *
   * @param cluster more than one UTF-16 unit
   */
  public record Cluster(String what, String cluster) {

    @Override
    public String toString() {
      return what;
    }
  }

  private static final Pattern WHITE_SPACE = Pattern.compile("\\p{IsWhite_Space}");
  private static final List<String> ZERO_WIDTH =
      List.of("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff");

  /** Every blank of Unicode. */
  public static final List<String> BLANKS =
      all(code -> WHITE_SPACE.matcher(Character.toString(code)).matches());

  /** Every character of Unicode that formats and is not seen. */
  public static final List<String> FORMAT_CHARACTERS =
      all(code -> Character.getType(code) == Character.FORMAT);

  private static final List<String> CONTROL_CHARACTERS =
      all(
          code ->
              Character.getType(code) == Character.CONTROL
                  && !BLANKS.contains(Character.toString(code)));

  public static final List<Cluster> CLUSTERS =
      List.of(
          new Cluster("letter and mark", "x\u0301"),
          new Cluster("letter and three marks", "x\u0301\u0327\u0308"),
          new Cluster("flag", "\ud83c\uddf3\ud83c\uddf4"),
          new Cluster("skin tone", "\ud83d\udc4d\ud83c\udffd"),
          new Cluster("heart and selector", "\u2764\ufe0f"),
          new Cluster("family", "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67"),
          new Cluster("keycap", "1\ufe0f\u20e3"),
          new Cluster("letter outside the first plane", "\ud835\udd38"),
          new Cluster("Devanagari", "\u0928\u093f"),
          new Cluster("Hangul in parts", "\u1112\u1161\u11ab\u0301"),
          new Cluster("line end of two characters", "\r\n"));

  /** The whole table. */
  public static final List<Spelling> ALL = table();

  private Texts() {}

  private static List<String> all(IntPredicate such) {
    return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(such)
        .mapToObj(Character::toString)
        .toList();
  }

  private static String code(String character) {
    return "U+%04X".formatted(character.codePointAt(0));
  }

  private static List<Spelling> table() {
    List<Spelling> rows = new ArrayList<>();
    for (String blank : BLANKS) {
      String inside = Normalizer.normalize("Berg" + blank + "AS", Normalizer.Form.NFC);
      rows.add(seen("blank at the ends " + code(blank), blank + "Berg AS" + blank));
      rows.add(new Spelling("blank inside " + code(blank), inside, inside, "berg as"));
      rows.add(new Spelling("blank alone " + code(blank), blank, "", ""));
    }
    for (String format : FORMAT_CHARACTERS) {
      String inside = "Be" + format + "rg AS";
      String ends = format + "Berg AS" + format;
      String kept = ZERO_WIDTH.contains(format) ? "Berg AS" : ends;
      rows.add(new Spelling("format inside " + code(format), inside, inside, "berg as"));
      rows.add(new Spelling("format at the ends " + code(format), ends, kept, "berg as"));
    }
    for (String control : CONTROL_CHARACTERS) {
      String inside = "Berg" + control + " AS";
      String ends = control + "Berg AS" + control;
      String folded = control + "berg as" + control;
      rows.add(
          new Spelling(
              "control inside " + code(control), inside, inside, "berg" + control + " as"));
      rows.add(new Spelling("control at the ends " + code(control), ends, ends, folded));
    }
    rows.add(seen("all ends at once", "\ufeff\u00a0\r\n\u200bBerg AS\u3000\u2060\t "));
    rows.add(same("double blank", "Berg  AS", "berg as"));
    rows.add(same("line end inside", "Berg\r\nAS", "berg as"));
    rows.add(new Spelling("nothing", "", "", ""));
    rows.add(new Spelling("zero width alone", "\u200b\u200d\ufeff\u2060", "", ""));
    // normal forms
    rows.add(new Spelling("composed", "\u00c5se", "\u00c5se", "\u00e5se"));
    rows.add(new Spelling("decomposed", "A\u030ase", "\u00c5se", "\u00e5se"));
    rows.add(new Spelling("\u00e5ngstr\u00f6m", "\u212bse", "\u00c5se", "\u00e5se"));
    rows.add(
        new Spelling("marks in another order", "q\u0307\u0323", "q\u0323\u0307", "q\u0323\u0307"));
    rows.add(new Spelling("Hangul in parts", "\u1112\u1161\u11ab", "\ud55c", "\ud55c"));
    rows.add(same("ligature", "\ufb01sk", "fisk"));
    rows.add(same("full width", "\uff22\uff45\uff52\uff47", "berg"));
    rows.add(same("in a circle", "\u2460 AS", "1 as"));
    rows.add(same("mark without a letter", "\u0301Berg", "\u0301berg"));
    rows.add(new Spelling("mark on a blank", " \u0301Berg", "\u0301Berg", "\u0301berg"));
    // letter case
    rows.add(same("I with a dot", "\u0130BERG", "i\u0307berg"));
    rows.add(same("i without a dot", "\u0131berg", "\u0131berg"));
    rows.add(same("sharp s", "Stra\u00dfe", "stra\u00dfe"));
    rows.add(same("capital sharp s", "STRA\u1e9eE", "stra\u00dfe"));
    rows.add(same("two letters for sharp s", "STRASSE", "strasse"));
    rows.add(same("D\u017e with a title", "\u01c5ep", "d\u017eep"));
    rows.add(same("D\u017d in capitals", "\u01c4ep", "d\u017eep"));
    rows.add(same("last sigma", "\u039f\u0394\u039f\u03a3", "\u03bf\u03b4\u03bf\u03c2"));
    rows.add(new Spelling("kelvin", "\u212aARI", "KARI", "kari"));
    rows.add(same("letters outside the first plane", "\ud801\udc00", "\ud801\udc28"));
    // lost bytes
    rows.add(same("lost bytes", "Bl\ufffdb\ufffdr AS", "bl\ufffdb\ufffdr as"));
    rows.add(
        same(
            "bytes read as Latin 1",
            "Bl\u00c3\u00a5b\u00c3\u00a6r",
            "bl\u00e3\u00a5b\u00e3\u00a6r"));
    rows.add(same("question marks", "Bl?b?r", "bl?b?r"));
    rows.add(new Spelling("half a letter at the end", "Berg \ud83d", "Berg \ufffd", "berg \ufffd"));
    rows.add(new Spelling("half a letter first", "\udc4dBerg", "\ufffdBerg", "\ufffdberg"));
    rows.add(
        new Spelling(
            "halves in the wrong order", "a\udc4d\ud83db", "a\ufffd\ufffdb", "a\ufffd\ufffdb"));
    // direction
    rows.add(same("right to left", "\u200f\u05d1\u05e8\u05d2\u200f", "\u05d1\u05e8\u05d2"));
    rows.add(same("embedded", "\u202a+47 22 33 44 55\u202c", "+47 22 33 44 55"));
    rows.add(same("isolated", "\u2067Berg\u2069", "berg"));
    for (Cluster cluster : CLUSTERS) {
      if (!cluster.cluster().isBlank()) {
        String text = "Berg " + cluster.cluster();
        String canonical = Normalizer.normalize(text, Normalizer.Form.NFC);
        rows.add(new Spelling(cluster.what() + " at the end", text, canonical, Text.folded(text)));
      }
    }
    return List.copyOf(rows);
  }

  private static Spelling seen(String what, String text) {
    return new Spelling(what, text, "Berg AS", "berg as");
  }

  private static Spelling same(String what, String text, String folded) {
    return new Spelling(what, text, text, folded);
  }

  // --- drawn at random ---

  private static final List<String> PARTS = parts();

  private static List<String> parts() {
    List<String> parts = new ArrayList<>(List.of("a", "B", "\u00e5", "\u00c5", "\u0130", "\u03a3"));
    parts.addAll(List.of("\u0301", "\u030a", "\u0323", "\ud83d", "\udc4d", "\ufffd", "\u0000"));
    parts.addAll(List.of("\ufb01", "\u00bd", "\u00a8", "\u1161", "\u1112", "\u0345", "\u01c5"));
    parts.addAll(List.of("&", "<", "'", "\"", "&amp;", "\r", "\n", "\r\n"));
    parts.addAll(BLANKS);
    CLUSTERS.forEach(cluster -> parts.add(cluster.cluster()));
    parts.addAll(ZERO_WIDTH);
    // Not those that stand before a letter: Java has two minds about what is one character then.
    parts.addAll(List.of("\u00ad", "\u200e", "\u200f", "\u202a", "\u202c", "\u2067", "\u2069"));
    parts.addAll(List.of("\u061c", "\u180e", "\ud834\udd73", "\udb40\udc41"));
    return List.copyOf(parts);
  }

  /** Any text of parts that make trouble. */
  public static String any(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return text.toString();
  }

  private static final List<UnaryOperator<String>> HANDS =
      List.of(
          text -> text + " ",
          text -> "  " + text,
          text -> text.replaceFirst(" ", "  "),
          text -> text.replaceFirst(" ", "\u00a0"),
          text -> text.replaceFirst(" ", "\u202f"),
          text -> Normalizer.normalize(text, Normalizer.Form.NFD),
          text -> text + "\r\n",
          text -> "\ufeff" + text,
          text -> "\u200b" + text + "\u2060",
          text -> "\t" + text + "\u3000");

  /** The text as one of many people may type or paste it: the same to whoever reads it. */
  public static String typed(String text, Random random) {
    return text.isEmpty() || random.nextBoolean()
        ? text
        : HANDS.get(random.nextInt(HANDS.size())).apply(text);
  }
}
