package no.tandem.sync.apply;

import java.time.Clock;
import no.tandem.sync.link.Links;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.report.Run;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Timing;

/**
 * What applying writes to in a run of one pair, and what it has to keep to.
 *
 * @param sides the records of both systems
 * @param links the pair's links
 */
public record Targets(
    Pair pair, BySystem<Side> sides, Links links, Timing timing, Clock clock, Run run) {

  Side left() {
    return sides.powerOffice();
  }

  Side right() {
    return sides.webCrm();
  }
}
