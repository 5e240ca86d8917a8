package no.tandem.functions;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import no.tandem.settings.InvalidSettingsException;
import no.tandem.settings.Key;
import no.tandem.settings.Keys;
import no.tandem.settings.Settings;
import no.tandem.settings.Settings.Deployment;
import no.tandem.settings.SettingsSecrets;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one tenant, or of many by name. Safe to use from several threads.
 *
 * <p>With many, a tenant's own values come first, then the environment, then what its secret has
 * for all its tenants, then what the first secret has. What is the same for the whole deployment is
 * in the environment or the first secret. What is wrong there stops the start; what is wrong with
 * one tenant, when that tenant is used, and it keeps no other from working.
 */
public final class TenantSettings {
  private static final Logger LOG = Logger.getLogger(TenantSettings.class);

  /** The shortest time between two readings of the keys, whatever is rejected. */
  private static final Duration RENEWED_AT_MOST_EVERY = Duration.ofMinutes(1);

  /** A new tenant is noticed by the clock within this time. */
  private static final Duration LOOKED_FOR_EVERY = Duration.ofMinutes(5);

  private final Function<String, Optional<String>> environment;
  private final SettingsSecrets secrets;
  private final Deployment deployment;
  private final List<String> misspelled;
  private volatile @Nullable Settings only;

  /**
   * Reads what is needed at once.
   *
   * @param environment a key in lower case with dots, to its value if it is set
   * @throws InvalidSettingsException that names all wrong and missing keys
   * @throws IllegalStateException if the first secret cannot be used
   */
  public TenantSettings(Function<String, Optional<String>> environment, SettingsSecrets secrets) {
    this(environment, secrets, Set.of());
  }

  /**
   * The same, and looks for misspelled names.
   *
   * @param names of everything in the environment, in any spelling
   */
  public TenantSettings(
      Function<String, Optional<String>> environment,
      SettingsSecrets secrets,
      Collection<String> names) {
    this.environment = environment;
    this.secrets = secrets;
    this.misspelled = Settings.misspelled(names);
    if (secrets.haveTenants()) {
      this.deployment = Settings.readShared(this::shared, problems());
    } else {
      Settings.OfOneTenant all = Settings.readAll(this::shared, problems());
      this.deployment = all.deployment();
      this.only = all.settings();
    }
  }

  private Optional<String> shared(Key<?> key) {
    return environment.apply(key.name()).or(() -> secrets.shared(key.name()));
  }

  private List<String> problems() {
    return Stream.concat(misspelled.stream(), secrets.problems().stream()).toList();
  }

  public Deployment deployment() {
    return deployment;
  }

  /** Whether calls must name their tenant. */
  public boolean many() {
    return only == null;
  }

  /** All tenants; what was read a while ago is looked at again. */
  public Set<String> names() {
    Settings one = only;
    if (one != null) {
      return Set.of(one.tenant());
    }
    secrets.renew(LOOKED_FOR_EVERY);
    return secrets.tenants();
  }

  /** The tenant that is meant, if that is clear; a new one is looked for. */
  public Optional<String> find(Optional<String> named) {
    Settings one = only;
    if (one != null) {
      return Optional.of(one.tenant()).filter(name -> named.isEmpty() || named.get().equals(name));
    }
    if (named.isEmpty()) {
      Set<String> all = secrets.tenants();
      return all.size() == 1 ? all.stream().findFirst() : Optional.empty();
    }
    if (secrets.tenant(named.get()).isEmpty()) {
      secrets.renew(RENEWED_AT_MOST_EVERY);
    }
    return named.filter(name -> secrets.tenant(name).isPresent());
  }

  /**
   * The tenant that a message of a queue means. One that is not known may be a new one, which the
   * clock that left the message knew already.
   *
   * @throws BadRequestException if it is not served here
   */
  String nameInMessage(Optional<String> named) {
    if (many() && find(named).isEmpty()) {
      secrets.renew(Duration.ZERO);
    }
    return name(named);
  }

  /**
   * The tenant that a call means.
   *
   * @throws BadRequestException if it is not served here, or it has to be named
   */
  public String name(Optional<String> named) {
    return find(named)
        .orElseThrow(
            () -> {
              Settings one = only;
              if (one != null) {
                return new BadRequestException(
                    "The tenant is not known here; this deployment serves \""
                        + one.tenant()
                        + "\"");
              }
              return new BadRequestException(
                  named
                      .map(
                          name ->
                              "The tenant \""
                                  + JsonCall.shown(name)
                                  + "\" is not known here; it has to be in TENANTS of a settings"
                                  + " secret")
                      .orElse("'tenant' is missing: this deployment serves several"));
            });
  }

  /**
   * A tenant's settings.
   *
   * @param name one of {@link #names}
   * @throws InvalidSettingsException that names everything that is wrong with them
   * @throws BadRequestException if it is not served here any more
   */
  public Settings of(String name) {
    Settings one = only;
    if (one != null) {
      return one;
    }
    SettingsSecrets.OfTenant tenant =
        secrets.tenant(name).orElseThrow(() -> new BadRequestException("No tenant " + name));
    return Settings.read(key -> value(key, name, tenant), tenant.problems());
  }

  private Optional<String> value(Key<?> key, String name, SettingsSecrets.OfTenant tenant) {
    if (key.equals(Keys.TENANT)) {
      return Optional.of(name);
    }
    if (key.scope() != Key.Scope.TENANT) {
      return shared(key);
    }
    return tenant
        .own()
        .value(key.name())
        .or(() -> environment.apply(key.name()))
        .or(() -> tenant.shared().value(key.name()))
        .or(() -> secrets.shared(key.name()));
  }

  /**
   * Reads a tenant's keys again, because some were rejected; not more than once a minute. Settings
   * that have become wrong change nothing.
   */
  public void renew(String name) {
    renew(name, RENEWED_AT_MOST_EVERY);
  }

  /** The same whenever it was read last, because an operator asks for what depends on it. */
  public void renewNow(String name) {
    renew(name, Duration.ZERO);
  }

  private void renew(String name, Duration age) {
    Settings one = only;
    if (one == null) {
      secrets.renew(name, age);
      return;
    }
    secrets.renew(age);
    try {
      only = Settings.readAll(this::shared, problems()).settings();
    } catch (InvalidSettingsException e) {
      LOG.error(e.getMessage());
    }
  }
}
