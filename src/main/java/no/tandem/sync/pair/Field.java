package no.tandem.sync.pair;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Lengths;

/**
 * How one system holds one property: which of its columns, in which form. All methods are pure.
 *
 * <p>A value is canonical: without surrounding blanks, never empty (empty is {@link
 * Optional#empty()}).
 */
public interface Field {

  /** The columns that are read and written, in the vendor's spelling. */
  List<String> columns();

  /** How many characters its columns hold if the system does not say, where that is known. */
  default Map<String, Integer> usualLengths() {
    return Map.of();
  }

  Optional<String> read(Columns record);

  /**
   * The form in which this system would give the value back after it was written; the value itself
   * if it cannot be written.
   *
   * @param target the record it would be written to
   */
  default Optional<String> fit(Optional<String> value, Columns target, Lengths lengths) {
    if (whyNot(value, target).isPresent()) {
      return value;
    }
    Columns written = target;
    for (Map.Entry<String, String> column : write(value, target, lengths).entrySet()) {
      written = written.with(column.getKey(), column.getValue());
    }
    return read(written);
  }

  /** Why the system cannot take the value, in words for an operator; empty if it can. */
  Optional<String> whyNot(Optional<String> value, Columns target);

  /** What to send: column to text; an empty text clears the column. */
  Map<String, String> write(Optional<String> value, Columns target, Lengths lengths);
}
