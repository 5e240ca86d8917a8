package no.tandem.sync;

import java.util.List;
import java.util.Optional;

/**
 * One row of the pair table with its configured policies.
 *
 * @param name the function's name, such as customers
 * @param properties its mapping, in the order of the property table
 * @param referenceColumn webCRM's field for our reference, if one is configured
 */
public record Pair(
    String name,
    List<Property> properties,
    Matching matching,
    ConflictPolicy conflict,
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
