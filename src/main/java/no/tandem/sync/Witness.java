package no.tandem.sync;

import java.time.Instant;
import java.util.Optional;

/** Knows of a record what neither it nor its link tells, for one run. */
final class Witness {
  private final Links links;
  private final Timing timing;
  private final Instant begun;
  private Optional<String> ourName = Optional.empty();
  private boolean asked;

  /**
   * @param begun when the run had read nothing yet
   */
  Witness(Links links, Timing timing, Instant begun) {
    this.timing = timing;
    this.links = links;
    this.begun = begun;
  }

  Facts facts(Optional<Link> link) {
    return new Facts(
        ourName(),
        link.filter(
                known ->
                    known.mayBeNewerThan(begun.minus(timing.replicaDelay(SystemName.POWEROFFICE))))
            .isPresent(),
        Optional.empty());
  }

  private Optional<String> ourName() {
    if (!asked) {
      asked = true;
      ourName = links.ourName();
    }
    return ourName;
  }

  /** A record that we created and that nobody changed since bears our name. */
  void learn(Snapshot created) {
    boolean untouched =
        created.byIntegration()
            && created.createdByIntegration().isPresent()
            && created.createdByIntegration().equals(created.changedAt());
    if (untouched && created.changedBy().isPresent() && !created.changedBy().equals(ourName())) {
      ourName = created.changedBy();
      links.saveOurName(created.changedBy().get());
    }
  }
}
