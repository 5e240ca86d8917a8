package no.tandem.customers;

import java.util.List;
import no.tandem.poweroffice.PowerOfficeField;
import no.tandem.sync.pair.Property;
import no.tandem.webcrm.WebCrmField;

/** Which property of a customer is which of its organisation: one line each. */
final class CustomerMapping {
  static final List<Property> PROPERTIES =
      List.of(
          new Property(
              "name",
              new CustomerName(),
              WebCrmField.required("OrganisationName", 200, "an organisation's name")),
          new Property(
              "phone",
              PowerOfficeField.text("PhoneNumber"),
              WebCrmField.text("OrganisationTelephone", 50)));

  private CustomerMapping() {}
}
