package no.tandem.links;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import no.tandem.sync.side.RecordId;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The webCRM records that hooks named for one pair of one tenant, until a run has looked at them.
 * Each hook is an item of its own, {@code tenant#pair#hooks | <time>#<id>}, so that none is lost to
 * another about the same record, and none that comes while the records are read is taken away.
 */
public final class NamedByHooks {
  /** DynamoDB takes no more in one call. */
  private static final int DELETED_AT_ONCE = 25;

  /** By then a full sweep has seen what the record was. */
  private static final Duration LIVES = Duration.ofDays(2);

  private final DynamoDbClient client;
  private final String table;
  private final String partition;
  private final Clock clock;

  NamedByHooks(DynamoDbClient client, String table, PairKeys keys, Clock clock) {
    this.client = client;
    this.table = table;
    this.partition = keys.partition() + "#hooks";
    this.clock = clock;
  }

  /**
   * What some hooks named.
   *
   * @param items the sort keys of what is stored of them
   */
  public record Named(Set<RecordId> rights, List<String> items) {

    public Named {
      rights = Set.copyOf(rights);
      items = List.copyOf(items);
    }
  }

  /** Keeps what a hook named. */
  public void add(RecordId right) {
    Map<String, AttributeValue> item =
        new HashMap<>(
            LinkStore.key(partition, "%015d#%s".formatted(clock.millis(), UUID.randomUUID())));
    item.put("right", LinkItem.text(right.value()));
    item.put(
        LinkTable.EXPIRES_AT,
        AttributeValue.fromN(Long.toString(clock.instant().plus(LIVES).getEpochSecond())));
    client.putItem(request -> request.tableName(table).item(item));
  }

  /** What was named, the earliest first, of this many hooks at most. */
  public Named earliest(int most) {
    QueryRequest request =
        QueryRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .keyConditionExpression("pk = :pk")
            .expressionAttributeValues(Map.of(":pk", LinkItem.text(partition)))
            .build();
    List<Map<String, AttributeValue>> items =
        client.queryPaginator(request).items().stream().limit(most).toList();
    return new Named(
        items.stream()
            .map(item -> new RecordId(LinkItem.string(item, "right").orElseThrow()))
            .collect(Collectors.toSet()),
        items.stream().map(item -> LinkItem.string(item, "sk").orElseThrow()).toList());
  }

  /** A run has looked at them. */
  public void remove(Named named) {
    List<WriteRequest> deletes = new ArrayList<>();
    for (String item : named.items()) {
      deletes.add(
          WriteRequest.builder()
              .deleteRequest(DeleteRequest.builder().key(LinkStore.key(partition, item)).build())
              .build());
    }
    for (int from = 0; from < deletes.size(); from += DELETED_AT_ONCE) {
      List<WriteRequest> some =
          deletes.subList(from, Math.min(from + DELETED_AT_ONCE, deletes.size()));
      // What DynamoDB leaves when it is busy is read once more by the next run, which costs little.
      client.batchWriteItem(request -> request.requestItems(Map.of(table, some)));
    }
  }
}
