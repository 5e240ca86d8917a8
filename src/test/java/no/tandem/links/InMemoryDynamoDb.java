package no.tandem.links;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.paginators.QueryIterable;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/**
 * DynamoDB's table of links in memory: what the link store uses of it, with the refusals that the
 * service has for it.
 */
public final class InMemoryDynamoDb implements DynamoDbClient {
  private static final int MOST_IN_A_BATCH = 100;
  private static final int PAGE = 50;

  /** Sees every operation, so that a test can make it fail or let the process die in it. */
  public interface Calls {

    /** Carries out the operation, or does not. */
    <T> T call(String operation, Supplier<T> handled);
  }

  private final NavigableMap<String, NavigableMap<String, Map<String, AttributeValue>>> partitions;

  /** What is in the index of what is held or due, by its key. */
  private final Map<String, NavigableMap<String, Map<String, AttributeValue>>> index;

  private final Lag lag;

  /** All items, until something changes; empty then. */
  private final AtomicReference<Map<String, Map<String, AttributeValue>>> shown;

  private final Calls calls;
  private boolean exists;

  /** How the index follows the table: at once, or later, in order. */
  private static final class Lag {
    private record Change(Instant at, Runnable change) {}

    private final Deque<Change> waiting = new ArrayDeque<>();
    private Supplier<Instant> clock = () -> Instant.EPOCH;
    private Duration behind = Duration.ZERO;
    private Runnable whenBehind = () -> {};

    void change(Runnable change) {
      if (behind.isZero()) {
        change.run();
      } else {
        waiting.addLast(new Change(clock.get().plus(behind), change));
      }
    }

    void catchUp() {
      while (!waiting.isEmpty() && !waiting.getFirst().at().isAfter(clock.get())) {
        waiting.removeFirst().change().run();
      }
      if (!waiting.isEmpty()) {
        whenBehind.run();
      }
    }
  }

  public InMemoryDynamoDb() {
    this(
        new TreeMap<>(),
        new HashMap<>(),
        new Lag(),
        new AtomicReference<>(Map.of()),
        new Calls() {
          @Override
          public <T> T call(String operation, Supplier<T> handled) {
            return handled.get();
          }
        });
  }

  private InMemoryDynamoDb(
      NavigableMap<String, NavigableMap<String, Map<String, AttributeValue>>> partitions,
      Map<String, NavigableMap<String, Map<String, AttributeValue>>> index,
      Lag lag,
      AtomicReference<Map<String, Map<String, AttributeValue>>> shown,
      Calls calls) {
    this.partitions = partitions;
    this.index = index;
    this.lag = lag;
    this.shown = shown;
    this.calls = calls;
  }

  /** The same table as another client sees it. */
  public InMemoryDynamoDb through(Calls others) {
    return new InMemoryDynamoDb(partitions, index, lag, shown, others);
  }

  /**
   * From now on the index shows what the table held so long ago.
   *
   * @param whenBehind called whenever the index is asked while it is behind
   */
  public void lag(Supplier<Instant> clock, Duration behind, Runnable whenBehind) {
    lag.clock = clock;
    lag.behind = behind;
    lag.whenBehind = whenBehind;
  }

  /** All items by their keys, "pk|sk", as they are now; the same map until one changes. */
  public Map<String, Map<String, AttributeValue>> items() {
    Map<String, Map<String, AttributeValue>> all = shown.get();
    if (all.isEmpty()) {
      NavigableMap<String, Map<String, AttributeValue>> made = new TreeMap<>();
      for (Map.Entry<String, NavigableMap<String, Map<String, AttributeValue>>> partition :
          partitions.entrySet()) {
        for (Map.Entry<String, Map<String, AttributeValue>> item :
            partition.getValue().entrySet()) {
          made.put(partition.getKey() + "|" + item.getKey(), item.getValue());
        }
      }
      all = Collections.unmodifiableMap(made);
      shown.set(all);
    }
    return all;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  // --- the table itself ---

  @Override
  public CreateTableResponse createTable(CreateTableRequest request) {
    return synchronizedCall(
        "CreateTable",
        () -> {
          if (exists) {
            throw ResourceInUseException.builder().message("Table already exists").build();
          }
          exists = true;
          return CreateTableResponse.builder().build();
        });
  }

  @Override
  public DescribeTableResponse describeTable(DescribeTableRequest request) {
    return synchronizedCall(
        "DescribeTable",
        () -> {
          if (!exists) {
            throw ResourceNotFoundException.builder()
                .awsErrorDetails(
                    AwsErrorDetails.builder().errorCode("ResourceNotFoundException").build())
                .message("Requested resource not found")
                .build();
          }
          return DescribeTableResponse.builder()
              .table(table -> table.tableStatus(TableStatus.ACTIVE))
              .build();
        });
  }

  @Override
  public UpdateTimeToLiveResponse updateTimeToLive(UpdateTimeToLiveRequest request) {
    // Nothing expires here.
    return UpdateTimeToLiveResponse.builder().build();
  }

  @Override
  public DeleteTableResponse deleteTable(DeleteTableRequest request) {
    return synchronizedCall(
        "DeleteTable",
        () -> {
          partitions.clear();
          shown.set(Map.of());
          index.clear();
          exists = false;
          return DeleteTableResponse.builder().build();
        });
  }

  @Override
  public DynamoDbWaiter waiter() {
    return DynamoDbWaiter.builder().client(this).build();
  }

  // --- operations ---

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return synchronizedCall(
        "GetItem",
        () -> {
          GetItemResponse.Builder answer = GetItemResponse.builder();
          Optional<Map<String, AttributeValue>> found = find(request.key());
          found.ifPresent(answer::item);
          return answer
              .consumedCapacity(
                  Charged.read(List.of(found.orElse(Map.of())), request.consistentRead()))
              .build();
        });
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    return synchronizedCall(
        "PutItem",
        () -> {
          Optional<Map<String, AttributeValue>> before = find(key(request.item()));
          check(
              request.conditionExpression(),
              before,
              request.expressionAttributeNames(),
              request.expressionAttributeValues());
          put(request.item());
          return PutItemResponse.builder()
              .consumedCapacity(Charged.write(1, before.orElse(Map.of()), request.item()))
              .build();
        });
  }

  /** Knows SET with a value, or with an attribute and a value added to it. */
  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    return synchronizedCall(
        "UpdateItem",
        () -> {
          Optional<Map<String, AttributeValue>> before = find(request.key());
          Map<String, AttributeValue> values = request.expressionAttributeValues();
          String both = request.updateExpression() + " ; " + request.conditionExpression();
          for (String given : values.keySet()) {
            if (!both.matches("(?s).*" + given + "\\b.*")) {
              throw invalid("Value unused in expressions: " + given);
            }
          }
          Condition condition =
              new Condition(
                  request.conditionExpression(), request.expressionAttributeNames(), values);
          if (!condition.holds(before.orElse(Map.of()))) {
            ConditionalCheckFailedException.Builder failed =
                ConditionalCheckFailedException.builder();
            before.ifPresent(failed::item);
            throw failed.message("The conditional request failed").statusCode(400).build();
          }
          Map<String, AttributeValue> after = new HashMap<>(before.orElse(request.key()));
          Map<String, AttributeValue> updated = new HashMap<>();
          for (String one : request.updateExpression().replaceFirst("^SET ", "").split(", ", -1)) {
            String[] parts = one.split(" ", -1);
            String name = request.expressionAttributeNames().getOrDefault(parts[0], parts[0]);
            AttributeValue value = values.get(parts[parts.length - 1]);
            if (parts.length == 5) {
              value =
                  AttributeValue.fromN(
                      Long.toString(
                          Long.parseLong(after.get(name).n()) + Long.parseLong(value.n())));
            }
            updated.put(name, value);
          }
          after.putAll(updated);
          put(after);
          return UpdateItemResponse.builder().attributes(updated).build();
        });
  }

  @Override
  public DeleteItemResponse deleteItem(DeleteItemRequest request) {
    return synchronizedCall(
        "DeleteItem",
        () -> {
          Optional<Map<String, AttributeValue>> before = find(request.key());
          check(
              request.conditionExpression(),
              before,
              request.expressionAttributeNames(),
              request.expressionAttributeValues());
          remove(request.key());
          return DeleteItemResponse.builder()
              .consumedCapacity(Charged.write(1, before.orElse(Map.of()), Map.of()))
              .build();
        });
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    return synchronizedCall(
        "BatchGetItem",
        () -> {
          Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
          List<ConsumedCapacity> charged = new ArrayList<>();
          request
              .requestItems()
              .forEach(
                  (table, asked) -> {
                    if (asked.keys().isEmpty() || asked.keys().size() > MOST_IN_A_BATCH) {
                      throw invalid("A batch has 1 to " + MOST_IN_A_BATCH + " keys");
                    }
                    if (new HashSet<>(asked.keys()).size() < asked.keys().size()) {
                      throw invalid("Provided list of item keys contains duplicates");
                    }
                    List<Map<String, AttributeValue>> items = new ArrayList<>();
                    asked
                        .keys()
                        .forEach(
                            key -> {
                              Optional<Map<String, AttributeValue>> item = find(key);
                              item.ifPresent(items::add);
                              charged.add(
                                  Charged.read(
                                      List.of(item.orElse(Map.of())), asked.consistentRead()));
                            });
                    found.put(table, items);
                  });
          return BatchGetItemResponse.builder()
              .responses(found)
              .unprocessedKeys(Map.of())
              .consumedCapacity(charged)
              .build();
        });
  }

  /** Knows deletes. */
  @Override
  public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
    return synchronizedCall(
        "BatchWriteItem",
        () -> {
          request
              .requestItems()
              .forEach(
                  (table, writes) -> {
                    if (writes.isEmpty() || writes.size() > 25) {
                      throw invalid("A batch has 1 to 25 writes");
                    }
                    writes.forEach(
                        write -> {
                          find(write.deleteRequest().key());
                          remove(write.deleteRequest().key());
                        });
                  });
          return BatchWriteItemResponse.builder().unprocessedItems(Map.of()).build();
        });
  }

  @Override
  public QueryIterable queryPaginator(QueryRequest request) {
    return new QueryIterable(this, request);
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return synchronizedCall(
        "Query",
        () -> {
          List<Map<String, AttributeValue>> hits = new ArrayList<>();
          String from = request.hasExclusiveStartKey() ? name(request.exclusiveStartKey()) : "";
          Condition condition =
              new Condition(
                  request.keyConditionExpression(),
                  request.expressionAttributeNames(),
                  request.expressionAttributeValues());
          // Every query here is for one key, named :pk.
          String key = request.expressionAttributeValues().get(":pk").s();
          boolean table = request.indexName() == null;
          String start =
              table && !from.isEmpty() ? request.exclusiveStartKey().get("sk").s() : from;
          NavigableMap<String, Map<String, AttributeValue>> items =
              table ? partitions.getOrDefault(key, new TreeMap<>()) : indexed(key);
          for (Map<String, AttributeValue> item : items.tailMap(start, false).values()) {
            if (condition.holds(item)) {
              hits.add(item);
              if (hits.size() > PAGE) {
                break;
              }
            }
          }
          condition.checkAllUsed();
          boolean more = hits.size() > PAGE;
          List<Map<String, AttributeValue>> page = more ? hits.subList(0, PAGE) : hits;
          QueryResponse.Builder answer =
              QueryResponse.builder()
                  .items(page)
                  .count(page.size())
                  .consumedCapacity(Charged.read(page, request.consistentRead()));
          if (more) {
            answer.lastEvaluatedKey(key(page.getLast()));
          }
          return answer.build();
        });
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    return synchronizedCall(
        "TransactWriteItems",
        () -> {
          List<CancellationReason> reasons = new ArrayList<>();
          Set<Map<String, AttributeValue>> keys = new HashSet<>();
          boolean failed = false;
          for (TransactWriteItem write : request.transactItems()) {
            Map<String, AttributeValue> key = target(write);
            if (!keys.add(key)) {
              throw invalid("Transaction request cannot include multiple operations on one item");
            }
            boolean holds = holds(write, find(key));
            failed |= !holds;
            reasons.add(
                CancellationReason.builder()
                    .code(holds ? "None" : "ConditionalCheckFailed")
                    .build());
          }
          if (failed) {
            throw TransactionCanceledException.builder()
                .message("Transaction cancelled")
                .cancellationReasons(reasons)
                .statusCode(400)
                .build();
          }
          List<ConsumedCapacity> charged = new ArrayList<>();
          for (TransactWriteItem write : request.transactItems()) {
            Map<String, AttributeValue> before = find(target(write)).orElse(Map.of());
            if (write.put() != null) {
              put(write.put().item());
              charged.add(Charged.write(2, before, write.put().item()));
            } else {
              remove(write.delete().key());
              charged.add(Charged.write(2, before, Map.of()));
            }
          }
          return TransactWriteItemsResponse.builder().consumedCapacity(charged).build();
        });
  }

  private static Map<String, AttributeValue> target(TransactWriteItem write) {
    if (write.put() != null) {
      return key(write.put().item());
    }
    if (write.delete() != null) {
      return write.delete().key();
    }
    throw invalid("Only puts and deletes are known here");
  }

  private static boolean holds(
      TransactWriteItem write, Optional<Map<String, AttributeValue>> before) {
    if (write.put() != null) {
      Put put = write.put();
      return holds(
          put.conditionExpression(),
          before,
          put.expressionAttributeNames(),
          put.expressionAttributeValues());
    }
    Delete delete = write.delete();
    return holds(
        delete.conditionExpression(),
        before,
        delete.expressionAttributeNames(),
        delete.expressionAttributeValues());
  }

  private <T> T synchronizedCall(String operation, Supplier<T> handled) {
    return calls.call(
        operation,
        () -> {
          synchronized (partitions) {
            return handled.get();
          }
        });
  }

  // --- what it charges ---

  /** As the service's documentation says; a page of a query here is smaller than its. */
  private static final class Charged {
    private static final int READ_UNIT = 4096;
    private static final int WRITE_UNIT = 1024;

    private Charged() {}

    /** All together. */
    static ConsumedCapacity read(
        List<Map<String, AttributeValue>> items, @Nullable Boolean consistent) {
      long bytes = items.stream().mapToLong(Charged::bytes).sum();
      double units = Math.max(1.0, (double) Math.ceilDiv(bytes, READ_UNIT));
      return capacity(Boolean.TRUE.equals(consistent) ? units : units / 2);
    }

    static ConsumedCapacity write(
        int factor, Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
      long bytes = Math.max(bytes(before), bytes(after));
      double units = factor * Math.max(1.0, (double) Math.ceilDiv(bytes, WRITE_UNIT));
      AttributeValue was = before.get(LinkTable.UNSETTLED_KEY);
      AttributeValue is = after.get(LinkTable.UNSETTLED_KEY);
      if (was != null && !was.equals(is)) {
        units += (double) Math.ceilDiv(bytes(before), WRITE_UNIT);
      }
      if (is != null) {
        units += (double) Math.ceilDiv(bytes(after), WRITE_UNIT);
      }
      return capacity(units);
    }

    private static ConsumedCapacity capacity(double units) {
      return ConsumedCapacity.builder().capacityUnits(units).build();
    }

    private static long bytes(Map<String, AttributeValue> item) {
      return item.entrySet().stream()
          .mapToLong(one -> one.getKey().length() + bytes(one.getValue()))
          .sum();
    }

    private static long bytes(AttributeValue value) {
      return switch (value.type()) {
        case S -> value.s().getBytes(StandardCharsets.UTF_8).length;
        case N -> value.n().length() / 2 + 1;
        case M -> 3 + bytes(value.m()) + value.m().size();
        case L -> 3 + value.l().stream().mapToLong(one -> 1 + bytes(one)).sum();
        default -> 1;
      };
    }
  }

  // --- items ---

  private static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> key = new HashMap<>();
    for (String name : List.of("pk", "sk")) {
      AttributeValue value = item.get(name);
      if (value == null || value.s() == null || value.s().isEmpty()) {
        throw invalid("The key " + name + " must be a text that is not empty");
      }
      key.put(name, value);
    }
    return key;
  }

  private Optional<Map<String, AttributeValue>> find(Map<String, AttributeValue> key) {
    if (!key.keySet().equals(Set.of("pk", "sk"))) {
      throw invalid("The provided key element does not match the schema");
    }
    key(key);
    return Optional.ofNullable(
        partitions.getOrDefault(key.get("pk").s(), new TreeMap<>()).get(key.get("sk").s()));
  }

  private void put(Map<String, AttributeValue> item) {
    remove(key(item));
    shown.set(Map.of());
    Map<String, AttributeValue> stored = new HashMap<>(item);
    partitions
        .computeIfAbsent(item.get("pk").s(), pk -> new TreeMap<>())
        .put(item.get("sk").s(), stored);
    if (item.containsKey(LinkTable.UNSETTLED_KEY)) {
      lag.change(
          () ->
              index
                  .computeIfAbsent(item.get(LinkTable.UNSETTLED_KEY).s(), value -> new TreeMap<>())
                  .put(name(item), stored));
    }
  }

  private void remove(Map<String, AttributeValue> key) {
    shown.set(Map.of());
    Map<String, AttributeValue> removed =
        partitions.getOrDefault(key.get("pk").s(), new TreeMap<>()).remove(key.get("sk").s());
    if (removed != null && removed.containsKey(LinkTable.UNSETTLED_KEY)) {
      lag.change(
          () ->
              index
                  .getOrDefault(removed.get(LinkTable.UNSETTLED_KEY).s(), new TreeMap<>())
                  .remove(name(removed)));
    }
  }

  private static String name(Map<String, AttributeValue> item) {
    return item.get("pk").s() + "|" + item.get("sk").s();
  }

  private NavigableMap<String, Map<String, AttributeValue>> indexed(String value) {
    lag.catchUp();
    return index.getOrDefault(value, new TreeMap<>());
  }

  // --- conditions ---

  private static void check(
      String expression,
      Optional<Map<String, AttributeValue>> before,
      Map<String, String> names,
      Map<String, AttributeValue> values) {
    if (!holds(expression, before, names, values)) {
      ConditionalCheckFailedException.Builder failed = ConditionalCheckFailedException.builder();
      // Asked for or not.
      before.ifPresent(failed::item);
      throw failed.message("The conditional request failed").statusCode(400).build();
    }
  }

  private static boolean holds(
      String expression,
      Optional<Map<String, AttributeValue>> before,
      Map<String, String> names,
      Map<String, AttributeValue> values) {
    if (expression == null) {
      return true;
    }
    Condition condition = new Condition(expression, names, values);
    boolean holds = condition.holds(before.orElse(Map.of()));
    condition.checkAllUsed();
    return holds;
  }

  private static DynamoDbException invalid(String message) {
    return (DynamoDbException) DynamoDbException.builder().message(message).statusCode(400).build();
  }

  /**
   * An expression with =, <, BETWEEN, begins_with, attribute_exists, attribute_not_exists, AND, OR,
   * brackets.
   */
  private static final class Condition {
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, String> names;
    private final Map<String, AttributeValue> values;
    private Map<String, AttributeValue> item = Map.of();
    private int next;

    Condition(String text, Map<String, String> names, Map<String, AttributeValue> values) {
      this.names = names;
      this.values = values;
      var matcher =
          java.util.regex.Pattern.compile("\\s*([()=,<]|[#:]?[A-Za-z_][A-Za-z0-9_]*)")
              .matcher(text);
      int end = 0;
      while (matcher.find() && matcher.start() == end) {
        tokens.add(matcher.group(1));
        end = matcher.end();
      }
      if (!text.substring(end).isBlank()) {
        throw invalid("Not understood: " + text.substring(end));
      }
    }

    boolean holds(Map<String, AttributeValue> of) {
      item = of;
      next = 0;
      boolean result = or();
      if (next != tokens.size()) {
        throw invalid("Not understood from " + tokens.get(next));
      }
      return result;
    }

    void checkAllUsed() {
      if (!tokens.containsAll(names.keySet()) || !tokens.containsAll(values.keySet())) {
        throw invalid("Value or name unused in expressions");
      }
    }

    private boolean or() {
      boolean result = and();
      while (take("OR")) {
        result |= and();
      }
      return result;
    }

    private boolean and() {
      boolean result = term();
      while (take("AND")) {
        result &= term();
      }
      return result;
    }

    private boolean term() {
      if (take("(")) {
        boolean result = or();
        expect(")");
        return result;
      }
      String word = tokens.get(next++);
      switch (word) {
        case "attribute_exists", "attribute_not_exists" -> {
          expect("(");
          boolean there = item.containsKey(name(tokens.get(next++)));
          expect(")");
          return there == word.equals("attribute_exists");
        }
        case "begins_with" -> {
          expect("(");
          AttributeValue text = item.get(name(tokens.get(next++)));
          expect(",");
          String start = value(tokens.get(next++)).s();
          expect(")");
          return text != null && text.s().startsWith(start);
        }
        default -> {
          AttributeValue left = item.get(name(word));
          if (take("<")) {
            AttributeValue right = value(tokens.get(next++));
            return left != null && compare(left, right) < 0;
          }
          if (take("BETWEEN")) {
            AttributeValue least = value(tokens.get(next++));
            expect("AND");
            AttributeValue most = value(tokens.get(next++));
            return left != null && compare(left, least) >= 0 && compare(left, most) <= 0;
          }
          expect("=");
          return value(tokens.get(next++)).equals(left);
        }
      }
    }

    private static int compare(AttributeValue one, AttributeValue other) {
      if (one.s() != null && other.s() != null) {
        return one.s().compareTo(other.s());
      }
      return Long.compare(Long.parseLong(one.n()), Long.parseLong(other.n()));
    }

    private String name(String token) {
      if (!token.startsWith("#")) {
        return token;
      }
      return Optional.ofNullable(names.get(token))
          .orElseThrow(() -> invalid("An expression attribute name is not defined: " + token));
    }

    private AttributeValue value(String token) {
      return Optional.ofNullable(values.get(token))
          .orElseThrow(() -> invalid("An expression attribute value is not defined: " + token));
    }

    private boolean take(String token) {
      if (next < tokens.size() && tokens.get(next).equals(token)) {
        next++;
        return true;
      }
      return false;
    }

    private void expect(String token) {
      if (!take(token)) {
        throw invalid("Expected " + token);
      }
    }
  }
}
