package no.tandem.local.webcrm;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stored record. It never changes: an edit makes another row.
 *
 * <p>Unset fields take no room beyond their place, so that a hundred thousand records fit.
 */
final class Row {
  private final Schema schema;
  private final @Nullable Object[] values;

  private Row(Schema schema, @Nullable Object[] values) {
    this.schema = schema;
    this.values = values;
  }

  static Row empty(Schema schema) {
    return new Row(schema, new @Nullable Object[schema.size()]);
  }

  Schema schema() {
    return schema;
  }

  /** The stored value; null if the field is unset. */
  @Nullable Object get(Field field) {
    return values[field.index()];
  }

  /** This row with some values replaced; null unsets. */
  Row with(Map<Field, ? extends @Nullable Object> changes) {
    @Nullable Object[] changed = values.clone();
    changes.forEach((field, value) -> changed[field.index()] = value);
    return new Row(schema, changed);
  }

  int id() {
    return integer(schema.id());
  }

  int integer(Field field) {
    return get(field) instanceof Integer number ? number : 0;
  }

  String text(Field field) {
    return get(field) instanceof String text ? text : "";
  }
}
