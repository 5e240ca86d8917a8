package no.tandem.poweroffice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import no.tandem.sync.pair.Field;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Lengths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PowerOfficeFieldTest {
  private final Field phone = PowerOfficeField.text("PhoneNumber");
  private final Field name = PowerOfficeField.required("Name", "a department's name");
  private final Field birthday = PowerOfficeField.date("DateOfBirth");

  @Test
  void textsAreReadWithoutSurroundingBlanks() {
    assertThat(phone.read(Columns.of(Map.of("phonenumber", " 22 33 ")))).contains("22 33");
    assertThat(phone.read(Columns.of(Map.of("PhoneNumber", " ")))).isEmpty();
    assertThat(phone.read(Columns.NONE)).isEmpty();
  }

  @Test
  void textsAreWrittenInTheVendorsSpellingAndClearedByAnEmptyText() {
    assertThat(phone.columns()).containsExactly("PhoneNumber");
    assertThat(write(phone, Optional.of(" 22 33 "))).isEqualTo(Map.of("PhoneNumber", "22 33"));
    assertThat(write(phone, Optional.empty())).isEqualTo(Map.of("PhoneNumber", ""));
    assertThat(phone.whyNot(Optional.empty(), Columns.NONE)).isEmpty();
    assertThat(phone.fit(Optional.of("22 33"), Columns.NONE, Lengths.UNKNOWN)).contains("22 33");
  }

  @Test
  void whatIsRequiredIsNotCleared() {
    assertThat(name.whyNot(Optional.empty(), Columns.NONE))
        .contains("PowerOffice requires a department's name; it is not cleared");
    assertThat(name.whyNot(Optional.of("Salg"), Columns.NONE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2001-02-03, 2001-02-03",
    "2001-02-03T00:00:00, 2001-02-03",
    "2001-02-03T23:30:00+02:00, 2001-02-03",
    "2001-02-03 00:00:00, 2001-02-03",
    "1. mai, 1. mai"
  })
  void datesAreReadAsWritten(String given, String date) {
    assertThat(birthday.read(Columns.of(Map.of("DateOfBirth", given)))).contains(date);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001-2-3", "2001-02-30", "03.02.2001", "2001-02-03T00:00:00"})
  void onlyDatesAreWrittenToADate(String value) {
    assertThat(birthday.whyNot(Optional.of(value), Columns.NONE)).isPresent();
  }

  @Test
  void aDateMayBeClearedAndSet() {
    assertThat(birthday.whyNot(Optional.empty(), Columns.NONE)).isEmpty();
    assertThat(birthday.whyNot(Optional.of("2001-02-03"), Columns.NONE)).isEmpty();
    assertThat(write(birthday, Optional.of("2001-02-03")))
        .isEqualTo(Map.of("DateOfBirth", "2001-02-03"));
    assertThat(write(birthday, Optional.empty())).isEqualTo(Map.of("DateOfBirth", ""));
  }

  private static Map<String, String> write(Field field, Optional<String> value) {
    return field.write(value, Columns.NONE, Lengths.UNKNOWN);
  }
}
