package no.tandem.check;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.tandem.functions.PairDefinition;
import no.tandem.poweroffice.PowerOffice;
import no.tandem.poweroffice.PowerOfficeConfiguration;
import no.tandem.poweroffice.PowerOfficeProbe;
import no.tandem.sync.side.RemoteException;

/** PowerOffice's addresses, keys, privileges and lists. */
final class PowerOfficeCheck {
  private static final String ONE_ENVIRONMENT =
      "Keys and addresses must be of one environment, demo or production.";

  private final PowerOfficeConfiguration configuration;
  private final PowerOfficeProbe probe;
  private final Clock clock;
  private final List<Finding> findings = new ArrayList<>();

  PowerOfficeCheck(PowerOfficeConfiguration configuration, PowerOffice powerOffice, Clock clock) {
    this.configuration = configuration;
    this.probe = new PowerOfficeProbe(powerOffice);
    this.clock = clock;
  }

  List<Finding> findings(List<PairDefinition> pairs) {
    Finding tokens =
        Finding.reached(
            "poweroffice-token-address",
            configuration.tokenUrl(),
            PowerOfficeProbe.unreachable(
                "POWEROFFICE_TOKEN_URL", configuration.tokenUrl(), configuration.timeout()));
    Finding api =
        Finding.reached(
            "poweroffice-address",
            configuration.url(),
            PowerOfficeProbe.unreachable(
                "POWEROFFICE_URL", configuration.url(), configuration.timeout()));
    findings.add(tokens);
    findings.add(api);
    if (tokens.result() == Finding.Result.FAIL || api.result() == Finding.Result.FAIL) {
      findings.add(Finding.notAsked("poweroffice-log-in", "PowerOffice cannot be reached"));
      return findings;
    }
    findings.add(
        Clocks.compared("poweroffice-clock", configuration.url(), configuration.timeout(), clock));
    if (client(pairs)) {
      pairs.forEach(this::list);
    }
    return findings;
  }

  /** Whether the log-in succeeded. */
  private boolean client(List<PairDefinition> pairs) {
    PowerOfficeProbe.Client client;
    try {
      client = probe.client();
    } catch (RemoteException e) {
      if (e.status() == 404 || e.status() == 403) {
        findings.add(Finding.ok("poweroffice-log-in", "PowerOffice took the keys."));
        findings.add(
            Finding.warn(
                "poweroffice-privileges",
                "PowerOffice does not say what the keys may do: " + e.text() + ".",
                "See that POWEROFFICE_URL ends in the API's version, such as /v2."));
        return true;
      }
      findings.add(Finding.fail("poweroffice-log-in", e.text() + ".", ONE_ENVIRONMENT));
      return false;
    }
    findings.add(
        Finding.ok(
            "poweroffice-log-in",
            "The keys open the client "
                + client.name().map(name -> "\"" + name + "\"").orElse("that they do not name")
                + ". If that is another company, change POWEROFFICE_CLIENT_KEY."));
    privileges(client, pairs);
    return true;
  }

  private void privileges(PowerOfficeProbe.Client client, List<PairDefinition> pairs) {
    String check = "poweroffice-privileges";
    Set<String> missing = new TreeSet<>();
    Set<String> dead = new TreeSet<>();
    for (PairDefinition pair : pairs) {
      Set<String> enough = pair.left().privileges();
      if (enough.stream().noneMatch(client.privileges()::contains)) {
        String wanted = String.join(" or ", enough);
        (enough.stream().anyMatch(client.invalid()::contains) ? dead : missing)
            .add(wanted + " (for " + pair.name().key() + ")");
      }
    }
    if (missing.isEmpty() && dead.isEmpty()) {
      findings.add(Finding.ok(check, "The keys have every privilege that the pairs need."));
    }
    if (!missing.isEmpty()) {
      findings.add(
          Finding.fail(
              check,
              "The keys lack " + String.join(", ", missing) + ".",
              "Grant it to the integration in PowerOffice Go, under the client's settings for"
                  + " integrations."));
    }
    if (!dead.isEmpty()) {
      findings.add(
          Finding.fail(
              check,
              "Granted, but not valid: " + String.join(", ", dead) + ".",
              "The client's subscription lacks the module: ask PowerOffice for it."));
    }
  }

  private void list(PairDefinition pair) {
    String check = "poweroffice-" + pair.name().key();
    try {
      Optional<PowerOfficeProbe.Row> row = probe.first(pair.left(), pair.properties());
      findings.add(
          row.map(one -> row(check, one))
              .orElseGet(() -> Finding.ok(check, "The list can be read; it is empty.")));
    } catch (RemoteException e) {
      findings.add(
          Finding.fail(
              check,
              "The list cannot be read: " + e.title() + ". " + e.text() + ".",
              e.status() == 403
                  ? "Grant the integration " + String.join(" or ", pair.left().privileges()) + "."
                  : ""));
    }
  }

  private static Finding row(String check, PowerOfficeProbe.Row row) {
    Optional<String> stamp = row.stamp();
    if (stamp.isEmpty()) {
      return Finding.fail(
          check,
          "The list can be read, but its record has no LastChangedDateTimeOffset.",
          "Sweeps cannot find changes without it: report it, with this line.");
    }
    if (!Clocks.namesItsZone(stamp.get())) {
      return Finding.warn(
          check, "The list can be read; its stamps have no zone and are taken for UTC.", "");
    }
    return row.lacking().isEmpty()
        ? Finding.ok(check, "The list can be read, with all fields.")
        : Finding.warn(
            check,
            "The list can be read; its first record does not name "
                + String.join(", ", row.lacking())
                + ".",
            "They are empty there, or PowerOffice does not know them: compare with a record that"
                + " has them.");
  }
}
