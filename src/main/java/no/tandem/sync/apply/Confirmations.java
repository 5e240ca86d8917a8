package no.tandem.sync.apply;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import no.tandem.sync.detect.Confirmation;
import no.tandem.sync.link.Links;
import no.tandem.sync.report.Mode;

/** Stores of links that their records were seen as the links say. */
public final class Confirmations {
  private static final Logger LOG = System.getLogger(Confirmations.class.getName());

  private final Targets targets;

  public Confirmations(Targets targets) {
    this.targets = targets;
  }

  public void store(List<Confirmation> some) {
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
            one.before().key());
      }
    }
  }
}
