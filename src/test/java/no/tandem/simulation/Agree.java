package no.tandem.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import no.tandem.sync.link.ServerForm;
import no.tandem.sync.pair.Property;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.SystemName;

/** At rest two linked records have the same values. */
final class Agree implements Promise {
  private final Systems systems;
  private final Ledger ledger;

  Agree(Systems systems, Ledger ledger) {
    this.systems = systems;
    this.ledger = ledger;
  }

  @Override
  public Optional<String> atRest(AtRest world) {
    return world.links().stream()
        // Excused: what is held waits for a person; Rest looks at the others that wait.
        .filter(link -> link.isActive() && link.hold().isEmpty())
        .flatMap(link -> broken(link).stream())
        .findFirst();
  }

  private Optional<String> broken(Stored link) {
    List<String> differing = differing(systems, ledger, link);
    return differing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            link.leftKey()
                + " and "
                + link.rightKey().orElseThrow()
                + " differ and nothing is held: "
                + differing);
  }

  /** In what the two linked records differ; in nothing if one is gone. */
  static List<String> differing(Systems systems, Ledger ledger, Stored link) {
    Optional<Columns> left = systems.find(link.leftKey());
    Optional<Columns> right = systems.find(link.rightKey().orElseThrow());
    List<String> differing = new ArrayList<>();
    if (left.isEmpty() || right.isEmpty()) {
      return differing;
    }
    for (Property property : ledger.propertiesOf(link.pair())) {
      if (!isSame(property, left.get(), right.get())
          && !mayBeForm(ledger, link, property, left.get(), right.get())) {
        String name = property.name();
        differing.add(
            name
                + ": "
                + property.left().read(left.get()).orElse("-")
                + " and "
                + property.right().read(right.get()).orElse("-")
                + ", known as "
                + link.base(SystemName.POWEROFFICE).get(name)
                + " and "
                + link.base(SystemName.WEBCRM).get(name));
      }
    }
    return differing;
  }

  /**
   * A write that was ignored left what stood there before: if that is the same telephone number in
   * other blanks and dashes, it looks like the system's own form of what it was sent. So does what
   * a user makes of a value that Tandem wrote, if it could as well be the system's form of it.
   */
  static boolean mayBeForm(
      Ledger ledger, Stored link, Property property, Columns left, Columns right) {
    String leftNow = property.left().read(left).orElse("");
    String rightNow = property.right().read(right).orElse("");
    boolean ignored =
        ledger.wasIgnored(link.leftKey()) || link.rightKey().filter(ledger::wasIgnored).isPresent();
    return (ignored && property.name().equals("phone") && ServerForm.isOf(leftNow, rightNow))
        || isFormOfWritten(ledger, link.leftKey(), property, leftNow, rightNow)
        || isFormOfWritten(ledger, link.rightKey().orElseThrow(), property, rightNow, leftNow);
  }

  private static boolean isFormOfWritten(
      Ledger ledger, Systems.Key written, Property property, String there, String other) {
    String sent = ledger.lastWritten(written, property.name());
    return !sent.isEmpty()
        && ServerForm.isOf(sent, there)
        && (ServerForm.isOf(sent, other) || ServerForm.isOf(other, sent));
  }

  /** Whether both have the same value, as far as it fits into the other. */
  static boolean isSame(Property property, Columns left, Columns right) {
    Optional<String> leftNow = property.left().read(left);
    Optional<String> rightNow = property.right().read(right);
    return leftNow.equals(rightNow)
        || property.right().fit(leftNow, right, Ledger.lengths(SystemName.WEBCRM)).equals(rightNow)
        || property
            .left()
            .fit(rightNow, left, Ledger.lengths(SystemName.POWEROFFICE))
            .equals(leftNow);
  }
}
