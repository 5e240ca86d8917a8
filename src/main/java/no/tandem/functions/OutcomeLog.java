package no.tandem.functions;

import java.util.Map;
import java.util.TreeMap;
import no.tandem.sync.link.Conflict;
import no.tandem.sync.report.Action;
import no.tandem.sync.report.Report;
import no.tandem.sync.side.SystemName;
import org.jboss.logging.Logger;

/** One log line for each outcome, for reading and as fields; ids and names, never values. */
record OutcomeLog(String pair) implements Report.Listener {
  private static final Logger LOG = Logger.getLogger(OutcomeLog.class);

  @Override
  public void receive(Action action, boolean done) {
    if (LOG.isInfoEnabled()) {
      LogFields.with(fields(action, done), () -> line(action, done));
    }
  }

  private boolean line(Action action, boolean done) {
    LOG.infof(
        "%s%s %s: %s",
        done ? "" : "would ",
        action.kind().key(),
        action.holder() ? "holder" : pair,
        action.summary());
    return done;
  }

  private static Map<String, String> fields(Action action, boolean done) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("decision", action.kind().key());
    fields.put("done", Boolean.toString(done));
    action.poweroffice().ifPresent(id -> fields.put(SystemName.POWEROFFICE.key(), id.value()));
    action.webcrm().ifPresent(id -> fields.put(SystemName.WEBCRM.key(), id.value()));
    action.system().ifPresent(system -> fields.put("wrote", system.key()));
    if (!action.properties().isEmpty()) {
      fields.put("properties", String.join(",", action.properties()));
    }
    if (!action.conflicts().isEmpty()) {
      fields.put(
          "conflicts",
          String.join(",", action.conflicts().stream().map(Conflict::property).toList()));
    }
    return fields;
  }
}
