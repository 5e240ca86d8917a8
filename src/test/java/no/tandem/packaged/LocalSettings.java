package no.tandem.packaged;

import java.util.HashMap;
import java.util.Map;
import no.tandem.local.database.DynamoDbLocal;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;

/** The environment of a packaged program that works on this machine. */
public final class LocalSettings {
  private LocalSettings() {}

  /**
   * What leads to the simulators, without request limits, and to a table that is made if missing.
   */
  public static Map<String, String> of(
      PowerOfficeSimulator powerOffice, WebCrmSimulator webCrm, DynamoDbLocal database) {
    Map<String, String> settings = new HashMap<>();
    settings.put("POWEROFFICE_URL", powerOffice.url().toString());
    settings.put("POWEROFFICE_TOKEN_URL", powerOffice.tokenUrl().toString());
    settings.put("POWEROFFICE_APPLICATION_KEY", powerOffice.keys().applicationKey());
    settings.put("POWEROFFICE_CLIENT_KEY", powerOffice.keys().clientKey());
    settings.put("POWEROFFICE_SUBSCRIPTION_KEY", powerOffice.keys().subscriptionKey());
    settings.put("POWEROFFICE_REQUESTS_PER_SECOND", "0");
    settings.put("WEBCRM_URL", webCrm.url().toString());
    settings.put("WEBCRM_APPLICATION_TOKEN", webCrm.applicationToken());
    settings.put("WEBCRM_REQUESTS_PER_MINUTE", "0");
    settings.put("LINKS_ENDPOINT", database.endpoint().toString());
    settings.put("LINKS_CREATE_TABLE", "true");
    settings.put("AWS_REGION", "eu-north-1");
    settings.put("AWS_ACCESS_KEY_ID", "local");
    settings.put("AWS_SECRET_ACCESS_KEY", "local");
    return settings;
  }

  /** For processes that are killed: what they hold is soon taken over by the next one. */
  public static Map<String, String> withShortLeases(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("POWEROFFICE_TIMEOUT", "3s");
    all.put("WEBCRM_TIMEOUT", "3s");
    all.put("TIMING_WORK", "2s");
    all.put("TIMING_LATE_HANDLING", "1s");
    all.put("TIMING_REPLICA_DELAY", "1s");
    all.put("TIMING_CLOCKS_APART", "1s");
    // A run that is killed gives nothing of its budget back.
    all.put("STOPS_MAX_RECORDS", "10000");
    return all;
  }
}
