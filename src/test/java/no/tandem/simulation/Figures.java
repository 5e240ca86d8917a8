package no.tandem.simulation;

import java.util.Map;
import java.util.TreeMap;

/** What was tried, added up over many simulations. */
final class Figures {
  /**
   * What befell one kind of call.
   *
   * @param killedBefore how often the process died before it was handled
   * @param killedAfter how often it died after that
   * @param faultsBefore how often it failed without being handled
   * @param faultsAfter how often it failed after it was handled
   */
  record Crashes(int killedBefore, int killedAfter, int faultsBefore, int faultsAfter) {
    static final Crashes NONE = new Crashes(0, 0, 0, 0);

    Crashes plus(Crashes other) {
      return new Crashes(
          killedBefore + other.killedBefore,
          killedAfter + other.killedAfter,
          faultsBefore + other.faultsBefore,
          faultsAfter + other.faultsAfter);
    }
  }

  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, Crashes> calls = new TreeMap<>();

  void count(String what) {
    count(what, 1);
  }

  void count(String what, long times) {
    counts.merge(what, times, Long::sum);
  }

  void call(String call, Crashes crashes) {
    calls.merge(call, crashes, Crashes::plus);
  }

  synchronized void add(Figures others) {
    others.counts.forEach((what, times) -> counts.merge(what, times, Long::sum));
    others.calls.forEach((call, crashes) -> calls.merge(call, crashes, Crashes::plus));
  }

  long of(String what) {
    return counts.getOrDefault(what, 0L);
  }

  Map<String, Crashes> calls() {
    return calls;
  }

  Map<String, Long> counts() {
    return counts;
  }
}
