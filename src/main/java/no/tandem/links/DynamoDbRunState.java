package no.tandem.links;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.link.Outage;
import no.tandem.sync.link.RunState;
import no.tandem.sync.link.UpdateWatch;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.Overlap;
import no.tandem.sync.side.Stamp;
import no.tandem.sync.side.SystemName;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * What the runs of one pair leave to each other.
 *
 * <p>Keys: a cursor is {@code tenant#pair | cursor#<system>}, the run's lease {@code tenant#pair |
 * lease}, what is known of the first changes {@code tenant#webcrm-watch | <kind>#state} and {@code
 * <kind>#values}.
 */
final class DynamoDbRunState implements RunState {
  /** The properties that listings have ever shown; a new name of it would forget them. */
  private static final String SHOWN = "told";

  private static final String STATE = "state";
  private static final String VALUES = "values";

  /** For how long what a watched record held is kept if no run compares it. */
  private static final Duration WATCHED_VALUES_LIVE = Duration.ofDays(7);

  private final MeteredDynamoDb client;
  private final String table;
  private final String partition;
  private final String webCrm;
  private final String kind;
  private final Clock clock;

  DynamoDbRunState(MeteredDynamoDb client, String table, PairKeys keys, Clock clock) {
    this.client = client;
    this.table = table;
    this.partition = keys.partition();
    this.webCrm = keys.webCrm();
    this.kind = keys.kind();
    this.clock = clock;
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
                    LinkItem.string(item, "instant")
                        .map(at -> new Stamp(stamp, Instant.parse(at)))
                        .orElseGet(() -> Stamp.of(stamp)),
                    Duration.ofSeconds(LinkItem.number(item, "listingTook")),
                    Math.toIntExact(LinkItem.number(item, "recordsListed")),
                    LinkItem.strings(item, SHOWN),
                    new Overlap(
                        LinkItem.string(item, "overlap")
                            .map(digests -> List.of(digests.split(",", -1)))
                            .orElse(List.of()))));
  }

  @Override
  public void saveCursor(SystemName system, Cursor cursor) {
    Map<String, AttributeValue> item = new HashMap<>(cursorKey(system));
    item.put("stamp", LinkItem.text(cursor.stamp().text()));
    item.put("instant", LinkItem.text(cursor.stamp().at().toString()));
    item.put("listingTook", AttributeValue.fromN(Long.toString(cursor.listingTook().toSeconds())));
    item.put("recordsListed", AttributeValue.fromN(Integer.toString(cursor.recordsListed())));
    if (!cursor.shown().isEmpty()) {
      item.put(SHOWN, LinkItem.texts(cursor.shown()));
    }
    if (!cursor.overlap().digests().isEmpty()) {
      item.put("overlap", LinkItem.text(String.join(",", cursor.overlap().digests())));
    }
    client.putItem(request -> request.tableName(table).item(item));
  }

  private Map<String, AttributeValue> cursorKey(SystemName system) {
    return LinkStore.key(partition, "cursor#" + system.key());
  }

  // --- the owners' moves ---

  @Override
  public String ownersSeen() {
    return LinkItem.string(
            client
                .getItem(request -> request.tableName(table).key(ownersKey()).consistentRead(true))
                .item(),
            "place")
        .orElse("");
  }

  @Override
  public void saveOwnersSeen(String place) {
    Map<String, AttributeValue> item = new HashMap<>(ownersKey());
    item.put("place", LinkItem.text(place));
    client.putItem(request -> request.tableName(table).item(item));
  }

  private Map<String, AttributeValue> ownersKey() {
    return LinkStore.key(partition, "owners-seen");
  }

  // --- the run's lease ---

  @Override
  public boolean lease(String holder, Instant until) {
    Map<String, AttributeValue> item = new HashMap<>(leaseKey());
    item.put("holder", LinkItem.text(holder));
    item.put("endsAt", AttributeValue.fromN(Long.toString(until.toEpochMilli())));
    try {
      client.putItem(
          request ->
              request
                  .tableName(table)
                  .item(item)
                  .conditionExpression(
                      DynamoDbLinks.NEW + " OR #holder = :holder OR #endsAt < :now")
                  .expressionAttributeNames(Map.of("#holder", "holder", "#endsAt", "endsAt"))
                  .expressionAttributeValues(
                      Map.of(
                          ":holder",
                          LinkItem.text(holder),
                          ":now",
                          AttributeValue.fromN(Long.toString(clock.millis())))));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  @Override
  public void release(String holder) {
    try {
      client.deleteItem(
          request ->
              request
                  .tableName(table)
                  .key(leaseKey())
                  .conditionExpression("#holder = :holder")
                  .expressionAttributeNames(Map.of("#holder", "holder"))
                  .expressionAttributeValues(Map.of(":holder", LinkItem.text(holder))));
    } catch (ConditionalCheckFailedException e) {
      // It had ended, and another run has it.
    }
  }

  private Map<String, AttributeValue> leaseKey() {
    return LinkStore.key(partition, "lease");
  }

  // --- what is down ---

  @Override
  public List<Outage> outages() {
    Map<String, AttributeValue> item =
        client
            .getItem(request -> request.tableName(table).key(breakdownsKey()).consistentRead(true))
            .item();
    return LinkItem.list(item, "writes").stream().map(one -> outage(one.m())).toList();
  }

  private static Outage outage(Map<String, AttributeValue> stored) {
    return new Outage(
        new Outage.Write(
            SystemName.valueOf(LinkItem.string(stored, "system").orElseThrow()),
            stored.containsKey("creates")),
        Math.toIntExact(LinkItem.number(stored, "failures")),
        Math.toIntExact(LinkItem.number(stored, "probes")),
        LinkItem.string(stored, "notBefore").map(Instant::parse));
  }

  @Override
  public void saveOutages(List<Outage> outages) {
    List<AttributeValue> stored = new ArrayList<>();
    for (Outage one : outages) {
      Map<String, AttributeValue> values = new HashMap<>();
      values.put("system", LinkItem.text(one.write().system().name()));
      if (one.write().creates()) {
        values.put("creates", AttributeValue.fromBool(true));
      }
      values.put("failures", AttributeValue.fromN(Integer.toString(one.failures())));
      values.put("probes", AttributeValue.fromN(Integer.toString(one.probes())));
      one.notBefore().ifPresent(at -> values.put("notBefore", LinkItem.text(at.toString())));
      stored.add(AttributeValue.fromM(values));
    }
    Map<String, AttributeValue> item = new HashMap<>(breakdownsKey());
    item.put("writes", AttributeValue.fromL(stored));
    client.putItem(request -> request.tableName(table).item(item));
  }

  private Map<String, AttributeValue> breakdownsKey() {
    return LinkStore.key(partition, "breakdowns");
  }

  // --- who we are ---

  @Override
  public Optional<String> ourName() {
    return LinkItem.string(
        client.getItem(request -> request.tableName(table).key(ourNameKey())).item(), "name");
  }

  @Override
  public void saveOurName(String name) {
    Map<String, AttributeValue> item = new HashMap<>(ourNameKey());
    item.put("name", LinkItem.text(name));
    client.putItem(request -> request.tableName(table).item(item));
  }

  private Map<String, AttributeValue> ourNameKey() {
    return LinkStore.key(webCrm + "-name", "our-name");
  }

  // --- what changes take along ---

  @Override
  public UpdateWatch watch() {
    Map<String, AttributeValue> stored = watchItem(STATE);
    if (stored.isEmpty()) {
      return UpdateWatch.NEW;
    }
    boolean hasValues = stored.containsKey("values");
    return UpdateWatchItem.watch(stored, hasValues ? watchItem(VALUES) : Map.of());
  }

  private Map<String, AttributeValue> watchItem(String what) {
    return client
        .getItem(request -> request.tableName(table).key(watchKey(what)).consistentRead(true))
        .item();
  }

  /** The values are an item of their own, so that they expire and what is known does not. */
  @Override
  public Optional<UpdateWatch> saveWatch(UpdateWatch before, UpdateWatch after) {
    UpdateWatch stored = after.stored(before.version() + 1);
    Map<String, AttributeValue> state = UpdateWatchItem.state(stored);
    state.putAll(watchKey(STATE));
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(
        DynamoDbLinks.put(
            DynamoDbLinks.guarded(Put.builder().tableName(table).item(state), before.version())));
    if (!stored.filled().isEmpty()) {
      Map<String, AttributeValue> values = UpdateWatchItem.values(stored);
      values.putAll(watchKey(VALUES));
      values.put(
          LinkTable.EXPIRES_AT,
          AttributeValue.fromN(
              Long.toString(clock.instant().plus(WATCHED_VALUES_LIVE).getEpochSecond())));
      writes.add(DynamoDbLinks.put(Put.builder().tableName(table).item(values).build()));
    } else if (!before.filled().isEmpty()) {
      writes.add(
          TransactWriteItem.builder()
              .delete(Delete.builder().tableName(table).key(watchKey(VALUES)).build())
              .build());
    }
    try {
      client.transactWriteItems(request -> request.transactItems(writes));
      return Optional.of(stored);
    } catch (TransactionCanceledException e) {
      if (!DynamoDbLinks.isChanged(e)) {
        throw e;
      }
      return Optional.empty();
    } catch (TransactionConflictException e) {
      return Optional.empty();
    }
  }

  private Map<String, AttributeValue> watchKey(String what) {
    return LinkStore.key(webCrm + "-watch", kind + "#" + what);
  }
}
