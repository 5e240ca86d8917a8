package no.tandem.local.poweroffice;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** A simulator without a rate limit, a clock for it, and a caller. */
abstract class Simulated {
  final MovableClock clock = new MovableClock();
  final PowerOfficeSimulator simulator = new PowerOfficeSimulator(0, clock, clock::move);
  final Caller caller = new Caller(simulator);

  Simulated() {
    simulator.switches().requestsPerSecond(0);
  }

  @AfterEach
  void close() {
    caller.close();
    simulator.close();
  }

  /** So that the next change has a later stamp. */
  void later() {
    clock.move(Duration.ofSeconds(1));
  }
}
