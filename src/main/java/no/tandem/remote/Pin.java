package no.tandem.remote;

import java.util.Optional;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;

/**
 * Whose keys one client uses, as its system said at the last log-in. Keys of another company would
 * open another company's records, which must not get into this one's.
 */
public final class Pin {
  private final SystemName system;
  private volatile Pins pins = Pins.NONE;
  private volatile Optional<String> identity = Optional.empty();
  private volatile Optional<String> trouble = Optional.empty();

  public Pin(SystemName system) {
    this.system = system;
  }

  /** From now on compares with these. */
  public void compareWith(Pins others) {
    pins = others;
  }

  /**
   * A log-in succeeded.
   *
   * @param company whose keys they are, as far as the system says
   */
  public void loggedIn(Optional<String> company) {
    trouble = pins.trouble(system, company);
    identity = company;
  }

  /** Whose keys they are, after a log-in. */
  public Optional<String> identity() {
    return identity;
  }

  /** Whether the keys are another's. */
  public boolean isAnothers() {
    return trouble.isPresent();
  }

  /**
   * Before a call is made.
   *
   * @throws TransientException if the keys are another's
   */
  public void check() {
    if (trouble.isPresent()) {
      // An operator may have confirmed them meanwhile.
      trouble = pins.trouble(system, identity);
    }
    if (trouble.isPresent()) {
      throw new TransientException(system, 0, "keys of another company", trouble.get());
    }
  }
}
