package no.tandem.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import no.tandem.functions.ReportJson;
import no.tandem.functions.ReportJson.ChangeJson;
import no.tandem.sync.proposal.Approvals;
import no.tandem.sync.proposal.Entry;
import no.tandem.sync.proposal.Proposal;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import org.jspecify.annotations.Nullable;

/**
 * A pair's proposal, or a part of it.
 *
 * @param revision names what was shown: to be sent with a decision
 * @param open entries that wait for a person
 * @param approved entries that are still to be carried out
 * @param declined entries whose refusal is still to be stored with their records
 * @param done entries that were carried out or refused
 * @param total those and the ones that are to be
 * @param expectedEnd when everything that was decided will be done
 * @param next the entry that the next part begins with: to be sent as {@code from}
 */
@RegisterForReflection
public record ProposalJson(
    String revision,
    int open,
    int approved,
    int declined,
    int applied,
    int refused,
    int superseded,
    int done,
    int total,
    @JsonInclude(Include.NON_NULL) @Nullable String opened,
    @JsonInclude(Include.NON_NULL) @Nullable String expectedEnd,
    @JsonInclude(Include.NON_NULL) @Nullable Long next,
    List<EntryJson> entries) {

  /**
   * One record.
   *
   * @param system where it would be written
   * @param owner the PowerOffice record that it waits for
   */
  @RegisterForReflection
  @JsonInclude(Include.NON_EMPTY)
  public record EntryJson(
      long entry,
      String state,
      String action,
      @Nullable String system,
      @Nullable String poweroffice,
      @Nullable String webcrm,
      String name,
      List<ChangeJson> changes,
      @Nullable String owner,
      @Nullable String by) {

    private static EntryJson of(Entry entry) {
      return new EntryJson(
          entry.number(),
          entry.state().key(),
          entry.what().key(),
          entry.system().map(SystemName::key).orElse(null),
          Story.shown(entry.link()),
          entry.right().map(RecordId::value).orElse(null),
          entry.name(),
          entry.changes().stream().map(ChangeJson::of).toList(),
          entry.owner().map(RecordId::value).orElse(null),
          entry.by().orElse(null));
    }
  }

  static ProposalJson of(Approvals.Page page, Instant now) {
    Proposal proposal = page.proposal();
    Proposal.Counts counts = proposal.counts();
    return new ProposalJson(
        proposal.revision(),
        counts.open(),
        counts.approved(),
        counts.declined(),
        counts.applied(),
        counts.refused(),
        counts.superseded(),
        counts.done(),
        counts.done() + counts.toDo(),
        proposal.opened().map(Instant::toString).orElse(null),
        proposal.expectedEnd(now).map(Instant::toString).orElse(null),
        page.next().orElse(null),
        page.entries().stream().map(EntryJson::of).toList());
  }

  /** About how many bytes an entry takes, rather more than less. */
  static int size(Entry entry) {
    return 300 + 3 * entry.name().length() + ReportJson.size(entry.changes());
  }
}
