package no.tandem.check;

import java.util.ArrayList;
import java.util.List;
import no.tandem.functions.Connections;
import no.tandem.functions.PairDefinition;
import no.tandem.functions.Tenants;
import no.tandem.settings.Settings;
import no.tandem.sync.side.RemoteException;

/** Asks both systems and what is Tandem's own, in fewer than 30 calls, and writes nothing. */
public final class Checkup {
  private final Tenants tenants;

  public Checkup(Tenants tenants) {
    this.tenants = tenants;
  }

  /**
   * What was found out about the tenant, one by one.
   *
   * @param pairs those that are kept in sync
   */
  public List<Finding> of(String tenant, List<PairDefinition> pairs) {
    return tenants.withAnyKeys(tenant, connections -> findings(tenant, connections, pairs));
  }

  private List<Finding> findings(
      String tenant, Connections connections, List<PairDefinition> pairs) {
    Settings settings = tenants.settings().of(tenant);
    List<Finding> all = new ArrayList<>();
    all.addAll(
        new PowerOfficeCheck(settings.powerOffice(), connections.powerOffice(), tenants.clock())
            .findings(pairs));
    all.addAll(new WebCrmCheck(settings, connections.webCrm(), tenants.clock()).findings(pairs));
    TandemCheck own =
        new TandemCheck(tenants.store().table(), tenants.settings().deployment().links());
    if (own.table()) {
      try {
        own.tenant(tenants.pinned(tenant).identities(), connections.identities());
      } catch (RemoteException e) {
        // Why it cannot be logged in to is among the findings already.
        all.add(Finding.notAsked("tenant", "a log-in failed"));
      }
    }
    all.addAll(own.findings());
    return all;
  }
}
