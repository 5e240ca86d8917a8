package no.tandem.sync.pair;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.SystemName;

/**
 * What the reconciler needs to know of a pair.
 *
 * @param ownerIsMapped whether the owner is one of the properties
 * @param creates the systems in which what is new in the other one is created
 * @param removal what happens when a record goes away, by the system in which it does
 * @param taken the system that an operator declared right wherever the two disagree
 * @param lengths how long texts may be
 */
public record Rules(
    List<Property> properties,
    ConflictPolicy conflict,
    boolean ownerIsMapped,
    Set<SystemName> creates,
    Map<SystemName, Removal> removal,
    Optional<SystemName> taken,
    BySystem<Lengths> lengths) {

  public Rules {
    properties = List.copyOf(properties);
    creates = Set.copyOf(creates);
    removal = Map.copyOf(removal);
  }

  public Lengths lengths(SystemName system) {
    return lengths.of(system);
  }

  public Removal removal(SystemName where) {
    return Optional.ofNullable(removal.get(where)).orElse(Removal.UNLINK);
  }

  /** The same rules for a record of which an operator declared this system right. */
  public Rules taking(SystemName system) {
    return new Rules(
        properties, conflict, ownerIsMapped, creates, removal, Optional.of(system), lengths);
  }
}
