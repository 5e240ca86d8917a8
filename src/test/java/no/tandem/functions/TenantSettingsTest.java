package no.tandem.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import no.tandem.TestClock;
import no.tandem.settings.InvalidSettingsException;
import no.tandem.settings.Settings;
import no.tandem.settings.SettingsSecret;
import no.tandem.settings.SettingsSecrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One tenant or many, from the environment and from one or several secrets. */
class TenantSettingsTest {
  private static final String SHARED =
      """
      "POWEROFFICE_URL":"https://goapi.example/v2",
      "POWEROFFICE_TOKEN_URL":"https://goapi.example/OAuth/Token",
      "POWEROFFICE_APPLICATION_KEY":"a", "POWEROFFICE_SUBSCRIPTION_KEY":"s",
      "WEBCRM_URL":"https://webcrm.example", "STOPS_MAX_RECORDS":"7"\
      """;
  private static final String KEYS =
      "\"POWEROFFICE_CLIENT_KEY\":\"c\",\"WEBCRM_APPLICATION_TOKEN\":\"t\"";

  private final TestClock time = new TestClock();
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> secrets = new TreeMap<>();
  private final Map<String, Integer> reads = new HashMap<>();

  private TenantSettings read() {
    return new TenantSettings(
        key -> Optional.ofNullable(environment.get(key)),
        new SettingsSecrets(
            List.copyOf(secrets.keySet()),
            id -> {
              reads.merge(id, 1, Integer::sum);
              return SettingsSecret.parse(id, secrets.get(id));
            },
            time.clock()),
        environment.keySet());
  }

  private static String secret(String shared, String tenants) {
    return "{" + shared + (shared.isEmpty() ? "" : ",") + "\"TENANTS\":{" + tenants + "}}";
  }

  private static String tenant(String name, String more) {
    return "\"" + name + "\":{" + KEYS + more + "}";
  }

  // --- one ---

  @Test
  void aSecretWithoutTenantsIsForOne() {
    secrets.put("1", "{" + SHARED + "," + KEYS + ",\"TENANT\":\"berg\"}");
    TenantSettings settings = read();
    assertThat(settings.many()).isFalse();
    assertThat(settings.names()).containsExactly("berg");
    assertThat(settings.name(Optional.empty())).isEqualTo("berg");
    assertThat(settings.name(Optional.of("berg"))).isEqualTo("berg");
    assertThatThrownBy(() -> settings.name(Optional.of("dal")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("serves \"berg\"");
    assertThat(settings.of("berg").budget().records()).isEqualTo(7);
  }

  @Test
  void ofOneEverythingThatIsWrongIsReportedAtStart() {
    secrets.put("1", "{" + SHARED + ",\"HISTORY_DAYS\":\"0\"}");
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("3 settings need attention")
        .hasMessageContaining("POWEROFFICE_CLIENT_KEY")
        .hasMessageContaining("WEBCRM_APPLICATION_TOKEN")
        .hasMessageContaining("HISTORY_DAYS");
  }

  // --- what is misspelled ---

  @ParameterizedTest
  @CsvSource({
    "PAIRS_CUSTOMER_CONFLICT, PAIRS_CUSTOMERS_CONFLICT",
    "PAIRS_CUSTOMERS_CONFLICTS, PAIRS_CUSTOMERS_CONFLICT",
    "STOPS_MAX_RECORD, STOPS_MAX_RECORDS",
    "STOPS_HOUR, STOPS_MAX_HOUR",
    "WEBCRM_APLICATION_TOKEN, WEBCRM_APPLICATION_TOKEN",
    "POWEROFFICE_CLIENTKEY, POWEROFFICE_CLIENT_KEY",
    "POWEROFICE_TIMEOUT, POWEROFFICE_TIMEOUT",
    "webcrm.bulk.sice, WEBCRM_BULK_SIZE",
    "LINKS_TABEL, LINKS_TABLE",
    "WEBHOOK_SECRETS, WEBHOOK_SECRET",
    "HISTORY_DAY, HISTORY_DAYS",
    "RUN_TIME_LIMITS, RUN_TIME_LIMIT",
    "TENANT_NAME, TENANT",
  })
  void aVariableThatBeginsLikeOursAndIsNotOneIsRefusedWithTheNearestRightName(
      String wrong, String right) {
    secrets.put("1", "{" + SHARED + "," + KEYS + "}");
    environment.put(wrong, "hemmelig");
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("one setting needs attention")
        .hasMessageContaining(
            wrong.toUpperCase(Locale.ROOT).replace('.', '_') + " is not a setting")
        .hasMessageEndingWith("the nearest is " + right)
        .hasMessageNotContaining("hemmelig");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PATH",
        "LINKS_CREATE_TABLE",
        "links.create-table",
        "links.create.table",
        "pairs.contact-persons.removal-webcrm",
        "QUEUES_CUSTOMERS_DEAD_LETTERS",
        "RUN_DISPLAY_URL",
        "AZURE_TENANT_ID",
        "quarkus.http.limits.max-body-size",
        "%dev.webcrm.urls",
        "user.name",
      })
  void otherVariablesAreLeftAlone(String name) {
    secrets.put("1", "{" + SHARED + "," + KEYS + "}");
    environment.put(name, "");
    assertThat(read().names()).containsExactly("default");
  }

  @Test
  void membersOfTheSecretThatAreNoSettingsAreRefusedAtStart() {
    secrets.put(
        "1",
        "{"
            + SHARED
            + ","
            + KEYS
            + ",\"STOPS_max_hour\":\"1\",\"NOTE\":\"hemmelig\",\"HISTORY_DAYS\":[90],"
            + "\"LINKS_ENDPOINT\":\"http://localhost:1\"}");
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("4 settings need attention")
        .hasMessageContaining(
            "STOPS_max_hour in the secret 1 is not a setting; the nearest is STOPS_MAX_HOUR")
        .hasMessageContaining("NOTE in the secret 1 is not a setting")
        .hasMessageContaining("HISTORY_DAYS in the secret 1 must be a text or a number")
        .hasMessageContaining(
            "LINKS_ENDPOINT in the secret 1 is read before any secret: set it in the environment")
        .hasMessageNotContaining("hemmelig");
  }

  @Test
  void membersOfATenantThatAreNoSettingsAreRefusedWithThatTenantAlone() {
    secrets.put(
        "1", secret(SHARED, tenant("berg", ",\"WEBCRM_TOKEN\":\"t\"") + "," + tenant("dal", "")));
    secrets.put("2", secret("\"LINKS_TABLE\":\"mine\",\"STOPS\":\"1\"", tenant("li", "")));
    TenantSettings settings = read();
    assertThat(settings.of("dal").tenant()).isEqualTo("dal");
    assertThatThrownBy(() -> settings.of("berg"))
        .hasMessageContaining("one setting needs attention")
        .hasMessageContaining(
            "WEBCRM_TOKEN in the secret 1 is not a setting; the nearest is WEBCRM_");
    assertThatThrownBy(() -> settings.of("li"))
        .hasMessageContaining("2 settings need attention")
        .hasMessageContaining("LINKS_TABLE in the secret 2 is the same for all tenants")
        .hasMessageContaining("STOPS in the secret 2 is not a setting");
  }

  // --- many ---

  @Test
  void whatIsCloserToTheTenantComesFirst() {
    environment.put("stops.max-removals", "2");
    environment.put("stops.max-share", "2");
    environment.put("links.table", "from-the-environment");
    secrets.put(
        "1", secret(SHARED + ",\"STOPS_MAX_REMOVALS\":\"1\",\"LINKS_TABLE\":\"other\"", ""));
    secrets.put(
        "2",
        secret(
            "\"STOPS_MAX_RECORDS\":\"3\",\"STOPS_MAX_SHARE\":\"3\"",
            tenant("berg", ",\"STOPS_MAX_SHARE\":\"4\"") + "," + tenant("dal", "")));
    TenantSettings settings = read();
    assertThat(settings.many()).isTrue();
    assertThat(settings.deployment().links().table()).isEqualTo("from-the-environment");
    Settings berg = settings.of("berg");
    assertThat(berg.tenant()).isEqualTo("berg");
    assertThat(berg.budget().share()).as("its own").isEqualTo(4);
    assertThat(berg.budget().records()).as("its secret's").isEqualTo(3);
    assertThat(berg.budget().mostRemovals()).as("the environment's").isEqualTo(2);
    assertThat(berg.powerOffice().applicationKey()).as("the first secret's").isEqualTo("a");
    assertThat(settings.of("dal").budget().share()).isEqualTo(2);
  }

  @Test
  void whatIsWrongForAllIsReportedAtStartAndWhatIsMissingWithItsTenant() {
    secrets.put("1", secret("\"STOPS_MAX_SHARE\":\"many\",\"RUN_TIME_LIMIT\":\"soon\"", ""));
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("2 settings need attention")
        .hasMessageContaining("STOPS_MAX_SHARE")
        .hasMessageContaining("RUN_TIME_LIMIT");
  }

  @Test
  void oneTenantsMistakesAreItsOwn() {
    secrets.put(
        "1",
        secret(
            SHARED,
            "\"empty\":{},\"odd one\":{"
                + KEYS
                + "},\"no\":7,"
                + tenant("moved", ",\"LINKS_TABLE\":\"mine\",\"TENANT\":\"x\"")
                + ","
                + tenant("berg", "")));
    TenantSettings settings = read();
    assertThat(settings.names()).contains("empty", "odd one", "moved", "berg");
    assertThatThrownBy(() -> settings.of("empty"))
        .hasMessageContaining("2 settings need attention")
        .hasMessageContaining("POWEROFFICE_CLIENT_KEY")
        .hasMessageContaining("WEBCRM_APPLICATION_TOKEN");
    assertThatThrownBy(() -> settings.of("no")).hasMessageContaining("2 settings");
    assertThatThrownBy(() -> settings.of("odd one")).hasMessageContaining("TENANT (tenant)");
    assertThatThrownBy(() -> settings.of("moved"))
        .hasMessageContaining("LINKS_TABLE in the secret 1 is the same for all tenants")
        .hasMessageContaining("TENANT in the secret 1 is the same for all tenants");
    assertThat(settings.of("berg").webCrm().applicationToken()).isEqualTo("t");
  }

  @ParameterizedTest
  @CsvSource({"'not JSON'", "'[]'", "'{\"TENANTS\":[]}'"})
  void aSecretThatCannotBeUsedKeepsNoOtherFromWorking(String broken) {
    secrets.put("1", secret(SHARED, tenant("berg", "")));
    secrets.put("2", broken);
    secrets.put("3", secret("", tenant("dal", "")));
    TenantSettings settings = read();
    assertThat(settings.names()).containsExactly("berg", "dal");
    assertThat(settings.of("dal").tenant()).isEqualTo("dal");
  }

  @Test
  void aTenantMustBeNamedWhereThereAreSeveral() {
    secrets.put("1", secret(SHARED, tenant("berg", "")));
    assertThat(read().name(Optional.empty())).as("there is but one").isEqualTo("berg");
    secrets.put("1", secret(SHARED, tenant("berg", "") + "," + tenant("dal", "")));
    TenantSettings settings = read();
    assertThatThrownBy(() -> settings.name(Optional.empty()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("'tenant' is missing");
    assertThatThrownBy(() -> settings.name(Optional.of("li")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("\"li\" is not known here");
  }

  @Test
  void aTenantInTwoSecretsIsTheFirstOnes() {
    secrets.put("1", secret(SHARED, tenant("berg", ",\"STOPS_MAX_RECORDS\":\"1\"")));
    secrets.put("2", secret("", tenant("berg", ",\"STOPS_MAX_RECORDS\":\"2\"")));
    TenantSettings settings = read();
    assertThat(settings.names()).containsExactly("berg");
    assertThat(settings.of("berg").budget().records()).isEqualTo(1);
  }

  // --- what changes ---

  @Test
  void secretsAreReadWhenTheyAreNeeded() {
    secrets.put("1", secret(SHARED, tenant("berg", "")));
    secrets.put("2", secret("", tenant("dal", "")));
    secrets.put("3", secret("", tenant("li", "")));
    TenantSettings settings = read();
    settings.of("berg");
    assertThat(reads).isEqualTo(Map.of("1", 1));
    settings.of("dal");
    settings.of("dal");
    assertThat(reads).isEqualTo(Map.of("1", 1, "2", 1));
  }

  @Test
  void aNewTenantIsFoundByTheClockAndByWhoeverIsCalledForIt() {
    secrets.put("1", secret(SHARED, tenant("berg", "")));
    secrets.put("2", secret("", ""));
    TenantSettings clock = read();
    TenantSettings called = read();
    assertThat(clock.names()).containsExactly("berg");
    assertThat(called.find(Optional.of("dal"))).isEmpty();
    secrets.put("2", secret("", tenant("dal", "")));
    assertThat(clock.names()).containsExactly("berg");
    assertThat(called.find(Optional.of("dal"))).as("within a minute").isEmpty();
    time.pause(Duration.ofMinutes(1));
    assertThat(called.find(Optional.of("dal"))).contains("dal");
    time.pause(Duration.ofMinutes(4));
    assertThat(clock.names()).containsExactly("berg", "dal");
  }

  @Test
  void keysAreReadAgainOnceAMinuteAtMost() {
    secrets.put("1", secret(SHARED, tenant("berg", "")));
    secrets.put("2", secret("", tenant("dal", "")));
    TenantSettings settings = read();
    settings.of("dal");
    secrets.put("2", secret("", tenant("dal", ",\"WEBHOOK_SECRET\":\"another-webhook-secret\"")));
    settings.renew("dal");
    assertThat(settings.of("dal").webhookSecret()).isEmpty();
    time.pause(Duration.ofMinutes(1));
    settings.renew("dal");
    settings.renew("dal");
    assertThat(settings.of("dal").webhookSecret()).isEqualTo("another-webhook-secret");
    assertThat(reads).as("of that tenant's secret alone").isEqualTo(Map.of("1", 1, "2", 2));
    secrets.put("2", "broken meanwhile");
    time.pause(Duration.ofMinutes(1));
    settings.renew("dal");
    assertThat(settings.of("dal").webhookSecret()).isEqualTo("another-webhook-secret");
  }

  @Test
  void ofOneTenantAsWellAndWhatBecameWrongChangesNothing() {
    secrets.put("1", "{" + SHARED + "," + KEYS + "}");
    TenantSettings settings = read();
    time.pause(Duration.ofMinutes(1));
    secrets.put("1", "{" + SHARED + "," + KEYS.replace("\"c\"", "\"new\"") + "}");
    settings.renew("default");
    assertThat(settings.of("default").powerOffice().clientKey()).isEqualTo("new");
    time.pause(Duration.ofMinutes(1));
    secrets.put("1", "{}");
    settings.renew("default");
    assertThat(settings.of("default").powerOffice().clientKey()).isEqualTo("new");
  }
}
