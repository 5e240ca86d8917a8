package no.tandem.sync.pair;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Lengths;

/**
 * A plain text field for tests.
 *
 * @param required whether the system refuses to have it empty
 */
public record TextField(String column, boolean required) implements Field {

  public static TextField text(String column) {
    return new TextField(column, false);
  }

  public static TextField required(String column) {
    return new TextField(column, true);
  }

  @Override
  public List<String> columns() {
    return List.of(column);
  }

  @Override
  public Optional<String> read(Columns record) {
    return record.text(column);
  }

  @Override
  public Optional<String> whyNot(Optional<String> value, Columns target) {
    return required && value.isEmpty()
        ? Optional.of(column + " is required and is not cleared")
        : Optional.empty();
  }

  @Override
  public Map<String, String> write(Optional<String> value, Columns target, Lengths lengths) {
    return Map.of(column, value.map(v -> lengths.cut(column, v)).orElse(""));
  }
}
