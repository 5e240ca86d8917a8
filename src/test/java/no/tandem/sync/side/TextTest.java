package no.tandem.sync.side;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class TextTest {
  private static final int MANY = 20_000;

  @SuppressWarnings("UnusedVariable") // JUnit finds it by its name.
  private static final List<Texts.Spelling> SPELLINGS = Texts.ALL;

  @SuppressWarnings("UnusedVariable") // JUnit finds it by its name.
  private static final List<Texts.Cluster> CLUSTERS = Texts.CLUSTERS;

  private static List<String> manyTexts() {
    Random random = new Random(20_261_128);
    return Stream.generate(() -> Texts.any(random)).limit(MANY).toList();
  }

  // --- the table ---

  @ParameterizedTest
  @FieldSource("SPELLINGS")
  void eachTextHasOneCanonicalForm(Texts.Spelling spelling) {
    assertThat(Text.canonical(spelling.text())).isEqualTo(spelling.canonical());
    assertThat(Text.canonical(spelling.canonical())).isEqualTo(spelling.canonical());
    assertThat(Text.equal(spelling.text(), spelling.canonical())).isTrue();
    assertThat(Text.isEmpty(spelling.text())).isEqualTo(spelling.canonical().isEmpty());
  }

  @ParameterizedTest
  @FieldSource("SPELLINGS")
  void eachTextIsFoldedForMatching(Texts.Spelling spelling) {
    assertThat(Text.folded(spelling.text())).isEqualTo(spelling.folded());
    assertThat(Text.folded(spelling.canonical())).isEqualTo(spelling.folded());
    assertThat(Text.folded(spelling.folded())).isEqualTo(spelling.folded());
  }

  @Test
  void textsThatAPersonCanTellApartStayApart() {
    Map<String, String> one = new HashMap<>();
    for (String text :
        List.of(
            "Straße",
            "Strasse",
            "Ase",
            "Åse",
            "Åsé",
            "Berg AS",
            "BergAS",
            "Berg ASA",
            "Bl?b?r",
            "Blåbær",
            "Bl\ufffdb\ufffdr",
            "ıda",
            "ida",
            "Berg\u0000AS")) {
      assertThat(one.put(Text.folded(text), text)).as(text).isNull();
    }
  }

  // --- cutting ---

  @ParameterizedTest
  @FieldSource("CLUSTERS")
  void aCutSplitsNothingThatIsReadAsOneCharacter(Texts.Cluster cluster) {
    String text = "Berg" + cluster.cluster();
    for (int limit = 4; limit < text.length(); limit++) {
      assertThat(Text.cut(text, limit)).as("at %s", limit).isEqualTo("Berg");
    }
    assertThat(Text.cut(text, text.length())).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"Bergen by, 7, Bergen", "Bergen, 6, Bergen", "Bergen, 0, ''", "'', 5, ''"})
  void aCutEndsWithNoBlank(String text, int limit, String cut) {
    assertThat(Text.cut(text, limit)).isEqualTo(cut);
  }

  // --- whatever the text ---

  @Test
  void everyCharacterIsCanonicalAndFoldedAtOnce() {
    for (int code = 0; code <= Character.MAX_CODE_POINT; code++) {
      String text = "a" + Character.toString(code) + "b";
      String canonical = Text.canonical(text);
      String folded = Text.folded(text);
      assertThat(Text.canonical(canonical).equals(canonical)).as("U+%04X", code).isTrue();
      assertThat(Text.folded(folded).equals(folded)).as("U+%04X", code).isTrue();
      assertThat(Text.folded(canonical).equals(folded)).as("U+%04X", code).isTrue();
      assertThat(Normalizer.isNormalized(folded, Normalizer.Form.NFKC)).as("%04X", code).isTrue();
      assertThat(folded.toLowerCase(Locale.ROOT).equals(folded)).as("U+%04X", code).isTrue();
    }
  }

  @Test
  void equalIsAnEquivalence() {
    List<String> texts = manyTexts();
    Random random = new Random(1);
    for (int i = 2; i < texts.size(); i++) {
      String one = texts.get(i);
      String other = Texts.typed(one, random);
      String third = texts.get(i - 1 - random.nextInt(2));
      assertThat(Text.equal(one, one)).isTrue();
      assertThat(Text.equal(one, other)).isEqualTo(Text.equal(other, one));
      if (Text.equal(one, other)) {
        assertThat(Text.equal(one, third)).isEqualTo(Text.equal(other, third));
        assertThat(Text.folded(one)).as("what is equal matches").isEqualTo(Text.folded(other));
      }
    }
  }

  @Test
  void canonicalFormsAreStableAndWellFormed() {
    for (String text : manyTexts()) {
      String canonical = Text.canonical(text);
      assertThat(Text.canonical(canonical)).isEqualTo(canonical);
      assertThat(Normalizer.isNormalized(canonical, Normalizer.Form.NFC)).isTrue();
      byte[] stored = canonical.getBytes(UTF_8);
      assertThat(new String(stored, UTF_8)).isEqualTo(canonical);
    }
  }

  @Test
  void foldingIsStable() {
    for (String text : manyTexts()) {
      String folded = Text.folded(text);
      assertThat(Text.folded(folded)).isEqualTo(folded);
      assertThat(Text.folded(Text.canonical(text))).isEqualTo(folded);
      assertThat(Text.canonical(folded)).as("no blanks at its ends").isEqualTo(folded);
      assertThat(Text.folded(Text.words(text))).isEqualTo(folded);
    }
  }

  @Test
  void aCutIsStableFitsAndEndsBetweenWhatIsReadAsCharacters() {
    Random random = new Random(2);
    BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
    for (String any : manyTexts()) {
      String text = Text.canonical(any);
      int limit = random.nextInt(text.length() + 2);
      String cut = Text.cut(text, limit);
      assertThat(cut.length()).isLessThanOrEqualTo(limit);
      assertThat(Text.cut(cut, limit)).isEqualTo(cut);
      assertThat(Text.canonical(cut)).isEqualTo(cut);
      int end = 0;
      clusters.setText(text);
      for (int at = 0; at != BreakIterator.DONE && at <= limit; at = clusters.next()) {
        end = at;
      }
      assertThat(cut).as("the longest").isEqualTo(Text.canonical(text.substring(0, end)));
    }
  }
}
