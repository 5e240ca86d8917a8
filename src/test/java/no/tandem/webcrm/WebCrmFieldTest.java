package no.tandem.webcrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import no.tandem.sync.pair.Field;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Lengths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebCrmFieldTest {
  private static final Lengths SIX = new Lengths(Map.of("Field", 6));

  @Test
  void aTextIsReadWithoutBlanksAround() {
    Field field = WebCrmField.text("Field");
    assertThat(field.read(Columns.of(Map.of("field", " 22 33 ")))).contains("22 33");
    assertThat(field.read(Columns.of(Map.of("Field", "  ")))).isEmpty();
    assertThat(field.columns()).containsExactly("Field");
  }

  @Test
  void aTextIsSentInTheFormInWhichItComesBack() {
    Field field = WebCrmField.text("Field");
    for (String value : new String[] {"short", "exactl", "longer than six", "cut   here"}) {
      Map<String, String> sent = field.write(Optional.of(value), Columns.NONE, SIX);
      assertThat(field.read(Columns.of(sent)))
          .isPresent()
          .isEqualTo(field.fit(Optional.of(value), Columns.NONE, SIX));
      assertThat(sent.get("Field")).hasSizeLessThanOrEqualTo(6);
    }
  }

  @Test
  void aCutSplitsNoCharacter() {
    assertThat(WebCrmField.text("Field").fit(Optional.of("12345\uD83D\uDE00"), Columns.NONE, SIX))
        .contains("12345");
  }

  @Test
  void aTextWithoutAKnownLengthIsWhole() {
    String text = "x".repeat(5000);
    assertThat(WebCrmField.text("Other").fit(Optional.of(text), Columns.NONE, SIX)).contains(text);
  }

  @Test
  void anEmptyTextClears() {
    Field field = WebCrmField.text("Field");
    assertThat(field.write(Optional.empty(), Columns.NONE, SIX)).containsEntry("Field", "");
    assertThat(field.whyNot(Optional.empty(), Columns.NONE)).isEmpty();
  }

  @Test
  void aRequiredTextIsNotCleared() {
    Field field = WebCrmField.required("OrganisationName", 200, "an organisation's name");
    assertThat(field.whyNot(Optional.empty(), Columns.NONE))
        .contains("webCRM requires an organisation's name");
    assertThat(field.whyNot(Optional.of("Akkurat AS"), Columns.NONE)).isEmpty();
  }

  @Test
  void noLastNameIsADash() {
    Field field = WebCrmField.lastName("PersonLastName");
    assertThat(field.write(Optional.empty(), Columns.NONE, SIX))
        .containsEntry("PersonLastName", "-");
    assertThat(field.read(Columns.of(Map.of("PersonLastName", "-")))).isEmpty();
    assertThat(field.read(Columns.of(Map.of("PersonLastName", " - ")))).isEmpty();
    assertThat(field.read(Columns.of(Map.of("PersonLastName", "Nordmann-Li"))))
        .contains("Nordmann-Li");
    assertThat(field.whyNot(Optional.empty(), Columns.NONE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1985-04-12T00:00:00+00:00",
        "1985-04-12T00:00:00+01:00",
        "1985-04-12T23:00:00-05:00",
        "1985-04-12T00:00:00",
        "1985-04-12"
      })
  void aBirthdayIsTheDateAsWritten(String received) {
    assertThat(birthday(received)).contains("1985-04-12");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0001-01-01T00:00:00+00:00",
        "0001-01-01T00:00:00",
        "0000-12-31T23:00:00+00:00",
        " "
      })
  void aBirthdayThatIsNotSetIsEmpty(String received) {
    assertThat(birthday(received)).isEmpty();
  }

  @Test
  void aBirthdayThatIsNoDateIsNotTakenForEmpty() {
    assertThat(birthday("12/04/1985")).contains("12/04/1985");
  }

  @Test
  void aBirthdayIsWrittenAsMidnight() {
    Field field = WebCrmField.birthday("PersonBirthday");
    assertThat(field.write(Optional.of("1985-04-12"), Columns.NONE, SIX))
        .containsEntry("PersonBirthday", "1985-04-12T00:00:00+00:00");
    assertThat(field.write(Optional.empty(), Columns.NONE, SIX))
        .containsEntry("PersonBirthday", "0001-01-01T00:00:00+00:00");
    assertThat(field.fit(Optional.of("1985-04-12"), Columns.NONE, SIX)).contains("1985-04-12");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12.04.1985", "1985-13-01", "1985-02-30x", "soon"})
  void aBirthdayThatIsNoDateIsRefused(String value) {
    Field field = WebCrmField.birthday("PersonBirthday");
    assertThat(field.whyNot(Optional.of(value), Columns.NONE))
        .contains("webCRM requires a date in the form 1985-04-12");
    assertThat(field.write(Optional.of(value), Columns.NONE, SIX)).isEmpty();
  }

  private static Optional<String> birthday(String received) {
    return WebCrmField.birthday("PersonBirthday")
        .read(Columns.of(Map.of("PersonBirthday", received)));
  }
}
