package no.tandem.sync.apply;

import java.time.Clock;
import no.tandem.sync.link.History;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.PairStore;
import no.tandem.sync.link.RunState;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.report.Run;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Timing;

/**
 * What applying writes to in a run of one pair, and what it has to keep to.
 *
 * @param sides the records of both systems
 * @param stored what is stored of the pair
 */
public record Targets(
    Pair pair, BySystem<Side> sides, PairStore stored, Timing timing, Clock clock, Run run) {

  public Links links() {
    return stored.links();
  }

  public History history() {
    return stored.history();
  }

  public RunState runState() {
    return stored.runState();
  }

  Side left() {
    return sides.powerOffice();
  }

  Side right() {
    return sides.webCrm();
  }
}
