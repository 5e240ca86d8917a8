package no.tandem.departments;

import java.util.Map;
import java.util.stream.Stream;
import no.tandem.sync.MappingTable;
import no.tandem.sync.MappingTable.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DepartmentMappingTest {

  static Stream<Row> rows() {
    return Stream.of(
        // property, value, in PowerOffice, in webCRM, cleared in webCRM
        new Row(
            "name",
            "Lager",
            Map.of("Name", "Lager"),
            Map.of("OrganisationName", "Lager"),
            Map.of("OrganisationName", "")));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aPropertyIsReadAndWrittenOnBothSides(Row row) {
    MappingTable.expect(DepartmentMapping.PROPERTIES, row);
  }

  @Test
  void everyPropertyHasARow() {
    MappingTable.expectComplete(DepartmentMapping.PROPERTIES, rows());
  }
}
