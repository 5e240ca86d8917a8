package no.tandem.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.oidc.client.OidcClients;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.TestClock;
import no.tandem.contactpersons.ContactPersonsFunction;
import no.tandem.customers.CustomersFunction;
import no.tandem.departments.DepartmentsFunction;
import no.tandem.functions.PairDefinition;
import no.tandem.functions.TenantSettings;
import no.tandem.functions.Tenants;
import no.tandem.links.LinkStore;
import no.tandem.links.LinksConfiguration;
import no.tandem.local.http.SimulatorServer.Journalled;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.local.webcrm.WebCrmSwitches;
import no.tandem.poweroffice.PowerOffice;
import no.tandem.poweroffice.PowerOfficeConfiguration;
import no.tandem.remote.Limits;
import no.tandem.settings.SettingsSecrets;
import no.tandem.supplierpersons.SupplierPersonsFunction;
import no.tandem.sync.side.SystemName;
import no.tandem.webcrm.WebCrm;
import no.tandem.webcrm.WebCrmConfiguration;
import no.tandem.webcrm.WebCrmHooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the doctor says of a healthy configuration, and of twenty-five broken ones. */
@QuarkusTest
class CheckupTest {
  private static final String SECRET = "sixteen-or-more-characters";
  private static final String TENANT = "default";

  @Inject OidcClients oidcClients;
  @Inject DynamoDbClient database;
  @Inject LinkStore store;
  @Inject LinksConfiguration links;
  @Inject CustomersFunction customers;
  @Inject DepartmentsFunction departments;
  @Inject ContactPersonsFunction contactPersons;
  @Inject SupplierPersonsFunction supplierPersons;

  // A server's Date is the real time.
  private final TestClock time = new TestClock(Instant.now().toString());
  private final PowerOfficeSimulator powerOffice =
      new PowerOfficeSimulator(0, time.clock(), time::pause);
  private final WebCrmSimulator webCrm = new WebCrmSimulator(0, time.clock(), time::pause);
  private final Map<String, String> settings = new HashMap<>();
  private String tableName = "";

  @BeforeEach
  void healthy() {
    tableName = links.table();
    settings.put("poweroffice.url", powerOffice.url().toString());
    settings.put("poweroffice.token-url", powerOffice.tokenUrl().toString());
    settings.put("poweroffice.application-key", powerOffice.keys().applicationKey());
    settings.put("poweroffice.client-key", powerOffice.keys().clientKey());
    settings.put("poweroffice.subscription-key", powerOffice.keys().subscriptionKey());
    settings.put("poweroffice.timeout", "2s");
    settings.put("webcrm.url", webCrm.url().toString());
    settings.put("webcrm.application-token", webCrm.applicationToken());
    settings.put("webcrm.timeout", "2s");
    settings.put("webcrm.reference-field-organisation", "OrganisationExtraCustom8");
    settings.put("webcrm.inactive-organisation-status", "Tidligere kunde");
    settings.put("webhook.secret", SECRET);
    powerOffice.userCreates(
        PowerOfficeSimulator.Kind.CUSTOMERS,
        Map.of("Name", "Berg AS", "PhoneNumber", "22 22 22 22", "OrganizationNumber", "923609016"));
    webCrm.userCreates(
        WebCrmSimulator.Kind.ORGANISATIONS,
        Map.of("OrganisationName", "Berg AS", "OrganisationTelephone", "22 22 22 22"));
    for (String collection : List.of("Organisations", "Persons")) {
      for (String event : List.of("Create", "Update", "Delete")) {
        hook(collection, event);
      }
    }
  }

  private void hook(String collection, String event) {
    WebCrm client = new WebCrm(settings().of(TENANT).webCrm(), time, Limits.ofThisProcess(time));
    new WebCrmHooks(client)
        .create(
            collection.equals("Persons") ? WebCrm.Kind.PERSONS : WebCrm.Kind.ORGANISATIONS,
            event,
            "https://hooks.example/" + SECRET);
    client.close();
  }

  private TenantSettings settings() {
    return new TenantSettings(
        key -> Optional.ofNullable(settings.get(key)), SettingsSecrets.NONE, Set.of());
  }

  @AfterEach
  void close() {
    powerOffice.close();
    webCrm.close();
  }

  private List<Finding> check() {
    Limits limits = Limits.ofThisProcess(time);
    Tenants.Systems systems =
        new Tenants.Systems() {
          @Override
          public PowerOffice powerOffice(PowerOfficeConfiguration configuration) {
            return new PowerOffice(configuration, oidcClients, time, limits);
          }

          @Override
          public WebCrm webCrm(WebCrmConfiguration configuration) {
            return new WebCrm(configuration, time, limits);
          }
        };
    LinkStore inTable =
        new LinkStore(
            database, new LinksConfiguration(tableName, false, Duration.ofDays(90)), time.clock());
    try (Tenants tenants = new Tenants(settings(), systems, inTable, time)) {
      List<PairDefinition> pairs =
          List.of(
              customers.pair(), departments.pair(), contactPersons.pair(), supplierPersons.pair());
      return new Checkup(tenants).of(TENANT, pairs);
    }
  }

  @Test
  void aHealthyConfigurationPassesInFewerThanThirtyCallsThatRead() {
    powerOffice.server().clearJournal();
    webCrm.server().clearJournal();
    List<Finding> findings = check();
    findings.forEach(finding -> System.out.println(finding.line()));
    assertThat(findings).filteredOn(finding -> finding.result() == Finding.Result.FAIL).isEmpty();
    List<Journalled> calls = new ArrayList<>(powerOffice.server().journal());
    calls.addAll(webCrm.server().journal());
    assertThat(calls).hasSizeLessThan(30);
    assertThat(calls)
        .filteredOn(call -> !call.method().equals("GET"))
        .extracting(Journalled::path)
        .as("the log-ins only")
        .hasSize(2);
    assertThat(findings).extracting(Finding::line).noneMatch(line -> line.contains("Berg AS"));
    assertThat(findings).extracting(Finding::line).noneMatch(line -> line.contains(SECRET));
  }

  /** A configuration that is broken in one place. */
  enum Broken {
    NO_SUCH_HOST("poweroffice-address", "POWEROFFICE_URL", "not known (DNS)"),
    NOTHING_LISTENS("webcrm-address", "WEBCRM_URL", "nothing listens there"),
    NO_TLS_THERE("webcrm-address", "WEBCRM_URL", "no answer within WEBCRM_TIMEOUT"),
    SILENT("webcrm-log-in", "WEBCRM_URL", "no answer within WEBCRM_TIMEOUT"),
    ANOTHER_SITE("webcrm-log-in", "WEBCRM_URL", "subscription key"),
    WRONG_APPLICATION_KEY(
        "poweroffice-log-in", "POWEROFFICE_APPLICATION_KEY", "Client integration not found"),
    WRONG_CLIENT_KEY(
        "poweroffice-log-in", "POWEROFFICE_CLIENT_KEY", "Client integration not found"),
    WRONG_SUBSCRIPTION_KEY(
        "poweroffice-log-in", "POWEROFFICE_SUBSCRIPTION_KEY", "subscription key"),
    WRONG_APPLICATION_TOKEN("webcrm-log-in", "WEBCRM_APPLICATION_TOKEN", "is not known"),
    NO_RIGHT_TO_CHANGE_CUSTOMERS(
        "poweroffice-privileges", "Grant it", "Customer_Full (for customers)"),
    NO_MODULE(
        "poweroffice-privileges", "lacks the module", "Granted, but not valid: Supplier_Full"),
    NO_RIGHT_FOR_DEPARTMENTS("poweroffice-departments", "Department_Full", "cannot be read"),
    NO_RIGHT_FOR_ORGANISATIONS("webcrm-organisations", "right to read", "cannot be read"),
    CLIENT_DOES_NOT_SAY("poweroffice-privileges", "POWEROFFICE_URL", "does not say"),
    NO_SUCH_REFERENCE_FIELD("webcrm-field-OrganisationCustom99", "custom fields", "does not have"),
    REFERENCE_FIELD_IS_A_LIST("webcrm-field-OrganisationIndustry", "text field", "list of choices"),
    REFERENCE_FIELD_IS_SHORT(
        "webcrm-field-OrganisationExtraCustom8", "make it longer", "20 characters"),
    NO_SUCH_STATUS("webcrm-inactive-organisation-status", "Tidligere kunde", "no choice \"Borte\""),
    STAMPS_WITHOUT_ZONE("webcrm-organisations", "", "no zone"),
    STATUS_NUMBERS("webcrm-persons", "", "as a number"),
    CLOCK_AHEAD("poweroffice-clock", "clock", "behind ours"),
    NO_WEBHOOK_SECRET("webcrm-hooks", "install", "There is no WEBHOOK_SECRET"),
    HOOKS_OF_ANOTHER_SECRET("webcrm-hooks", "install", "organisation Update"),
    NO_TABLE("table", "LINKS_TABLE", "There is no table"),
    ANOTHERS_KEYS("tenant", "confirm-tenant", "98765");

    private final String check;
    private final String advice;
    private final String seen;

    Broken(String check, String advice, String seen) {
      this.check = check;
      this.advice = advice;
      this.seen = seen;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsBrokenIsNamedWithWhatToDo(Broken broken) throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      breakIt(broken, silent.getLocalPort());
      List<Finding> findings = check();
      Map<String, Finding> byCheck = new LinkedHashMap<>();
      findings.forEach(finding -> byCheck.put(finding.check(), finding));
      assertThat(byCheck).containsKey(broken.check);
      Finding found = byCheck.get(broken.check);
      System.out.println(broken + " | " + found.line());
      assertThat(found.result()).isNotEqualTo(Finding.Result.OK);
      assertThat(found.seen()).contains(broken.seen);
      // A connection's own words say what to do as well.
      assertThat(found.line()).contains(broken.advice);
      assertThat(findings)
          .extracting(Finding::line)
          .noneMatch(
              line ->
                  settings.entrySet().stream()
                      .anyMatch(s -> isSecret(s.getKey()) && line.contains(s.getValue())));
    }
  }

  private static boolean isSecret(String key) {
    return key.endsWith("-key") || key.endsWith("-token") || key.endsWith("secret");
  }

  private void breakIt(Broken broken, int silent) {
    switch (broken) {
      case NO_SUCH_HOST -> settings.put("poweroffice.url", "https://goapi.invalid/v2");
      case NOTHING_LISTENS -> settings.put("webcrm.url", "http://localhost:1");
      case NO_TLS_THERE ->
          settings.put("webcrm.url", settings.get("webcrm.url").replace("http:", "https:"));
      case SILENT -> settings.put("webcrm.url", "http://localhost:" + silent);
      case ANOTHER_SITE -> settings.put("webcrm.url", settings.get("poweroffice.url"));
      case WRONG_APPLICATION_KEY -> settings.put("poweroffice.application-key", "wrong-key-1");
      case WRONG_CLIENT_KEY -> settings.put("poweroffice.client-key", "wrong-key-2");
      case WRONG_SUBSCRIPTION_KEY -> settings.put("poweroffice.subscription-key", "wrong-key-3");
      case WRONG_APPLICATION_TOKEN -> settings.put("webcrm.application-token", "wrong-token");
      case NO_RIGHT_TO_CHANGE_CUSTOMERS ->
          powerOffice
              .switches()
              .privileges(
                  Set.of("Customer", "Department_Full", "ContactPerson_Full", "Supplier_Full"));
      case NO_MODULE ->
          powerOffice
              .switches()
              .privileges(Set.of("Customer_Full", "Department_Full"))
              .invalidPrivileges(Set.of("Supplier_Full"));
      case NO_RIGHT_FOR_DEPARTMENTS ->
          powerOffice.switches().privileges(Set.of("Customer_Full", "Supplier_Full"));
      case NO_RIGHT_FOR_ORGANISATIONS ->
          webCrm.switches().right(WebCrmSwitches.Area.QUERIES, WebCrmSwitches.Right.NONE);
      case CLIENT_DOES_NOT_SAY -> powerOffice.switches().namesClient(false);
      case NO_SUCH_REFERENCE_FIELD ->
          settings.put("webcrm.reference-field-organisation", "OrganisationCustom99");
      case REFERENCE_FIELD_IS_A_LIST ->
          settings.put("webcrm.reference-field-organisation", "OrganisationIndustry");
      case REFERENCE_FIELD_IS_SHORT -> webCrm.switches().length("OrganisationExtraCustom8", 20);
      case NO_SUCH_STATUS -> settings.put("webcrm.inactive-organisation-status", "Borte");
      case STAMPS_WITHOUT_ZONE -> webCrm.switches().offsets(false);
      case STATUS_NUMBERS -> webCrm.switches().statusNumbers(true);
      case CLOCK_AHEAD -> time.pass(Duration.ofMinutes(3));
      case NO_WEBHOOK_SECRET -> settings.remove("webhook.secret");
      case HOOKS_OF_ANOTHER_SECRET -> settings.put("webhook.secret", "another-secret-of-sixteen");
      case NO_TABLE -> {
        tableName = "another-table";
        settings.put("links.table", tableName);
      }
      case ANOTHERS_KEYS -> {
        store.pinned(TENANT).confirm(Map.of(SystemName.WEBCRM, "12345"), "test");
        webCrm.switches().systemId(98765);
      }
    }
  }
}
