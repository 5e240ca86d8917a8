package no.tandem.customers;

import java.util.Map;
import java.util.stream.Stream;
import no.tandem.sync.MappingTable;
import no.tandem.sync.MappingTable.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CustomerMappingTest {

  static Stream<Row> rows() {
    return Stream.of(
        // property, value, in PowerOffice, in webCRM, cleared in webCRM
        new Row(
            "name",
            "Fjord AS",
            Map.of("Name", "Fjord AS"),
            Map.of("OrganisationName", "Fjord AS"),
            Map.of("OrganisationName", "")),
        new Row(
            "phone",
            "22 33",
            Map.of("PhoneNumber", "22 33"),
            Map.of("OrganisationTelephone", "22 33"),
            Map.of("OrganisationTelephone", "")));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aPropertyIsReadAndWrittenOnBothSides(Row row) {
    MappingTable.expect(CustomerMapping.PROPERTIES, row);
  }

  @Test
  void everyPropertyHasARow() {
    MappingTable.expectComplete(CustomerMapping.PROPERTIES, rows());
  }
}
