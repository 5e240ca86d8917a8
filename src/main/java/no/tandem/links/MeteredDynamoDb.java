package no.tandem.links;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import no.tandem.sync.link.Units;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.paginators.QueryIterable;

/**
 * Adds up what DynamoDB says it charges for the link store's requests. For a rejected one it does
 * not say, so that is missing in the sum.
 */
final class MeteredDynamoDb implements DynamoDbClient {
  private final DynamoDbClient client;
  private final DoubleAdder read = new DoubleAdder();
  private final DoubleAdder write = new DoubleAdder();

  /**
   * @param client stays open when this is closed
   */
  MeteredDynamoDb(DynamoDbClient client) {
    this.client = client;
  }

  /** The sum so far. */
  Units units() {
    return new Units(read.sum(), write.sum());
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    GetItemResponse answer =
        client.getItem(
            request.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build());
    add(read, answer.consumedCapacity());
    return answer;
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    BatchGetItemResponse answer =
        client.batchGetItem(
            request.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build());
    add(read, answer.consumedCapacity());
    return answer;
  }

  @Override
  public QueryIterable queryPaginator(QueryRequest request) {
    return new QueryIterable(this, request);
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    QueryResponse answer =
        client.query(
            request.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build());
    add(read, answer.consumedCapacity());
    return answer;
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    PutItemResponse answer =
        client.putItem(
            request.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build());
    add(write, answer.consumedCapacity());
    return answer;
  }

  @Override
  public DeleteItemResponse deleteItem(DeleteItemRequest request) {
    DeleteItemResponse answer =
        client.deleteItem(
            request.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build());
    add(write, answer.consumedCapacity());
    return answer;
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    TransactWriteItemsResponse answer =
        client.transactWriteItems(
            request.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build());
    add(write, answer.consumedCapacity());
    return answer;
  }

  private static void add(DoubleAdder sum, @Nullable ConsumedCapacity consumed) {
    if (consumed != null) {
      add(sum, List.of(consumed));
    }
  }

  private static void add(DoubleAdder sum, Collection<ConsumedCapacity> consumed) {
    consumed.forEach(one -> sum.add(one.capacityUnits() == null ? 0 : one.capacityUnits()));
  }

  @Override
  public String serviceName() {
    return client.serviceName();
  }

  @Override
  public void close() {}
}
