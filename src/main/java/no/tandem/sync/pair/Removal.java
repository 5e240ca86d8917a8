package no.tandem.sync.pair;

import java.util.Locale;

/** What becomes of a link when one of its records goes away: is archived, inactive or deleted. */
public enum Removal {
  /** The link ends; the other record stays as it is and is not created again. */
  UNLINK,

  /** The link ends, and the other record is made inactive as its system does that. */
  DEACTIVATE,

  /** The record is created again, or made active again if it is only inactive. */
  RECREATE;

  /** The name in configuration and reports. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
