package no.tandem.poweroffice;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.pair.Field;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.Text;

/** How PowerOffice holds a property in one of its columns. */
public final class PowerOfficeField {

  private PowerOfficeField() {}

  /** A text that may be cleared. */
  public static Field text(String column) {
    return new Words(column);
  }

  /**
   * A text that PowerOffice requires.
   *
   * @param what the property in words, such as a department's name
   */
  public static Field required(String column, String what) {
    return new Required(column, what);
  }

  /** A date, as year, month and day. */
  public static Field date(String column) {
    return new Date(column);
  }

  /** What all of them have in common. */
  private interface OneColumn extends Field {

    String column();

    @Override
    default List<String> columns() {
      return List.of(column());
    }

    @Override
    default Optional<String> read(Columns record) {
      return record.text(column());
    }

    @Override
    default Optional<String> whyNot(Optional<String> value, Columns target) {
      return Optional.empty();
    }

    @Override
    default Map<String, String> write(Optional<String> value, Columns target, Lengths lengths) {
      return Map.of(column(), value.map(Text::canonical).orElse(""));
    }
  }

  private record Words(String column) implements OneColumn {}

  private record Required(String column, String what) implements OneColumn {

    @Override
    public Optional<String> whyNot(Optional<String> value, Columns target) {
      return value.isEmpty()
          ? Optional.of("PowerOffice requires " + what + "; it is not cleared")
          : Optional.empty();
    }
  }

  private record Date(String column) implements OneColumn {
    private static final int LENGTH = "2001-02-03".length();

    /** Dates sometimes come with a time part, which is cut off. */
    @Override
    public Optional<String> read(Columns record) {
      return record
          .text(column)
          .map(text -> text.length() > LENGTH ? text.substring(0, LENGTH) : text);
    }

    @Override
    public Optional<String> whyNot(Optional<String> value, Columns target) {
      return value.filter(text -> !isDate(text)).map(text -> "PowerOffice takes only a date here");
    }

    private static boolean isDate(String text) {
      try {
        return LocalDate.parse(text).toString().equals(text);
      } catch (DateTimeParseException e) {
        return false;
      }
    }
  }
}
