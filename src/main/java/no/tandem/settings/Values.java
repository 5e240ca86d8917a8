package no.tandem.settings;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import no.tandem.sync.side.Text;

/** The values of keys, checked one by one; what is wrong with them is collected. */
final class Values {
  private final Function<Key<?>, Optional<String>> source;
  private final boolean complete;
  private final Set<String> problems;

  /**
   * @param source a key's value, if it is set
   * @param complete whether this is everything that a tenant has; otherwise its tenants may have
   *     what is missing
   * @param problems what is wrong already
   */
  Values(Function<Key<?>, Optional<String>> source, boolean complete, List<String> problems) {
    this.source = source;
    this.complete = complete;
    this.problems = new LinkedHashSet<>(problems);
  }

  boolean complete() {
    return complete;
  }

  /** The value that is set, else the preset one, else a stand-in for one that is missing. */
  <T> T get(Key<T> key) {
    Optional<String> given = given(key);
    if (given.isEmpty() && key.required() && complete) {
      problem(key, "is missing: " + key.meaning());
    }
    String otherwise = key.preset().orElse(key.kind().standIn());
    return parsed(key, given.orElse(otherwise))
        .or(() -> key.kind().parse().apply(otherwise))
        .orElseThrow();
  }

  /** The value, if one is set. */
  <T> Optional<T> find(Key<T> key) {
    return given(key).flatMap(text -> parsed(key, text));
  }

  boolean isSet(Key<?> key) {
    return given(key).isPresent();
  }

  private Optional<String> given(Key<?> key) {
    return source.apply(key).map(Text::canonical).filter(text -> !text.isEmpty());
  }

  private <T> Optional<T> parsed(Key<T> key, String text) {
    Optional<T> value = key.kind().parse().apply(text);
    if (value.isEmpty()) {
      String given = key.kind().secret() ? "" : ", not '" + text + "'";
      problem(key, "must be " + key.kind().expected() + given);
    }
    return value;
  }

  void problem(Key<?> key, String what) {
    problems.add(key.variable() + " (" + key.name() + ") " + what);
  }

  /**
   * @throws InvalidSettingsException that names everything that is wrong
   */
  void throwProblems() {
    if (!problems.isEmpty()) {
      throw new InvalidSettingsException(List.copyOf(problems));
    }
  }
}
