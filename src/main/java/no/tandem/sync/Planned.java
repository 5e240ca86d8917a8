package no.tandem.sync;

/** A record and what is to become of it. */
record Planned(RecordState state, Plan plan) {

  /** Whether its owner is not linked yet, but will be. */
  boolean isPlanned() {
    return state.owner().filter(Owner.Planned.class::isInstance).isPresent();
  }

  /** It waits until its owner is linked. */
  Planned waitingForOwner() {
    String why =
        state.owner()
            .filter(Owner.Planned.class::isInstance)
            .map(owner -> ((Owner.Planned) owner).reason())
            .orElse("");
    Hold hold = Hold.due(Reason.ownerWaits(why));
    return new Planned(
        state,
        new Plan.Wait(
            state.left().snapshot().flatMap(Snapshot::owner).map(hold::waitingFor).orElse(hold)));
  }
}
