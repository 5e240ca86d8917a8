package no.tandem.local.webcrm;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import no.tandem.local.webcrm.QueryScript.Column;

/**
 * A row that a query works on.
 *
 * @param organisation a person's, where it is joined; otherwise the main row itself
 */
record QueryRow(Row main, Row organisation) {

  Row of(Column column) {
    return column.ofTable() == main.schema().kind() ? main : organisation;
  }

  /**
   * The column's value in a form that compares: a text, a number as a Double, an Instant, or a
   * Boolean; every value of one column is of one class.
   */
  Object key(Column column, RecordView view, boolean ignoresCase) {
    Row row = of(column);
    Field field = column.field();
    return switch (field.type()) {
      case TEXT, DROPDOWN, PLUS -> {
        Object shown = view.shown(row, field);
        yield shown == null ? "" : folded(shown.toString(), ignoresCase);
      }
      case INTEGER -> (double) row.integer(field);
      case STATUS -> (double) PersonStatus.of(row, field).number();
      case BOOLEAN -> row.get(field) instanceof Boolean flag && flag;
      case MOMENT -> row.get(field) instanceof Instant moment ? moment : Stamps.NOT_SET_INSTANT;
      case DAY ->
          row.get(field) instanceof LocalDate day ? Stamps.instant(day) : Stamps.NOT_SET_INSTANT;
    };
  }

  static String folded(String text, boolean ignoresCase) {
    return ignoresCase ? text.toLowerCase(Locale.ROOT) : text;
  }

  /** Compares two keys of one column. */
  static int compare(Object left, Object right) {
    return switch (left) {
      case String text -> text.compareTo((String) right);
      case Double number -> number.compareTo((Double) right);
      case Instant moment -> moment.compareTo((Instant) right);
      case Boolean flag -> flag.compareTo((Boolean) right);
      default -> throw new IllegalArgumentException("No key: " + left.getClass());
    };
  }
}
