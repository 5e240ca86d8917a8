package no.tandem.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.paginators.QueryIterable;

/** A table that shows and stores items as another one does, unless a mutant says otherwise. */
class StoreDecorator implements DynamoDbClient {
  protected final DynamoDbClient real;

  StoreDecorator(DynamoDbClient real) {
    this.real = real;
  }

  /** The item as it is shown. */
  Map<String, AttributeValue> shown(Map<String, AttributeValue> item) {
    return item;
  }

  /** Whether the index of what is unsettled shows the item. */
  boolean isIndexed(Map<String, AttributeValue> item) {
    return true;
  }

  /** What is put; empty for nothing. */
  Optional<Put> put(Put put) {
    return Optional.of(put);
  }

  static boolean isLink(Map<String, AttributeValue> item) {
    return item.containsKey("sk") && item.get("sk").s().startsWith("link#");
  }

  static String text(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(AttributeValue::s).orElse("");
  }

  /** A member of a link's hold, such as its kind and code. */
  static String hold(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get("hold")).map(hold -> text(hold.m(), name)).orElse("");
  }

  static Map<String, AttributeValue> without(Map<String, AttributeValue> item, String name) {
    Map<String, AttributeValue> less = new TreeMap<>(item);
    less.remove(name);
    return less;
  }

  static Map<String, AttributeValue> with(
      Map<String, AttributeValue> item, String name, AttributeValue value) {
    Map<String, AttributeValue> more = new TreeMap<>(item);
    more.put(name, value);
    return more;
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    GetItemResponse answer = real.getItem(request);
    return answer.hasItem() ? answer.toBuilder().item(shown(answer.item())).build() : answer;
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    BatchGetItemResponse answer = real.batchGetItem(request);
    Map<String, List<Map<String, AttributeValue>>> shown = new TreeMap<>();
    answer
        .responses()
        .forEach((table, items) -> shown.put(table, items.stream().map(this::shown).toList()));
    return answer.toBuilder().responses(shown).build();
  }

  @Override
  public QueryIterable queryPaginator(QueryRequest request) {
    return new QueryIterable(this, request);
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    QueryResponse answer = real.query(request);
    return answer.toBuilder()
        .items(
            answer.items().stream()
                .filter(item -> request.indexName() == null || isIndexed(item))
                .map(this::shown)
                .toList())
        .build();
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    Put.Builder put =
        Put.builder()
            .tableName(request.tableName())
            .item(request.item())
            .conditionExpression(request.conditionExpression());
    if (request.hasExpressionAttributeNames()) {
      put.expressionAttributeNames(request.expressionAttributeNames());
    }
    if (request.hasExpressionAttributeValues()) {
      put.expressionAttributeValues(request.expressionAttributeValues());
    }
    Optional<Put> changed = put(put.build());
    return changed.isEmpty()
        ? PutItemResponse.builder().build()
        : real.putItem(
            request.toBuilder()
                .item(changed.get().item())
                .conditionExpression(changed.get().conditionExpression())
                .build());
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    List<TransactWriteItem> writes = new ArrayList<>();
    for (TransactWriteItem write : request.transactItems()) {
      if (write.put() == null) {
        writes.add(write);
      } else {
        put(write.put()).ifPresent(put -> writes.add(TransactWriteItem.builder().put(put).build()));
      }
    }
    return writes.isEmpty()
        ? TransactWriteItemsResponse.builder().build()
        : real.transactWriteItems(request.toBuilder().transactItems(writes).build());
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    return real.updateItem(request);
  }

  @Override
  public DeleteItemResponse deleteItem(DeleteItemRequest request) {
    return real.deleteItem(request);
  }

  @Override
  public String serviceName() {
    return real.serviceName();
  }

  @Override
  public void close() {}
}
