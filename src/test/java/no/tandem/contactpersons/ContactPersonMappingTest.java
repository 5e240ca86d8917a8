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
        new Row(
            "firstName",
            "Kari",
            Map.of("FirstName", "Kari"),
            Map.of("PersonFirstName", "Kari"),
            Map.of("PersonFirstName", "")),
        new Row(
            "lastName",
            "Lie",
            Map.of("LastName", "Lie"),
            Map.of("PersonLastName", "Lie"),
            Map.of("PersonLastName", "-")),
        new Row(
            "email",
            "a@b.example",
            Map.of("EmailAddress", "a@b.example"),
            Map.of("PersonEmail", "a@b.example"),
            Map.of("PersonEmail", "")),
        new Row(
            "phone",
            "22 33",
            Map.of("PhoneNumber", "22 33"),
            Map.of("PersonDirectPhone", "22 33"),
            Map.of("PersonDirectPhone", "")));
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
