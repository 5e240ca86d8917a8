package no.tandem.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.tandem.sync.pair.ConflictPolicy;
import no.tandem.sync.pair.Removal;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "poweroffice.url", "https://goapi.example/Demo/v2",
          "poweroffice.token-url", "https://goapi.example/Demo/OAuth/Token",
          "poweroffice.application-key", "a",
          "poweroffice.client-key", "b",
          "poweroffice.subscription-key", "c",
          "webcrm.url", "https://webcrm.example",
          "webcrm.application-token", "d");

  @Test
  void everythingButKeysAndAddressesHasADefault() {
    Settings settings = read(Map.of());
    assertThat(settings.tenant()).isEqualTo("default");
    assertThat(settings.powerOffice().requestsPerSecond()).isEqualTo(10);
    assertThat(settings.powerOffice().timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.powerOffice().overlap()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.webCrm().requestsPerMinute()).isEqualTo(250);
    assertThat(settings.holderOrganisation()).isEqualTo("Suppliers (PowerOffice Go)");
    assertThat(all(Map.of()).deployment().links().createTable()).isFalse();
    for (PairName pair : PairName.values()) {
      assertThat(settings.pair(pair))
          .isEqualTo(
              new Settings.PairSettings(
                  ConflictPolicy.POWEROFFICE,
                  Set.of(SystemName.WEBCRM),
                  Map.of(
                      SystemName.POWEROFFICE, Removal.UNLINK, SystemName.WEBCRM, Removal.UNLINK)));
    }
  }

  @Test
  void allMissingKeysAreNamedAtOnceInBothSpellings() {
    assertThatThrownBy(() -> Settings.readAll(key -> Optional.empty(), List.of()))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("7 settings need attention")
        .hasMessageContaining("POWEROFFICE_TOKEN_URL (poweroffice.token-url) is missing")
        .hasMessageContaining("WEBCRM_APPLICATION_TOKEN (webcrm.application-token) is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "poweroffice.url, ftp://x, address",
    "poweroffice.url, not an address, address",
    "poweroffice.timeout, soon, a time such as",
    "poweroffice.timeout, 0s, a time such as",
    "sweep.overlap, -5s, a time such as",
    "poweroffice.requests-per-second, ten, whole number",
    "webcrm.requests-per-minute, -1, whole number",
    "links.create-table, yes, true or false",
    "tenant, a#b, letters",
    "webhook.secret, short, at least 16 printable characters",
    "webhook.secret, 'sixteen/letters/and/more', at least 16 printable characters without /",
    "calls.token, short, at least 16 letters",
    "calls.token, 'sixteen letters and blanks', at least 16",
    "webcrm.reference-field-organisation, PersonCustom1, a field of webCRM's Organisation",
    "webcrm.reference-field-person, 'x; DROP', a field of webCRM's Person",
    "pairs.customers.conflict, mine, 'poweroffice, webcrm, latest or hold'",
    "pairs.customers.removal, drop, 'unlink, deactivate or recreate'",
    "pairs.customers.removal-webcrm, drop, 'unlink, deactivate or recreate'",
    "pairs.customers.removal, deactivate, WEBCRM_INACTIVE_ORGANISATION_STATUS",
    "pairs.departments.removal-poweroffice, recreate, are not created in PowerOffice",
    "pairs.contact-persons.create, all, 'must be webcrm, both or none'",
    "pairs.customers.create, both, PAIRS_CUSTOMERS_CREATE_STATUS",
    "stops.max-records, many, whole number",
    "stops.max-share, 101, percent",
    "stops.max-removals, -1, whole number",
    "history.days, 0, whole number of days",
    "history.days, 2000000000, 'a whole number of days, from 1 to 999999'",
    "webcrm.requests-per-minute, 6000000, 'a whole number from 0 to 999999 (0: no limit)'",
    "stops.max-hour, 1000000, 'a whole number from 0 to 999999'",
    "webcrm.bulk-size, 1001, 'a number of records a call from 2 to 1000'",
    "webcrm.timeout, 8d, 'a time such as'",
    "sweep.overlap, 169h, 'above 0 and at most 168h'",
    "sweep.overlap, 99999999999999999, 'above 0 and at most 168h'",
    "pairs.departments.create, both, never created in PowerOffice",
    "pairs.supplier-persons.create, both, never created in PowerOffice",
  })
  void wrongValuesAreRefusedWithWhatIsExpected(String key, String value, String expected) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("one setting needs attention")
        .hasMessageContaining(key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
        .hasMessageContaining(expected);
  }

  @Test
  void aWrongSecretIsNotRepeated() {
    assertThatThrownBy(() -> read(Map.of("webhook.secret", "hunter2/hunter2/hunter2")))
        .hasMessageContaining("WEBHOOK_SECRET")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void theKeysStayOutOfTheTextOfTheSettings() {
    Settings settings = read(Map.of("poweroffice.client-key", "very-secret-key"));
    assertThat(settings.powerOffice().toString()).doesNotContain("very-secret-key");
    assertThat(settings.toString()).doesNotContain("very-secret-key");
  }

  @ParameterizedTest
  @CsvSource({"90, 90", "90s, 90", "2m, 120", "PT3M, 180"})
  void timesAreWrittenAsPeopleWriteThem(String text, long seconds) {
    assertThat(read(Map.of("sweep.overlap", text)).webCrm().overlap())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {" %s ", "\u00a0%s", "\ufeff%s\u200b", "%s\u202f\r\n", "\t%s\u3000"})
  void whatIsPastedWithAValueIsNoPartOfIt(String pasted) {
    Settings settings =
        read(
            Map.of(
                "poweroffice.client-key", pasted.formatted("key"),
                "webcrm.url", pasted.formatted("https://pasted.example"),
                "pairs.customers.create", pasted.formatted("both"),
                "pairs.customers.create-status",
                    "," + pasted.formatted("Kunde") + "," + pasted.formatted("\u00c5pen") + ","));
    assertThat(settings.powerOffice().clientKey()).isEqualTo("key");
    assertThat(settings.webCrm().url()).hasToString("https://pasted.example");
    assertThat(settings.newCustomers().statuses()).containsExactlyInAnyOrder("Kunde", "\u00c5pen");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u00c5pen sak", "A\u030apen sak", "\u00e5pen\u00a0sak", "\u00c5PEN  SAK"})
  void aStatusIsTheOneThatIsConfiguredHoweverItIsTyped(String shown) {
    Settings settings =
        read(
            Map.of(
                "pairs.customers.create",
                "both",
                "pairs.customers.create-status",
                "A\u030apen sak"));
    assertThat(settings.newCustomers().include(organisation(shown))).isTrue();
    assertThat(settings.newCustomers().include(organisation("Apen sak"))).isFalse();
  }

  private static Snapshot organisation(String status) {
    return new Snapshot(
        new RecordId("1"),
        View.EMPTY,
        Columns.of(Map.of("OrganisationStatus", status)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void theKeysThatAreReadAreThoseThatAreListed() {
    Set<String> asked = new TreeSet<>();
    Settings.readAll(
        key -> {
          asked.add(key.name());
          return Optional.ofNullable(REQUIRED.get(key.name()));
        },
        List.of());
    Set<String> listed = new TreeSet<>();
    for (Key<?> key : Keys.all()) {
      if (key.scope() != Key.Scope.START) {
        key.forPairs().forEach(one -> listed.add(one.name()));
      }
    }
    assertThat(asked).isEqualTo(listed);
  }

  @Test
  void theConfigurationPageIsUpToDate() throws IOException {
    Path page = Path.of("docs/configuration.md");
    String text = ConfigurationPage.text();
    if (Boolean.getBoolean("tandem.renew-docs")) {
      Files.writeString(page, text);
    }
    assertThat(Files.readString(page))
        .as(
            "%s is not what the table of settings says: renew it with %s",
            page, ConfigurationPage.RENEW)
        .isEqualTo(text);
  }

  private static Settings read(Map<String, String> more) {
    return all(more).settings();
  }

  private static Settings.OfOneTenant all(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.putAll(more);
    return Settings.readAll(key -> Optional.ofNullable(values.get(key.name())), List.of());
  }
}
