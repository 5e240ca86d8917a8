package no.tandem.sync.link;

import java.time.Instant;
import java.util.Optional;
import no.tandem.sync.side.SystemName;

/**
 * A property's last write, to notice a value that goes to and fro.
 *
 * @param toward where it was written
 * @param overwritten the value that it replaced; "" for empty
 * @param times how often in a row a write has brought back what the write before it replaced
 * @param at when it was written; empty if that was not kept: not later than its link was stored
 */
public record LastWrite(SystemName toward, String overwritten, int times, Optional<Instant> at) {
  /** More often than this and the value is held. */
  public static final int MOST = 3;

  /** A write that is not made yet. */
  public LastWrite(SystemName toward, String overwritten, int times) {
    this(toward, overwritten, times, Optional.empty());
  }

  public LastWrite writtenAt(Instant when) {
    return new LastWrite(toward, overwritten, times, Optional.of(when));
  }
}
