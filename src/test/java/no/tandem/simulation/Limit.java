package no.tandem.simulation;

import java.time.Duration;
import java.util.Optional;
import no.tandem.TestClock;
import no.tandem.settings.Settings;
import no.tandem.sync.side.SystemName;

/** No process sends a system more requests than the settings allow. */
final class Limit implements Promise {
  private final TestClock time;
  private final Settings settings;

  Limit(TestClock time, Settings settings) {
    this.time = time;
    this.settings = settings;
  }

  @Override
  public Optional<String> sent(Instance process, SystemName system) {
    int sent =
        switch (system) {
          case POWEROFFICE -> process.sent(system, time.instant(), Duration.ofSeconds(1));
          case WEBCRM -> process.sent(system, time.instant(), Duration.ofMinutes(1));
        };
    int most =
        switch (system) {
          case POWEROFFICE -> settings.powerOffice().requestsPerSecond();
          case WEBCRM -> settings.webCrm().requestsPerMinute();
        };
    return sent > most
        ? Optional.of(process + " sent " + sent + " requests to " + system)
        : Optional.empty();
  }
}
