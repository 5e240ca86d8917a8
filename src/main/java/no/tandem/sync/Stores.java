package no.tandem.sync;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import no.tandem.sync.detect.Sources;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.PairStore;
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
 * @param own what is stored of the pair
 * @param proposals what of the pair waits for a person, and what its budget was spent on
 * @param others the same of the tenant's other pairs whose webCRM records are of the same kind
 * @param first that of the one whose records are decided before this pair's, if there is one
 */
public record Stores(
    PairStore own, Proposals proposals, List<PairStore> others, Optional<PairStore> first) {

  public Stores {
    others = List.copyOf(others);
  }

  /** Of a pair that shares its records with no other. */
  public static Stores alone(PairStore own, Proposals proposals) {
    return new Stores(own, proposals, List.of(), Optional.empty());
  }

  /** What of it deciding reads, with what else it does. */
  Sources sources(Pair pair, BySystem<Side> sides, Owners owners, Timing timing) {
    return new Sources(
        pair,
        sides.map(side -> side),
        read(own),
        others.stream().<LinkReader>map(PairStore::links).toList(),
        first.map(Stores::read),
        owners,
        timing);
  }

  private static Sources.Stored read(PairStore store) {
    return new Sources.Stored(store.links(), store.runState());
  }

  /** What they charged for all requests so far. */
  Units units() {
    return Stream.concat(others.stream(), first.stream())
        .map(PairStore::units)
        .reduce(own.units().plus(proposals.units()), Units::plus);
  }
}
