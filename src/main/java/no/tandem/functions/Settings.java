package no.tandem.functions;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import no.tandem.links.LinksConfiguration;
import no.tandem.poweroffice.PowerOfficeConfiguration;
import no.tandem.sync.Budget;
import no.tandem.sync.ConflictPolicy;
import no.tandem.sync.Removal;
import no.tandem.sync.Snapshot;
import no.tandem.sync.SystemName;
import no.tandem.sync.Timing;
import no.tandem.webcrm.WebCrmConfiguration;

/**
 * One tenant's settings, read and checked at once.
 *
 * @param tenant names the PowerOffice client and webCRM system in keys, logs and reports
 * @param webhookSecret the path segment that guards the webhook; at least 16 characters, or empty:
 *     then every call is refused
 * @param holderOrganisation the name of the organisation for persons whose owner has none
 * @param newCustomers which organisations are created as customers in PowerOffice
 * @param budget how much is done without asking a person
 * @param timing how long things take at most
 * @param pairs what is configured for each pair
 */
public record Settings(
    String tenant,
    PowerOfficeConfiguration powerOffice,
    WebCrmConfiguration webCrm,
    String webhookSecret,
    String holderOrganisation,
    NewCustomers newCustomers,
    Budget budget,
    Timing timing,
    Map<PairName, PairSettings> pairs) {

  private static final int SHORTEST_SECRET = 16;

  /**
   * What is the same for all tenants.
   *
   * @param links where links are stored
   * @param queues where the pairs' queues are
   * @param runTimeLimit after which a run leaves the rest to another one; never, if empty
   * @param sharesLimits whether the request limits are kept together with other processes
   * @param powerOfficePerSecond the limit of the subscription key, which all tenants share; 0 for
   *     none
   */
  public record Deployment(
      LinksConfiguration links,
      QueueSettings queues,
      Optional<Duration> runTimeLimit,
      boolean sharesLimits,
      int powerOfficePerSecond) {}

  /** What a deployment for one tenant is told, all of it in one place. */
  record OfOneTenant(Deployment deployment, Settings settings) {}

  /**
   * Where the pairs' queues are.
   *
   * @param urls by pair; none on one machine
   * @param deadLetters by pair: the queues of messages that could not be handled
   * @param endpoint another SQS than AWS's
   */
  public record QueueSettings(
      Map<PairName, String> urls, Map<PairName, String> deadLetters, Optional<URI> endpoint) {}

  /**
   * What is configured for one pair.
   *
   * @param conflict who wins a conflict
   * @param creates the systems in which what is new in the other one is created
   * @param removal what happens when a record goes away, by the system in which it does
   */
  public record PairSettings(
      ConflictPolicy conflict, Set<SystemName> creates, Map<SystemName, Removal> removal) {}

  /**
   * Which organisations are created as customers in PowerOffice, where that is asked for.
   *
   * @param statuses one of these, unless there are none
   * @param types one of these, unless there are none
   */
  public record NewCustomers(Set<String> statuses, Set<String> types) {

    public NewCustomers {
      statuses = Set.copyOf(statuses);
      types = Set.copyOf(types);
    }

    /** Whether this organisation is one of them. */
    public boolean include(Snapshot organisation) {
      return !(statuses.isEmpty() && types.isEmpty())
          && oneOf(statuses, organisation, WebCrmConfiguration.ORGANISATION_STATUS)
          && oneOf(types, organisation, WebCrmConfiguration.ORGANISATION_TYPE);
    }

    private static boolean oneOf(Set<String> values, Snapshot organisation, String field) {
      return values.isEmpty()
          || organisation
              .columns()
              .text(field)
              .filter(text -> values.stream().anyMatch(text::equalsIgnoreCase))
              .isPresent();
    }
  }

  public PairSettings pair(PairName name) {
    return Optional.ofNullable(pairs.get(name)).orElseThrow();
  }

  /** The settings are wrong or incomplete; the message names every key and what it needs. */
  public static final class InvalidSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidSettingsException(List<String> problems) {
      super(
          "Tandem cannot start; "
              + (problems.size() == 1 ? "one setting needs" : problems.size() + " settings need")
              + " attention:\n  - "
              + String.join("\n  - ", problems));
    }
  }

  /**
   * Reads a tenant's settings.
   *
   * @param source a key in lower case with dots, to its value if it is set
   * @throws InvalidSettingsException that tells of all wrong and missing keys
   */
  public static Settings read(Function<String, Optional<String>> source) {
    return read(source, List.of());
  }

  /**
   * The same for one of many tenants.
   *
   * @param misplaced keys that it has although they are the same for all tenants
   */
  static Settings read(Function<String, Optional<String>> source, List<String> misplaced) {
    Reader reader = new Reader(source, true);
    misplaced.forEach(key -> reader.problem(key, "is the same for all: move it out of TENANTS"));
    Settings settings = reader.settings();
    reader.refuseProblems();
    return settings;
  }

  /**
   * Reads what is the same for all tenants; of the rest, whatever is set must be right.
   *
   * @throws InvalidSettingsException that tells of all wrong keys
   */
  static Deployment readShared(Function<String, Optional<String>> source) {
    Reader reader = new Reader(source, false);
    Deployment deployment = reader.deployment();
    reader.settings();
    reader.refuseProblems();
    return deployment;
  }

  /**
   * Reads everything for a deployment with one tenant.
   *
   * @throws InvalidSettingsException that tells of all wrong and missing keys
   */
  static OfOneTenant readAll(Function<String, Optional<String>> source) {
    Reader reader = new Reader(source, true);
    OfOneTenant all = new OfOneTenant(reader.deployment(), reader.settings());
    reader.refuseProblems();
    return all;
  }

  private static final class Reader {
    private static final int LARGEST_BULK = 1000;
    private static final String COUNT = "a whole number from 0";

    private final Function<String, Optional<String>> source;
    private final boolean complete;
    private final Set<String> problems = new LinkedHashSet<>();

    /**
     * @param complete whether this is everything that a tenant has; otherwise what is missing is
     *     none of its problems, for tenants may have it
     */
    Reader(Function<String, Optional<String>> source, boolean complete) {
      this.source = source;
      this.complete = complete;
    }

    void refuseProblems() {
      if (!problems.isEmpty()) {
        throw new InvalidSettingsException(List.copyOf(problems));
      }
    }

    Deployment deployment() {
      String table = text("links.table").orElse("tandem-links");
      boolean createTable =
          checked("links.create-table", "false", "true or false", Reader::trueOrFalse);
      int historyDays =
          checked(
              "history.days",
              "90",
              "a whole number of days, from 1",
              text -> count(text).filter(days -> days > 0));
      Map<PairName, String> queueUrls = new EnumMap<>(PairName.class);
      Map<PairName, String> deadLetters = new EnumMap<>(PairName.class);
      for (PairName pair : PairName.values()) {
        text("queues." + pair.key()).ifPresent(url -> queueUrls.put(pair, url));
        text("queues." + pair.key() + ".dead-letters").ifPresent(url -> deadLetters.put(pair, url));
      }
      Optional<URI> queuesEndpoint =
          text("queues.endpoint").map(given -> url("queues.endpoint", "the address of SQS"));
      Optional<Duration> runTimeLimit =
          text("run.time-limit").map(given -> duration("run.time-limit", Duration.ofMinutes(10)));
      return new Deployment(
          new LinksConfiguration(table, createTable, Duration.ofDays(historyDays)),
          new QueueSettings(Map.copyOf(queueUrls), Map.copyOf(deadLetters), queuesEndpoint),
          runTimeLimit,
          checked("limits.shared", "false", "true or false", Reader::trueOrFalse),
          number("poweroffice.requests-per-second", 10));
    }

    Settings settings() {
      String tenant = checked("tenant", "default", "letters, digits and dashes", this::tenantName);
      Duration overlap = duration("sweep.overlap", Duration.ofMinutes(2));
      PowerOfficeConfiguration powerOffice =
          new PowerOfficeConfiguration(
              url("poweroffice.url", "PowerOffice's API with its version (.../v2)"),
              url("poweroffice.token-url", "where PowerOffice issues tokens (.../OAuth/Token)"),
              required("poweroffice.application-key", "the integration's application key"),
              required("poweroffice.client-key", "the company's client key"),
              required("poweroffice.subscription-key", "the gateway's subscription key"),
              number("poweroffice.requests-per-second", 10),
              duration("poweroffice.timeout", Duration.ofSeconds(10)),
              overlap);
      NewCustomers newCustomers =
          new NewCustomers(
              list("pairs.customers.create-status"), list("pairs.customers.create-type"));
      Optional<String> inactiveStatus = text("webcrm.inactive-organisation-status");
      WebCrmConfiguration webCrm =
          new WebCrmConfiguration(
              url("webcrm.url", "webCRM's API"),
              required("webcrm.application-token", "the application token made in webCRM"),
              number("webcrm.requests-per-minute", 250),
              duration("webcrm.timeout", Duration.ofSeconds(10)),
              overlap,
              column("webcrm.reference-field-organisation", "Organisation"),
              column("webcrm.reference-field-person", "Person"),
              column("webcrm.organisation-number-field", "Organisation"),
              inactiveStatus,
              moreFields(newCustomers),
              checked(
                  "webcrm.bulk-size",
                  "0",
                  "0 (one by one), or a number of records a call from 2 to " + LARGEST_BULK,
                  Reader::bulkSize));
      String secret =
          checked(
              "webhook.secret",
              "",
              "empty, or at least " + SHORTEST_SECRET + " characters without / (a random text)",
              this::secret);
      String holder = text("webcrm.holder-organisation").orElse("Suppliers (PowerOffice Go)");
      Map<PairName, PairSettings> pairs = new EnumMap<>(PairName.class);
      for (PairName pair : PairName.values()) {
        pairs.put(pair, pair(pair, newCustomers, inactiveStatus));
      }
      Budget budget =
          new Budget(
              number("stops.max-records", 20, COUNT),
              checked(
                  "stops.max-share",
                  "30",
                  "a whole number of percent, from 0 to 100",
                  text -> count(text).filter(percent -> percent <= 100)),
              number("stops.max-ten-minutes", 100, COUNT),
              number("stops.max-hour", 300, COUNT),
              number("stops.max-removals", 20, COUNT));
      return new Settings(
          tenant,
          powerOffice,
          webCrm,
          secret,
          holder,
          newCustomers,
          budget,
          timing(powerOffice, webCrm),
          Map.copyOf(pairs));
    }

    private Timing timing(PowerOfficeConfiguration powerOffice, WebCrmConfiguration webCrm) {
      Timing usual = Timing.USUAL;
      return new Timing(
          powerOffice.timeout().compareTo(webCrm.timeout()) > 0
              ? powerOffice.timeout()
              : webCrm.timeout(),
          duration("timing.late-handling", usual.lateHandling()),
          Map.of(
              SystemName.POWEROFFICE,
              duration("timing.replica-delay", usual.replicaDelay(SystemName.POWEROFFICE))),
          duration("timing.clocks-apart", usual.clocksApart()),
          duration("timing.work", usual.work()));
    }

    private PairSettings pair(
        PairName pair, NewCustomers newCustomers, Optional<String> inactiveStatus) {
      String prefix = "pairs." + pair.key() + ".";
      ConflictPolicy conflict =
          checked(
              prefix + "conflict",
              "poweroffice",
              "poweroffice, webcrm, latest or hold",
              Reader::conflict);
      Set<SystemName> creates = creates(pair, prefix + "create");
      if (complete
          && pair == PairName.CUSTOMERS
          && creates.contains(SystemName.POWEROFFICE)
          && newCustomers.statuses().isEmpty()
          && newCustomers.types().isEmpty()) {
        problem(
            prefix + "create",
            "is 'both'; say which organisations become customers: "
                + variable(prefix + "create-status")
                + " or "
                + variable(prefix + "create-type")
                + ", values with commas between them");
      }
      Map<SystemName, Removal> removal = new EnumMap<>(SystemName.class);
      for (SystemName system : SystemName.values()) {
        removal.put(system, removal(pair, prefix + "removal", system, creates, inactiveStatus));
      }
      return new PairSettings(conflict, creates, removal);
    }

    private Set<SystemName> creates(PairName pair, String key) {
      String create = text(key).orElse("webcrm");
      switch (create) {
        case "webcrm" -> {
          return Set.of(SystemName.WEBCRM);
        }
        case "none" -> {
          return Set.of();
        }
        case "both" -> {
          if (!pair.neverCreatedInPowerOffice()) {
            return Set.of(SystemName.values());
          }
          problem(
              key,
              "is 'both', but "
                  + pair.key()
                  + " are never created in PowerOffice: use webcrm or none");
        }
        default -> problem(key, "must be webcrm, both or none, not '" + create + "'");
      }
      return Set.of();
    }

    /**
     * @param system where the record goes away
     */
    private Removal removal(
        PairName pair,
        String both,
        SystemName system,
        Set<SystemName> creates,
        Optional<String> inactiveStatus) {
      String own = both + "-" + system.key();
      String key = text(own).isPresent() ? own : both;
      Removal removal = checked(key, "unlink", "unlink, deactivate or recreate", Reader::removal);
      if (complete && removal == Removal.RECREATE && !creates.contains(system)) {
        problem(
            key,
            "is 'recreate', but "
                + pair.key()
                + " are not created in "
                + system
                + ": use unlink or deactivate there");
      }
      if (complete
          && removal == Removal.DEACTIVATE
          && system == SystemName.POWEROFFICE
          && pair.ofOrganisations()
          && inactiveStatus.isEmpty()) {
        problem(
            key,
            "is 'deactivate', but webCRM's organisations have no switch for it: name the"
                + " OrganisationStatus that means inactive in "
                + variable("webcrm.inactive-organisation-status"));
      }
      return removal;
    }

    private static Optional<Removal> removal(String text) {
      for (Removal removal : Removal.values()) {
        if (removal.key().equals(text)) {
          return Optional.of(removal);
        }
      }
      return Optional.empty();
    }

    private static List<String> moreFields(NewCustomers newCustomers) {
      List<String> fields = new ArrayList<>();
      if (!newCustomers.statuses().isEmpty()) {
        fields.add(WebCrmConfiguration.ORGANISATION_STATUS);
      }
      if (!newCustomers.types().isEmpty()) {
        fields.add(WebCrmConfiguration.ORGANISATION_TYPE);
      }
      return List.copyOf(fields);
    }

    /** Values with commas between them. */
    private Set<String> list(String key) {
      Set<String> values = new LinkedHashSet<>();
      for (String value : text(key).orElse("").split(",", -1)) {
        if (!value.isBlank()) {
          values.add(value.strip());
        }
      }
      return values;
    }

    private Optional<String> text(String key) {
      return source.apply(key).map(String::strip).filter(text -> !text.isEmpty());
    }

    private String required(String key, String meaning) {
      Optional<String> text = text(key);
      if (complete && text.isEmpty()) {
        problem(key, "is missing: " + meaning);
      }
      return text.orElse("");
    }

    private <T> T checked(
        String key, String preset, String expected, Function<String, Optional<T>> parse) {
      String text = text(key).orElse(preset);
      Optional<T> value = parse.apply(text);
      if (value.isEmpty()) {
        // A secret is not repeated, whatever is wrong with it.
        String given = key.contains("secret") ? "" : ", not '" + text + "'";
        problem(key, "must be " + expected + given);
      }
      return value.or(() -> parse.apply(preset)).orElseThrow();
    }

    private URI url(String key, String meaning) {
      URI none = URI.create("http://localhost");
      if (text(key).isEmpty()) {
        if (complete) {
          problem(key, "is missing: " + meaning);
        }
        return none;
      }
      return checked(key, none.toString(), "an http or https address", Reader::address);
    }

    private int number(String key, int preset) {
      return number(key, preset, COUNT + " (0: no limit)");
    }

    private int number(String key, int preset, String expected) {
      return checked(key, Integer.toString(preset), expected, Reader::count);
    }

    private Duration duration(String key, Duration preset) {
      return checked(
          key,
          preset.toSeconds() + "s",
          "a time such as 90, 90s, 2m or PT2M, above 0",
          Reader::time);
    }

    /** A webCRM field name; empty if the field is not configured. */
    private Optional<String> column(String key, String entity) {
      Optional<String> column = text(key);
      if (column.filter(name -> !name.matches(entity + "[A-Za-z0-9]+")).isPresent()) {
        problem(key, "must be a field of webCRM's " + entity + ", such as " + entity + "Custom1");
      }
      return column;
    }

    private void problem(String key, String what) {
      problems.add(variable(key) + " (" + key + ") " + what);
    }

    private static String variable(String key) {
      return key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    private Optional<String> tenantName(String text) {
      return text.matches("[A-Za-z0-9-]{1,50}") ? Optional.of(text) : Optional.empty();
    }

    private Optional<String> secret(String text) {
      boolean good = text.isEmpty() || (text.length() >= SHORTEST_SECRET && !text.contains("/"));
      return good ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Boolean> trueOrFalse(String text) {
      return switch (text) {
        case "true" -> Optional.of(true);
        case "false" -> Optional.of(false);
        default -> Optional.empty();
      };
    }

    private static Optional<ConflictPolicy> conflict(String text) {
      for (ConflictPolicy policy : ConflictPolicy.values()) {
        if (policy.name().toLowerCase(Locale.ROOT).equals(text)) {
          return Optional.of(policy);
        }
      }
      return Optional.empty();
    }

    private static Optional<URI> address(String text) {
      try {
        URI uri = URI.create(text);
        boolean good = text.matches("https?://.+") && uri.getHost() != null;
        return good ? Optional.of(uri) : Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    private static Optional<Integer> count(String text) {
      return text.matches("\\d{1,6}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private static Optional<Integer> bulkSize(String text) {
      return count(text).filter(size -> size != 1 && size <= LARGEST_BULK);
    }

    private static Optional<Duration> time(String text) {
      try {
        String lower = text.toLowerCase(Locale.ROOT);
        Duration time =
            lower.matches("\\d+")
                ? Duration.ofSeconds(Long.parseLong(lower))
                : Duration.parse(lower.startsWith("pt") ? lower : "pt" + lower);
        return time.isPositive() ? Optional.of(time) : Optional.empty();
      } catch (java.time.DateTimeException | NumberFormatException e) {
        return Optional.empty();
      }
    }
  }
}
