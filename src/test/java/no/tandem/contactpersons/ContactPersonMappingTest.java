package no.tandem.contactpersons;

import no.tandem.sync.pair.MappingTable;
import org.junit.jupiter.api.Test;

class ContactPersonMappingTest {
  @Test
  void everyPropertyIsReadAndWrittenOnBothSides() {
    MappingTable.expect(
        ContactPersonMapping.PROPERTIES,
        """
        property  | PowerOffice  | webCRM            | value       | webCRM holds | cleared
        firstName | FirstName    | PersonFirstName   | Kari        |              |
        lastName  | LastName     | PersonLastName    | Lie         |              | -
        email     | EmailAddress | PersonEmail       | a@b.example |              |
        phone     | PhoneNumber  | PersonDirectPhone | 22 33       |              |
        """);
  }
}
