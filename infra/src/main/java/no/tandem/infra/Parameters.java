package no.tandem.infra;

import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awscdk.services.lambda.Architecture;
import software.constructs.Node;

/**
 * What a deployment may choose, each as {@code npx cdk deploy -c <name>=<value>}.
 *
 * @param native_ {@code runtime}: {@code native} (preset) or {@code java}; which package is in the
 *     zip
 * @param architecture {@code architecture}: {@code x86_64} (preset) or {@code arm64}; what the
 *     native package was built for
 * @param zip {@code zip}: the package, {@code ../target/function.zip}
 * @param memory {@code memory}: of each pair function, MB
 * @param timeout {@code timeout}: of each pair function, minutes from 2 to 15
 * @param concurrency {@code concurrency}: runs of one pair at a time, from 2
 * @param changesEvery {@code changesEvery}: minutes between two sweeps for changes of a pair
 * @param fullAtHour {@code fullAtHour}: when the nightly full sweeps begin, UTC
 * @param nightHours {@code nightHours}: over how many hours the tenants' full sweeps are spread
 * @param secrets {@code secrets}: how many secrets hold the settings; at most as many as fit into
 *     the 4 KB of a function's environment
 * @param logDays {@code logDays}: for how long logs are kept
 * @param alarmEmail {@code alarmEmail}: who gets alarms; none, if empty
 * @param noHooksAfter {@code noHooksAfter}: hours without a hook call after which it is an alarm
 * @param noSweepAfter {@code noSweepAfter}: minutes without a successful sweep of a pair after
 *     which it is an alarm; at least three times {@code changesEvery}
 * @param heldRecords {@code heldRecords}: how many held records of a pair are no alarm
 */
record Parameters(
    boolean native_,
    Architecture architecture,
    String zip,
    int memory,
    int timeout,
    int concurrency,
    int changesEvery,
    int fullAtHour,
    int nightHours,
    int secrets,
    int logDays,
    Optional<String> alarmEmail,
    int noHooksAfter,
    int noSweepAfter,
    int heldRecords) {

  static final Parameters PRESET =
      new Parameters(
          true,
          Architecture.X86_64,
          "../target/function.zip",
          256,
          10,
          2,
          1,
          1,
          1,
          1,
          30,
          Optional.empty(),
          24,
          30,
          0);

  /** Reads the context of the app. */
  static Parameters of(Node node) {
    refuseOthers(node);
    Reader reader = new Reader(node);
    int changesEvery = reader.number("changesEvery", PRESET.changesEvery, 1, 59);
    int fewestMinutes = 3 * changesEvery;
    return new Parameters(
        reader.choice("runtime", List.of("native", "java")).equals("native"),
        reader.choice("architecture", List.of("x86_64", "arm64")).equals("arm64")
            ? Architecture.ARM_64
            : Architecture.X86_64,
        reader.text("zip").orElse(PRESET.zip),
        reader.number("memory", PRESET.memory, 128, 10_240),
        reader.number("timeout", PRESET.timeout, 2, 15),
        reader.number("concurrency", PRESET.concurrency, 2, 1_000),
        changesEvery,
        reader.number("fullAtHour", PRESET.fullAtHour, 0, 23),
        reader.number("nightHours", PRESET.nightHours, 1, 12),
        reader.number("secrets", PRESET.secrets, 1, 34),
        reader.number("logDays", PRESET.logDays, 1, 3_653),
        reader.text("alarmEmail"),
        reader.number("noHooksAfter", PRESET.noHooksAfter, 1, 24),
        reader.number(
            "noSweepAfter", Math.max(PRESET.noSweepAfter, fewestMinutes), fewestMinutes, 1_440),
        reader.number("heldRecords", PRESET.heldRecords, 0, 999_999));
  }

  /** What has another name than a parameter was meant to be one; CDK's own names have signs. */
  private static void refuseOthers(Node node) {
    Set<String> known = new TreeSet<>(Set.of("runtime"));
    for (RecordComponent parameter : Parameters.class.getRecordComponents()) {
      known.add(parameter.getName());
    }
    known.remove("native_");
    String others =
        ((Map<?, ?>) node.getAllContext())
            .keySet().stream()
                .map(String::valueOf)
                .filter(name -> name.matches("\\w+") && !known.contains(name))
                .sorted()
                .map(
                    name -> "-c " + name + ": is not known, the nearest is " + nearest(name, known))
                .collect(Collectors.joining("; "));
    if (!others.isEmpty()) {
      throw new IllegalArgumentException(others);
    }
  }

  private static String nearest(String name, Set<String> known) {
    return Collections.min(known, Comparator.comparingInt(one -> distance(name, one)));
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

  private record Reader(Node node) {

    Optional<String> text(String name) {
      return Optional.ofNullable(node.tryGetContext(name))
          .map(String::valueOf)
          .map(String::strip)
          .filter(value -> !value.isEmpty());
    }

    String choice(String name, List<String> values) {
      String value = text(name).orElse(values.getFirst());
      if (!values.contains(value)) {
        throw new IllegalArgumentException(
            "-c " + name + "=" + value + ": must be one of " + String.join(", ", values));
      }
      return value;
    }

    int number(String name, int preset, int least, int most) {
      String value = text(name).orElse(Integer.toString(preset));
      if (!value.matches("\\d{1,6}")
          || Integer.parseInt(value) < least
          || Integer.parseInt(value) > most) {
        throw new IllegalArgumentException(
            "-c " + name + "=" + value + ": must be a number from " + least + " to " + most);
      }
      return Integer.parseInt(value);
    }
  }
}
