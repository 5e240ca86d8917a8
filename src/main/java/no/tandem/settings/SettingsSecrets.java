package no.tandem.settings;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import no.tandem.settings.Key.Scope;
import no.tandem.sync.side.Text;
import org.jboss.logging.Logger;

/**
 * The secrets of one deployment, each read when it is first needed: the first one at start, the
 * others while a tenant is looked for. Safe to use from several threads.
 *
 * <p>One of several secrets that cannot be read keeps only its own tenants from working.
 */
public final class SettingsSecrets {
  /** No secrets: everything is in the environment. */
  public static final SettingsSecrets NONE =
      new SettingsSecrets(List.of(), id -> SettingsSecret.EMPTY, Clock.systemUTC());

  private static final Logger LOG = Logger.getLogger(SettingsSecrets.class);

  private final List<String> ids;
  private final Function<String, SettingsSecret> source;
  private final Clock clock;
  private final Map<String, Read> read = new HashMap<>();

  private record Read(SettingsSecret secret, Instant at) {}

  /**
   * What the secrets say of one tenant.
   *
   * @param own its own settings
   * @param shared those that it shares with the tenants of its secret
   * @param problems what is wrong with the names of both
   */
  public record OfTenant(SettingsSecret own, SettingsSecret shared, List<String> problems) {}

  /** What the first secret may have for all, and its tenants for themselves. */
  private static final Set<Scope> FOR_ALL = Set.of(Scope.DEPLOYMENT, Scope.TENANT);

  /**
   * @param ids names or ARNs, each once
   * @param source reads one; throws {@link IllegalStateException} if it cannot be used
   */
  public SettingsSecrets(List<String> ids, Function<String, SettingsSecret> source, Clock clock) {
    this.ids = List.copyOf(new LinkedHashSet<>(ids));
    this.source = source;
    this.clock = clock;
  }

  /**
   * The secrets in AWS Secrets Manager.
   *
   * @param ids names or ARNs with commas between them; may be blank
   * @param endpoint another Secrets Manager than AWS's
   */
  public static SettingsSecrets of(String ids, Optional<URI> endpoint, Clock clock) {
    List<String> each =
        List.of(ids.split(",", -1)).stream()
            .map(Text::canonical)
            .filter(id -> !id.isEmpty())
            .toList();
    return new SettingsSecrets(each, id -> SettingsSecret.read(id, endpoint), clock);
  }

  /**
   * Whether they are for any number of tenants, by name.
   *
   * @throws IllegalStateException if the first secret cannot be used
   */
  public boolean haveTenants() {
    return ids.size() > 1 || first().filter(SettingsSecret::hasTenants).isPresent();
  }

  /**
   * What the first secret has for all tenants: a key in lower case with dots.
   *
   * @throws IllegalStateException if the first secret cannot be used
   */
  public Optional<String> shared(String key) {
    return first().flatMap(secret -> secret.value(key));
  }

  /**
   * What is wrong with the names in the first secret.
   *
   * @throws IllegalStateException if the first secret cannot be used
   */
  public List<String> problems() {
    return first().map(secret -> secret.problems(FOR_ALL)).orElse(List.of());
  }

  private synchronized Optional<SettingsSecret> first() {
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    String id = ids.getFirst();
    Read known = read.get(id);
    if (known == null) {
      known = new Read(source.apply(id), clock.instant());
      read.put(id, known);
    }
    return Optional.of(known.secret());
  }

  /** All tenants; one that is in two secrets is logged, and the first of them counts. */
  public synchronized Set<String> tenants() {
    Set<String> names = new LinkedHashSet<>();
    for (String id : ids) {
      for (String name : secret(id).tenants()) {
        if (!names.add(name)) {
          LOG.errorf("The tenant %s is in two secrets; the one in %s does not count", name, id);
        }
      }
    }
    return names;
  }

  /** What is said of a tenant, if it is in any of the secrets. */
  public synchronized Optional<OfTenant> tenant(String name) {
    for (String id : ids) {
      SettingsSecret secret = secret(id);
      Optional<SettingsSecret> own = secret.tenant(name);
      if (own.isPresent()) {
        boolean first = id.equals(ids.getFirst());
        List<String> problems = new ArrayList<>(own.get().problems(Set.of(Scope.TENANT)));
        problems.addAll(secret.problems(first ? FOR_ALL : Set.of(Scope.TENANT)));
        return Optional.of(new OfTenant(own.get(), secret, problems));
      }
    }
    return Optional.empty();
  }

  /** Reads again what was read longer ago than this. */
  public synchronized void renew(Duration age) {
    Set.copyOf(read.keySet()).forEach(id -> readAgain(id, age));
  }

  /** Reads a tenant's secret again, or all if it is in none, if that is longer ago than this. */
  public synchronized void renew(String tenant, Duration age) {
    for (String id : ids) {
      if (secret(id).tenant(tenant).isPresent()) {
        readAgain(id, age);
        return;
      }
    }
    renew(age);
  }

  private void readAgain(String id, Duration age) {
    Read known = read.get(id);
    if (known != null && !clock.instant().isBefore(known.at().plus(age))) {
      read.put(id, new Read(readOr(id, known.secret()), clock.instant()));
    }
  }

  private SettingsSecret secret(String id) {
    Read known = read.get(id);
    if (known == null) {
      known = new Read(readOr(id, SettingsSecret.EMPTY), clock.instant());
      read.put(id, known);
    }
    return known.secret();
  }

  private SettingsSecret readOr(String id, SettingsSecret otherwise) {
    try {
      return source.apply(id);
    } catch (IllegalStateException e) {
      LOG.errorf("Its tenants wait, or go on with what was read before: %s", e.getMessage());
      return otherwise;
    }
  }
}
