package no.tandem.settings;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import no.tandem.settings.Key.EachPair;
import no.tandem.settings.Key.Scope;
import no.tandem.sync.pair.ConflictPolicy;
import no.tandem.sync.pair.Removal;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Timing;

/** All settings, one entry each, in the order of the configuration page. */
public final class Keys {
  private static final List<Key<?>> ALL = new ArrayList<>();
  private static final Kind<Removal> REMOVALS = Kind.oneOf(Removal.class, Removal::key);

  static final Key<URI> POWEROFFICE_URL =
      required(
          Scope.TENANT,
          "poweroffice.url",
          Kind.ADDRESS,
          "PowerOffice's API with its version (.../v2)");
  static final Key<URI> POWEROFFICE_TOKEN_URL =
      required(
          Scope.TENANT,
          "poweroffice.token-url",
          Kind.ADDRESS,
          "where PowerOffice issues tokens (.../OAuth/Token)");
  static final Key<String> POWEROFFICE_APPLICATION_KEY =
      required(
          Scope.TENANT,
          "poweroffice.application-key",
          Kind.KEY,
          "the integration's application key");
  static final Key<String> POWEROFFICE_CLIENT_KEY =
      required(Scope.TENANT, "poweroffice.client-key", Kind.KEY, "the company's client key");
  static final Key<String> POWEROFFICE_SUBSCRIPTION_KEY =
      required(
          Scope.TENANT, "poweroffice.subscription-key", Kind.KEY, "the gateway's subscription key");
  static final Key<Integer> POWEROFFICE_REQUESTS_PER_SECOND =
      preset(
          Scope.DEPLOYMENT,
          "poweroffice.requests-per-second",
          Kind.RATE,
          "10",
          "the limit of the subscription key, kept by Tandem itself; 0 for none");
  static final Key<Duration> POWEROFFICE_TIMEOUT =
      preset(
          Scope.TENANT,
          "poweroffice.timeout",
          Kind.TIME,
          "10s",
          "for connecting and for each answer");

  static final Key<URI> WEBCRM_URL =
      required(Scope.TENANT, "webcrm.url", Kind.ADDRESS, "webCRM's API");
  static final Key<String> WEBCRM_APPLICATION_TOKEN =
      required(
          Scope.TENANT,
          "webcrm.application-token",
          Kind.KEY,
          "the application token made in webCRM (Configuration, Integration, API)");
  static final Key<Integer> WEBCRM_REQUESTS_PER_MINUTE =
      preset(
          Scope.TENANT,
          "webcrm.requests-per-minute",
          Kind.RATE,
          "250",
          "the limit of the token, kept by Tandem itself; 0 for none");
  static final Key<Integer> WEBCRM_BULK_SIZE =
      preset(
          Scope.TENANT,
          "webcrm.bulk-size",
          Kind.BULK_SIZE,
          "0",
          "how many new records go into one call where there are that many, at most 1000; 0: one by one ([more](behaviour.md#a-large-first-load))");
  static final Key<Duration> WEBCRM_TIMEOUT =
      preset(
          Scope.TENANT, "webcrm.timeout", Kind.TIME, "10s", "for connecting and for each answer");
  static final Key<String> WEBCRM_ORGANISATION_NUMBER_FIELD =
      optional(
          Scope.TENANT,
          "webcrm.organisation-number-field",
          Kind.field("Organisation"),
          "the field with the organisation number, for matching");
  static final Key<String> WEBCRM_REFERENCE_FIELD_ORGANISATION =
      optional(
          Scope.TENANT,
          "webcrm.reference-field-organisation",
          Kind.field("Organisation"),
          "a custom field for Tandem's reference; makes finding a created record certain");
  static final Key<String> WEBCRM_REFERENCE_FIELD_PERSON =
      optional(
          Scope.TENANT,
          "webcrm.reference-field-person",
          Kind.field("Person"),
          "the same for persons");
  static final Key<String> WEBCRM_HOLDER_ORGANISATION =
      preset(
          Scope.TENANT,
          "webcrm.holder-organisation",
          Kind.TEXT,
          "Suppliers (PowerOffice Go)",
          "the organisation for persons of suppliers");
  static final Key<String> WEBCRM_INACTIVE_ORGANISATION_STATUS =
      optional(
          Scope.TENANT,
          "webcrm.inactive-organisation-status",
          Kind.TEXT,
          "the organisation status that means inactive");
  static final Key<String> WEBHOOK_SECRET =
      optional(
          Scope.TENANT,
          "webhook.secret",
          Kind.WEBHOOK_SECRET,
          "the path segment that guards the webhook: at least 16 random characters; without it hooks are rejected");

  static final EachPair<ConflictPolicy> CONFLICT =
      new EachPair<>(
          preset(
              Scope.TENANT,
              "pairs.<pair>.conflict",
              Kind.oneOf(ConflictPolicy.class, policy -> policy.name().toLowerCase(Locale.ROOT)),
              "poweroffice",
              "who wins when both sides were edited: `poweroffice`, `webcrm`, `latest` or `hold`"));
  static final EachPair<Creation> CREATE =
      new EachPair<>(
          preset(
              Scope.TENANT,
              "pairs.<pair>.create",
              Kind.oneOf(Creation.class, Creation::key),
              "webcrm",
              "where missing records are created: `webcrm`, `both` (customers and contact persons), or `none`: link existing records only"));
  static final Key<Set<String>> CUSTOMERS_CREATE_STATUS =
      preset(
          Scope.TENANT,
          "pairs.customers.create-status",
          Kind.LIST,
          "",
          "which organisations become customers: statuses, with commas between them");
  static final Key<Set<String>> CUSTOMERS_CREATE_TYPE =
      preset(
          Scope.TENANT,
          "pairs.customers.create-type",
          Kind.LIST,
          "",
          "the same by type; both must fit if both are given");
  static final EachPair<Removal> REMOVAL =
      new EachPair<>(
          preset(
              Scope.TENANT,
              "pairs.<pair>.removal",
              REMOVALS,
              "unlink",
              "what follows when a record goes away: `unlink`, `deactivate` or `recreate`"));
  static final EachPair<Removal> REMOVAL_POWEROFFICE =
      new EachPair<>(
          optional(
              Scope.TENANT,
              "pairs.<pair>.removal-poweroffice",
              REMOVALS,
              "the same for records that go away in PowerOffice only"));
  static final EachPair<Removal> REMOVAL_WEBCRM =
      new EachPair<>(
          optional(
              Scope.TENANT,
              "pairs.<pair>.removal-webcrm",
              REMOVALS,
              "the same for records that go away in webCRM only"));

  static final Key<Integer> STOPS_MAX_RECORDS =
      preset(
          Scope.TENANT,
          "stops.max-records",
          Kind.COUNT,
          "20",
          "how many records of a pair are written or ended in ten minutes without asking; five times as many in an hour");
  static final Key<Integer> STOPS_MAX_SHARE =
      preset(
          Scope.TENANT,
          "stops.max-share",
          Kind.PERCENT,
          "30",
          "the same in percent of the pair's active links, where that is more");
  static final Key<Integer> STOPS_MAX_TEN_MINUTES =
      preset(
          Scope.TENANT,
          "stops.max-ten-minutes",
          Kind.COUNT,
          "100",
          "what that share may come to in ten minutes");
  static final Key<Integer> STOPS_MAX_HOUR =
      preset(Scope.TENANT, "stops.max-hour", Kind.COUNT, "300", "what it may come to in an hour");
  static final Key<Integer> STOPS_MAX_REMOVALS =
      preset(
          Scope.TENANT,
          "stops.max-removals",
          Kind.COUNT,
          "20",
          "how many records are made inactive in an hour because their counterparts went away: a tenth of the links, at least 5 and at most this many");

  static final Key<Duration> SWEEP_OVERLAP =
      preset(
          Scope.TENANT,
          "sweep.overlap",
          Kind.TIME,
          "120s",
          "how much earlier than its cursor a sweep starts reading");
  public static final Key<String> TENANT =
      preset(
          Scope.DEPLOYMENT,
          "tenant",
          Kind.TENANT_NAME,
          "default",
          "name of this pair of systems in keys, logs and reports; for [many](many-tenants.md) see there");
  public static final Key<String> SETTINGS_SECRET =
      preset(
          Scope.START,
          "settings.secret",
          Kind.TEXT,
          "",
          "a secret in AWS Secrets Manager with any of these variables, as one JSON object; what the environment says comes first. Several with commas between them: [many tenants](many-tenants.md)");
  public static final Key<URI> SECRETS_ENDPOINT =
      optional(
          Scope.START,
          "secrets.endpoint",
          Kind.ADDRESS,
          "another Secrets Manager than AWS's, for one machine");
  static final Key<URI> LINKS_ENDPOINT =
      optional(
          Scope.START,
          "links.endpoint",
          Kind.ADDRESS,
          "another DynamoDB than AWS's, for one machine");
  static final Key<String> LINKS_TABLE =
      preset(Scope.DEPLOYMENT, "links.table", Kind.TEXT, "tandem-links", "the DynamoDB table");
  static final Key<Boolean> LINKS_CREATE_TABLE =
      preset(
          Scope.DEPLOYMENT,
          "links.create-table",
          Kind.SWITCH,
          "false",
          "makes a missing table at start; not for AWS");
  static final Key<Integer> HISTORY_DAYS =
      preset(
          Scope.DEPLOYMENT,
          "history.days",
          Kind.DAYS,
          "90",
          "for how long outcomes and what they replaced are kept");
  static final EachPair<String> QUEUES =
      new EachPair<>(
          optional(
              Scope.DEPLOYMENT,
              "queues.<pair>",
              Kind.TEXT,
              "on AWS: the address of the pair's queue"));
  static final EachPair<String> DEAD_LETTERS =
      new EachPair<>(
          optional(
              Scope.DEPLOYMENT,
              "queues.<pair>.dead-letters",
              Kind.TEXT,
              "on AWS: the address of the queue for messages that can never be handled"));
  static final Key<URI> QUEUES_ENDPOINT =
      optional(
          Scope.DEPLOYMENT,
          "queues.endpoint",
          Kind.ADDRESS,
          "another SQS than AWS's, for one machine");
  static final Key<Boolean> LIMITS_SHARED =
      preset(
          Scope.DEPLOYMENT,
          "limits.shared",
          Kind.SWITCH,
          "false",
          "whether both request limits are kept together with all other functions, in the table");
  static final Key<String> CALLS_TOKEN =
      optional(
          Scope.DEPLOYMENT,
          "calls.token",
          Kind.TOKEN,
          "the token that calls over HTTP must bring (`Authorization: Bearer ...`); needed when listening beyond this machine");
  static final Key<Set<String>> CALLS_HOSTS =
      preset(
          Scope.DEPLOYMENT,
          "calls.hosts",
          Kind.LIST,
          "",
          "other names than `localhost` and `QUARKUS_HTTP_HOST` under which functions may be called over HTTP, with commas between them");
  static final Key<Duration> RUN_TIME_LIMIT =
      optional(
          Scope.DEPLOYMENT,
          "run.time-limit",
          Kind.TIME,
          "after this time a run begins nothing more: approved entries go on in another run, the rest in the next sweep");
  static final Key<Duration> TIMING_CLOCKS_APART =
      preset(
          Scope.DEPLOYMENT,
          "timing.clocks-apart",
          Kind.TIME,
          usual(Timing.USUAL.clocksApart()),
          "how far the clocks of two functions may be apart");
  static final Key<Duration> TIMING_LATE_HANDLING =
      preset(
          Scope.DEPLOYMENT,
          "timing.late-handling",
          Kind.TIME,
          usual(Timing.USUAL.lateHandling()),
          "how long a server may go on with a request after its time-out");
  static final Key<Duration> TIMING_REPLICA_DELAY =
      preset(
          Scope.DEPLOYMENT,
          "timing.replica-delay",
          Kind.TIME,
          usual(Timing.USUAL.replicaDelay(SystemName.POWEROFFICE)),
          "how long PowerOffice may still show what was before a write");
  static final Key<Duration> TIMING_WORK =
      preset(
          Scope.DEPLOYMENT,
          "timing.work",
          Kind.TIME,
          usual(Timing.USUAL.work()),
          "how long a lease is good for, besides what its end is kept free for by the three above");

  /** Where a pair's missing records are created. */
  enum Creation {
    WEBCRM,
    BOTH,
    NONE;

    Set<SystemName> systems() {
      return switch (this) {
        case WEBCRM -> Set.of(SystemName.WEBCRM);
        case BOTH -> Set.of(SystemName.values());
        case NONE -> Set.of();
      };
    }

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private Keys() {}

  private static String usual(Duration time) {
    return time.toSeconds() + "s";
  }

  /** All of them, in the page's order; those of each pair once, with a place for the pair. */
  public static List<Key<?>> all() {
    return Collections.unmodifiableList(ALL);
  }

  private static <T> Key<T> required(Scope scope, String name, Kind<T> kind, String meaning) {
    return listed(new Key<>(name, scope, kind, true, Optional.empty(), meaning));
  }

  private static <T> Key<T> optional(Scope scope, String name, Kind<T> kind, String meaning) {
    return listed(new Key<>(name, scope, kind, false, Optional.empty(), meaning));
  }

  private static <T> Key<T> preset(
      Scope scope, String name, Kind<T> kind, String preset, String meaning) {
    return listed(new Key<>(name, scope, kind, false, Optional.of(preset), meaning));
  }

  private static <T> Key<T> listed(Key<T> key) {
    ALL.add(key);
    return key;
  }
}
