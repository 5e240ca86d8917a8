package no.tandem.sync;

import java.util.List;
import java.util.Optional;

/**
 * What deciding reads in a run of one pair.
 *
 * @param records those of both systems
 * @param links the pair's links
 * @param others the links of other pairs whose webCRM records are of the same kind
 * @param first those of the one whose records are settled before this pair's, if there is one
 */
record Sources(
    Pair pair,
    BySystem<RecordReader> records,
    LinkReader links,
    List<LinkReader> others,
    Optional<LinkReader> first,
    OwnerReader owners,
    Timing timing) {

  RecordReader left() {
    return records.powerOffice();
  }

  RecordReader right() {
    return records.webCrm();
  }

  Precedence precedence() {
    return new Precedence(pair, first);
  }
}
