package no.tandem.local;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import no.tandem.local.http.Ports;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings of dev mode and tests: both systems are simulators on this machine, the link store
 * is DynamoDB Local. Ports are the usual ones if they are free, else any; one set for each process.
 */
public final class LocalSettings implements ConfigSource {
  static final String POWEROFFICE_PORT = "local.poweroffice.port";
  static final String WEBCRM_PORT = "local.webcrm.port";
  static final String DYNAMODB_PORT = "local.dynamodb.port";

  private static final Map<String, Integer> USUAL_PORTS =
      Map.of(POWEROFFICE_PORT, 8090, WEBCRM_PORT, 8091, DYNAMODB_PORT, 8092);

  private final Map<String, String> settings;

  public LocalSettings() {
    settings = settings();
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    for (Map.Entry<String, Integer> usual : USUAL_PORTS.entrySet()) {
      settings.put(usual.getKey(), port(usual.getKey(), usual.getValue()));
    }
    String powerOffice = "http://localhost:" + settings.get(POWEROFFICE_PORT);
    PowerOfficeSimulator.Keys keys = PowerOfficeSimulator.KEYS;
    settings.put("poweroffice.url", powerOffice + "/v2");
    settings.put("poweroffice.token-url", powerOffice + "/OAuth/Token");
    settings.put("poweroffice.application-key", keys.applicationKey());
    settings.put("poweroffice.client-key", keys.clientKey());
    settings.put("poweroffice.subscription-key", keys.subscriptionKey());
    settings.put("webcrm.url", "http://localhost:" + settings.get(WEBCRM_PORT));
    settings.put("webcrm.application-token", WebCrmSimulator.APPLICATION_TOKEN);
    settings.put("webhook.secret", "local-webhook-secret");
    settings.put("links.endpoint", "http://localhost:" + settings.get(DYNAMODB_PORT));
    settings.put("links.create-table", "true");
    // Each run is summed up on the console; single records are on the page.
    settings.put("%dev.quarkus.log.category.\"no.tandem.functions.OutcomeLog\".level", "WARN");
    settings.put("quarkus.dynamodb.aws.region", "eu-north-1");
    settings.put("quarkus.dynamodb.aws.credentials.type", "static");
    settings.put("quarkus.dynamodb.aws.credentials.static-provider.access-key-id", "local");
    settings.put("quarkus.dynamodb.aws.credentials.static-provider.secret-access-key", "local");
    return Map.copyOf(settings);
  }

  /** Kept in a system property: this class is loaded more than once in a process. */
  private static String port(String name, int usual) {
    String chosen = System.getProperty("tandem." + name);
    if (chosen == null) {
      boolean usualOne = System.getProperty("tandem.local.any-port") == null && Ports.isFree(usual);
      chosen = Integer.toString(usualOne ? usual : Ports.anyFree());
      System.setProperty("tandem." + name, chosen);
    }
    return chosen;
  }

  @Override
  public Set<String> getPropertyNames() {
    return settings.keySet();
  }

  @Override
  public @Nullable String getValue(String name) {
    return settings.get(name);
  }

  @Override
  public String getName() {
    return "Simulators on this machine";
  }

  /** Below environment variables and application.properties, so that both can override it. */
  @Override
  public int getOrdinal() {
    return 200;
  }
}
