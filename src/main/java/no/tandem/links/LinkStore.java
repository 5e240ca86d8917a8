package no.tandem.links;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import no.tandem.remote.SystemWaiting;
import no.tandem.sync.link.History;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.PairStore;
import no.tandem.sync.link.RunState;
import no.tandem.sync.link.Units;
import no.tandem.sync.proposal.Proposals;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** All tenants' links, in one table. Safe to use from several threads. */
@Singleton
public final class LinkStore {
  private final DynamoDbClient client;
  private final LinksConfiguration configuration;
  private final Clock clock;

  public LinkStore(DynamoDbClient client, LinksConfiguration configuration, Clock clock) {
    this.client = client;
    this.configuration = configuration;
    this.clock = clock;
  }

  /** The table that it is in. */
  public LinkTable table() {
    return new LinkTable(client, configuration);
  }

  /**
   * What is stored of one pair of one tenant.
   *
   * @param kind the kind of webCRM record that the pair links, such as organisation: a record of a
   *     kind has at most one link over all pairs of the tenant
   */
  public PairStore of(String tenant, String pair, String kind) {
    PairKeys keys = new PairKeys(tenant, pair, kind);
    MeteredDynamoDb metered = new MeteredDynamoDb(client);
    return new Stored(
        links(keys, metered),
        history(keys, metered),
        new DynamoDbRunState(metered, configuration.table(), keys, clock),
        metered);
  }

  /** All three charge the same meter. */
  private record Stored(Links links, History history, RunState runState, MeteredDynamoDb metered)
      implements PairStore {
    @Override
    public Units units() {
      return metered.units();
    }
  }

  private DynamoDbHistory history(PairKeys keys, MeteredDynamoDb metered) {
    return new DynamoDbHistory(
        metered, configuration.table(), keys.partition(), configuration.historyLives(), clock);
  }

  /** The pair's proposal; otherwise as {@link #of}. */
  public Proposals proposals(String tenant, String pair, String kind) {
    PairKeys keys = new PairKeys(tenant, pair, kind);
    MeteredDynamoDb metered = new MeteredDynamoDb(client);
    return new DynamoDbProposals(
        links(keys, metered),
        metered,
        configuration.table(),
        keys.partition(),
        configuration.historyLives());
  }

  private DynamoDbLinks links(PairKeys keys, MeteredDynamoDb metered) {
    return new DynamoDbLinks(
        metered,
        configuration.table(),
        keys,
        history(keys, metered),
        clock,
        new SystemWaiting()::pause);
  }

  /** What hooks named for the pair. */
  public NamedByHooks namedByHooks(String tenant, String pair, String kind) {
    return new NamedByHooks(client, configuration.table(), new PairKeys(tenant, pair, kind), clock);
  }

  /** Whose records the links of a tenant are about. */
  public PinnedTenant pinned(String tenant) {
    return new PinnedTenant(client, configuration.table(), tenant);
  }

  static Map<String, AttributeValue> key(String partition, String sort) {
    return Map.of("pk", LinkItem.text(partition), "sk", LinkItem.text(sort));
  }
}
