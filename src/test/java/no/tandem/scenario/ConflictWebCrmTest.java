package no.tandem.scenario;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import no.tandem.Slow;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;

/** Conflict policy webcrm. */
@Slow
@QuarkusTest
@TestProfile(ConflictWebCrmTest.WebCrm.class)
class ConflictWebCrmTest extends ConflictScenario {

  /** The policy. */
  public static final class WebCrm extends Policy {
    public WebCrm() {
      super("webcrm");
    }
  }

  @Test
  void webCrmWins() {
    editInWebCrm();
    world.pass(java.time.Duration.ofMinutes(1));
    editInPowerOffice();
    expectWinner(world.sweep("customers"), SystemName.WEBCRM);
  }
}
