package no.tandem.local.sample;

import java.time.Instant;
import no.tandem.local.sample.Words.Place;
import org.jspecify.annotations.Nullable;

/**
 * Whom a customer or supplier record is about: what belongs to the contact as a whole, so that one
 * contact in both roles reads the same in both.
 *
 * @param name null where PowerOffice leaves a person's name to first and last name
 * @param phone empty in either of PowerOffice's ways: null or ""
 */
record Contact(
    long id,
    boolean person,
    @Nullable String name,
    @Nullable String firstName,
    @Nullable String lastName,
    @Nullable String dateOfBirth,
    @Nullable String organizationNumber,
    @Nullable String email,
    @Nullable String phone,
    @Nullable String website,
    Place place,
    String street,
    boolean archived,
    Instant created) {

  /** The name of the organisation that stands for it in webCRM. */
  String displayName() {
    return person ? Spelling.fullName(orEmpty(firstName), orEmpty(lastName)) : orEmpty(name);
  }

  boolean hasPhone() {
    return !orEmpty(phone).isEmpty();
  }

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
