package no.tandem.departments;

import no.tandem.sync.pair.MappingTable;
import org.junit.jupiter.api.Test;

class DepartmentMappingTest {
  @Test
  void everyPropertyIsReadAndWrittenOnBothSides() {
    MappingTable.expect(
        DepartmentMapping.PROPERTIES,
        """
        property | PowerOffice | webCRM           | value | webCRM holds | cleared
        name     | Name        | OrganisationName | Lager |              |
        """);
  }
}
