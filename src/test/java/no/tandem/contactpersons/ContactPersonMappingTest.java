package no.tandem.contactpersons;

import java.util.Map;
import java.util.stream.Stream;
import no.tandem.sync.MappingTable;
import no.tandem.sync.MappingTable.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContactPersonMappingTest {

  static Stream<Row> rows() {
    return Stream.of(
        // property, value, in PowerOffice, in webCRM, cleared in webCRM
        row(
            "firstName",
            "Kari",
            Map.of("FirstName", "Kari"),
            Map.of("PersonFirstName", "Kari"),
            Map.of("PersonFirstName", "")),
        row(
            "lastName",
            "Lie",
            Map.of("LastName", "Lie"),
            Map.of("PersonLastName", "Lie"),
            Map.of("PersonLastName", "-")),
        row(
            "email",
            "a@b.example",
            Map.of("EmailAddress", "a@b.example"),
            Map.of("PersonEmail", "a@b.example"),
            Map.of("PersonEmail", "")),
        row(
            "phone",
            "22 33",
            Map.of("PhoneNumber", "22 33"),
            Map.of("PersonDirectPhone", "22 33"),
            Map.of("PersonDirectPhone", "")));
  }

  private static Row row(
      String property,
      String value,
      Map<String, String> poweroffice,
      Map<String, String> webcrm,
      Map<String, String> cleared) {
    return new Row(property, value, poweroffice, webcrm, cleared);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aPropertyIsReadAndWrittenOnBothSides(Row row) {
    MappingTable.expect(ContactPersonMapping.PROPERTIES, row);
  }

  @Test
  void everyPropertyHasARow() {
    MappingTable.expectComplete(ContactPersonMapping.PROPERTIES, rows());
  }
}
