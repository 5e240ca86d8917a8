package no.tandem.remote;

import java.util.Optional;
import no.tandem.sync.side.SystemName;

/** Knows whose records a tenant's links are about: which client of a system, which system. */
public interface Pins {
  /** Any keys will do. */
  Pins NONE = (system, identity) -> Optional.empty();

  /**
   * Compares; what is not known yet is kept.
   *
   * @param identity whose keys the system says they are; empty if it does not say
   * @return why the keys are not to be used, in words for an operator; empty if they are right
   */
  Optional<String> trouble(SystemName system, Optional<String> identity);
}
