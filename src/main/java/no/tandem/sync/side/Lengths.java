package no.tandem.sync.side;

import java.util.Map;

/**
 * How many characters a system's text fields hold.
 *
 * @param limits characters (UTF-16 units, as both vendors count) by field name; a field that is not
 *     named has no known limit
 */
public record Lengths(Map<String, Integer> limits) {
  public static final Lengths UNKNOWN = new Lengths(Map.of());

  public Lengths {
    limits = Map.copyOf(limits);
  }

  /** Cuts the text to what the field holds, never through what a reader takes for one character. */
  public String cut(String field, String text) {
    return Text.cut(text, limits.getOrDefault(field, Integer.MAX_VALUE));
  }
}
