package no.tandem.sync;

import java.time.Instant;
import java.util.Optional;

/** Knows of a record what neither it nor its link tells, for one run. */
final class Witness {
  private final LinkReader links;
  private final Timing timing;
  private final Instant begun;
  private Optional<String> ourName = Optional.empty();
  private boolean asked;

  /**
   * @param begun when the run had read nothing yet
   */
  Witness(LinkReader links, Timing timing, Instant begun) {
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

  /**
   * Who created what we created, that is us, whoever has changed it since.
   *
   * @return our name, if it is not the one that is stored
   */
  Optional<String> learn(Snapshot created) {
    if (created.createdBy().isEmpty() || created.createdBy().equals(ourName())) {
      return Optional.empty();
    }
    ourName = created.createdBy();
    return ourName;
  }
}
