package no.tandem.local.webcrm;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row as a map of what the API shows, for reading. It stays as it is when the record changes.
 *
 * <p>A copy of a hundred fields for each of a hundred thousand rows would not fit.
 */
final class RecordMap extends AbstractMap<String, @Nullable Object> {
  private final Row row;
  private final RecordView view;

  RecordMap(Row row, RecordView view) {
    this.row = row;
    this.view = view;
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    return name instanceof String text
        ? row.schema()
            .find(text)
            .filter(field -> field.name().equals(text))
            .map(field -> view.shown(row, field))
            .orElse(null)
        : null;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name instanceof String text
        && row.schema().find(text).filter(field -> field.name().equals(text)).isPresent();
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
        return row.schema().fields().stream().map(RecordMap.this::entry).iterator();
      }

      @Override
      public int size() {
        return row.schema().size();
      }
    };
  }

  private Map.Entry<String, @Nullable Object> entry(Field field) {
    return new SimpleImmutableEntry<>(field.name(), view.shown(row, field));
  }
}
