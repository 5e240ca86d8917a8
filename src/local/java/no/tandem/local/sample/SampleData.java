package no.tandem.local.sample;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records both systems start with. Each is a map from the vendor's field name to its JSON
 * value: text, number, boolean, list or map. PowerOffice ids are {@code Long}, webCRM ids {@code
 * Integer}; a field of PowerOffice that holds nothing is there with the value null, although the
 * type does not say so. Lists and records cannot be changed.
 *
 * @param organisations without the system's own organisation 1, which the simulator makes
 * @param persons without the system's own person 2, which the simulator makes
 */
public record SampleData(
    List<Map<String, Object>> customers,
    List<Map<String, Object>> suppliers,
    List<Map<String, Object>> departments,
    List<Map<String, Object>> contactPersons,
    List<Map<String, Object>> organisations,
    List<Map<String, Object>> persons) {

  public SampleData {
    customers = sealed(customers);
    suppliers = sealed(suppliers);
    departments = sealed(departments);
    contactPersons = sealed(contactPersons);
    organisations = sealed(organisations);
    persons = sealed(persons);
  }

  // Map.copyOf would refuse null values and lose the order of the fields.
  private static List<Map<String, Object>> sealed(List<Map<String, Object>> records) {
    return records.stream().map(SampleData::sealed).toList();
  }

  private static Map<String, Object> sealed(Map<String, Object> fields) {
    return Collections.unmodifiableMap(new LinkedHashMap<String, Object>(fields));
  }
}
