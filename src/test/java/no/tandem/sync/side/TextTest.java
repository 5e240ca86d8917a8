package no.tandem.sync.side;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Berg AS",
        " Berg AS ",
        "\u00a0Berg AS\u202f",
        "\u200bBerg AS\ufeff",
        "\u2060Berg AS\u3000",
        "\tBerg AS\r\n"
      })
  void blanksAndInvisibleCharactersAtTheEndsDoNotCount(String text) {
    assertThat(Text.canonical(text)).isEqualTo("Berg AS");
    assertThat(Text.equal(text, "Berg AS")).isTrue();
  }

  @Test
  void composedAndDecomposedLettersAreOneText() {
    assertThat(Text.equal("A\u030ase", "\u00c5se")).isTrue();
    assertThat(Text.canonical("A\u030ase")).isEqualTo("\u00c5se");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u00a0", "\u200b\u200d", "\ufeff", "\u2007\u202f"})
  void aTextOfNothingButBlanksIsEmpty(String text) {
    assertThat(Text.isEmpty(text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Berg\u00a0AS, berg as",
    "Berg  AS, berg as",
    "Berg\u200bAS, bergas",
    "Be\u00adrg AS, berg as",
    "\u200eBerg AS, berg as",
    "\uff22erg AS, berg as",
    "\u00c5SE, \u00e5se",
    "A\u030aSE, \u00e5se"
  })
  void foldingForgetsLetterCaseBlanksAndWhatCannotBeSeen(String text, String folded) {
    assertThat(Text.folded(text)).isEqualTo(folded);
    assertThat(Text.folded(Text.folded(text))).isEqualTo(folded);
  }

  @ParameterizedTest
  @CsvSource({
    // a letter and its mark, a family, a flag, a thumb with a skin tone, a heart with a selector
    "aa\u0301, 2, a",
    "a\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67, 5, a",
    "a\ud83c\uddf3\ud83c\uddf4, 3, a",
    "a\ud83d\udc4d\ud83c\udffd, 3, a",
    "a\u2764\ufe0f, 2, a",
    "Bergen by, 7, Bergen",
    "Bergen, 6, Bergen"
  })
  void aCutSplitsNothingThatIsReadAsOneCharacter(String text, int limit, String cut) {
    assertThat(Text.cut(text, limit)).isEqualTo(cut);
    assertThat(Text.cut(cut, limit)).isEqualTo(cut);
  }
}
