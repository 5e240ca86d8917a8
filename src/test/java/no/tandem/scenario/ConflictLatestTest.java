package no.tandem.scenario;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import no.tandem.Slow;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;

/** Conflict policy latest. */
@Slow
@QuarkusTest
@TestProfile(ConflictLatestTest.Latest.class)
class ConflictLatestTest extends ConflictScenario {

  /** The policy. */
  public static final class Latest extends Policy {
    public Latest() {
      super("latest");
    }
  }

  @Test
  void theLaterEditWins() {
    editInPowerOffice();
    world.pass(java.time.Duration.ofMinutes(1));
    editInWebCrm();
    expectWinner(world.sweep("customers"), SystemName.WEBCRM);
  }

  @Test
  void theLaterEditWinsTheOtherWayRound() {
    editInWebCrm();
    world.pass(java.time.Duration.ofMinutes(1));
    editInPowerOffice();
    expectWinner(world.sweep("customers"), SystemName.POWEROFFICE);
  }
}
