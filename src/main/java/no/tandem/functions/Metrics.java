package no.tandem.functions;

import java.util.Map;
import java.util.Optional;
import no.tandem.remote.Troubles;
import no.tandem.settings.PairName;
import no.tandem.sync.Trigger;
import no.tandem.sync.report.Report;
import no.tandem.sync.side.SystemName;

/** Where runs are measured. */
@FunctionalInterface
public interface Metrics {

  /** Measures nothing. */
  Metrics NONE = run -> {};

  /**
   * One run.
   *
   * @param report what it did; empty if it failed with an exception
   * @param troubles with either system, since the run before
   */
  record Measured(
      String tenant,
      PairName pair,
      Trigger trigger,
      Optional<Report> report,
      Map<SystemName, Troubles.Counts> troubles) {}

  /** Measures the run. It never fails. */
  void ran(Measured run);
}
