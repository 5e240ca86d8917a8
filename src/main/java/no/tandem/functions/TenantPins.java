package no.tandem.functions;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import no.tandem.links.PinnedTenant;
import no.tandem.remote.Pins;
import no.tandem.sync.side.SystemName;
import org.jboss.logging.Logger;

/** Compares whose keys a tenant has with whose it had when its first links were made. */
final class TenantPins implements Pins {
  private static final Logger LOG = Logger.getLogger(TenantPins.class);

  private final String tenant;
  private final PinnedTenant pinned;
  private final Set<SystemName> silent = EnumSet.noneOf(SystemName.class);

  TenantPins(String tenant, PinnedTenant pinned) {
    this.tenant = tenant;
    this.pinned = pinned;
  }

  @Override
  public Optional<String> trouble(SystemName system, Optional<String> identity) {
    if (identity.isEmpty()) {
      sayOnce(system);
      return Optional.empty();
    }
    String known = pinned.pin(system, identity.get());
    if (known.equals(identity.get())) {
      return Optional.empty();
    }
    LOG.errorf("%s: the keys of %s belong to %s, not to %s", tenant, system, identity.get(), known);
    return Optional.of(
        "The keys open "
            + identity.get()
            + " in "
            + system
            + ", but the records of this tenant are those of "
            + known
            + ". Nothing is read or written until the right keys are in the settings. If the"
            + " company itself has moved there, do a full sweep of every pair in plan mode, and"
            + " if what it shows is right, call the operator function with"
            + " {\"action\":\"confirm-tenant\"}.");
  }

  private synchronized void sayOnce(SystemName system) {
    if (silent.add(system)) {
      LOG.warnf(
          "%s: %s does not say whose keys these are, so those of another company would not be"
              + " noticed",
          tenant, system);
    }
  }
}
