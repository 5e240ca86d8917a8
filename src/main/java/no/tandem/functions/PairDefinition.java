package no.tandem.functions;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import no.tandem.links.LinkStore;
import no.tandem.links.NamedByHooks;
import no.tandem.poweroffice.PowerOffice;
import no.tandem.settings.PairName;
import no.tandem.settings.Settings;
import no.tandem.sync.link.PairStore;
import no.tandem.sync.pair.Matching;
import no.tandem.sync.pair.Property;
import no.tandem.sync.proposal.Proposals;
import no.tandem.sync.round.Owners;
import no.tandem.sync.side.Snapshot;
import no.tandem.webcrm.WebCrm;

/**
 * What a pair's package says of its pair.
 *
 * @param left the kind of record in PowerOffice
 * @param right the kind of record in webCRM
 * @param properties the mapping
 * @param ownerIsMapped whether a record that was moved to another owner is held
 * @param matching by the tenant's settings
 * @param isToBeCreatedInPowerOffice which webCRM records are, where the tenant's settings ask for
 *     it
 * @param sharedName the property by which a record of another pair, too, could be taken for its
 *     counterpart
 * @param after the pair whose records are decided before this one's
 * @param owners makes what finds the records' owners in a run
 */
public record PairDefinition(
    PairName name,
    PowerOffice.Kind left,
    WebCrm.Kind right,
    List<Property> properties,
    Function<Settings, Matching> matching,
    boolean ownerIsMapped,
    Function<Settings, Predicate<Snapshot>> isToBeCreatedInPowerOffice,
    Optional<String> sharedName,
    Optional<PairName> after,
    Function<Connections, Owners> owners) {

  /** What is stored of the pair for a tenant. */
  PairStore stored(LinkStore store, String tenant) {
    return store.of(tenant, name.key(), right.entity());
  }

  /** What hooks named for the pair of a tenant. */
  NamedByHooks namedByHooks(LinkStore store, String tenant) {
    return store.namedByHooks(tenant, name.key(), right.entity());
  }

  /** The pair's proposal for a tenant. */
  Proposals proposals(LinkStore store, String tenant) {
    return store.proposals(tenant, name.key(), right.entity());
  }
}
