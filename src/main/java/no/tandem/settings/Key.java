package no.tandem.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One setting: everything that is known of it in one place. Its check, what may set it and its row
 * on the configuration page are made from this.
 *
 * @param name in lower case with dots, as in {@code application.properties}
 * @param scope who may set it
 * @param kind what its values look like
 * @param required whether it has to be set
 * @param preset what counts where it is not set; none if that means that there is no such thing
 * @param meaning one line for an operator
 */
public record Key<T>(
    String name,
    Scope scope,
    Kind<T> kind,
    boolean required,
    Optional<String> preset,
    String meaning) {

  /** Who may set a key. */
  public enum Scope {
    /** The environment alone: it is needed before the secrets can be read. */
    START,
    /** The environment or the first secret: it is the same for all tenants. */
    DEPLOYMENT,
    /** These, and each tenant for itself. */
    TENANT
  }

  /** The same key for a pair. */
  Key<T> of(PairName pair) {
    return new Key<>(
        name.replace(EachPair.PLACE, pair.key()), scope, kind, required, preset, meaning);
  }

  /** The key once for each pair, if it is one that each pair has; else the key itself. */
  List<Key<T>> forPairs() {
    return name.contains(EachPair.PLACE)
        ? Arrays.stream(PairName.values()).map(this::of).toList()
        : List.of(this);
  }

  /** The environment variable. */
  public String variable() {
    return name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
  }

  /**
   * A key that each pair has.
   *
   * @param template the key, with {@value #PLACE} in the place of the pair
   */
  public record EachPair<T>(Key<T> template) {
    static final String PLACE = "<pair>";

    Key<T> of(PairName pair) {
      return template.of(pair);
    }
  }
}
