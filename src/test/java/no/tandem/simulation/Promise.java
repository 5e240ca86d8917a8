package no.tandem.simulation;

import java.util.EnumSet;
import java.util.Set;

/** The promises of which the engine as it is may not be asked all in every world yet. */
enum Promise {
  /**
   * Nothing is written that was read more than five seconds before, unless it was read again as it
   * had to wait.
   */
  FRESH,
  /** No mass change passes without a person's approval, whatever brings it. */
  APPROVED;

  /** Checked only when asked for: {@code -Dtandem.simulation.promises=FRESH}. */
  static final Set<Promise> NOT_YET = EnumSet.of(APPROVED);

  private static final String ASKED_FOR = System.getProperty("tandem.simulation.promises", "");

  boolean isChecked() {
    return !NOT_YET.contains(this) || Set.of(ASKED_FOR.split(",", -1)).contains(name());
  }
}
