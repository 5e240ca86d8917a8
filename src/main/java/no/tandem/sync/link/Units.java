package no.tandem.sync.link;

/**
 * What the link store charged, in the units that it is paid by.
 *
 * @param read units of reading
 * @param write units of writing
 */
public record Units(double read, double write) {
  public static final Units NONE = new Units(0, 0);

  public Units plus(Units more) {
    return new Units(read + more.read, write + more.write);
  }
}
