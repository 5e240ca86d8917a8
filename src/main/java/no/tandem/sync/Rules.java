package no.tandem.sync;

import java.util.List;

/**
 * What the reconciler needs to know of a pair.
 *
 * @param ownerIsMapped whether the owner is one of the properties
 * @param createsInWebCrm whether a record that is new in PowerOffice is created in webCRM
 * @param leftLengths how long PowerOffice's texts may be
 * @param rightLengths how long webCRM's texts may be
 */
public record Rules(
    List<Property> properties,
    ConflictPolicy conflict,
    boolean ownerIsMapped,
    boolean createsInWebCrm,
    Lengths leftLengths,
    Lengths rightLengths) {

  public Rules {
    properties = List.copyOf(properties);
  }

  Lengths lengths(SystemName system) {
    return system == SystemName.POWEROFFICE ? leftLengths : rightLengths;
  }
}
