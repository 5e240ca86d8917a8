package no.tandem.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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
            time.clock()));
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

  // --- many ---

  @Test
  void whatIsCloserToTheTenantComesFirst() {
    environment.put("stops.max-removals", "2");
    environment.put("stops.max-share", "2");
    environment.put("links.table", "from-the-environment");
    secrets.put(
        "1", secret(SHARED + ",\"STOPS_max_removals\":\"1\",\"LINKS_TABLE\":\"other\"", ""));
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
        .hasMessageContaining("LINKS_TABLE (links.table) is the same for all")
        .hasMessageContaining("TENANT (tenant) is the same for all");
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
