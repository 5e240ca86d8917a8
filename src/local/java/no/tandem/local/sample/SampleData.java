package no.tandem.local.sample;

import java.util.List;
import java.util.Map;

/**
 * The records both systems start with. Each is a map from the vendor's field name to its JSON
 * value; a field that holds nothing is not there.
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
    List<Map<String, Object>> persons) {}
