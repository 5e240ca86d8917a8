package no.tandem.settings;

import java.util.Locale;

/** The pairs by the names of their functions. */
public enum PairName {
  CUSTOMERS(false),
  DEPARTMENTS(true),
  CONTACT_PERSONS(false),
  SUPPLIER_PERSONS(true);

  private final boolean neverCreatedInPowerOffice;

  PairName(boolean neverCreatedInPowerOffice) {
    this.neverCreatedInPowerOffice = neverCreatedInPowerOffice;
  }

  /** The function's name, such as contact-persons. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether its webCRM records are organisations. */
  public boolean ofOrganisations() {
    return this == CUSTOMERS || this == DEPARTMENTS;
  }

  boolean neverCreatedInPowerOffice() {
    return neverCreatedInPowerOffice;
  }
}
