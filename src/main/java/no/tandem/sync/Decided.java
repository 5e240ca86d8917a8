package no.tandem.sync;

/** A record and what is to become of it. */
record Decided(Work work, Plan plan) {

  /** Whether its owner is not linked yet, but will be. */
  boolean isPlanned() {
    return work.owner().filter(Owner.Planned.class::isInstance).isPresent();
  }

  /** It waits until its owner is linked. */
  Decided waitingForOwner() {
    String why =
        work.owner()
            .filter(Owner.Planned.class::isInstance)
            .map(owner -> ((Owner.Planned) owner).reason())
            .orElse("");
    Hold hold = Hold.due(Reason.ownerWaits(why));
    return new Decided(
        work,
        new Plan.Wait(
            work.left().snapshot().flatMap(Snapshot::owner).map(hold::waitingFor).orElse(hold)));
  }
}
