package no.tandem.simulation;

import java.util.Optional;

/**
 * Every value that Tandem writes is one that the linked record had since the process began to read.
 * What an operator has it write is the operator's edit, and is none of these.
 */
final class Explained implements Promise {
  private final Ledger ledger;

  Explained(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Optional<String> changed(
      Instance process, Systems.Key record, Optional<Systems.Key> counterpart) {
    return counterpart.isPresent()
        ? Optional.empty()
        : Optional.of(record + " was written without a link");
  }

  @Override
  public Optional<String> written(Instance process, Write write) {
    return write.brought().stream()
        .filter(name -> !ledger.cameFrom(write.source(), write.record(), name, process.readsFrom()))
        .findFirst()
        .map(name -> write.record() + " got a " + name + " that " + write.source() + " never had");
  }
}
