package no.tandem.links;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import no.tandem.sync.Cursor;
import no.tandem.sync.Link;
import no.tandem.sync.Links;
import no.tandem.sync.RecordId;
import no.tandem.sync.SystemName;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * The links of one pair.
 *
 * <p>Keys: a link is {@code tenant#pair | link#<PowerOffice id>}, a claim {@code tenant#webcrm |
 * <kind>#<webCRM id>} for all pairs of the tenant, a cursor {@code tenant#pair | cursor#<system>}.
 */
final class DynamoDbLinks implements Links {
  private static final String LINK = "link#";
  private static final int READ_AT_ONCE = 100;
  private static final String UNCHANGED = "version = :version";
  private static final String NEW = "attribute_not_exists(pk)";

  private final DynamoDbClient client;
  private final String table;
  private final String pair;
  private final String kind;
  private final String partition;
  private final String claims;

  DynamoDbLinks(DynamoDbClient client, String table, String tenant, String pair, String kind) {
    this.client = client;
    this.table = table;
    this.pair = pair;
    this.kind = kind;
    this.partition = tenant + "#" + pair;
    this.claims = tenant + "#webcrm";
  }

  // --- reading ---

  @Override
  public Map<RecordId, Link> byLeft(Collection<RecordId> lefts) {
    Map<RecordId, Link> links = new HashMap<>();
    read(
        partition,
        lefts,
        left -> LINK + left,
        item -> {
          Link link = LinkItem.link(item);
          links.put(link.left(), link);
        });
    return links;
  }

  @Override
  public Map<RecordId, Claim> claims(Collection<RecordId> rights) {
    Map<RecordId, Claim> found = new HashMap<>();
    read(
        claims,
        rights,
        right -> kind + "#" + right,
        item ->
            found.put(
                new RecordId(LinkItem.string(item, "right").orElseThrow()),
                new Claim(
                    LinkItem.string(item, "pair").orElseThrow(),
                    new RecordId(LinkItem.string(item, "left").orElseThrow()),
                    item.containsKey("released"))));
    return found;
  }

  private void read(
      String partitionKey,
      Collection<RecordId> ids,
      Function<RecordId, String> sortKey,
      Consumer<Map<String, AttributeValue>> each) {
    List<Map<String, AttributeValue>> keys =
        Set.copyOf(ids).stream().map(id -> LinkStore.key(partitionKey, sortKey.apply(id))).toList();
    for (int from = 0; from < keys.size(); from += READ_AT_ONCE) {
      List<Map<String, AttributeValue>> some =
          keys.subList(from, Math.min(from + READ_AT_ONCE, keys.size()));
      Map<String, KeysAndAttributes> asked =
          Map.of(table, KeysAndAttributes.builder().keys(some).consistentRead(true).build());
      // DynamoDB may leave some for another request; the SDK does not ask again by itself.
      while (!asked.isEmpty()) {
        Map<String, KeysAndAttributes> now = asked;
        var answer = client.batchGetItem(request -> request.requestItems(now));
        answer.responses().getOrDefault(table, List.of()).forEach(each);
        asked = answer.unprocessedKeys();
      }
    }
  }

  @Override
  public List<Link> all() {
    return query(
        QueryRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .keyConditionExpression("pk = :pk AND begins_with(sk, :link)")
            .expressionAttributeValues(
                Map.of(":pk", LinkItem.text(partition), ":link", LinkItem.text(LINK)))
            .build());
  }

  @Override
  public List<Link> unsettled() {
    return query(
        QueryRequest.builder()
            .tableName(table)
            .indexName(LinkTable.UNSETTLED_INDEX)
            .keyConditionExpression("#key = :pk")
            .expressionAttributeNames(Map.of("#key", LinkTable.UNSETTLED_KEY))
            .expressionAttributeValues(Map.of(":pk", LinkItem.text(partition)))
            .build());
  }

  private List<Link> query(QueryRequest request) {
    List<Link> links = new ArrayList<>();
    client.queryPaginator(request).items().forEach(item -> links.add(LinkItem.link(item)));
    return links;
  }

  // --- writing ---

  @Override
  public Link save(Link before, Link after) {
    Link stored = after.stored(before.version() + 1);
    Put link = put(before, stored);
    Optional<Put> claim = claim(before, stored);
    try {
      if (claim.isPresent()) {
        client.transactWriteItems(
            request ->
                request.transactItems(
                    TransactWriteItem.builder().put(link).build(),
                    TransactWriteItem.builder().put(claim.get()).build()));
      } else {
        client.putItem(
            request ->
                request
                    .tableName(table)
                    .item(link.item())
                    .conditionExpression(link.conditionExpression())
                    .expressionAttributeValues(values(link)));
      }
    } catch (ConditionalCheckFailedException | TransactionConflictException e) {
      throw stale(after, "it was changed by somebody else");
    } catch (TransactionCanceledException e) {
      throw stale(after, reason(e));
    }
    return stored;
  }

  private Put put(Link before, Link stored) {
    Map<String, AttributeValue> item = new HashMap<>(LinkItem.of(stored));
    item.putAll(LinkStore.key(partition, LINK + stored.left()));
    if (stored.held() || stored.due()) {
      item.put(LinkTable.UNSETTLED_KEY, LinkItem.text(partition));
    }
    Put.Builder put = Put.builder().tableName(table).item(item);
    return before.version() == 0
        ? put.conditionExpression(NEW).build()
        : put.conditionExpression(UNCHANGED).expressionAttributeValues(version(before)).build();
  }

  /** What becomes of the claim on the right record; empty if it stays as it is. */
  private Optional<Put> claim(Link before, Link after) {
    boolean had = before.active() && before.right().equals(after.right());
    if (after.right().isEmpty() || (after.active() && had)) {
      return Optional.empty();
    }
    return switch (after.state()) {
      case ACTIVE -> Optional.of(claim(after, false));
      case ENDED ->
          before.state() == Link.State.ENDED ? Optional.empty() : Optional.of(claim(after, true));
      case PENDING, CREATING -> Optional.empty();
    };
  }

  private Put claim(Link link, boolean released) {
    RecordId right = link.right().orElseThrow();
    Map<String, AttributeValue> item = new HashMap<>(LinkStore.key(claims, kind + "#" + right));
    item.put("right", LinkItem.text(right.value()));
    item.put("pair", LinkItem.text(pair));
    item.put("left", LinkItem.text(link.left().value()));
    if (released) {
      item.put("released", AttributeValue.fromBool(true));
    }
    return Put.builder()
        .tableName(table)
        .item(item)
        .conditionExpression(
            NEW + " OR attribute_exists(released) OR (#pair = :pair AND #left = :left)")
        .expressionAttributeNames(Map.of("#pair", "pair", "#left", "left"))
        .expressionAttributeValues(
            Map.of(":pair", LinkItem.text(pair), ":left", LinkItem.text(link.left().value())))
        .build();
  }

  private static Map<String, AttributeValue> version(Link link) {
    return Map.of(":version", AttributeValue.fromN(Long.toString(link.version())));
  }

  private static @Nullable Map<String, AttributeValue> values(Put put) {
    return put.hasExpressionAttributeValues() ? put.expressionAttributeValues() : null;
  }

  private static String reason(TransactionCanceledException e) {
    boolean claimed =
        e.cancellationReasons().size() == 2
            && "ConditionalCheckFailed".equals(e.cancellationReasons().get(1).code());
    return claimed
        ? "its webCRM record is claimed by another link"
        : "it was changed by somebody else";
  }

  private StaleLinkException stale(Link link, String why) {
    return new StaleLinkException(
        "The link of " + pair + " " + link.left() + " was not stored: " + why);
  }

  @Override
  public void forget(Link link) {
    try {
      client.deleteItem(
          request ->
              request
                  .tableName(table)
                  .key(LinkStore.key(partition, LINK + link.left()))
                  .conditionExpression(UNCHANGED)
                  .expressionAttributeValues(version(link)));
    } catch (ConditionalCheckFailedException | TransactionConflictException e) {
      // It changed, so it is of use to somebody.
    }
  }

  // --- cursors ---

  @Override
  public Optional<Cursor> cursor(SystemName system) {
    Map<String, AttributeValue> item =
        client
            .getItem(
                request -> request.tableName(table).key(cursorKey(system)).consistentRead(true))
            .item();
    return LinkItem.string(item, "stamp")
        .map(
            stamp ->
                new Cursor(
                    stamp,
                    Duration.ofSeconds(LinkItem.number(item, "listingTook")),
                    Math.toIntExact(LinkItem.number(item, "recordsListed"))));
  }

  @Override
  public void saveCursor(SystemName system, Cursor cursor) {
    Map<String, AttributeValue> item = new HashMap<>(cursorKey(system));
    item.put("stamp", LinkItem.text(cursor.stamp()));
    item.put("listingTook", AttributeValue.fromN(Long.toString(cursor.listingTook().toSeconds())));
    item.put("recordsListed", AttributeValue.fromN(Integer.toString(cursor.recordsListed())));
    client.putItem(request -> request.tableName(table).item(item));
  }

  private Map<String, AttributeValue> cursorKey(SystemName system) {
    return LinkStore.key(partition, "cursor#" + system.key());
  }
}
