package no.tandem.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import no.tandem.links.LinkTable;
import no.tandem.links.LinksConfiguration;
import no.tandem.sync.side.SystemName;

/** What is Tandem's own: the table, and whose links are in it. */
final class TandemCheck {
  private final LinkTable table;
  private final LinksConfiguration configuration;
  private final List<Finding> findings = new ArrayList<>();

  TandemCheck(LinkTable table, LinksConfiguration configuration) {
    this.table = table;
    this.configuration = configuration;
  }

  /** Whether links can be read. */
  boolean table() {
    LinkTable.State its;
    try {
      its = table.state();
    } catch (RuntimeException e) {
      findings.add(
          Finding.fail(
              "table", LinkTable.trouble(e, configuration).orElseThrow(() -> e) + ".", ""));
      return false;
    }
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
              ? Finding.notAsked("table-recovery", "this database knows no point-in-time recovery")
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

  List<Finding> findings() {
    return findings;
  }
}
