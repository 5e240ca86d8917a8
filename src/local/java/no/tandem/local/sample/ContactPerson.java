package no.tandem.local.sample;

import org.jspecify.annotations.Nullable;

/**
 * Someone at a company.
 *
 * @param owner the id of the customer or supplier
 * @param lastName empty in either of PowerOffice's ways: null or ""
 */
record ContactPerson(
    long owner,
    String firstName,
    @Nullable String lastName,
    @Nullable String email,
    @Nullable String phone,
    String title,
    boolean active) {}
