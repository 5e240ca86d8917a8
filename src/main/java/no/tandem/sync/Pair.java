package no.tandem.sync;

import java.util.List;
import java.util.Optional;

/**
 * One row of the pair table with its configured policies.
 *
 * @param name the function's name, such as customers
 * @param properties its mapping, in the order of the property table
 * @param ownerIsMapped whether the owner is one of the properties: a record that was moved is held
 * @param createsInWebCrm whether a record that is new in PowerOffice is created in webCRM
 * @param referenceColumn webCRM's field for our reference, if one is configured
 */
public record Pair(
    String name,
    List<Property> properties,
    Matching matching,
    ConflictPolicy conflict,
    boolean ownerIsMapped,
    boolean createsInWebCrm,
    Optional<String> referenceColumn) {

  public Pair {
    properties = List.copyOf(properties);
  }

  /** Our reference to a PowerOffice record; at most 50 characters. */
  String reference(RecordId left) {
    return "PowerOffice/" + name + "/" + left;
  }
}
