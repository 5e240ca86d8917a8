package no.tandem.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import no.tandem.functions.Connections;
import no.tandem.functions.PairDefinition;
import no.tandem.functions.PairRuns;
import no.tandem.functions.Tenants;
import no.tandem.links.PinnedTenant;
import no.tandem.settings.PairName;
import no.tandem.sync.report.Mode;
import no.tandem.sync.side.SystemName;
import org.jboss.logging.Logger;

/**
 * A person says that the keys, which open another company's records than before, are right: the
 * links are kept. All of them have been compared in plan mode before.
 */
final class TenantConfirmation {
  private static final Logger LOG = Logger.getLogger(TenantConfirmation.class);

  private final PairRuns runs;
  private final Tenants tenants;
  private final Map<PairName, PairDefinition> pairs;
  private final String tenant;

  TenantConfirmation(
      PairRuns runs, Tenants tenants, Map<PairName, PairDefinition> pairs, String tenant) {
    this.runs = runs;
    this.tenants = tenants;
    this.pairs = pairs;
    this.tenant = tenant;
  }

  /** Does it, and says what was done or what is to be done first. */
  List<String> answer(OperatorCall call) {
    PinnedTenant pinned = tenants.pinned(tenant);
    Map<SystemName, String> known = pinned.identities();
    Map<SystemName, String> found = tenants.withAnyKeys(tenant, Connections::identities);
    List<String> lines = new ArrayList<>();
    boolean differs = false;
    for (SystemName system : SystemName.values()) {
      String now = found.getOrDefault(system, "a company that it does not name");
      String before = known.getOrDefault(system, now);
      lines.add(
          before.equals(now)
              ? "In " + system + " the keys open " + now + ", as before."
              : "In "
                  + system
                  + " the keys open "
                  + now
                  + "; the links are those of "
                  + before
                  + ".");
      differs |= !before.equals(now);
    }
    if (!differs) {
      lines.add("There is nothing to confirm.");
      return lines;
    }
    List<String> unverified = new ArrayList<>();
    pairs.forEach(
        (name, pair) -> {
          if (!runs.stored(tenant, pair).runState().isNew()
              && !pinned.isVerified(name.key(), found)) {
            unverified.add(name.key());
          }
        });
    if (!unverified.isEmpty()) {
      lines.add(
          "Nothing was confirmed: first do a full sweep in plan mode of "
              + String.join(", ", unverified)
              + " and read what it shows.");
    } else if (call.mode() == Mode.APPLY) {
      pinned.confirm(found, call.by().orElse(""));
      LOG.warnf("%s: an operator confirmed that its keys are right", tenant);
      lines.add("Confirmed: the links are kept, and sweeps go on.");
    } else {
      lines.add("It can be confirmed.");
    }
    return lines;
  }
}
