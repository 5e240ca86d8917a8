package no.tandem.local.poweroffice;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Change stamps as the service writes them: UTC with seven decimals, never going back. */
final class Stamps {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSXXX").withZone(ZoneOffset.UTC);

  private final Clock clock;
  private Instant last = Instant.EPOCH;

  Stamps(Clock clock) {
    this.clock = clock;
  }

  String next() {
    Instant now = clock.instant();
    if (now.isAfter(last)) {
      last = now;
    }
    // Seven decimals: the form cuts off the rest.
    return FORM.format(last);
  }
}
