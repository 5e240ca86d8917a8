package no.tandem.supplierpersons;

import java.util.List;
import no.tandem.poweroffice.PowerOfficeField;
import no.tandem.sync.pair.Property;
import no.tandem.webcrm.WebCrmField;

/** Which property of a supplier who is a person is which of the webCRM person: one line each. */
final class SupplierPersonMapping {
  static final List<Property> PROPERTIES =
      List.of(
          new Property(
              "firstName",
              PowerOfficeField.required("FirstName", "a supplier person's first name"),
              WebCrmField.text("PersonFirstName")),
          new Property(
              "lastName",
              PowerOfficeField.required("LastName", "a supplier person's last name"),
              WebCrmField.lastName("PersonLastName")),
          new Property(
              "email", PowerOfficeField.text("EmailAddress"), WebCrmField.text("PersonEmail")),
          new Property(
              "phone", PowerOfficeField.text("PhoneNumber"), WebCrmField.text("PersonDirectPhone")),
          new Property(
              "birthday",
              PowerOfficeField.date("DateOfBirth"),
              WebCrmField.birthday("PersonBirthday")));

  private SupplierPersonMapping() {}
}
