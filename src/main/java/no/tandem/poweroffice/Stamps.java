package no.tandem.poweroffice;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/** PowerOffice's change stamps: up to seven decimals, with an offset. */
final class Stamps {
  private static final Duration TICK = Duration.ofNanos(100);
  private static final DateTimeFormatter FILTER =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Stamps() {}

  /** The instant that the text names, in UTC if it names no offset; empty if it names none. */
  static Optional<Instant> instant(String text) {
    try {
      TemporalAccessor read =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text, OffsetDateTime::from, LocalDateTime::from);
      return Optional.of(
          read instanceof OffsetDateTime offset
              ? offset.toInstant()
              : LocalDateTime.from(read).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /**
   * The filter that lists what changed at or after the instant. PowerOffice lists what changed
   * strictly after its filter, so that one is a tick earlier; its seven decimals round down.
   */
  static String filter(Instant from) {
    return FILTER.format(from.minus(TICK));
  }
}
