package no.tandem.sync.plan;

import java.time.Instant;
import java.util.Optional;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.OwnWriteFacts;
import no.tandem.sync.link.RunStateReader;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Timing;

/** Knows for one run what neither a record nor its link shows. */
public final class OwnWriteReader {
  private final RunStateReader runState;
  private final Timing timing;
  private final Instant begun;
  private Optional<String> ourName = Optional.empty();
  private boolean asked;

  /**
   * @param begun when the run had read nothing yet
   */
  OwnWriteReader(RunStateReader runState, Timing timing, Instant begun) {
    this.timing = timing;
    this.runState = runState;
    this.begun = begun;
  }

  public OwnWriteFacts facts(Optional<Link> link) {
    return new OwnWriteFacts(
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
      ourName = runState.ourName();
    }
    return ourName;
  }

  /**
   * Who created what we created, that is us, whoever has changed it since.
   *
   * @return our name, if it is not the one that is stored
   */
  public Optional<String> learn(Snapshot created) {
    if (created.createdBy().isEmpty() || created.createdBy().equals(ourName())) {
      return Optional.empty();
    }
    ourName = created.createdBy();
    return ourName;
  }
}
