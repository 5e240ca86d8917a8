package no.tandem.local.sample;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import no.tandem.local.sample.Words.Place;

/** Records as webCRM answers them. What is not there is written as an empty text. */
final class WebCrmRows {
  private WebCrmRows() {}

  /** An organisation; country and status read as in a Norwegian tenant. */
  record Organisation(
      String name,
      String phone,
      String vatNumber,
      String website,
      String street,
      Place place,
      Instant created,
      Instant updated) {}

  /** A person under the organisation of that id. */
  record Person(
      int organisation,
      String firstName,
      String lastName,
      String email,
      String phone,
      String title,
      String status,
      Instant created,
      Instant updated) {}

  static Map<String, Object> organisation(int id, Organisation organisation) {
    Map<String, Object> row = new LinkedHashMap<String, Object>();
    row.put("OrganisationId", id);
    row.put("OrganisationName", organisation.name());
    row.put("OrganisationDivisionName", "");
    row.put(
        "OrganisationCompareName",
        organisation.name().toUpperCase(Spelling.NORWEGIAN).replaceAll("[^\\p{L}\\p{N}]", ""));
    row.put("OrganisationAddress", organisation.street());
    row.put("OrganisationPostCode", organisation.place().zipCode());
    row.put("OrganisationCity", organisation.place().city());
    row.put("OrganisationCountry", "Norge");
    row.put("OrganisationTelephone", organisation.phone());
    row.put("OrganisationTelephoneSearch", "-" + digits(organisation.phone()) + "-");
    row.put("OrganisationWww", organisation.website());
    row.put("OrganisationVatNumber", organisation.vatNumber());
    // An unset dropdown shows this placeholder instead of nothing.
    row.put("OrganisationStatus", "--Velg--");
    row.put("OrganisationType", "--Velg--");
    row.put("OrganisationIndustry", "--Velg--");
    row.put("OrganisationOwner", 0);
    row.put("OrganisationComment", "");
    row.put("OrganisationNoAds", false);
    row.put("OrganisationCreatedAt", Moments.webCrm(organisation.created()));
    row.put("OrganisationCreatedBy", "Yngvild Reksten");
    row.put("OrganisationUpdatedAt", Moments.webCrm(organisation.updated()));
    row.put("OrganisationUpdatedBy", "Yngvild Reksten");
    return row;
  }

  static Map<String, Object> person(int id, Person person) {
    Map<String, Object> row = new LinkedHashMap<String, Object>();
    row.put("PersonId", id);
    row.put("PersonOrganisationId", person.organisation());
    row.put("PersonFirstName", person.firstName());
    row.put("PersonMiddleName", "");
    row.put("PersonLastName", person.lastName());
    row.put("PersonName", Spelling.fullName(person.firstName(), person.lastName()));
    row.put("PersonTitle", person.title());
    row.put("PersonEmail", person.email());
    row.put("PersonDirectPhone", person.phone());
    row.put("PersonMobilePhone", "");
    row.put("PersonTelephoneSearch", "-" + digits(person.phone()) + "-");
    row.put("PersonStatus", person.status());
    row.put("PersonBirthday", Moments.NOT_SET);
    row.put("PersonBlockMassEmail", false);
    row.put("PersonComment", "");
    // webCRM does return it; whoever reads persons has to leave it behind.
    row.put("PersonPassword", Words.PASSWORD + Integer.toHexString(id * 7919));
    row.put("PersonCreatedAt", Moments.webCrm(person.created()));
    row.put("PersonCreatedBy", "Yngvild Reksten");
    row.put("PersonUpdatedAt", Moments.webCrm(person.updated()));
    row.put("PersonUpdatedBy", "Yngvild Reksten");
    return row;
  }

  private static String digits(String phone) {
    return phone.replaceAll("[^0-9]", "");
  }
}
