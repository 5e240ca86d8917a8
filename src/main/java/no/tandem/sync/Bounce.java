package no.tandem.sync;

/**
 * A property's last write, to notice a value that goes to and fro.
 *
 * @param toward where it was written
 * @param overwritten the value that it replaced; "" for empty
 * @param times how often in a row a write has brought back what the write before it replaced
 */
public record Bounce(SystemName toward, String overwritten, int times) {
  /** More often than this and the value is held. */
  static final int MOST = 3;
}
