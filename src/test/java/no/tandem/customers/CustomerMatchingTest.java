package no.tandem.customers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import no.tandem.sync.pair.Matching;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomerMatchingTest {
  private static final String FIELD = "OrganisationVatNumber";

  @Test
  void withoutAConfiguredFieldOnlyTheNameCounts() {
    CustomerMatching matching = new CustomerMatching(Optional.empty());
    assertThat(matching.rank(left("Fjord AS", "1"), right("FJORD  as", "2")))
        .isEqualTo(Matching.BY_NAME);
    assertThat(matching.rank(left("Fjord AS", "1"), right("Fjell AS", "1"))).isEqualTo(Matching.NO);
  }

  @Test
  void theNumberDecidesWhereBothHaveOne() {
    CustomerMatching matching = new CustomerMatching(Optional.of(FIELD));
    assertThat(matching.rank(left("Fjord AS", "923609016"), right("Other", "NO 923 609 016 MVA")))
        .isEqualTo(Matching.BY_IDENTITY);
    assertThat(matching.rank(left("Fjord AS", "1"), right("Fjord AS", "2"))).isEqualTo(Matching.NO);
    assertThat(matching.rank(left("Fjord AS", "1"), right("Fjord AS", "")))
        .isEqualTo(Matching.BY_NAME);
    assertThat(matching.keys(left("Fjord AS", "923609016")))
        .containsAnyElementsOf(matching.keys(right("Other", "923609016MVA")));
  }

  @ParameterizedTest
  @CsvSource({
    "923609016, NO 923 609 016 MVA, true",
    "923609016, 923.609.016, true",
    "923609016, 923-609-016, true",
    "923\u00a0609\u202f016, 923609016, true",
    "923\u2212609\u2011016, 923609016, true",
    "\u200e923609016\ufeff, 923609016, true",
    "\uff19\uff12\uff13609016, 923609016, true",
    "se556677-8899, SE5566778899, true",
    "A12345678, B12345678, false",
    "923609016, DE923609016, false",
    "000000000, 000000000, false"
  })
  void lettersOfOrganisationNumbersCount(String inPowerOffice, String inWebCrm, boolean same) {
    CustomerMatching matching = new CustomerMatching(Optional.of(FIELD));
    assertThat(matching.rank(left("Alfa", inPowerOffice), right("Beta", inWebCrm)))
        .isEqualTo(same ? Matching.BY_IDENTITY : Matching.NO);
  }

  @ParameterizedTest
  @CsvSource({
    "Fjord AS, +47 22 33 44 55, 22334455, BY_NAME_AND_PHONE",
    "Fjord AS, 0047-22334455, (22) 33 44 55, BY_NAME_AND_PHONE",
    "Fjord AS, 02000, 02000, BY_NAME_AND_PHONE",
    "Fjord\u00a0AS, \u202a+47\u00a022\u00a033\u00a044\u00a055\u202c, 22\u201133\u201144\u201155, BY_NAME_AND_PHONE",
    "Fjord AS, +47 22 33 44 55, 22334456, BY_NAME",
    "Fjord AS, '', '', BY_NAME",
    "Fjord AS, none, none, BY_NAME",
    "Fjell AS, 22334455, 22334455, NO"
  })
  void ofSeveralOfOneNameTheOneWithItsNumberIsSurer(
      String name, String inPowerOffice, String inWebCrm, String rank) {
    CustomerMatching matching = new CustomerMatching(Optional.empty());
    int expected =
        switch (rank) {
          case "BY_NAME_AND_PHONE" -> Matching.BY_NAME_AND_PHONE;
          case "BY_NAME" -> Matching.BY_NAME;
          default -> Matching.NO;
        };
    assertThat(matching.rank(called("Fjord AS", inPowerOffice), called(name, inWebCrm)))
        .isEqualTo(expected);
  }

  private static Matching.Candidate called(String name, String phone) {
    return new Matching.Candidate(
        SystemName.WEBCRM,
        View.EMPTY
            .with("name", Optional.of(name))
            .with("phone", Optional.of(phone).filter(text -> !text.isEmpty())),
        Columns.NONE,
        Optional.empty());
  }

  private static Matching.Candidate left(String name, String number) {
    return new Matching.Candidate(
        SystemName.POWEROFFICE,
        new View(Map.of("name", name)),
        Columns.of(Map.of("OrganizationNumber", number)),
        Optional.empty());
  }

  private static Matching.Candidate right(String name, String number) {
    return new Matching.Candidate(
        SystemName.WEBCRM,
        new View(Map.of("name", name)),
        Columns.of(Map.of(FIELD, number)),
        Optional.empty());
  }
}
