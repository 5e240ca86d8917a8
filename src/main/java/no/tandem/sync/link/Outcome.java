package no.tandem.sync.link;

import java.util.Locale;

/** What became of a record. */
public enum Outcome {
  CREATE,
  ADOPT,
  UPDATE,
  END,
  RESUME,
  DEFER,
  HOLD;

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
