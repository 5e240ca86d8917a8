package no.tandem.contactpersons;

import java.util.List;
import no.tandem.poweroffice.PowerOfficeField;
import no.tandem.sync.pair.Property;
import no.tandem.webcrm.WebCrmField;

/**
 * Which property of a contact person is which of its webCRM person: one line each. The owner is
 * mapped as well, by {@link ContactPersonOwners}: a reference that neither system can change.
 */
final class ContactPersonMapping {
  static final List<Property> PROPERTIES =
      List.of(
          new Property(
              "firstName", PowerOfficeField.text("FirstName"), WebCrmField.text("PersonFirstName")),
          new Property(
              "lastName",
              PowerOfficeField.text("LastName"),
              WebCrmField.lastName("PersonLastName")),
          new Property(
              "email", PowerOfficeField.text("EmailAddress"), WebCrmField.text("PersonEmail")),
          new Property(
              "phone",
              PowerOfficeField.text("PhoneNumber"),
              WebCrmField.text("PersonDirectPhone")));

  private ContactPersonMapping() {}
}
