package no.tandem.webcrm;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.pair.Field;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Lengths;

/** The forms in which webCRM holds properties. */
public final class WebCrmField {

  private WebCrmField() {}

  /** A text that may be empty. */
  public static Field text(String column) {
    return new Text(column, Map.of(), Optional.empty());
  }

  /**
   * A text that may be empty.
   *
   * @param length how much of it webCRM holds if the tenant's metadata do not say; one that is not
   *     known is left out, and the text is sent whole
   */
  public static Field text(String column, int length) {
    return new Text(column, Map.of(column, length), Optional.empty());
  }

  /**
   * A text that webCRM does not take empty.
   *
   * @param what it is, for the operator, such as "an organisation's name"
   */
  public static Field required(String column, int length, String what) {
    return new Text(column, Map.of(column, length), Optional.of(what));
  }

  /** A last name: webCRM requires one, and "-" is its own sign for none. */
  public static Field lastName(String column) {
    return new LastName(column);
  }

  /** A calendar date without a time, in the form 1985-04-12. */
  public static Field birthday(String column) {
    return new Birthday(column);
  }

  private record Text(String column, Map<String, Integer> usualLengths, Optional<String> requiredAs)
      implements Field {

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
      return value.isPresent()
          ? Optional.empty()
          : requiredAs.map(what -> "webCRM requires " + what);
    }

    @Override
    public Map<String, String> write(Optional<String> value, Columns target, Lengths lengths) {
      return Map.of(column, value.map(text -> lengths.cut(column, text)).orElse(""));
    }
  }

  private record LastName(String column) implements Field {
    private static final String NONE = "-";

    @Override
    public List<String> columns() {
      return List.of(column);
    }

    @Override
    public Optional<String> read(Columns record) {
      return record.text(column).filter(name -> !name.equals(NONE));
    }

    @Override
    public Optional<String> whyNot(Optional<String> value, Columns target) {
      return Optional.empty();
    }

    @Override
    public Map<String, String> write(Optional<String> value, Columns target, Lengths lengths) {
      return Map.of(column, value.map(name -> lengths.cut(column, name)).orElse(NONE));
    }
  }

  private record Birthday(String column) implements Field {
    private static final String MIDNIGHT = "T00:00:00+00:00";
    private static final String NOT_SET = "0001-01-01" + MIDNIGHT;
    private static final int LENGTH_OF_DATE = 10;

    @Override
    public List<String> columns() {
      return List.of(column);
    }

    /**
     * The date as written, whatever its offset: a birthday is no point in time. A text that is no
     * date is passed on as it is, for the other system's field to reject; taken for empty it would
     * clear the other side.
     */
    @Override
    public Optional<String> read(Columns record) {
      return record
          .text(column)
          .map(text -> date(text).map(LocalDate::toString).orElse(text))
          .filter(text -> !isNotSet(text));
    }

    @Override
    public Optional<String> whyNot(Optional<String> value, Columns target) {
      return value
          .filter(text -> date(text).isEmpty())
          .map(text -> "webCRM requires a date in the form 1985-04-12");
    }

    @Override
    public Map<String, String> write(Optional<String> value, Columns target, Lengths lengths) {
      if (value.isEmpty()) {
        return Map.of(column, NOT_SET);
      }
      return date(value.get())
          .map(date -> Map.of(column, date + MIDNIGHT))
          // Rejected before; nothing that is no date is sent.
          .orElse(Map.of());
    }

    private static boolean isNotSet(String text) {
      return date(text).filter(date -> date.getYear() <= Stamps.LAST_YEAR_OF_NOT_SET).isPresent();
    }

    private static Optional<LocalDate> date(String text) {
      boolean dateOrStamp =
          text.length() == LENGTH_OF_DATE
              || (text.length() > LENGTH_OF_DATE && text.charAt(LENGTH_OF_DATE) == 'T');
      if (!dateOrStamp) {
        return Optional.empty();
      }
      try {
        return Optional.of(LocalDate.parse(text.substring(0, LENGTH_OF_DATE)));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  }
}
