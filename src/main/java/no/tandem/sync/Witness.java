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
                    known.mayHaveWritten(
                        SystemName.POWEROFFICE,
                        begun.minus(timing.replicaDelay(SystemName.POWEROFFICE))))
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

  /** Who created what we created, that is us, whoever has changed it since. */
  void learn(Snapshot created) {
    if (created.createdBy().isPresent() && !created.createdBy().equals(ourName())) {
      ourName = created.createdBy();
      links.saveOurName(created.createdBy().get());
    }
  }
}
