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
 * @param own what is stored of the pair
 * @param others the links of other pairs whose webCRM records are of the same kind
 * @param first what is stored of the pair whose records are decided before this one's, if there is
 *     one
 */
public record Sources(
    Pair pair,
    BySystem<RecordReader> records,
    Stored own,
    List<LinkReader> others,
    Optional<Stored> first,
    OwnerReader owners,
    Timing timing) {

  /** What is stored of one pair. */
  public record Stored(LinkReader links, RunStateReader runState) {}

  public LinkReader links() {
    return own.links();
  }

  public RunStateReader runState() {
    return own.runState();
  }

  RecordReader left() {
    return records.powerOffice();
  }

  RecordReader right() {
    return records.webCrm();
  }

  public PairPrecedence precedence() {
    return new PairPrecedence(pair, first);
  }
}
