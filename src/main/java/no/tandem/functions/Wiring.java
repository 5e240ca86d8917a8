package no.tandem.functions;

import io.quarkus.arc.DefaultBean;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.tandem.links.DynamoDbReservations;
import no.tandem.links.LinkStore;
import no.tandem.links.LinkTable;
import no.tandem.links.LinksConfiguration;
import no.tandem.poweroffice.PowerOffice;
import no.tandem.poweroffice.PowerOfficeConfiguration;
import no.tandem.remote.Limits;
import no.tandem.remote.SystemWaiting;
import no.tandem.remote.Waiting;
import no.tandem.settings.InvalidSettingsException;
import no.tandem.settings.Keys;
import no.tandem.settings.SettingsSecrets;
import no.tandem.webcrm.WebCrm;
import no.tandem.webcrm.WebCrmConfiguration;
import org.eclipse.microprofile.config.Config;

/** Makes the application's parts from its settings. */
final class Wiring {

  /** Read at start, so that what is wrong shows at once and not in the first call. */
  @Produces
  @Singleton
  @Startup
  TenantSettings settings(Config config, Clock clock) {
    try {
      // Both spellings of a key are known: links.create-table and links.create.table.
      return new TenantSettings(
          key -> value(config, key).or(() -> value(config, key.replace('-', '.'))),
          SettingsSecrets.of(
              value(config, Keys.SETTINGS_SECRET.name()).orElse(""),
              value(config, Keys.SECRETS_ENDPOINT.name()).map(Wiring::address),
              clock),
          names(config));
    } catch (InvalidSettingsException | IllegalStateException e) {
      // Quarkus ends with the message alone, and not with where it came from.
      throw new ConfigurationException(e.getMessage());
    }
  }

  private static URI address(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          Keys.SECRETS_ENDPOINT.variable() + " must be an http or https address", e);
    }
  }

  private static Set<String> names(Config config) {
    Set<String> names = new TreeSet<>();
    config.getConfigSources().forEach(source -> names.addAll(source.getPropertyNames()));
    return names;
  }

  private static Optional<String> value(Config config, String key) {
    return config.getOptionalValue(key, String.class);
  }

  @Produces
  @Singleton
  LinksConfiguration linksConfiguration(TenantSettings settings) {
    return settings.deployment().links();
  }

  @Produces
  @Singleton
  Limits limits(TenantSettings settings, Waiting waiting, DynamoDbReservations reservations) {
    return settings.deployment().sharesLimits()
        ? Limits.shared(waiting, reservations, reservations)
        : Limits.ofThisProcess(waiting);
  }

  @Produces
  @Singleton
  Tenants tenants(
      TenantSettings settings,
      OidcClients clients,
      Limits limits,
      LinkStore store,
      Waiting waiting) {
    return new Tenants(
        settings,
        new Tenants.Systems() {
          @Override
          public PowerOffice powerOffice(PowerOfficeConfiguration configuration) {
            return new PowerOffice(configuration, clients, waiting, limits);
          }

          @Override
          public WebCrm webCrm(WebCrmConfiguration configuration) {
            return new WebCrm(configuration, waiting, limits);
          }
        },
        store,
        waiting);
  }

  void close(@Disposes Tenants tenants) {
    tenants.close();
  }

  @Produces
  @Singleton
  Clock clock(Waiting waiting) {
    return waiting.clock();
  }

  @Produces
  @Singleton
  @DefaultBean
  Waiting waiting() {
    return new SystemWaiting();
  }

  void start(
      @Observes @Priority(Integer.MAX_VALUE - 1) StartupEvent event,
      LinksConfiguration links,
      LinkTable table) {
    if (links.createTable()) {
      table.createIfMissing();
    }
  }
}
