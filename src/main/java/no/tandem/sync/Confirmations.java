package no.tandem.sync;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/** Stores of links that their records were seen as the links say. */
final class Confirmations {
  private static final Logger LOG = System.getLogger(Confirmations.class.getName());

  private final Targets targets;

  Confirmations(Targets targets) {
    this.targets = targets;
  }

  void store(List<Confirmation> some) {
    if (targets.run().mode() == Mode.PLAN) {
      return;
    }
    for (Confirmation one : some) {
      try {
        targets.links().save(one.before(), one.after(), Optional.empty());
      } catch (Links.StaleLinkException e) {
        // Whoever was faster has read the record as well.
        LOG.log(
            Level.DEBUG,
            "{0} {1} was confirmed by another run",
            targets.pair().name(),
            one.before().left());
      }
    }
  }
}
