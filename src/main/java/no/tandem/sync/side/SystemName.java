package no.tandem.sync.side;

import java.util.Locale;

/** One of the two systems. PowerOffice is always the left side, webCRM the right side. */
public enum SystemName {
  POWEROFFICE("PowerOffice"),
  WEBCRM("webCRM");

  private final String vendorSpelling;

  SystemName(String vendorSpelling) {
    this.vendorSpelling = vendorSpelling;
  }

  /** The name in JSON, configuration and keys: lower case. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public SystemName other() {
    return this == POWEROFFICE ? WEBCRM : POWEROFFICE;
  }

  /** The name as the vendor spells it, for people. */
  @Override
  public String toString() {
    return vendorSpelling;
  }
}
