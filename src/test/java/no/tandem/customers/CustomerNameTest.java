package no.tandem.customers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Lengths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomerNameTest {
  private static final Columns PERSON = Columns.of(Map.of("IsPerson", "true"));
  private final CustomerName name = new CustomerName();

  @ParameterizedTest
  @CsvSource({
    "Kari Lie, Kari, Lie",
    "Kari Marie Lie, Kari Marie, Lie",
    "Kari  Lie, Kari, Lie",
    "Kari\u00a0Lie, Kari, Lie",
    "Kari\u202fLie, Kari, Lie",
    "Kari\u3000Marie\u2007Lie, Kari Marie, Lie",
    "'Kari\r\nLie', Kari, Lie",
    "\ufeffKari Lie\u200b, Kari, Lie",
    "Ka\u0301ri Lie, K\u00e1ri, Lie",
  })
  void aPersonsNameIsTakenApartAtItsLastWord(String joined, String first, String last) {
    assertThat(name.write(Optional.of(joined), PERSON, Lengths.UNKNOWN))
        .containsEntry("FirstName", first)
        .containsEntry("LastName", last)
        .hasSize(2);
    assertThat(name.fit(Optional.of(joined), PERSON, Lengths.UNKNOWN)).contains(first + " " + last);
    assertThat(name.whyNot(Optional.of(joined), PERSON)).isEmpty();
  }

  @Test
  void aLastNameOfSeveralWordsStaysWholeWhileTheNameEndsWithIt() {
    Columns person =
        Columns.of(Map.of("IsPerson", "true", "FirstName", "Jan", "LastName", "van der Berg"));
    assertThat(name.write(Optional.of("Jan  Erik van der berg"), person, Lengths.UNKNOWN))
        .containsEntry("FirstName", "Jan Erik")
        .containsEntry("LastName", "van der berg");
    assertThat(name.write(Optional.of("Jan Lie"), person, Lengths.UNKNOWN))
        .containsEntry("FirstName", "Jan")
        .containsEntry("LastName", "Lie");
    assertThat(name.write(Optional.of("Ola\u00a0Nordmann"), PERSON, Lengths.UNKNOWN))
        .containsEntry("FirstName", "Ola")
        .containsEntry("LastName", "Nordmann");
  }

  @Test
  void aPersonsNameIsJoinedWhateverTheNameFieldHolds() {
    Map<String, String> person =
        Map.of("IsPerson", "true", "Name", "other", "FirstName", "Kari", "LastName", "van Dam");
    assertThat(name.read(Columns.of(person))).contains("Kari van Dam");
    assertThat(name.read(Columns.of(Map.of("IsPerson", "true", "LastName", "Lie"))))
        .contains("Lie");
    assertThat(name.read(PERSON)).isEmpty();
  }

  @Test
  void oneWordOrNothingIsRefused() {
    assertThat(name.whyNot(Optional.of("Lie"), PERSON)).isPresent();
    assertThat(name.whyNot(Optional.of("Lie"), Columns.NONE)).isEmpty();
    assertThat(name.whyNot(Optional.empty(), PERSON)).isPresent();
    assertThat(name.whyNot(Optional.empty(), Columns.NONE)).isPresent();
  }
}
