package no.tandem.simulation;

import java.util.List;
import java.util.Optional;
import no.tandem.sync.side.Columns;

/** After some quiet sweeps the edits of good records have arrived, whatever others do. */
final class Arrives implements Promise {
  private final Systems systems;
  private final Ledger ledger;
  private final Weather weather;

  Arrives(Systems systems, Ledger ledger, Weather weather) {
    this.systems = systems;
    this.ledger = ledger;
    this.weather = weather;
  }

  @Override
  public Optional<String> calmForAWhile(List<Stored> links) {
    return links.stream()
        .filter(link -> link.isActive() && !isBad(link))
        // Excused: what is held waits for a person, or for its time.
        .filter(link -> link.hold().isEmpty())
        .flatMap(link -> broken(link).stream())
        .findFirst();
  }

  /** Excused: a system fails with one of its records for ever. */
  private boolean isBad(Stored link) {
    return weather.isBad(link.leftKey().toString())
        || link.rightKey().map(Systems.Key::toString).filter(weather::isBad).isPresent();
  }

  private Optional<String> broken(Stored link) {
    Optional<Columns> left = systems.find(link.leftKey());
    Optional<Columns> right = link.rightKey().flatMap(systems::find);
    if (left.isEmpty() || right.isEmpty()) {
      // Excused: what is gone is looked at when everything has come to rest.
      return Optional.empty();
    }
    return ledger.propertiesOf(link.pair()).stream()
        .filter(property -> !Agree.isSame(property, left.get(), right.get()))
        .filter(property -> !Agree.mayBeForm(ledger, link, property, left.get(), right.get()))
        .findFirst()
        .map(
            property ->
                property.name() + " of " + link.leftKey() + " is still not in " + link.rightKey());
  }
}
