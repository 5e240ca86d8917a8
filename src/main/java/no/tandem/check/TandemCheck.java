package no.tandem.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.functions.Queues;
import no.tandem.links.LinkTable;
import no.tandem.settings.PairName;
import no.tandem.sync.side.SystemName;

/** What is Tandem's own: the table, the tenant's links, the queues. */
final class TandemCheck {
  private final LinkTable table;
  private final Queues queues;
  private final List<Finding> findings = new ArrayList<>();

  TandemCheck(LinkTable table, Queues queues) {
    this.table = table;
    this.queues = queues;
  }

  /** Whether links can be read. */
  boolean table() {
    Optional<LinkTable.State> state;
    try {
      state = table.state();
    } catch (RuntimeException e) {
      findings.add(
          Finding.fail(
              "table",
              "DynamoDB does not say how the table is: " + e.getMessage() + ".",
              "See that LINKS_ENDPOINT, AWS_REGION and the AWS credentials are right, and that they"
                  + " may describe the table."));
      return false;
    }
    if (state.isEmpty()) {
      findings.add(
          Finding.fail(
              "table",
              "The table does not exist.",
              "Correct LINKS_TABLE, or have it made with LINKS_CREATE_TABLE=true."));
      return false;
    }
    LinkTable.State its = state.get();
    if (!its.keys() || !its.index()) {
      findings.add(
          Finding.fail(
              "table",
              "The table is there, but its "
                  + (its.keys()
                      ? "index 'unsettled' is missing or is being built"
                      : "keys are others")
                  + ".",
              "Use the table that the stack or LINKS_CREATE_TABLE=true made."));
      return its.keys();
    }
    findings.add(Finding.ok("table", "The table is there, with its index."));
    if (!its.expiry()) {
      findings.add(
          Finding.warn(
              "table-expiry",
              "What has expired is not removed, so old history stays.",
              "Switch on time to live for the attribute expiresAt."));
    }
    if (!its.recovery().orElse(false)) {
      findings.add(
          its.recovery().isEmpty()
              ? Reach.notAsked("table-recovery", "this database knows no point-in-time recovery")
              : Finding.warn(
                  "table-recovery",
                  "The table cannot be restored to a point in time.",
                  "Switch on point-in-time recovery: links cannot be worked out again."));
    }
    return true;
  }

  /**
   * Whether the keys are still those of the company whose links are stored.
   *
   * @param known whose links they are
   * @param found whose keys they are, as far as the systems say
   */
  void tenant(Map<SystemName, String> known, Map<SystemName, String> found) {
    Map<SystemName, String> others = new EnumMap<>(SystemName.class);
    found.forEach(
        (system, id) -> {
          if (!known.getOrDefault(system, id).equals(id)) {
            others.put(system, id);
          }
        });
    others.forEach(
        (system, id) ->
            findings.add(
                Finding.fail(
                    "tenant",
                    "The keys open "
                        + id
                        + " in "
                        + system
                        + ", but the links are those of "
                        + known.get(system)
                        + ".",
                    "Put back the right keys, or see 'confirm-tenant'.")));
    if (others.isEmpty()) {
      findings.add(
          Finding.ok(
              "tenant",
              known.isEmpty()
                  ? "There are no links yet; the first sweep notes whose they are."
                  : "The keys are those of the company whose links are stored."));
    }
  }

  void queues() {
    for (PairName pair : PairName.values()) {
      if (queues.has(pair)) {
        String check = "queue-" + pair.key();
        try {
          findings.add(Finding.ok(check, "About " + queues.waiting(pair) + " messages wait."));
        } catch (RuntimeException e) {
          findings.add(
              Finding.fail(
                  check,
                  "The queue cannot be asked: " + e.getMessage() + ".",
                  "See that QUEUES_"
                      + pair.name()
                      + " is the queue's address, and that its"
                      + " attributes may be read."));
        }
      }
    }
  }

  List<Finding> findings() {
    return findings;
  }
}
