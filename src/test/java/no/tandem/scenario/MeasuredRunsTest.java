package no.tandem.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import no.tandem.functions.Metrics.Measured;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.remote.Troubles;
import no.tandem.settings.PairName;
import no.tandem.sync.report.Report;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of each run is given to be measured. */
@QuarkusTest
class MeasuredRunsTest {
  private static final Troubles.Counts NONE = new Troubles.Counts(0, 0);

  @Inject World world;
  @Inject RecordingMetrics metrics;

  @BeforeEach
  void oneCustomerIsLinked() {
    world.reset();
    world.customers().create(Map.of("Name", "Solvang"));
    world.pass(Duration.ofHours(3));
    world.sweep("customers");
    assertThat(last().report().map(Report::created)).contains(1);
    assertThat(last().report().map(Report::changeToApplied))
        .as("a first load says nothing of how fast changes travel")
        .contains(List.of());
    world.sweep("customers");
    metrics.reset();
  }

  private Measured last() {
    return metrics.runs().getLast();
  }

  private int organisation() {
    return (Integer)
        world.organisations().list().stream()
            .filter(record -> "Solvang".equals(record.get("OrganisationName")))
            .findFirst()
            .orElseThrow()
            .get("OrganisationId");
  }

  @Test
  void theDelayOfAChangeIsFromItsStampToItsWrite() {
    world.organisation(organisation()).edit(Map.of("OrganisationTelephone", "+47 11 11 11 11"));
    world.pass(Duration.ofSeconds(90));
    world.sweep("customers");
    assertThat(delays()).hasSize(1);
    assertThat(delays().getFirst()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(92));
    assertThat(last().pair()).isEqualTo(PairName.CUSTOMERS);
    assertThat(last().tenant()).isEqualTo("default");
  }

  @Test
  void aHintsChangeAndANewRecordHaveADelayAsWell() {
    world.organisation(organisation()).edit(Map.of("OrganisationTelephone", "+47 11 11 11 11"));
    world.pass(Duration.ofSeconds(3));
    world.call(
        "customers", "{\"changed\":{\"system\":\"webcrm\",\"id\":\"" + organisation() + "\"}}");
    assertThat(delays()).hasSize(1);
    assertThat(delays().getFirst()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));

    world.customers().create(Map.of("Name", "Myrvold"));
    world.pass(Duration.ofSeconds(40));
    world.sweep("customers");
    assertThat(delays()).hasSize(1);
    assertThat(delays().getFirst()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(42));
  }

  @Test
  void anIdleSweepAndAFullOneHaveNoDelays() {
    world.sweep("customers");
    assertThat(delays()).isEmpty();
    world.organisation(organisation()).edit(Map.of("OrganisationTelephone", "+47 11 11 11 11"));
    world.fullSweep("customers");
    assertThat(last().report().map(Report::updated)).contains(1);
    assertThat(delays()).isEmpty();
  }

  private List<Duration> delays() {
    return last().report().orElseThrow().changeToApplied();
  }

  @Test
  void anAnswerWith429IsCounted() {
    world
        .webCrm()
        .server()
        .inject(
            2,
            request -> request.path().toLowerCase(Locale.ROOT).contains("queries"),
            new Fault.Refuse(new Answer(429, Map.of("Retry-After", "3"), "")));
    world.sweep("customers");
    assertThat(last().troubles())
        .isEqualTo(
            Map.of(SystemName.POWEROFFICE, NONE, SystemName.WEBCRM, new Troubles.Counts(2, 0)));
    world.sweep("customers");
    assertThat(last().troubles())
        .isEqualTo(Map.of(SystemName.POWEROFFICE, NONE, SystemName.WEBCRM, NONE));
  }

  @Test
  void aRefusedLogInOfEitherSystemIsCounted() {
    // A day later no token is good any more.
    world.pass(Duration.ofHours(25));
    world
        .powerOffice()
        .server()
        .inject(
            1,
            request -> request.path().toLowerCase(Locale.ROOT).contains("token"),
            new Fault.Refuse(Answer.json(400, "{\"error\":\"invalid_client\"}")));
    assertThat(stopped()).contains("PowerOffice rejected the log-in");
    assertThat(last().troubles())
        .isEqualTo(
            Map.of(SystemName.POWEROFFICE, new Troubles.Counts(0, 1), SystemName.WEBCRM, NONE));
    // Long enough for the token, not for what is known of the fields.
    world.pass(Duration.ofHours(2));
    world
        .webCrm()
        .server()
        .inject(
            2, // The renewal, and the log-in after it.
            request -> request.path().toLowerCase(Locale.ROOT).contains("auth"),
            new Fault.Refuse(
                Answer.json(400, "{\"Message\":\"no\",\"Type\":\"ValidationException\"}")));
    assertThat(stopped()).contains("webCRM rejected the log-in");
    assertThat(last().troubles())
        .isEqualTo(
            Map.of(SystemName.POWEROFFICE, NONE, SystemName.WEBCRM, new Troubles.Counts(0, 1)));
  }

  private String stopped() {
    return Optional.ofNullable(
            world.call("customers", "{\"sweep\":\"changes\"}").getString("stopped"))
        .orElse("");
  }
}
