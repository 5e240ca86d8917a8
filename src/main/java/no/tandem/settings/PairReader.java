package no.tandem.settings;

import java.util.Map;
import java.util.Set;
import no.tandem.settings.Keys.Creation;
import no.tandem.settings.Settings.NewCustomers;
import no.tandem.settings.Settings.PairSettings;
import no.tandem.sync.pair.Removal;
import no.tandem.sync.side.SystemName;

/** Reads what is configured for one pair, and checks what has to fit together. */
final class PairReader {
  private final Values values;
  private final PairName pair;

  PairReader(Values values, PairName pair) {
    this.values = values;
    this.pair = pair;
  }

  PairSettings settings(NewCustomers newCustomers) {
    Key<Creation> create = Keys.CREATE.of(pair);
    Set<SystemName> creates = creates(create);
    if (values.complete()
        && pair == PairName.CUSTOMERS
        && creates.contains(SystemName.POWEROFFICE)
        && newCustomers.statuses().isEmpty()
        && newCustomers.types().isEmpty()) {
      values.problem(
          create,
          "is 'both'; say which organisations become customers: "
              + Keys.CUSTOMERS_CREATE_STATUS.variable()
              + " or "
              + Keys.CUSTOMERS_CREATE_TYPE.variable()
              + ", values with commas between them");
    }
    return new PairSettings(
        values.get(Keys.CONFLICT.of(pair)),
        creates,
        Map.of(
            SystemName.POWEROFFICE, removalFromPowerOffice(creates),
            SystemName.WEBCRM, removalFromWebCrm(creates)));
  }

  private Set<SystemName> creates(Key<Creation> key) {
    Creation creation = values.get(key);
    if (creation == Creation.BOTH && pair.neverCreatedInPowerOffice()) {
      values.problem(
          key,
          "is 'both', but " + pair.key() + " are never created in PowerOffice: use webcrm or none");
      return Set.of();
    }
    return creation.systems();
  }

  private Removal removalFromPowerOffice(Set<SystemName> creates) {
    Key<Removal> key = given(Keys.REMOVAL_POWEROFFICE.of(pair));
    Removal removal = removal(key, SystemName.POWEROFFICE, creates);
    if (values.complete()
        && removal == Removal.DEACTIVATE
        && pair.ofOrganisations()
        && !values.isSet(Keys.WEBCRM_INACTIVE_ORGANISATION_STATUS)) {
      values.problem(
          key,
          "is 'deactivate', but webCRM's organisations have no switch for it: name the"
              + " OrganisationStatus that means inactive in "
              + Keys.WEBCRM_INACTIVE_ORGANISATION_STATUS.variable());
    }
    return removal;
  }

  private Removal removalFromWebCrm(Set<SystemName> creates) {
    return removal(given(Keys.REMOVAL_WEBCRM.of(pair)), SystemName.WEBCRM, creates);
  }

  /** The key for one system where it is set, else the one for both. */
  private Key<Removal> given(Key<Removal> ofOne) {
    return values.isSet(ofOne) ? ofOne : Keys.REMOVAL.of(pair);
  }

  /**
   * @param system where the record goes away
   */
  private Removal removal(Key<Removal> key, SystemName system, Set<SystemName> creates) {
    Removal removal = values.get(key);
    if (values.complete() && removal == Removal.RECREATE && !creates.contains(system)) {
      values.problem(
          key,
          "is 'recreate', but "
              + pair.key()
              + " are not created in "
              + system
              + ": use unlink or deactivate there");
    }
    return removal;
  }
}
