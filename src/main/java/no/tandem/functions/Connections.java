package no.tandem.functions;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import no.tandem.links.LinkStore;
import no.tandem.persons.HolderOrganisation;
import no.tandem.poweroffice.PowerOffice;
import no.tandem.remote.Priority;
import no.tandem.remote.Terms;
import no.tandem.remote.Troubles;
import no.tandem.remote.Waiting;
import no.tandem.settings.PairName;
import no.tandem.settings.Settings;
import no.tandem.sync.Bounds;
import no.tandem.sync.RunLease;
import no.tandem.sync.StoredLease;
import no.tandem.sync.Stores;
import no.tandem.sync.Sync;
import no.tandem.sync.link.PairStore;
import no.tandem.sync.link.RunState;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.pair.Property;
import no.tandem.sync.report.Run;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.SystemName;
import no.tandem.webcrm.WebCrm;
import no.tandem.webcrm.WebCrmField;

/** Both systems and the link store of one tenant, from which a run is put together. */
public final class Connections {
  private static final Property HOLDER_NAME =
      HolderOrganisation.nameProperty(
          WebCrmField.required("OrganisationName", 200, "an organisation's name"));

  private final Settings settings;
  private final PowerOffice powerOffice;
  private final WebCrm webCrm;
  private final Tenants.Systems systems;
  private final LinkStore store;
  private final Waiting waiting;
  private final RunLease lease;

  Connections(
      Settings settings,
      PowerOffice powerOffice,
      WebCrm webCrm,
      Tenants.Systems systems,
      LinkStore store,
      Waiting waiting) {
    this(settings, powerOffice, webCrm, systems, store, waiting, RunLease.NONE);
  }

  private Connections(
      Settings settings,
      PowerOffice powerOffice,
      WebCrm webCrm,
      Tenants.Systems systems,
      LinkStore store,
      Waiting waiting,
      RunLease lease) {
    this.settings = settings;
    this.powerOffice = powerOffice;
    this.webCrm = webCrm;
    this.systems = systems;
    this.store = store;
    this.waiting = waiting;
    this.lease = lease;
  }

  /**
   * The same for one run.
   *
   * @param runState the pair's
   * @param holder names the run, and no other one of any process
   */
  Connections forRun(RunState runState, String holder, Priority priority, Optional<Instant> until) {
    RunLease its =
        new StoredLease(runState, holder, settings.timing(), waiting.clock(), waiting::pause);
    Terms terms = new Terms(priority, its, until);
    return new Connections(
        settings, powerOffice.on(terms), webCrm.on(terms), systems, store, waiting, its);
  }

  /**
   * One run of the pair.
   *
   * @param stored what is stored of the pair
   */
  Sync sync(PairDefinition definition, PairStore stored, Run run) {
    Settings.PairSettings configured = settings.pair(definition.name());
    Pair pair =
        new Pair(
            definition.name().key(),
            definition.properties(),
            definition.matching().apply(settings),
            configured.conflict(),
            definition.ownerIsMapped(),
            configured.creates(),
            definition.isToBeCreatedInPowerOffice().apply(settings),
            configured.removal(),
            switch (definition.right()) {
              case ORGANISATIONS -> settings.webCrm().organisationReferenceField();
              case PERSONS -> settings.webCrm().personReferenceField();
            },
            definition.left().referenceField(),
            definition.sharedName());
    return new Sync(
        settings.tenant(),
        pair,
        new BySystem<>(
            systems.side(
                definition,
                SystemName.POWEROFFICE,
                powerOffice.side(definition.left(), definition.properties())),
            systems.side(
                definition,
                SystemName.WEBCRM,
                webCrm.side(definition.right(), definition.properties()))),
        new Stores(
            stored,
            definition.proposals(store, settings.tenant()),
            others(definition),
            definition
                .after()
                .map(
                    first ->
                        store.of(settings.tenant(), first.key(), definition.right().entity()))),
        definition.owners().apply(this),
        new Bounds(settings.timing(), settings.budget(), lease, waiting.clock()),
        run);
  }

  /** Of the other pairs that link webCRM records of the same kind. */
  private List<PairStore> others(PairDefinition definition) {
    boolean organisations = definition.name().ofOrganisations();
    return Stream.concat(
            Stream.of(PairName.values())
                .filter(name -> name != definition.name())
                .filter(name -> name.ofOrganisations() == organisations)
                .map(PairName::key),
            organisations ? Stream.of(HolderOrganisation.PAIR) : Stream.empty())
        .map(pair -> store.of(settings.tenant(), pair, definition.right().entity()))
        .toList();
  }

  /** The troubles with both systems since this was last asked. */
  Map<SystemName, Troubles.Counts> troubles() {
    return Map.of(
        SystemName.POWEROFFICE, powerOffice.troubles().take(),
        SystemName.WEBCRM, webCrm.troubles().take());
  }

  /** Whose records the keys open, as far as the systems say. */
  public Map<SystemName, String> identities() {
    Map<SystemName, String> identities = new EnumMap<>(SystemName.class);
    powerOffice.identity().ifPresent(id -> identities.put(SystemName.POWEROFFICE, id));
    webCrm.identity().ifPresent(id -> identities.put(SystemName.WEBCRM, id));
    return identities;
  }

  public PowerOffice powerOffice() {
    return powerOffice;
  }

  public WebCrm webCrm() {
    return webCrm;
  }

  /** PowerOffice's records of a kind, for looking them up. */
  public Side powerOffice(PowerOffice.Kind kind) {
    return powerOffice.side(kind, List.of());
  }

  /** What is stored of the customers, for finding owners. */
  public PairStore ofCustomers() {
    return store.of(
        settings.tenant(), PairName.CUSTOMERS.key(), WebCrm.Kind.ORGANISATIONS.entity());
  }

  /** webCRM's organisations by name, for {@link #holder}. */
  public Side organisations() {
    return webCrm.side(WebCrm.Kind.ORGANISATIONS, List.of(HOLDER_NAME));
  }

  /** The organisation for persons whose owner has none. */
  public HolderOrganisation holder(Side organisations) {
    return new HolderOrganisation(
        settings.tenant(),
        settings.holderOrganisation(),
        HOLDER_NAME.right(),
        organisations,
        Stores.alone(
            store.of(
                settings.tenant(), HolderOrganisation.PAIR, WebCrm.Kind.ORGANISATIONS.entity()),
            store.proposals(
                settings.tenant(), HolderOrganisation.PAIR, WebCrm.Kind.ORGANISATIONS.entity())),
        settings.timing(),
        waiting.clock());
  }
}
