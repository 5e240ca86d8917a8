package no.tandem.sync.detect;

import java.util.List;
import java.util.Optional;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.RunStateReader;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.Timing;

/**
 * What deciding reads in a run of one pair.
 *
 * @param records those of both systems
 * @param links the pair's links
 * @param runState what the pair's runs before left
 * @param others the links of other pairs whose webCRM records are of the same kind
 * @param first the one whose records are settled before this pair's, if there is one
 */
public record Sources(
    Pair pair,
    BySystem<RecordReader> records,
    LinkReader links,
    RunStateReader runState,
    List<LinkReader> others,
    Optional<First> first,
    OwnerReader owners,
    Timing timing) {

  /** The pair whose records are settled before this one's. */
  public record First(LinkReader links, RunStateReader runState) {}

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
