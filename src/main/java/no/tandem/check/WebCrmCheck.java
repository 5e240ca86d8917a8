package no.tandem.check;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import no.tandem.functions.PairDefinition;
import no.tandem.settings.Settings;
import no.tandem.sync.pair.Property;
import no.tandem.sync.side.RemoteException;
import no.tandem.webcrm.WebCrm;
import no.tandem.webcrm.WebCrmConfiguration;
import no.tandem.webcrm.WebCrmHooks;
import no.tandem.webcrm.WebCrmProbe;

/** webCRM's address, token, fields, queries and hooks. */
final class WebCrmCheck {
  /** The longest reference of ours. */
  private static final int REFERENCE = 50;

  private final Settings settings;
  private final WebCrmConfiguration configuration;
  private final WebCrm webCrm;
  private final WebCrmProbe probe;
  private final Clock clock;
  private final List<Finding> findings = new ArrayList<>();

  WebCrmCheck(Settings settings, WebCrm webCrm, Clock clock) {
    this.settings = settings;
    this.configuration = settings.webCrm();
    this.webCrm = webCrm;
    this.probe = new WebCrmProbe(webCrm, settings.webCrm());
    this.clock = clock;
  }

  List<Finding> findings(List<PairDefinition> pairs) {
    Finding address = Finding.reached("webcrm-address", configuration.url(), probe.unreachable());
    findings.add(address);
    if (address.result() == Finding.Result.FAIL) {
      findings.add(Finding.notAsked("webcrm-log-in", "webCRM cannot be reached"));
      return findings;
    }
    findings.add(
        Clocks.compared("webcrm-clock", configuration.url(), configuration.timeout(), clock));
    if (logIn()) {
      for (WebCrm.Kind kind : WebCrm.Kind.values()) {
        List<Property> properties =
            pairs.stream()
                .filter(pair -> pair.right() == kind)
                .flatMap(pair -> pair.properties().stream())
                .toList();
        query(kind, properties);
        fields(kind, properties);
      }
      hooks();
    }
    return findings;
  }

  private boolean logIn() {
    String check = "webcrm-log-in";
    try {
      findings.add(
          webCrm
              .identity()
              .map(id -> Finding.ok(check, "The application token opens system " + id + "."))
              .orElseGet(
                  () ->
                      Finding.warn(
                          check,
                          "webCRM took the application token, but does not say of which system it"
                              + " is.",
                          "Another company's token would not be noticed: compare it yourself.")));
      return true;
    } catch (RemoteException e) {
      findings.add(
          Finding.fail(
              check,
              e.text() + ".",
              "webCRM shows the token under Configuration, Integration, API."));
      return false;
    }
  }

  private void query(WebCrm.Kind kind, List<Property> properties) {
    String check = "webcrm-" + kind.entity() + "s";
    try {
      Optional<WebCrmProbe.Row> row = probe.first(kind, probe.columns(kind, properties));
      findings.add(
          row.map(one -> row(check, one))
              .orElseGet(() -> Finding.ok(check, "They can be read; there are none.")));
    } catch (RemoteException e) {
      findings.add(
          Finding.fail(
              check,
              "They cannot be read: " + e.title() + ". " + e.text() + ".",
              "Give the application token the right to read and write them, and see that every"
                  + " field named in the settings exists."));
    }
  }

  private static Finding row(String check, WebCrmProbe.Row row) {
    Optional<String> stamp = row.stamp();
    if (stamp.isEmpty()) {
      return Finding.fail(
          check,
          "They can be read, but a record has no stamp of its last change.",
          "Sweeps cannot find changes without it: report it, with this line.");
    }
    List<String> seen = new ArrayList<>(List.of("They can be read."));
    if (!Clocks.namesItsZone(stamp.get())) {
      seen.add("Stamps have no zone and are taken for UK local time.");
    }
    if (row.status().filter(status -> status.matches("\\d+")).isPresent()) {
      seen.add("A status is shown as a number, so each is looked up by id.");
    }
    if (!row.lacking().isEmpty()) {
      seen.add("A record does not name " + String.join(", ", row.lacking()) + ".");
    }
    String all = String.join(" ", seen);
    return seen.size() == 1 ? Finding.ok(check, all) : Finding.warn(check, all, "");
  }

  // --- fields ---

  private void fields(WebCrm.Kind kind, List<Property> properties) {
    String check = "webcrm-" + kind.entity() + "-fields";
    Map<String, WebCrmProbe.Field> fields;
    try {
      fields = probe.fields(kind);
    } catch (RemoteException e) {
      findings.add(
          Finding.warn(
              check,
              "webCRM does not describe its fields: " + e.title() + ".",
              "Texts are cut at the usual lengths."));
      return;
    }
    if (fields.isEmpty()) {
      findings.add(Finding.notAsked(check, "webCRM describes no field"));
      return;
    }
    Set<String> unknown = new TreeSet<>(probe.columns(kind, properties));
    unknown.removeIf(fields::containsKey);
    settingsOf(kind).values().forEach(unknown::remove);
    findings.add(
        unknown.isEmpty()
            ? Finding.ok(
                check,
                "All mapped fields are there. Which are mandatory or unique is not described.")
            : Finding.warn(
                check,
                "webCRM describes no " + String.join(", ", unknown) + ".",
                "If they are missing there as well, records cannot be read."));
    settingsOf(kind).forEach((variable, field) -> field(variable, field, fields));
    if (kind == WebCrm.Kind.ORGANISATIONS) {
      configuration
          .inactiveOrganisationStatus()
          .ifPresent(
              status ->
                  choices(
                      "WEBCRM_INACTIVE_ORGANISATION_STATUS",
                      WebCrmConfiguration.ORGANISATION_STATUS,
                      Set.of(status),
                      fields));
      choices(
          "CUSTOMERS_CREATE_STATUS",
          WebCrmConfiguration.ORGANISATION_STATUS,
          settings.newCustomers().statuses(),
          fields);
      choices(
          "CUSTOMERS_CREATE_TYPE",
          WebCrmConfiguration.ORGANISATION_TYPE,
          settings.newCustomers().types(),
          fields);
    }
  }

  /** The settings that name a field of the kind. */
  private Map<String, String> settingsOf(WebCrm.Kind kind) {
    Map<String, String> named = new TreeMap<>();
    switch (kind) {
      case ORGANISATIONS -> {
        configuration
            .organisationReferenceField()
            .ifPresent(field -> named.put("WEBCRM_REFERENCE_FIELD_ORGANISATION", field));
        configuration
            .organisationNumberField()
            .ifPresent(field -> named.put("WEBCRM_ORGANISATION_NUMBER_FIELD", field));
      }
      case PERSONS ->
          configuration
              .personReferenceField()
              .ifPresent(field -> named.put("WEBCRM_REFERENCE_FIELD_PERSON", field));
    }
    return named;
  }

  private void field(String variable, String name, Map<String, WebCrmProbe.Field> fields) {
    String check = "webcrm-field-" + name;
    WebCrmProbe.Field field = fields.get(name);
    if (field == null) {
      findings.add(
          Finding.fail(
              check,
              variable + " names " + name + ", which webCRM does not have.",
              "Name one of its custom fields, or leave the variable out."));
    } else if (!field.choices().isEmpty()) {
      findings.add(
          Finding.fail(
              check,
              variable + " names " + name + ", which is a list of choices.",
              "Name a text field."));
    } else if (field.length().isPresent() && field.length().getAsInt() < REFERENCE) {
      findings.add(
          Finding.warn(
              check,
              name + " holds " + field.length().getAsInt() + " characters.",
              "Tandem's references have up to " + REFERENCE + ": make it longer."));
    } else {
      findings.add(Finding.ok(check, name + " is there for " + variable + "."));
    }
  }

  private void choices(
      String variable, String name, Set<String> wanted, Map<String, WebCrmProbe.Field> fields) {
    if (wanted.isEmpty()) {
      return;
    }
    String check = variable.toLowerCase(Locale.ROOT).replace('_', '-');
    List<String> choices =
        Optional.ofNullable(fields.get(name)).map(WebCrmProbe.Field::choices).orElse(List.of());
    if (choices.isEmpty()) {
      findings.add(Finding.notAsked(check, "webCRM does not describe the choices of " + name));
      return;
    }
    Set<String> unknown = new TreeSet<>(wanted);
    unknown.removeIf(text -> choices.stream().anyMatch(text::equalsIgnoreCase));
    findings.add(
        unknown.isEmpty()
            ? Finding.ok(check, name + " has what " + variable + " names.")
            : Finding.fail(
                check,
                name + " has no choice \"" + String.join("\", \"", unknown) + "\".",
                "Correct "
                    + variable
                    + ": webCRM has \""
                    + String.join("\", \"", choices)
                    + "\"."));
  }

  // --- hooks ---

  private void hooks() {
    String check = "webcrm-hooks";
    String secret = settings.webhookSecret();
    if (secret.isEmpty()) {
      findings.add(
          Finding.warn(
              check,
              "There is no WEBHOOK_SECRET, so changes in webCRM wait for the next sweep.",
              "Set one and call the operator function with {\"action\":\"webhooks\",\"how\":\"install\",\"address\":\"...\"}."));
      return;
    }
    Set<String> missing = new TreeSet<>();
    WebCrmHooks hooks = new WebCrmHooks(webCrm);
    try {
      for (WebCrm.Kind kind : WebCrm.Kind.values()) {
        List<String> ours =
            hooks.list(kind).stream()
                .filter(hook -> hook.enabled() && hook.target().endsWith("/" + secret))
                .map(WebCrmHooks.Hook::event)
                .toList();
        for (String event : WebCrmHooks.EVENTS) {
          if (ours.stream().noneMatch(event::equalsIgnoreCase)) {
            missing.add(kind.entity() + " " + event);
          }
        }
      }
    } catch (RemoteException e) {
      findings.add(
          Finding.warn(
              check,
              "The hooks cannot be listed: " + e.title() + ".",
              "Without hooks changes in webCRM wait for the next sweep."));
      return;
    }
    findings.add(
        missing.isEmpty()
            ? Finding.ok(check, "All are installed. When the last one came is not kept.")
            : Finding.warn(
                check,
                "Not installed: " + String.join(", ", missing) + ".",
                "Call the operator function with"
                    + " {\"action\":\"webhooks\",\"how\":\"install\",\"address\":\"...\"}, or"
                    + " changes wait for the next sweep."));
  }
}
