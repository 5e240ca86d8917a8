package no.tandem.sync.detect;

import java.util.List;
import java.util.Optional;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.Timing;

/**
 * What deciding reads in a run of one pair.
 *
 * @param records those of both systems
 * @param links the pair's links
 * @param others the links of other pairs whose webCRM records are of the same kind
 * @param first those of the one whose records are settled before this pair's, if there is one
 */
public record Sources(
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

  public Precedence precedence() {
    return new Precedence(pair, first);
  }
}
