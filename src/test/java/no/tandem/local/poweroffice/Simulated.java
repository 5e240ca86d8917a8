package no.tandem.local.poweroffice;

import java.time.Duration;
import no.tandem.TestClock;
import org.junit.jupiter.api.AfterEach;

/** A simulator without a rate limit, a clock for it, and a caller. */
abstract class Simulated {
  final TestClock clock = new TestClock("2026-03-01T12:00:00.1234567Z");
  final PowerOfficeSimulator simulator = new PowerOfficeSimulator(0, clock, clock::pass);
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
    clock.pass(Duration.ofSeconds(1));
  }
}
