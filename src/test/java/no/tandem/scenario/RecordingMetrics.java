package no.tandem.scenario;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import no.tandem.functions.Metrics;

/** Keeps what was measured. */
@Mock
@Singleton
public final class RecordingMetrics implements Metrics {
  private final List<Measured> runs = new CopyOnWriteArrayList<>();

  void reset() {
    runs.clear();
  }

  List<Measured> runs() {
    return List.copyOf(runs);
  }

  @Override
  public void ran(Measured run) {
    runs.add(run);
  }
}
