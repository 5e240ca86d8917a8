package no.tandem.local;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import no.tandem.local.database.DynamoDbLocal;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.sample.SampleData;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.remote.Waiting;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Both simulators and DynamoDB Local, from the start of the application to its end. */
@Singleton
@Startup(0)
public final class LocalWorld {
  private final DynamoDbLocal database;
  private final PowerOfficeSimulator powerOffice;
  private final WebCrmSimulator webCrm;

  LocalWorld(
      @ConfigProperty(name = LocalSettings.POWEROFFICE_PORT) int powerOfficePort,
      @ConfigProperty(name = LocalSettings.WEBCRM_PORT) int webCrmPort,
      @ConfigProperty(name = LocalSettings.DYNAMODB_PORT) int databasePort,
      Waiting waiting) {
    database = DynamoDbLocal.start(databasePort);
    powerOffice = new PowerOfficeSimulator(powerOfficePort, waiting.clock(), waiting::pause);
    webCrm = new WebCrmSimulator(webCrmPort, waiting.clock(), waiting::pause);
  }

  public PowerOfficeSimulator powerOffice() {
    return powerOffice;
  }

  public WebCrmSimulator webCrm() {
    return webCrm;
  }

  /** Puts the data into both systems, beside what is there. */
  public void load(SampleData data) {
    powerOffice.load(PowerOfficeSimulator.Kind.CUSTOMERS, data.customers());
    powerOffice.load(PowerOfficeSimulator.Kind.SUPPLIERS, data.suppliers());
    powerOffice.load(PowerOfficeSimulator.Kind.DEPARTMENTS, data.departments());
    powerOffice.load(PowerOfficeSimulator.Kind.CONTACT_PERSONS, data.contactPersons());
    webCrm.load(WebCrmSimulator.Kind.ORGANISATIONS, data.organisations());
    webCrm.load(WebCrmSimulator.Kind.PERSONS, data.persons());
  }

  void stop(@Observes ShutdownEvent event) {
    powerOffice.close();
    webCrm.close();
    database.close();
  }
}
