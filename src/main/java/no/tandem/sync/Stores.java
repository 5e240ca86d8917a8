package no.tandem.sync;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import no.tandem.sync.detect.Sources;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.Units;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.proposal.Proposals;
import no.tandem.sync.round.Owners;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Timing;

/**
 * What is stored that concerns one pair of one tenant.
 *
 * @param links the pair's links
 * @param proposals what of the pair waits for a person, and what its budget was spent on
 * @param others the links of the tenant's other pairs whose webCRM records are of the same kind
 * @param first those of the one whose records are settled before this pair's, if there is one
 */
public record Stores(Links links, Proposals proposals, List<Links> others, Optional<Links> first) {

  public Stores {
    others = List.copyOf(others);
  }

  /** Of a pair that shares its records with no other. */
  public static Stores alone(Links links, Proposals proposals) {
    return new Stores(links, proposals, List.of(), Optional.empty());
  }

  /** What of it deciding reads, with what else it does. */
  Sources sources(Pair pair, BySystem<Side> sides, Owners owners, Timing timing) {
    return new Sources(
        pair,
        sides.map(side -> side),
        links,
        List.copyOf(others),
        first.map(its -> its),
        owners,
        timing);
  }

  /** What they charged for all requests so far. */
  Units units() {
    return Stream.concat(others.stream(), first.stream())
        .map(Links::units)
        .reduce(links.units().plus(proposals.units()), Units::plus);
  }
}
