package no.tandem.sync;

import java.time.Clock;

/**
 * What applying writes to in a run of one pair, and what it has to keep to.
 *
 * @param sides the records of both systems
 * @param links the pair's links
 */
record Targets(Pair pair, BySystem<Side> sides, Links links, Timing timing, Clock clock, Run run) {

  Side left() {
    return sides.powerOffice();
  }

  Side right() {
    return sides.webCrm();
  }
}
