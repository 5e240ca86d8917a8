package no.tandem.local.sample;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;

/** Moments from 2024 to mid October 2026, and the two spellings the systems give them. */
final class Moments {
  /** webCRM's "not set". */
  static final String NOT_SET = "0001-01-01T00:00:00+00:00";

  private static final Instant FIRST = Instant.parse("2024-01-01T07:00:00Z");

  /** None is later. */
  static final Instant LAST = Instant.parse("2026-10-15T15:00:00Z");

  private static final DateTimeFormatter POWER_OFFICE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSX").withZone(ZoneOffset.UTC);

  // webCRM writes British local time whatever the customer's country (see the notes on its dates).
  private static final DateTimeFormatter WEB_CRM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneId.of("Europe/London"));

  private final SplittableRandom random;

  Moments(SplittableRandom random) {
    this.random = random;
  }

  Instant any() {
    return after(FIRST);
  }

  /** A moment not before this one, in steps of 100 nanoseconds. */
  Instant after(Instant earliest) {
    long ticks = Duration.between(earliest, LAST).toNanos() / 100;
    return earliest.plusNanos(ticks <= 0 ? 0 : random.nextLong(ticks) * 100);
  }

  static String powerOffice(Instant moment) {
    return POWER_OFFICE.format(moment);
  }

  static String webCrm(Instant moment) {
    return WEB_CRM.format(moment);
  }
}
