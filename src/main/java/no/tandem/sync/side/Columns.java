package no.tandem.sync.side;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A record's fields as its system gave them, by the vendor's field names, found without regard to
 * case (the vendors' own spelling varies). Empty, blank and null are one: empty. A field that was
 * asked for and left out may be empty or not: it is lacking.
 */
public final class Columns {
  public static final Columns NONE = new Columns(Map.of(), Set.of());

  private final Map<String, String> texts;
  private final Set<String> lacking;

  private Columns(Map<String, String> texts, Set<String> lacking) {
    this.texts = texts;
    this.lacking = lacking;
  }

  /** Takes over the texts; blank and null ones count as empty. */
  public static Columns of(Map<String, ? extends @Nullable String> given) {
    return of(given, Set.of());
  }

  /**
   * The same.
   *
   * @param lacking fields of which nothing is known, as they were asked for
   */
  public static Columns of(
      Map<String, ? extends @Nullable String> given, Collection<String> lacking) {
    Map<String, String> texts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    given.forEach(
        (name, text) -> {
          if (text != null && !Text.isEmpty(text)) {
            texts.put(name, text);
          }
        });
    return new Columns(Collections.unmodifiableMap(texts), Set.copyOf(lacking));
  }

  /** Whether nothing is known of a field, by the name by which it was asked for. */
  public boolean lacks(String name) {
    return lacking.contains(name);
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
    return of(more, lacking);
  }

  @Override
  public String toString() {
    // Values stay out of logs.
    return "Columns" + texts.keySet();
  }
}
