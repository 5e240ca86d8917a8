package no.tandem.sync;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A record's fields as its system gave them, by the vendor's field names, found without regard to
 * case (the vendors' own spelling varies). Empty, blank, null and absent are one: empty.
 */
public final class Columns {
  public static final Columns NONE = new Columns(Map.of());

  private final Map<String, String> texts;

  private Columns(Map<String, String> texts) {
    this.texts = texts;
  }

  /** Takes over the texts; blank and null ones count as empty. */
  public static Columns of(Map<String, ? extends @Nullable String> given) {
    Map<String, String> texts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    given.forEach(
        (name, text) -> {
          if (text != null && !Text.isEmpty(text)) {
            texts.put(name, text);
          }
        });
    return new Columns(Collections.unmodifiableMap(texts));
  }

  /** The field's text in its canonical form. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name)).map(Text::canonical);
  }

  /** Whether the field holds the JSON value true. */
  public boolean isTrue(String name) {
    return "true".equalsIgnoreCase(texts.get(name));
  }

  /** These columns and one more, or another text in it. */
  public Columns with(String name, String text) {
    Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(texts);
    more.put(name, text);
    return of(more);
  }

  @Override
  public String toString() {
    // Values stay out of logs.
    return "Columns" + texts.keySet();
  }
}
