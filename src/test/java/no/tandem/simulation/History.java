package no.tandem.simulation;

import java.util.Optional;

/** What is in the history stays there. */
final class History implements Promise {

  @Override
  public Optional<String> stored(Instance process, Change change) {
    // Excused: an operator may have all that is known of a record forgotten.
    return change.isHistory() && change.isErased() && !process.isAskedTo("forget")
        ? Optional.of(change.key() + " was erased by " + process)
        : Optional.empty();
  }
}
