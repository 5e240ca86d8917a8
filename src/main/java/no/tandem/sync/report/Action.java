package no.tandem.sync.report;

import java.util.List;
import java.util.Optional;
import no.tandem.sync.link.Conflict;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;

/**
 * One thing that was done to one record, or in plan mode would be.
 *
 * @param system where it was written; empty if nothing was
 * @param properties the columns written, in that system's spelling; never their values
 * @param reason why a record is held, deferred or its link ended
 * @param remoteText the remote system's own error text; for the report, never for the log
 * @param shown the name and the values, in plan mode
 * @param holder whether it is about the organisation that holds suppliers' persons
 */
public record Action(
    Outcome kind,
    Optional<SystemName> system,
    Optional<RecordId> poweroffice,
    Optional<RecordId> webcrm,
    List<String> properties,
    List<Conflict> conflicts,
    Optional<String> reason,
    Optional<String> remoteText,
    boolean holder,
    Optional<Shown> shown) {

  /**
   * The record's name and values, for whoever called; never logged.
   *
   * @param changes what would be written, with what stands there
   */
  public record Shown(String name, List<HistoryEntry.Change> changes) {

    @Override
    public String toString() {
      return "Shown";
    }
  }

  public static Action of(Outcome kind, Optional<RecordId> poweroffice, Optional<RecordId> webcrm) {
    return new Action(
        kind,
        Optional.empty(),
        poweroffice,
        webcrm,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty());
  }

  public Action in(SystemName where, List<String> columns) {
    return new Action(
        kind,
        Optional.of(where),
        poweroffice,
        webcrm,
        columns,
        conflicts,
        reason,
        remoteText,
        holder,
        shown);
  }

  public Action with(List<Conflict> some) {
    return new Action(
        kind, system, poweroffice, webcrm, properties, some, reason, remoteText, holder, shown);
  }

  public Action because(String why) {
    return new Action(
        kind,
        system,
        poweroffice,
        webcrm,
        properties,
        conflicts,
        Optional.of(why),
        remoteText,
        holder,
        shown);
  }

  public Action because(Hold hold) {
    return new Action(
        kind,
        system,
        poweroffice,
        webcrm,
        properties,
        conflicts,
        Optional.of(hold.reason().text()),
        hold.remoteText(),
        holder,
        shown);
  }

  /** The name of the link that it is about. */
  LinkKey link() {
    return poweroffice
        .map(LinkKey::of)
        .orElseGet(() -> LinkKey.awaiting(webcrm.orElse(new RecordId("-"))));
  }

  Action shownAs(Shown how) {
    List<HistoryEntry.Change> changes =
        how.changes().stream()
            .filter(change -> system.isEmpty() || system.get() == change.system())
            .toList();
    return new Action(
        kind,
        system,
        poweroffice,
        webcrm,
        properties,
        conflicts,
        reason,
        remoteText,
        holder,
        Optional.of(new Shown(how.name(), changes)));
  }

  public Action withWebCrm(RecordId id) {
    return new Action(
        kind,
        system,
        poweroffice,
        Optional.of(id),
        properties,
        conflicts,
        reason,
        remoteText,
        holder,
        shown);
  }

  public Action withPowerOffice(RecordId id) {
    return new Action(
        kind,
        system,
        Optional.of(id),
        webcrm,
        properties,
        conflicts,
        reason,
        remoteText,
        holder,
        shown);
  }

  /** One line for people and logs: ids, columns and reason, never a value. */
  public String summary() {
    StringBuilder line = new StringBuilder();
    line.append("poweroffice=").append(poweroffice.map(RecordId::value).orElse("-"));
    line.append(" webcrm=").append(webcrm.map(RecordId::value).orElse("-"));
    system.ifPresent(where -> line.append(" wrote ").append(where.key()).append(properties));
    if (!conflicts.isEmpty()) {
      line.append(" conflicts ").append(conflicts.stream().map(Conflict::property).toList());
    }
    reason.ifPresent(why -> line.append(" because ").append(why));
    return line.toString();
  }

  Action ofHolder() {
    return new Action(
        kind, system, poweroffice, webcrm, properties, conflicts, reason, remoteText, true, shown);
  }
}
