package no.tandem.functions;

import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import no.tandem.remote.SystemWaiting;
import no.tandem.remote.Waiting;
import org.eclipse.microprofile.config.Config;

/** Makes the application's parts from its settings. */
final class Wiring {

  /** Read at start, so that what is wrong is told at once and not by the first call. */
  @Produces
  @Singleton
  @Startup
  Settings settings(Config config) {
    // Both spellings of a key are known: links.create-table and links.create.table.
    return Settings.read(key -> value(config, key).or(() -> value(config, key.replace('-', '.'))));
  }

  private static Optional<String> value(Config config, String key) {
    return config.getOptionalValue(key, String.class);
  }

  @Produces
  @Singleton
  @DefaultBean
  Waiting waiting() {
    return new SystemWaiting();
  }
}
