package no.tandem.webhook;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import no.tandem.functions.TenantSettings;
import no.tandem.links.LinkStore;
import no.tandem.settings.InvalidSettingsException;
import no.tandem.settings.PairName;
import no.tandem.sync.link.LinkReader;
import no.tandem.webcrm.WebCrm;
import org.jboss.logging.Logger;

/** Takes a hook call, keeps which record it names, and says which pairs should look. */
@Singleton
public final class Webhook {
  private static final Logger LOG = Logger.getLogger(Webhook.class);

  /** In characters; a hook names one record. */
  public static final int LARGEST_BODY = 256 * 1024;

  private final TenantSettings settings;
  private final LinkStore store;

  public Webhook(TenantSettings settings, LinkStore store) {
    this.settings = settings;
    this.store = store;
  }

  /** What a call leads to. */
  public sealed interface Result {

    /** The tenant or the secret is wrong, or none is configured. */
    record Rejected() implements Result {}

    /** It is larger than {@link #LARGEST_BODY}. */
    record TooLarge() implements Result {}

    /** Nothing in it says which record is meant; the next sweep finds what changed. */
    record NotUnderstood() implements Result {}

    /** It is kept; these pairs of the tenant should look at what hooks have named. */
    record Taken(String tenant, List<PairName> pairs) implements Result {}
  }

  /**
   * Checks and reads a call, and keeps for its pairs which record it names.
   *
   * @param path of the called address; it ends in the secret and, where there are several tenants,
   *     the tenant before it
   * @param body in whatever shape
   */
  public Result take(String path, String body) {
    List<String> segments = List.of(path.split("/", -1));
    String secret = segments.getLast();
    Optional<String> tenant =
        settings.find(
            Optional.of(segments)
                .filter(all -> settings.many() && all.size() > 1)
                .map(all -> all.get(all.size() - 2))
                .filter(name -> !name.isEmpty()));
    if (tenant.filter(name -> isSecret(name, secret)).isEmpty()) {
      LOG.warn("A hook call with a wrong secret was rejected");
      return new Result.Rejected();
    }
    if (body.length() > LARGEST_BODY) {
      LOG.warnf("A hook call of %d characters was rejected", body.length());
      return new Result.TooLarge();
    }
    Optional<Hook> hook = Hook.read(body, settings.of(tenant.get()).webCrm().url());
    if (hook.isEmpty()) {
      LOG.warnf(
          "A hook call of unknown shape (%d characters) was left to the sweeps", body.length());
      return new Result.NotUnderstood();
    }
    LOG.infof("Hook: %s %s", hook.get().entity(), hook.get().id());
    List<PairName> pairs = pairs(tenant.get(), hook.get());
    String kind = kind(hook.get()).entity();
    pairs.forEach(pair -> store.namedByHooks(tenant.get(), pair.key(), kind).add(hook.get().id()));
    return new Result.Taken(tenant.get(), pairs);
  }

  /** The pair that the record is linked in; for a new one all that might link it. */
  private List<PairName> pairs(String tenant, Hook hook) {
    List<PairName> possible =
        switch (hook.entity()) {
          case ORGANISATION -> List.of(PairName.CUSTOMERS, PairName.DEPARTMENTS);
          case PERSON -> List.of(PairName.CONTACT_PERSONS, PairName.SUPPLIER_PERSONS);
        };
    Optional<LinkReader.Claim> claim =
        Optional.ofNullable(
            store
                .of(tenant, possible.getFirst().key(), kind(hook).entity())
                .links()
                .claims(Set.of(hook.id()))
                .get(hook.id()));
    return claim
        .filter(found -> !found.released())
        .map(found -> possible.stream().filter(p -> p.key().equals(found.pair())).toList())
        .filter(pairs -> !pairs.isEmpty())
        .orElse(possible);
  }

  private static WebCrm.Kind kind(Hook hook) {
    return switch (hook.entity()) {
      case ORGANISATION -> WebCrm.Kind.ORGANISATIONS;
      case PERSON -> WebCrm.Kind.PERSONS;
    };
  }

  private boolean isSecret(String tenant, String given) {
    if (is(secret(tenant), given)) {
      return true;
    }
    // It may be a new one.
    settings.renew(tenant);
    return is(secret(tenant), given);
  }

  private String secret(String tenant) {
    try {
      return settings.of(tenant).webhookSecret();
    } catch (InvalidSettingsException e) {
      LOG.errorf("%s: %s", tenant, e.getMessage());
      return "";
    }
  }

  private static boolean is(String secret, String given) {
    // Whether a function URL hands its path on as it was sent or decoded is not documented.
    return equal(secret, given) || equal(secret, PathSegment.decoded(given));
  }

  private static boolean equal(String secret, String given) {
    return !secret.isEmpty()
        && MessageDigest.isEqual(
            secret.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
