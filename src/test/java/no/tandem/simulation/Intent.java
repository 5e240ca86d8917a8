package no.tandem.simulation;

import java.util.Optional;

/** Nothing is created without an intent of its own that was stored before. */
final class Intent implements Promise {

  @Override
  public Optional<String> created(Instance process, Systems.Key made, Optional<String> intent) {
    return intent.isPresent()
        ? Optional.empty()
        : Optional.of(made + " was created without an intent of its own");
  }
}
