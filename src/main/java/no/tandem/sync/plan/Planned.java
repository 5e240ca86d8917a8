package no.tandem.sync.plan;

import no.tandem.sync.detect.Owner;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Reason;
import no.tandem.sync.side.Snapshot;

/** A record and what is to become of it. */
public record Planned(RecordState state, Plan plan) {

  /** Whether its owner is not linked yet, but will be. */
  public boolean isPlanned() {
    return state.owner().filter(Owner.Planned.class::isInstance).isPresent();
  }

  /** It waits until its owner is linked. */
  public Planned waitingForOwner() {
    String why =
        state
            .owner()
            .filter(Owner.Planned.class::isInstance)
            .map(owner -> ((Owner.Planned) owner).reason())
            .orElse("");
    Hold hold = Hold.deferred(Reason.ownerWaits(why));
    return new Planned(
        state,
        new Plan.Wait(
            state
                .left()
                .snapshot()
                .flatMap(Snapshot::owner)
                .map(LinkKey::of)
                .map(hold::waitingFor)
                .orElse(hold)));
  }
}
