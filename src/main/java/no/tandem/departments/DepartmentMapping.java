package no.tandem.departments;

import java.util.List;
import no.tandem.poweroffice.PowerOfficeField;
import no.tandem.sync.pair.Property;
import no.tandem.webcrm.WebCrmField;

/** Which property of a department is which of its organisation: one line each. */
final class DepartmentMapping {
  static final List<Property> PROPERTIES =
      List.of(
          new Property(
              "name",
              PowerOfficeField.required("Name", "a department's name"),
              WebCrmField.required("OrganisationName", 200, "an organisation's name")));

  private DepartmentMapping() {}
}
