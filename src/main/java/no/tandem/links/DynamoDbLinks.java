package no.tandem.links;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Links;
import no.tandem.sync.proposal.Entry;
import no.tandem.sync.side.RecordId;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
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
 * <kind>#<webCRM id>} for all pairs of the tenant, a name under which a record waits {@code
 * tenant#pair#names | <digest of the name>#<PowerOffice id>}, and that one has moved {@code
 * tenant#pair#moves | <version>#<PowerOffice id>}.
 */
final class DynamoDbLinks implements Links {
  private static final String LINK = "link#";
  private static final Optional<String> ACTIVE = Optional.of(Link.State.ACTIVE.name());
  private static final int READ_AT_ONCE = 100;

  /** How often keys that were left are asked for again, each time after twice the pause. */
  private static final int MOST_TIMES = 8;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  /** A full sweep sees what waits for whom, so that it need not be long. */
  private static final Duration MOVES_LIVE = Duration.ofDays(7);

  private static final String UNCHANGED = "version = :version";
  static final String NEW = "attribute_not_exists(pk)";

  /** Why a transaction is cancelled if another run was faster; anything else is trouble. */
  private static final Set<String> CHANGED =
      Set.of("ConditionalCheckFailed", "TransactionConflict");

  private final MeteredDynamoDb client;
  private final String table;
  private final String pair;
  private final String kind;
  private final String partition;
  private final DynamoDbHistory history;
  private final String names;
  private final String moves;
  private final String claims;
  private final Clock clock;
  private final Consumer<Duration> pause;

  DynamoDbLinks(
      MeteredDynamoDb client,
      String table,
      PairKeys keys,
      DynamoDbHistory history,
      Clock clock,
      Consumer<Duration> pause) {
    this.pause = pause;
    this.clock = clock;
    this.client = client;
    this.table = table;
    this.pair = keys.pair();
    this.kind = keys.kind();
    this.partition = keys.partition();
    this.history = history;
    this.names = partition + "#names";
    this.moves = partition + "#moves";
    this.claims = keys.webCrm();
  }

  // --- reading ---

  @Override
  public Map<LinkKey, Link> byKey(Collection<LinkKey> keys) {
    Map<LinkKey, Link> links = new HashMap<>();
    read(
        partition,
        keys,
        key -> LINK + key,
        item -> {
          Link link = LinkItem.link(item);
          links.put(link.key(), link);
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
                    LinkItem.key(item, "left").orElseThrow(),
                    item.containsKey("released"),
                    item.containsKey("wished"))));
    return found;
  }

  @Override
  public Map<String, Set<LinkKey>> waiting(Collection<String> folded) {
    Map<String, Set<LinkKey>> waiting = new HashMap<>();
    for (String name : Set.copyOf(folded)) {
      QueryRequest request =
          QueryRequest.builder()
              .tableName(table)
              .consistentRead(true)
              .keyConditionExpression("pk = :pk AND begins_with(sk, :name)")
              .expressionAttributeValues(
                  Map.of(":pk", LinkItem.text(names), ":name", LinkItem.text(digest(name) + "#")))
              .build();
      client.queryPaginator(request).items().stream()
          .map(item -> LinkItem.key(item, "left").orElseThrow())
          .forEach(key -> waiting.computeIfAbsent(name, n -> new HashSet<>()).add(key));
    }
    return waiting;
  }

  /** A key holds no value that a record has. */
  private static String digest(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private <K> void read(
      String partitionKey,
      Collection<K> ids,
      Function<K, String> sortKey,
      Consumer<Map<String, AttributeValue>> each) {
    List<Map<String, AttributeValue>> keys =
        Set.copyOf(ids).stream().map(id -> LinkStore.key(partitionKey, sortKey.apply(id))).toList();
    for (int from = 0; from < keys.size(); from += READ_AT_ONCE) {
      List<Map<String, AttributeValue>> some =
          keys.subList(from, Math.min(from + READ_AT_ONCE, keys.size()));
      Map<String, KeysAndAttributes> asked =
          Map.of(table, KeysAndAttributes.builder().keys(some).consistentRead(true).build());
      // DynamoDB leaves some for another request when it is busy; the SDK does not ask again.
      Duration wait = FIRST_PAUSE;
      for (int times = 1; !asked.isEmpty(); times++) {
        Map<String, KeysAndAttributes> now = asked;
        var answer = client.batchGetItem(request -> request.requestItems(now));
        answer.responses().getOrDefault(table, List.of()).forEach(each);
        asked = answer.unprocessedKeys();
        if (!asked.isEmpty()) {
          if (times == MOST_TIMES) {
            throw new IllegalStateException("DynamoDB leaves keys unread, time after time");
          }
          pause.accept(wait);
          wait = wait.multipliedBy(2);
        }
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
  public int active(int most) {
    QueryRequest request =
        QueryRequest.builder()
            .tableName(table)
            .keyConditionExpression("pk = :pk AND begins_with(sk, :link)")
            .expressionAttributeValues(
                Map.of(":pk", LinkItem.text(partition), ":link", LinkItem.text(LINK)))
            .build();
    return Math.toIntExact(
        client.queryPaginator(request).items().stream()
            .filter(item -> LinkItem.string(item, "state").equals(ACTIVE))
            .limit(most)
            .count());
  }

  @Override
  public List<Link> unsettled() {
    return indexed(partition);
  }

  private List<Link> indexed(String key) {
    return query(
        QueryRequest.builder()
            .tableName(table)
            .indexName(LinkTable.UNSETTLED_INDEX)
            .keyConditionExpression("#key = :pk")
            .expressionAttributeNames(Map.of("#key", LinkTable.UNSETTLED_KEY))
            .expressionAttributeValues(Map.of(":pk", LinkItem.text(key)))
            .build());
  }

  @Override
  public List<Link> waitingFor(Collection<LinkKey> others) {
    List<Link> waiting = new ArrayList<>();
    for (LinkKey other : Set.copyOf(others)) {
      waiting.addAll(indexed(waitingKey(other)));
    }
    return waiting;
  }

  private String waitingKey(LinkKey other) {
    return partition + "#waiting#" + other;
  }

  @Override
  public Moves moves(String after, int most) {
    QueryRequest request =
        QueryRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .keyConditionExpression("pk = :pk AND sk BETWEEN :after AND :end")
            .expressionAttributeValues(
                Map.of(
                    ":pk",
                    LinkItem.text(moves),
                    ":after",
                    LinkItem.text(after + "!"),
                    ":end",
                    LinkItem.text("~")))
            .build();
    Set<LinkKey> moved = new HashSet<>();
    String last = "";
    for (Map<String, AttributeValue> item :
        client.queryPaginator(request).items().stream().limit(most).toList()) {
      moved.add(LinkItem.key(item, "left").orElseThrow());
      last = LinkItem.string(item, "sk").orElseThrow();
    }
    return new Moves(moved, last);
  }

  private Put movePut(Link stored) {
    Map<String, AttributeValue> item =
        new HashMap<>(
            LinkStore.key(
                moves, Moves.at(Instant.ofEpochMilli(stored.version())) + "#" + stored.key()));
    item.put("left", LinkItem.text(stored.key().text()));
    item.put(
        LinkTable.EXPIRES_AT,
        AttributeValue.fromN(Long.toString(clock.instant().plus(MOVES_LIVE).getEpochSecond())));
    return Put.builder().tableName(table).item(item).build();
  }

  private List<Link> query(QueryRequest request) {
    List<Link> links = new ArrayList<>();
    client.queryPaginator(request).items().forEach(item -> links.add(LinkItem.link(item)));
    return links;
  }

  // --- writing ---

  @Override
  public Link save(Link before, Link after, Optional<HistoryEntry> entry) {
    Link stored = after.stored(nextVersion(before));
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(put(linkPut(before, stored)));
    if (before.version() > 0 && before.claims() && stored.right().isEmpty()) {
      writes.add(claimDelete(before));
    }
    claims(before, stored).forEach(claim -> writes.add(put(claim)));
    writes.addAll(names(before, stored));
    if (stored.hasMovedSince(before)) {
      writes.add(put(movePut(stored)));
    }
    entry.ifPresent(e -> writes.add(put(history.put(e))));
    write(writes, after);
    return stored;
  }

  @Override
  public Link replace(Link replaced, Link before, Link after, Optional<HistoryEntry> entry) {
    if (before.claims() && !before.right().equals(after.right())) {
      throw stale(after, "it is linked to another webCRM record");
    }
    Link stored = after.stored(nextVersion(before));
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(put(linkPut(before, stored)));
    RecordId right = after.right().orElseThrow();
    writes.add(put(claimPut(after, right, !after.claims(), replaced.key())));
    if (replaced.version() > 0) {
      writes.add(
          TransactWriteItem.builder()
              .delete(
                  Delete.builder()
                      .tableName(table)
                      .key(LinkStore.key(partition, LINK + replaced.key()))
                      .conditionExpression(UNCHANGED)
                      .expressionAttributeValues(version(replaced))
                      .build())
              .build());
    }
    if (stored.hasMovedSince(before)) {
      writes.add(put(movePut(stored)));
    }
    entry.ifPresent(e -> writes.add(put(history.put(e))));
    write(writes, after);
    return stored;
  }

  /** Larger than the one before and, as far as this machine's clock is right, the time by now. */
  long nextVersion(Link before) {
    return Math.max(before.version() + 1, clock.millis());
  }

  static TransactWriteItem put(Put put) {
    return TransactWriteItem.builder().put(put).build();
  }

  /** All or nothing. A single put needs no transaction, which would cost twice as much. */
  private void write(List<TransactWriteItem> writes, Link link) {
    try {
      if (writes.size() == 1) {
        Put put = writes.getFirst().put();
        client.putItem(
            request ->
                request
                    .tableName(table)
                    .item(put.item())
                    .conditionExpression(put.conditionExpression())
                    .expressionAttributeValues(values(put)));
      } else {
        client.transactWriteItems(request -> request.transactItems(writes));
      }
    } catch (ConditionalCheckFailedException | TransactionConflictException e) {
      throw stale(link, "another run changed it");
    } catch (TransactionCanceledException e) {
      if (!isChanged(e)) {
        throw e;
      }
      throw stale(link, reason(e));
    }
  }

  Put linkPut(Link before, Link stored) {
    Map<String, AttributeValue> item = new HashMap<>(LinkItem.of(stored));
    item.putAll(LinkStore.key(partition, LINK + stored.key()));
    if (stored.isUnsettled()) {
      item.put(
          LinkTable.UNSETTLED_KEY,
          LinkItem.text(stored.waitsForAlone().map(this::waitingKey).orElse(partition)));
    }
    return guarded(Put.builder().tableName(table).item(item), before.version());
  }

  /** Only while the item has this version; 0 for one that is not there. */
  static Put guarded(Put.Builder put, long version) {
    return version == 0
        ? put.conditionExpression(NEW).build()
        : put.conditionExpression(UNCHANGED)
            .expressionAttributeValues(
                Map.of(":version", AttributeValue.fromN(Long.toString(version))))
            .build();
  }

  /**
   * A record that waits for a yes to be linked to this one: no claim, so that others may take it,
   * but they can see that they are not the only ones.
   */
  Put wishPut(Entry entry) {
    RecordId right = entry.right().orElseThrow();
    Map<String, AttributeValue> item = new HashMap<>(LinkStore.key(claims, kind + "#" + right));
    item.put("right", LinkItem.text(right.value()));
    item.put("pair", LinkItem.text(pair));
    item.put("left", LinkItem.text(entry.link().text()));
    item.put("released", AttributeValue.fromBool(true));
    item.put("wished", AttributeValue.fromBool(true));
    return Put.builder()
        .tableName(table)
        .item(item)
        .conditionExpression(NEW + " OR attribute_exists(released)")
        .build();
  }

  /** What becomes of the name under which the record waits: it is there as long as it does. */
  List<TransactWriteItem> names(Link before, Link after) {
    Optional<String> was = before.version() > 0 ? before.waitingName() : Optional.empty();
    Optional<String> is = after.waitingName();
    List<TransactWriteItem> writes = new ArrayList<>();
    if (!was.equals(is)) {
      was.ifPresent(name -> writes.add(nameDelete(name, before.key())));
      is.ifPresent(
          name -> {
            Map<String, AttributeValue> item = new HashMap<>(nameKey(name, after.key()));
            item.put("left", LinkItem.text(after.key().text()));
            writes.add(put(Put.builder().tableName(table).item(item).build()));
          });
    }
    return writes;
  }

  private TransactWriteItem nameDelete(String name, LinkKey key) {
    return TransactWriteItem.builder()
        .delete(Delete.builder().tableName(table).key(nameKey(name, key)).build())
        .build();
  }

  private Map<String, AttributeValue> nameKey(String name, LinkKey key) {
    return LinkStore.key(names, digest(name) + "#" + key);
  }

  /** What becomes of the claims on the right records, the one before and the one after. */
  private List<Put> claims(Link before, Link after) {
    List<Put> puts = new ArrayList<>();
    boolean sameRight = before.right().equals(after.right());
    boolean namesNone = after.right().isEmpty();
    if (before.version() > 0 && before.claims() && !namesNone && !(sameRight && after.claims())) {
      puts.add(claimPut(before, before.right().orElseThrow(), true, before.key()));
    }
    if (after.claims() && !(before.version() > 0 && before.claims() && sameRight)) {
      puts.add(claimPut(after, after.right().orElseThrow(), false, after.key()));
    }
    return puts;
  }

  /**
   * @param holder the link that may have the claim already
   */
  private Put claimPut(Link link, RecordId right, boolean released, LinkKey holder) {
    Map<String, AttributeValue> item = new HashMap<>(LinkStore.key(claims, kind + "#" + right));
    item.put("right", LinkItem.text(right.value()));
    item.put("pair", LinkItem.text(pair));
    item.put("left", LinkItem.text(link.key().text()));
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
            Map.of(":pair", LinkItem.text(pair), ":left", LinkItem.text(holder.text())))
        .build();
  }

  private TransactWriteItem claimDelete(Link link) {
    return TransactWriteItem.builder()
        .delete(
            Delete.builder()
                .tableName(table)
                .key(LinkStore.key(claims, kind + "#" + link.right().orElseThrow()))
                .conditionExpression("#pair = :pair AND #left = :left")
                .expressionAttributeNames(Map.of("#pair", "pair", "#left", "left"))
                .expressionAttributeValues(
                    Map.of(":pair", LinkItem.text(pair), ":left", LinkItem.text(link.key().text())))
                .build())
        .build();
  }

  private static Map<String, AttributeValue> version(Link link) {
    return Map.of(":version", AttributeValue.fromN(Long.toString(link.version())));
  }

  static @Nullable Map<String, AttributeValue> values(Put put) {
    return put.hasExpressionAttributeValues() ? put.expressionAttributeValues() : null;
  }

  static boolean isChanged(TransactionCanceledException e) {
    return e.cancellationReasons().stream().anyMatch(reason -> CHANGED.contains(reason.code()));
  }

  private static String reason(TransactionCanceledException e) {
    boolean claimed =
        e.cancellationReasons().size() > 1
            && "ConditionalCheckFailed".equals(e.cancellationReasons().get(1).code());
    return claimed ? "its webCRM record is claimed by another link" : "another run changed it";
  }

  private StaleLinkException stale(Link link, String why) {
    return new StaleLinkException(
        "The link of " + pair + " " + link.key() + " was not stored: " + why);
  }

  @Override
  public boolean forget(Link link) {
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(
        TransactWriteItem.builder()
            .delete(
                Delete.builder()
                    .tableName(table)
                    .key(LinkStore.key(partition, LINK + link.key()))
                    .conditionExpression(UNCHANGED)
                    .expressionAttributeValues(version(link))
                    .build())
            .build());
    if (link.claims()) {
      writes.add(
          TransactWriteItem.builder()
              .delete(
                  Delete.builder()
                      .tableName(table)
                      .key(LinkStore.key(claims, kind + "#" + link.right().orElseThrow()))
                      .build())
              .build());
    }
    link.waitingName().ifPresent(name -> writes.add(nameDelete(name, link.key())));
    try {
      client.transactWriteItems(request -> request.transactItems(writes));
      return true;
    } catch (TransactionCanceledException e) {
      if (!isChanged(e)) {
        throw e;
      }
      return false;
    } catch (TransactionConflictException e) {
      return false;
    }
  }
}
