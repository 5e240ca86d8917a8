package no.tandem.simulation;

import java.time.Instant;
import java.util.Optional;

/**
 * A record under the id of one that is gone is another record: a link to the one that is gone is
 * not its link. It is not written for that link, and the other record gets no value of it.
 */
final class Identity implements Promise {
  private final Ledger ledger;
  private final Table table;

  Identity(Ledger ledger, Table table) {
    this.ledger = ledger;
    this.table = table;
  }

  @Override
  public Optional<String> written(Instance process, Write write) {
    return table.links().stream()
        .filter(link -> link.isActive() && !link.isHolder())
        .filter(link -> isAbout(link, write))
        .filter(link -> isAnotherNow(process, link))
        .findFirst()
        .map(
            link ->
                process
                    + " wrote "
                    + write.record()
                    + " though "
                    + link.rightKey()
                    + " is another now");
  }

  /** Excused: a counterpart may be made inactive, as that changes no value. */
  private static boolean isAbout(Stored link, Write write) {
    return (!write.changed().isEmpty() && link.hasLeft(write.record()))
        || link.hasRight(write.record());
  }

  /** Excused: the process may have read it before that, or linked the new one itself. */
  private boolean isAnotherNow(Instance process, Stored link) {
    Optional<Instant> since = link.rightKey().flatMap(ledger::usedAgainSince);
    return since
        .filter(at -> at.isBefore(process.readsFrom()))
        .filter(at -> ledger.linkedAt(link.name()).filter(at::isAfter).isPresent())
        .isPresent();
  }
}
