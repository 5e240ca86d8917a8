package no.tandem.customers;

import no.tandem.sync.pair.MappingTable;
import org.junit.jupiter.api.Test;

class CustomerMappingTest {
  @Test
  void everyPropertyIsReadAndWrittenOnBothSides() {
    MappingTable.expect(
        CustomerMapping.PROPERTIES,
        """
        property | PowerOffice | webCRM                | value    | webCRM holds | cleared
        name     | Name        | OrganisationName      | Fjord AS |              |
        phone    | PhoneNumber | OrganisationTelephone | 22 33    |              |
        """);
  }
}
