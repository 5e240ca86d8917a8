package no.tandem.supplierpersons;

import no.tandem.sync.pair.MappingTable;
import org.junit.jupiter.api.Test;

class SupplierPersonMappingTest {
  @Test
  void everyPropertyIsReadAndWrittenOnBothSides() {
    MappingTable.expect(
        SupplierPersonMapping.PROPERTIES,
        """
        property  | PowerOffice  | webCRM            | value       | webCRM holds              | cleared
        firstName | FirstName    | PersonFirstName   | Kari        |                           |
        lastName  | LastName     | PersonLastName    | Lie         |                           | -
        email     | EmailAddress | PersonEmail       | a@b.example |                           |
        phone     | PhoneNumber  | PersonDirectPhone | 22 33       |                           |
        birthday  | DateOfBirth  | PersonBirthday    | 1974-05-17  | 1974-05-17T00:00:00+00:00 | 0001-01-01T00:00:00+00:00
        """);
  }
}
