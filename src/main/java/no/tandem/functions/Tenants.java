package no.tandem.functions;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import no.tandem.links.LinkStore;
import no.tandem.links.PinnedTenant;
import no.tandem.poweroffice.PowerOffice;
import no.tandem.poweroffice.PowerOfficeConfiguration;
import no.tandem.remote.Pins;
import no.tandem.remote.Waiting;
import no.tandem.settings.Settings;
import no.tandem.sync.side.RemoteException;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.SystemName;
import no.tandem.webcrm.WebCrm;
import no.tandem.webcrm.WebCrmConfiguration;
import org.jboss.logging.Logger;

/**
 * The connections of the tenants, made when they are first needed; of tenants that were not used
 * for the longest time they are closed again. Safe to use from several threads.
 */
public final class Tenants implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Tenants.class);

  /** A client holds a connection with its buffers: this many fit into a small function. */
  private static final int MOST_OPEN = 50;

  private final TenantSettings settings;
  private final Systems systems;
  private final LinkStore store;
  private final Waiting waiting;

  /** In the order of their last use. */
  private final Map<String, Open> open = new LinkedHashMap<>(16, 0.75f, true);

  /** Makes the clients of both systems. */
  public interface Systems {
    PowerOffice powerOffice(PowerOfficeConfiguration configuration);

    WebCrm webCrm(WebCrmConfiguration configuration);

    /** A pair's records in one system, for one run; what stands in between is put in here. */
    default Side side(PairDefinition pair, SystemName system, Side made) {
      return made;
    }
  }

  /** One tenant's clients, and how many runs use them. */
  private static final class Open {
    private final Settings settings;
    private final PowerOffice powerOffice;
    private final WebCrm webCrm;
    private int users;
    private boolean dropped;

    Open(Settings settings, Systems systems) {
      this.settings = settings;
      this.powerOffice = systems.powerOffice(settings.powerOffice());
      this.webCrm = systems.webCrm(settings.webCrm());
    }

    boolean keysRejected() {
      return powerOffice.keysRejected() || webCrm.keysRejected() || areAnothers();
    }

    boolean areAnothers() {
      return powerOffice.pin().isAnothers() || webCrm.pin().isAnothers();
    }

    Open pinned(Pins pins) {
      powerOffice.pin().compareWith(pins);
      webCrm.pin().compareWith(pins);
      return this;
    }
  }

  public Tenants(TenantSettings settings, Systems systems, LinkStore store, Waiting waiting) {
    this.settings = settings;
    this.systems = systems;
    this.store = store;
    this.waiting = waiting;
  }

  public TenantSettings settings() {
    return settings;
  }

  /** The clock of this process. */
  public Clock clock() {
    return waiting.clock();
  }

  Waiting waiting() {
    return waiting;
  }

  /** Whose records a tenant's links are about. */
  public PinnedTenant pinned(String tenant) {
    return store.pinned(tenant);
  }

  /** The store of all tenants' links. */
  public LinkStore store() {
    return store;
  }

  /**
   * Does something with a tenant's connections. If a system has rejected the keys meanwhile and the
   * secret has others by now, it is done once more with those.
   *
   * @param tenant one that {@link TenantSettings#name} gave
   */
  public <T> T with(String tenant, Function<Connections, T> work) {
    Open clients = take(tenant);
    try {
      T result = work.apply(connections(clients));
      if (!haveNewKeys(tenant, clients)) {
        return result;
      }
    } catch (RemoteException e) {
      if (!haveNewKeys(tenant, clients)) {
        throw e;
      }
    } finally {
      giveBack(clients);
    }
    LOG.infof("%s: keys were rejected, and there are new ones: once more with those", tenant);
    Open renewed = take(tenant);
    try {
      return work.apply(connections(renewed));
    } finally {
      giveBack(renewed);
    }
  }

  /**
   * Does something with a tenant's connections whosever the keys are. For what only reads, or only
   * looks whose they are.
   */
  public <T> T withAnyKeys(String tenant, Function<Connections, T> work) {
    Open clients = new Open(settings.of(tenant), systems);
    try {
      return work.apply(connections(clients));
    } finally {
      close(clients);
    }
  }

  /** Whether the tenant's keys were those of another company at the last log-in. */
  boolean haveAnothersKeys(String tenant) {
    synchronized (open) {
      return Optional.ofNullable(open.get(tenant)).filter(Open::areAnothers).isPresent();
    }
  }

  private Connections connections(Open clients) {
    return new Connections(
        clients.settings, clients.powerOffice, clients.webCrm, systems, store, waiting);
  }

  private boolean haveNewKeys(String tenant, Open clients) {
    if (!clients.keysRejected()) {
      return false;
    }
    LOG.warnf("%s: a system rejected the keys, or they are another's", tenant);
    settings.renew(tenant);
    if (settings.of(tenant).equals(clients.settings)) {
      return false;
    }
    synchronized (open) {
      open.remove(tenant, clients);
      clients.dropped = true;
    }
    return true;
  }

  private Open take(String tenant) {
    List<Open> unused = new ArrayList<>();
    Open taken;
    synchronized (open) {
      taken = open.computeIfAbsent(tenant, this::opened);
      taken.users++;
      Iterator<Open> oldest = open.values().iterator();
      while (open.size() > MOST_OPEN && oldest.hasNext()) {
        Open one = oldest.next();
        if (one.users == 0) {
          oldest.remove();
          unused.add(one);
        }
      }
    }
    unused.forEach(Tenants::close);
    return taken;
  }

  private Open opened(String tenant) {
    return new Open(settings.of(tenant), systems)
        .pinned(new TenantPins(tenant, store.pinned(tenant)));
  }

  private void giveBack(Open clients) {
    boolean last;
    synchronized (open) {
      last = --clients.users == 0 && clients.dropped;
    }
    if (last) {
      close(clients);
    }
  }

  private static void close(Open clients) {
    try {
      clients.powerOffice.close();
    } finally {
      clients.webCrm.close();
    }
  }

  @Override
  public void close() {
    List<Open> all;
    synchronized (open) {
      all = List.copyOf(open.values());
      open.clear();
    }
    all.forEach(Tenants::close);
  }
}
