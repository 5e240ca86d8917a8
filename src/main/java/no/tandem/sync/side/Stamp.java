package no.tandem.sync.side;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * A change stamp: the text exactly as its system gave it, and the moment that it means. Only the
 * moments are compared; systems give stamps in changing offsets, or without one.
 */
public record Stamp(String text, Instant at) implements Comparable<Stamp> {
  /** How far the clock of a system, which its stamps are from, may be from ours. */
  public static final Duration CLOCKS_APART = Duration.ofMinutes(2);

  /**
   * A stamp of which only the text was stored. Without an offset it is taken for UTC.
   *
   * @throws DateTimeException if the text is no stamp
   */
  public static Stamp of(String text) {
    TemporalAccessor parsed =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    return new Stamp(
        text,
        parsed instanceof OffsetDateTime zoned
            ? zoned.toInstant()
            : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC));
  }

  /**
   * The larger of a stamp and a record's own.
   *
   * @param column the record's field that has the stamp
   */
  public static Optional<Stamp> largest(Optional<Stamp> known, Snapshot record, String column) {
    Optional<Stamp> its =
        record.changedAt().map(at -> new Stamp(record.columns().text(column).orElse(""), at));
    return known.isPresent() && its.filter(stamp -> stamp.compareTo(known.get()) > 0).isEmpty()
        ? known
        : its;
  }

  /** This stamp, or that moment if the stamp is later: a stamp may be wrong and far ahead. */
  public Stamp notAfter(Instant latest) {
    return at.isAfter(latest) ? new Stamp(latest.toString(), latest) : this;
  }

  @Override
  public int compareTo(Stamp other) {
    return at.compareTo(other.at);
  }
}
