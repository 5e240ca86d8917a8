package no.tandem.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import no.tandem.sync.link.Conflict;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.report.Action;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutcomeLogTest {
  private static final Logger LOG = Logger.getLogger(OutcomeLog.class.getName());

  private final List<ExtLogRecord> lines = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          ExtLogRecord line = ExtLogRecord.wrap(record);
          line.copyMdc();
          lines.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOG.addHandler(handler);
  }

  @AfterEach
  void stop() {
    LOG.removeHandler(handler);
  }

  @Test
  void anOutcomeIsOneLineWithItsFields() {
    new Trace("1-5759e988-bd862e3fe1be46a994272793")
        .over(
            () -> {
              new OutcomeLog("customers").receive(update(false), true);
              return "";
            });
    assertThat(lines).hasSize(1);
    assertThat(message())
        .isEqualTo(
            "update customers: poweroffice=1001 webcrm=57 wrote webcrm[OrganisationName,"
                + " OrganisationTelephone] conflicts [phone] because 50 % of it");
    assertThat(lines.getFirst().getMdcCopy())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "traceId", "1-5759e988-bd862e3fe1be46a994272793",
                "decision", "update",
                "done", "true",
                "poweroffice", "1001",
                "webcrm", "57",
                "wrote", "webcrm",
                "properties", "OrganisationName,OrganisationTelephone",
                "conflicts", "phone"));
  }

  @Test
  void whatWasNotDoneAndTheHoldersOrganisationAreSaidToBe() {
    new OutcomeLog("supplier-persons").receive(update(true), false);
    assertThat(message()).startsWith("would update holder: ");
    assertThat(lines.getFirst().getMdcCopy()).containsEntry("done", "false");
  }

  @Test
  void theSystemsOwnWordsMayQuoteValuesAndAreNotLogged() {
    new OutcomeLog("customers").receive(update(false), true);
    assertThat(message() + lines.getFirst().getMdcCopy()).doesNotContain("Fjordheim");
  }

  private String message() {
    return new PatternFormatter("%s").format(lines.getFirst());
  }

  private static Action update(boolean holder) {
    return new Action(
        Outcome.UPDATE,
        Optional.of(SystemName.WEBCRM),
        Optional.of(new RecordId("1001")),
        Optional.of(new RecordId("57")),
        List.of("OrganisationName", "OrganisationTelephone"),
        List.of(new Conflict("phone", Optional.of(SystemName.POWEROFFICE))),
        Optional.of("50 % of it"),
        Optional.of("Fjordheim is not allowed"),
        holder,
        Optional.empty());
  }
}
