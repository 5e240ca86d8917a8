package no.tandem.simulation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.side.SystemName;

/**
 * One thing that Tandem promises. A class for each holds the rule, what excuses a breach of it, and
 * the message. It is asked at the moments below, and says what was broken, if anything was.
 *
 * <p>Most promises care about one or two of these moments. What happened before is in the {@link
 * Ledger}, what is stored is in the {@link Table}.
 */
interface Promise {

  /** The name in a message. It is the name of the class, in words. */
  default String rule() {
    return getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  /** A process has sent a request that counts against the system's limit. */
  default Optional<String> sent(Instance process, SystemName system) {
    return Optional.empty();
  }

  /** A process is about to send these columns of a record that is there. */
  default Optional<String> aboutToWrite(
      Instance process, Systems.Key record, Map<String, String> sent) {
    return Optional.empty();
  }

  /**
   * A process has created a record. The ledger does not know it yet.
   *
   * @param intent the stored link for which it was created, if there is one
   */
  default Optional<String> created(Instance process, Systems.Key made, Optional<String> intent) {
    return Optional.empty();
  }

  /**
   * A process has written a record that was there. The ledger does not know it yet.
   *
   * @param counterpart the record that it is linked to, if it is
   */
  default Optional<String> changed(
      Instance process, Systems.Key record, Optional<Systems.Key> counterpart) {
    return Optional.empty();
  }

  /** A process has created or changed a record, and the ledger knows it. */
  default Optional<String> written(Instance process, Write write) {
    return Optional.empty();
  }

  /** A process has stored or erased an item, and the ledger knows it. */
  default Optional<String> stored(Instance process, Change change) {
    return Optional.empty();
  }

  /** A call that changed the table is over. */
  default Optional<String> tableChanged() {
    return Optional.empty();
  }

  /**
   * Nothing new has gone wrong for some rounds.
   *
   * @param links all but those of pairs that stopped for good
   */
  default Optional<String> calmForAWhile(List<Stored> links) {
    return Optional.empty();
  }

  /** Everything has come to rest. */
  default Optional<String> atRest(AtRest world) {
    return Optional.empty();
  }

  /**
   * The world at its end.
   *
   * @param links all but those of pairs that stopped for good
   * @param stoppedPairs the pairs that stopped for good
   * @param creates where Tandem creates records
   */
  record AtRest(List<Stored> links, Set<String> stoppedPairs, Set<SystemName> creates) {}
}
