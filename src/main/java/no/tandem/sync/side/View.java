package no.tandem.sync.side;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A record's mapped properties in canonical form, the same shape for both sides of a pair.
 *
 * @param values by property name; an empty property is absent
 */
public record View(Map<String, String> values) {
  public static final View EMPTY = new View(Map.of());

  public View {
    values = Map.copyOf(values);
  }

  public Optional<String> get(String property) {
    return Optional.ofNullable(values.get(property));
  }

  /** This view with one property set or, if the value is empty, without it. */
  public View with(String property, Optional<String> value) {
    if (get(property).equals(value)) {
      return this;
    }
    Map<String, String> changed = new HashMap<>(values);
    value.ifPresentOrElse(v -> changed.put(property, v), () -> changed.remove(property));
    return new View(changed);
  }

  @Override
  public String toString() {
    // Values stay out of logs.
    return "View" + values.keySet();
  }
}
