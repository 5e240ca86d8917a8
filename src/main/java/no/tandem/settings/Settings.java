package no.tandem.settings;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import no.tandem.links.LinksConfiguration;
import no.tandem.poweroffice.PowerOfficeConfiguration;
import no.tandem.sync.pair.ConflictPolicy;
import no.tandem.sync.pair.Removal;
import no.tandem.sync.proposal.Budget;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Text;
import no.tandem.sync.side.Timing;
import no.tandem.webcrm.WebCrmConfiguration;

/**
 * One tenant's settings, read and checked at once.
 *
 * @param tenant names the PowerOffice client and webCRM system in keys, logs and reports
 * @param webhookSecret the path segment that guards the webhook; at least 16 characters, or empty:
 *     then every call is rejected
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

  /**
   * What is the same for all tenants.
   *
   * @param links where links are stored
   * @param queues where the pairs' queues are
   * @param runTimeLimit after which a run leaves the rest to another one; never, if empty
   * @param sharesLimits whether the request limits are kept together with other processes
   * @param powerOfficePerSecond the limit of the subscription key, which all tenants share; 0 for
   *     none
   * @param calls who may call functions over HTTP
   */
  public record Deployment(
      LinksConfiguration links,
      QueueSettings queues,
      Optional<Duration> runTimeLimit,
      boolean sharesLimits,
      int powerOfficePerSecond,
      CallSettings calls) {}

  /**
   * Who may call functions over HTTP.
   *
   * @param token what a call has to bring; nothing, if empty
   * @param hosts more names under which this machine may be called
   */
  public record CallSettings(String token, Set<String> hosts) {

    @Override
    public String toString() {
      // The token stays out of logs.
      return "CallSettings[" + hosts + "]";
    }
  }

  /** All settings of a deployment for one tenant. */
  public record OfOneTenant(Deployment deployment, Settings settings) {}

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

    /** The fields that say which they are. */
    private List<String> fields() {
      List<String> fields = new ArrayList<>();
      if (!statuses.isEmpty()) {
        fields.add(WebCrmConfiguration.ORGANISATION_STATUS);
      }
      if (!types.isEmpty()) {
        fields.add(WebCrmConfiguration.ORGANISATION_TYPE);
      }
      return List.copyOf(fields);
    }

    private static boolean oneOf(Set<String> values, Snapshot organisation, String field) {
      return values.isEmpty()
          || organisation
              .columns()
              .text(field)
              .filter(text -> values.stream().anyMatch(value -> Text.matches(text, value)))
              .isPresent();
    }
  }

  public PairSettings pair(PairName name) {
    return Optional.ofNullable(pairs.get(name)).orElseThrow();
  }

  /**
   * What is wrong with names in the environment: those that begin like a setting and are none.
   *
   * @param names of variables or properties, in any spelling
   */
  public static List<String> misspelled(Collection<String> names) {
    return Names.problems(names);
  }

  /**
   * Reads one of many tenants' settings.
   *
   * @param source a key's value, if it is set
   * @param problems what is wrong with the names of what is set
   * @throws InvalidSettingsException that names all wrong and missing keys
   */
  public static Settings read(Function<Key<?>, Optional<String>> source, List<String> problems) {
    Values values = new Values(source, true, problems);
    Settings settings = settings(values);
    values.throwProblems();
    return settings;
  }

  /**
   * Reads what is the same for all tenants; of the rest, whatever is set must be right.
   *
   * @param problems what is wrong with the names of what is set
   * @throws InvalidSettingsException that names all wrong keys
   */
  public static Deployment readShared(
      Function<Key<?>, Optional<String>> source, List<String> problems) {
    Values values = new Values(source, false, problems);
    Deployment deployment = deployment(values);
    settings(values);
    values.throwProblems();
    return deployment;
  }

  /**
   * Reads everything for a deployment with one tenant.
   *
   * @param problems what is wrong with the names of what is set
   * @throws InvalidSettingsException that names all wrong and missing keys
   */
  public static OfOneTenant readAll(
      Function<Key<?>, Optional<String>> source, List<String> problems) {
    Values values = new Values(source, true, problems);
    OfOneTenant all = new OfOneTenant(deployment(values), settings(values));
    values.throwProblems();
    return all;
  }

  private static Deployment deployment(Values values) {
    Map<PairName, String> queueUrls = new EnumMap<>(PairName.class);
    Map<PairName, String> deadLetters = new EnumMap<>(PairName.class);
    for (PairName pair : PairName.values()) {
      values.find(Keys.QUEUES.of(pair)).ifPresent(url -> queueUrls.put(pair, url));
      values.find(Keys.DEAD_LETTERS.of(pair)).ifPresent(url -> deadLetters.put(pair, url));
    }
    return new Deployment(
        new LinksConfiguration(
            values.get(Keys.LINKS_TABLE),
            values.get(Keys.LINKS_CREATE_TABLE),
            Duration.ofDays(values.get(Keys.HISTORY_DAYS))),
        new QueueSettings(
            Map.copyOf(queueUrls), Map.copyOf(deadLetters), values.find(Keys.QUEUES_ENDPOINT)),
        values.find(Keys.RUN_TIME_LIMIT),
        values.get(Keys.LIMITS_SHARED),
        values.get(Keys.POWEROFFICE_REQUESTS_PER_SECOND),
        new CallSettings(values.find(Keys.CALLS_TOKEN).orElse(""), values.get(Keys.CALLS_HOSTS)));
  }

  private static Settings settings(Values values) {
    PowerOfficeConfiguration powerOffice =
        new PowerOfficeConfiguration(
            values.get(Keys.POWEROFFICE_URL),
            values.get(Keys.POWEROFFICE_TOKEN_URL),
            values.get(Keys.POWEROFFICE_APPLICATION_KEY),
            values.get(Keys.POWEROFFICE_CLIENT_KEY),
            values.get(Keys.POWEROFFICE_SUBSCRIPTION_KEY),
            values.get(Keys.POWEROFFICE_REQUESTS_PER_SECOND),
            values.get(Keys.POWEROFFICE_TIMEOUT),
            values.get(Keys.SWEEP_OVERLAP));
    NewCustomers newCustomers =
        new NewCustomers(
            values.get(Keys.CUSTOMERS_CREATE_STATUS), values.get(Keys.CUSTOMERS_CREATE_TYPE));
    WebCrmConfiguration webCrm =
        new WebCrmConfiguration(
            values.get(Keys.WEBCRM_URL),
            values.get(Keys.WEBCRM_APPLICATION_TOKEN),
            values.get(Keys.WEBCRM_REQUESTS_PER_MINUTE),
            values.get(Keys.WEBCRM_TIMEOUT),
            values.get(Keys.SWEEP_OVERLAP),
            values.find(Keys.WEBCRM_REFERENCE_FIELD_ORGANISATION),
            values.find(Keys.WEBCRM_REFERENCE_FIELD_PERSON),
            values.find(Keys.WEBCRM_ORGANISATION_NUMBER_FIELD),
            values.find(Keys.WEBCRM_INACTIVE_ORGANISATION_STATUS),
            newCustomers.fields(),
            values.get(Keys.WEBCRM_BULK_SIZE));
    Map<PairName, PairSettings> pairs = new EnumMap<>(PairName.class);
    for (PairName pair : PairName.values()) {
      pairs.put(pair, new PairReader(values, pair).settings(newCustomers));
    }
    return new Settings(
        values.get(Keys.TENANT),
        powerOffice,
        webCrm,
        values.get(Keys.WEBHOOK_SECRET),
        values.get(Keys.WEBCRM_HOLDER_ORGANISATION),
        newCustomers,
        new Budget(
            values.get(Keys.STOPS_MAX_RECORDS),
            values.get(Keys.STOPS_MAX_SHARE),
            values.get(Keys.STOPS_MAX_TEN_MINUTES),
            values.get(Keys.STOPS_MAX_HOUR),
            values.get(Keys.STOPS_MAX_REMOVALS)),
        timing(values),
        Map.copyOf(pairs));
  }

  private static Timing timing(Values values) {
    return new Timing(
        Collections.max(
            List.of(values.get(Keys.POWEROFFICE_TIMEOUT), values.get(Keys.WEBCRM_TIMEOUT))),
        values.get(Keys.TIMING_LATE_HANDLING),
        Map.of(SystemName.POWEROFFICE, values.get(Keys.TIMING_REPLICA_DELAY)),
        values.get(Keys.TIMING_CLOCKS_APART),
        values.get(Keys.TIMING_WORK));
  }
}
