package no.tandem.scenario;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import no.tandem.Slow;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;

/** Conflict policy poweroffice. */
@Slow
@QuarkusTest
@TestProfile(ConflictPowerOfficeTest.PowerOffice.class)
class ConflictPowerOfficeTest extends ConflictScenario {

  /** The policy. */
  public static final class PowerOffice extends Policy {
    public PowerOffice() {
      super("poweroffice");
    }
  }

  @Test
  void powerOfficeWins() {
    editInPowerOffice();
    world.pass(java.time.Duration.ofMinutes(1));
    editInWebCrm();
    expectWinner(world.sweep("customers"), SystemName.POWEROFFICE);
  }
}
