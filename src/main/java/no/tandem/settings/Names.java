package no.tandem.settings;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names of all settings, and what was probably meant by a name that is none of them. */
final class Names {
  private static final Map<String, Key<?>> KEYS = keys();

  /** A first word this short, such as RUN, says little: the second one belongs to it. */
  private static final int SHORT_WORD = 3;

  /** A name that is this near to one of ours was meant to be it. */
  private static final int NEAR = 2;

  private static final int SHORTEST_NEAR = 8;

  private Names() {}

  /** The key whose variable this is. */
  static Optional<Key<?>> key(String variable) {
    return Optional.ofNullable(KEYS.get(variable));
  }

  /**
   * What is wrong with the names of variables and properties: those that begin like ours, or are
   * nearly the same, and are not ours.
   */
  static List<String> problems(Collection<String> names) {
    Set<String> problems = new LinkedHashSet<>();
    for (String name : names) {
      String variable = variable(name);
      // One that begins with % counts in a profile only.
      if (!name.startsWith("%") && key(variable).isEmpty() && isMeantForUs(variable)) {
        problems.add(unknown(variable, variable));
      }
    }
    return List.copyOf(problems);
  }

  /**
   * Says that a name is no setting, and which one was probably meant.
   *
   * @param place the name and where it stands
   */
  static String unknown(String place, String name) {
    return place + " is not a setting; the nearest is " + nearest(variable(name));
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static boolean isMeantForUs(String variable) {
    return KEYS.keySet().stream().anyMatch(known -> variable.startsWith(beginning(known) + "_"))
        || (variable.length() >= SHORTEST_NEAR && distance(variable, nearest(variable)) <= NEAR);
  }

  private static String beginning(String known) {
    String[] words = known.split("_", -1);
    return words[0].length() <= SHORT_WORD ? words[0] + "_" + words[1] : words[0];
  }

  /** The one with the most words in common, and of those the one with the fewest other letters. */
  private static String nearest(String variable) {
    return Collections.min(
        KEYS.keySet(),
        Comparator.comparingInt((String known) -> -sharedWords(variable, known))
            .thenComparingInt(known -> distance(variable, known)));
  }

  private static int sharedWords(String one, String other) {
    Set<String> shared = new HashSet<>(List.of(one.split("_", -1)));
    shared.retainAll(Set.of(other.split("_", -1)));
    return shared.size();
  }

  /** How many letters have to be put in, left out or changed (Levenshtein). */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }

  private static Map<String, Key<?>> keys() {
    Map<String, Key<?>> keys = new LinkedHashMap<>();
    for (Key<?> key : Keys.all()) {
      key.forPairs().forEach(one -> keys.put(one.variable(), one));
    }
    return keys;
  }
}
