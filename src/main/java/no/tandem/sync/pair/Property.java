package no.tandem.sync.pair;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/**
 * One line of a pair's mapping: a property and how either system holds it.
 *
 * @param name the property's name in views, reports and the link store
 */
public record Property(String name, Field left, Field right) {

  public Field on(SystemName system) {
    return system == SystemName.POWEROFFICE ? left : right;
  }

  /** Of these properties those that a record does not show in full, by their names. */
  public static Set<String> lacking(
      Collection<Property> properties, SystemName system, Columns record) {
    return properties.stream()
        .filter(property -> property.on(system).columns().stream().anyMatch(record::lacks))
        .map(Property::name)
        .collect(Collectors.toSet());
  }

  /** Of these properties those that at least one of the records shows. */
  public static Set<String> shown(Collection<Property> properties, Collection<Snapshot> snapshots) {
    Set<String> shown = new HashSet<>();
    for (Property property : properties) {
      if (snapshots.stream().anyMatch(snapshot -> snapshot.shows(property.name()))) {
        shown.add(property.name());
      }
    }
    return shown;
  }
}
