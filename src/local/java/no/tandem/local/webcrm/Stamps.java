package no.tandem.local.webcrm;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/**
 * Points in time as webCRM writes them: whole seconds in UK local time with its offset, whatever
 * the tenant's country, as seen in a Norwegian tenant's traffic.
 */
final class Stamps {
  static final String NOT_SET = "0001-01-01T00:00:00+00:00";

  /** What an unset date is in comparisons. */
  static final Instant NOT_SET_INSTANT = Instant.parse("0001-01-01T00:00:00Z");

  private static final ZoneId ZONE = ZoneId.of("Europe/London");
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

  // Earlier the zone data has an odd offset, which no Windows server would show.
  private static final int FIRST_YEAR_WITH_ZONE = 1900;

  private Stamps() {}

  static String shown(Instant moment) {
    return SHOWN.format(moment.truncatedTo(ChronoUnit.SECONDS).atZone(ZONE));
  }

  static String shown(LocalDate day) {
    return SHOWN.format(midnight(day));
  }

  static Instant instant(LocalDate day) {
    return midnight(day).toInstant();
  }

  private static OffsetDateTime midnight(LocalDate day) {
    return day.getYear() < FIRST_YEAR_WITH_ZONE
        ? day.atStartOfDay().atOffset(ZoneOffset.UTC)
        : day.atStartOfDay(ZONE).toOffsetDateTime();
  }

  /**
   * The moment that an ISO 8601 text means; without a zone it is UK local time.
   *
   * @param honoursZone false takes a zone in the text for noise
   * @throws DateTimeException if the text is no such date
   */
  static Instant moment(String text, boolean honoursZone) {
    TemporalAccessor parsed = parsed(text);
    return switch (parsed) {
      case OffsetDateTime zoned when honoursZone -> zoned.toInstant();
      case OffsetDateTime zoned -> zoned.toLocalDateTime().atZone(ZONE).toInstant();
      case LocalDateTime local -> local.atZone(ZONE).toInstant();
      default -> LocalDate.from(parsed).atStartOfDay(ZONE).toInstant();
    };
  }

  /** As a field's value, which is empty for the "not set" date. */
  static Optional<Instant> momentToStore(String text) {
    return Optional.of(moment(text, true))
        .filter(moment -> moment.isAfter(NOT_SET_INSTANT.plus(366, ChronoUnit.DAYS)))
        .map(moment -> moment.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The calendar day as written, whatever its offset; empty for the "not set" date. */
  static Optional<LocalDate> dayToStore(String text) {
    return Optional.of(LocalDate.from(parsed(text))).filter(day -> day.getYear() > 1);
  }

  private static TemporalAccessor parsed(String text) {
    return text.indexOf('T') < 0
        ? DateTimeFormatter.ISO_LOCAL_DATE.parse(text, LocalDate::from)
        : DateTimeFormatter.ISO_DATE_TIME.parseBest(
            text, OffsetDateTime::from, LocalDateTime::from);
  }
}
