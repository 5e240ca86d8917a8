package no.tandem.simulation;

import java.util.Optional;

/** A link ends only after the process saw one of its records gone or inactive. */
final class Verified implements Promise {
  private final Ledger ledger;
  private final Table table;

  Verified(Ledger ledger, Table table) {
    this.ledger = ledger;
    this.table = table;
  }

  @Override
  public Optional<String> stored(Instance process, Change change) {
    // Excused: an operator may end a link for any reason.
    if (!change.becomes("ENDED") || process.isAskedTo("forget")) {
      return Optional.empty();
    }
    Stored link = table.link(change.key()).orElseThrow();
    boolean seen =
        (!link.isHolder() && process.sawGoneOrInactive(link.leftKey().toString()))
            || link.rightKey().filter(right -> isGone(process, right)).isPresent();
    return seen
        ? Optional.empty()
        : Optional.of(change.key() + " ended, and " + process + " saw neither record gone");
  }

  /** Excused: a record under the id of one that is gone shows that too. */
  private boolean isGone(Instance process, Systems.Key right) {
    return process.sawGoneOrInactive(right.toString()) || ledger.usedAgainSince(right).isPresent();
  }
}
