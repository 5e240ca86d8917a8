package no.tandem.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Durations of the same thing. */
public final class Sample {
  private final List<Duration> durations = new ArrayList<>();

  public void add(Duration duration) {
    durations.add(duration);
  }

  public Duration median() {
    return quantile(0.5);
  }

  /** The 99th percentile; of fewer than a hundred the largest. */
  public Duration p99() {
    return quantile(0.99);
  }

  private Duration quantile(double share) {
    List<Duration> sorted = new ArrayList<>(durations);
    Collections.sort(sorted);
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  /** As it stands on the page. */
  public static String text(Duration duration) {
    double milliseconds = duration.toNanos() / 1e6;
    return milliseconds < 10
        ? "%.1f ms".formatted(milliseconds)
        : "%,d ms".formatted(Math.round(milliseconds));
  }
}
