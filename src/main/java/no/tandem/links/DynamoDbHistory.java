package no.tandem.links;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import no.tandem.sync.link.History;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.LinkKey;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * The history of one pair. Keys: {@code tenant#pair#history | <PowerOffice id>#<time>#<version>}.
 */
final class DynamoDbHistory implements History {
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final MeteredDynamoDb client;
  private final String table;
  private final String partition;
  private final Duration lives;
  private final Clock clock;

  DynamoDbHistory(
      MeteredDynamoDb client, String table, String partition, Duration lives, Clock clock) {
    this.client = client;
    this.table = table;
    this.partition = partition + "#history";
    this.lives = lives;
    this.clock = clock;
  }

  Put put(HistoryEntry entry) {
    return Put.builder().tableName(table).item(item(entry)).build();
  }

  private Map<String, AttributeValue> item(HistoryEntry entry) {
    Map<String, AttributeValue> item = new HashMap<>(HistoryItem.of(entry));
    item.putAll(itemKey(entry));
    item.put(LinkTable.UNSETTLED_KEY, LinkItem.text(runKey(entry.run())));
    item.put(
        LinkTable.EXPIRES_AT,
        AttributeValue.fromN(Long.toString(entry.at().plus(lives).getEpochSecond())));
    return item;
  }

  private Map<String, AttributeValue> itemKey(HistoryEntry entry) {
    // Milliseconds always in full, so that the keys sort as the times do.
    return LinkStore.key(
        partition,
        entry.key()
            + "#"
            + MILLISECONDS.format(entry.at())
            + "#"
            + "%08d".formatted(entry.version()));
  }

  @Override
  public void record(HistoryEntry entry) {
    client.putItem(request -> request.tableName(table).item(item(entry)));
  }

  @Override
  public List<HistoryEntry> of(LinkKey key) {
    return entries(
        "pk = :pk AND begins_with(sk, :left)",
        Map.of(
            ":pk", LinkItem.text(partition),
            ":left", LinkItem.text(key + "#")),
        item -> true);
  }

  @Override
  public List<HistoryEntry> ofRun(String run) {
    List<HistoryEntry> indexed =
        entries(
            QueryRequest.builder()
                .tableName(table)
                .indexName(LinkTable.UNSETTLED_INDEX)
                .keyConditionExpression("#key = :pk")
                .expressionAttributeNames(Map.of("#key", LinkTable.UNSETTLED_KEY))
                .expressionAttributeValues(Map.of(":pk", LinkItem.text(runKey(run))))
                .build(),
            item -> true);
    // What was stored before it was in the index is found among all.
    return indexed.isEmpty()
        ? entries(
            "pk = :pk",
            Map.of(":pk", LinkItem.text(partition)),
            item -> LinkItem.string(item, "run").equals(Optional.of(run)))
        : indexed;
  }

  private String runKey(String run) {
    return partition + "#run#" + run;
  }

  private List<HistoryEntry> entries(
      String condition,
      Map<String, AttributeValue> values,
      Predicate<Map<String, AttributeValue>> wanted) {
    return entries(
        QueryRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .keyConditionExpression(condition)
            .expressionAttributeValues(values)
            .build(),
        wanted);
  }

  private List<HistoryEntry> entries(
      QueryRequest request, Predicate<Map<String, AttributeValue>> wanted) {
    // DynamoDB removes what has expired within days, not at once.
    long now = clock.instant().getEpochSecond();
    List<HistoryEntry> entries = new ArrayList<>();
    client.queryPaginator(request).items().stream()
        .filter(item -> LinkItem.number(item, LinkTable.EXPIRES_AT) > now && wanted.test(item))
        .forEach(item -> entries.add(HistoryItem.entry(item)));
    return entries;
  }

  @Override
  public void erase(LinkKey key) {
    for (HistoryEntry entry : of(key)) {
      client.deleteItem(request -> request.tableName(table).key(itemKey(entry)));
    }
  }
}
