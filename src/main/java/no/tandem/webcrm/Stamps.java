package no.tandem.webcrm;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** webCRM's points in time. */
final class Stamps {
  /** "Not set" is 0001-01-01; a clock that shifts it by an hour makes it 0000-12-31. */
  static final int LAST_YEAR_OF_NOT_SET = 1;

  private static final DateTimeFormatter IN_SCRIPTS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'.0000000Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  // A trace from Norway showed +00:00 in December and +01:00 in August: UK local time, whatever the
  // tenant's country.
  private static final ZoneId SERVERS_ZONE = ZoneId.of("Europe/London");

  private Stamps() {}

  /** The moment that a stamp means; empty if it is not set or no stamp. */
  static Optional<Instant> instant(String text) {
    try {
      TemporalAccessor stamp =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text, OffsetDateTime::from, LocalDateTime::from);
      OffsetDateTime moment =
          stamp instanceof OffsetDateTime zoned
              ? zoned
              : LocalDateTime.from(stamp).atZone(SERVERS_ZONE).toOffsetDateTime();
      return moment.getYear() <= LAST_YEAR_OF_NOT_SET
          ? Optional.empty()
          : Optional.of(moment.toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * A moment as it stands in scripts: UTC in whole seconds, rounded down, because webCRM's stamps
   * have no fractions; with the seven decimals and the Z that webCRM's own integration sends.
   *
   * <p>UTC is safe whether or not the server honours the Z: a server that ignored it would take the
   * text for UK local time, which in summer is an hour <em>earlier</em> than meant and in winter
   * the same. It would answer more than was asked for, never less.
   */
  static String inScripts(Instant moment) {
    return IN_SCRIPTS.format(moment.truncatedTo(ChronoUnit.SECONDS));
  }
}
