package no.tandem.simulation;

import java.util.Optional;

/** No record is held for a value that is missing when both records agree. */
final class TrueReason implements Promise {
  private final Systems systems;
  private final Ledger ledger;

  TrueReason(Systems systems, Ledger ledger) {
    this.systems = systems;
    this.ledger = ledger;
  }

  @Override
  public Optional<String> atRest(AtRest world) {
    return world.links().stream()
        // Excused: an operator had it left alone.
        .filter(link -> link.isActive() && !link.holdKind().equals("IGNORED"))
        .filter(link -> link.heldBecause().contains("requires"))
        // Excused: a record that is gone agrees with nothing.
        .filter(
            link ->
                systems.find(link.leftKey()).isPresent()
                    && link.rightKey().flatMap(systems::find).isPresent())
        .filter(link -> Agree.differing(systems, ledger, link).isEmpty())
        .findFirst()
        .map(link -> link.leftKey() + " is held, but both agree: " + link.heldBecause());
  }
}
