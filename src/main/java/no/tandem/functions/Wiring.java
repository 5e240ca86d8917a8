package no.tandem.functions;

import io.quarkus.arc.DefaultBean;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import no.tandem.links.LinkTable;
import no.tandem.links.LinksConfiguration;
import no.tandem.poweroffice.PowerOffice;
import no.tandem.remote.SystemWaiting;
import no.tandem.remote.Waiting;
import no.tandem.secrets.SettingsSecret;
import no.tandem.webcrm.WebCrm;
import org.eclipse.microprofile.config.Config;

/** Makes the application's parts from its settings. */
final class Wiring {

  /** Read at start, so that what is wrong is told at once and not by the first call. */
  @Produces
  @Singleton
  @Startup
  Settings settings(Config config) {
    Optional<SettingsSecret> secret =
        value(config, "settings.secret")
            .filter(id -> !id.isBlank())
            .map(id -> SettingsSecret.read(id, value(config, "secrets.endpoint").map(URI::create)));
    // Both spellings of a key are known: links.create-table and links.create.table.
    return Settings.read(
        key ->
            value(config, key)
                .or(() -> value(config, key.replace('-', '.')))
                .or(() -> secret.flatMap(settings -> settings.value(key))));
  }

  private static Optional<String> value(Config config, String key) {
    return config.getOptionalValue(key, String.class);
  }

  @Produces
  @Singleton
  LinksConfiguration linksConfiguration(Settings settings) {
    return settings.links();
  }

  @Produces
  @Singleton
  PowerOffice powerOffice(Settings settings, OidcClients clients, Waiting waiting) {
    return new PowerOffice(settings.powerOffice(), clients, waiting);
  }

  void close(@Disposes PowerOffice powerOffice) {
    powerOffice.close();
  }

  @Produces
  @Singleton
  WebCrm webCrm(Settings settings, Waiting waiting) {
    return new WebCrm(settings.webCrm(), waiting);
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
