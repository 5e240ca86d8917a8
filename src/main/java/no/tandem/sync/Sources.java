package no.tandem.sync;

import java.util.List;
import java.util.Optional;

/**
 * What deciding reads in a run of one pair.
 *
 * @param sides the records of both systems
 * @param links the pair's links
 * @param others the links of other pairs whose webCRM records are of the same kind
 * @param first those of the one whose records are settled before this pair's, if there is one
 */
record Sources(
    Pair pair,
    BySystem<Side> sides,
    Links links,
    List<Links> others,
    Optional<Links> first,
    Owners owners,
    Timing timing) {

  Side left() {
    return sides.powerOffice();
  }

  Side right() {
    return sides.webCrm();
  }

  Precedence precedence() {
    return new Precedence(pair, first);
  }
}
