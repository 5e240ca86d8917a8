package no.tandem.links;

import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The table: string keys {@code pk} and {@code sk}, and an index that holds only what is held, due
 * or being created, by what it waits for, and the history by its runs.
 */
@Singleton
public final class LinkTable {
  static final String UNSETTLED_INDEX = "unsettled";
  static final String UNSETTLED_KEY = "unsettled";

  /** The second after which DynamoDB may remove an item. Links have none: they stay. */
  static final String EXPIRES_AT = "expiresAt";

  private final DynamoDbClient client;
  private final String name;

  public LinkTable(DynamoDbClient client, LinksConfiguration configuration) {
    this.client = client;
    this.name = configuration.table();
  }

  /** Makes the table and waits until it can be used. Harmless when it is there already. */
  public void createIfMissing() {
    boolean made = true;
    try {
      client.createTable(
          table ->
              table
                  .tableName(name)
                  .billingMode(BillingMode.PAY_PER_REQUEST)
                  .attributeDefinitions(string("pk"), string("sk"), string(UNSETTLED_KEY))
                  .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                  .globalSecondaryIndexes(
                      GlobalSecondaryIndex.builder()
                          .indexName(UNSETTLED_INDEX)
                          .keySchema(key(UNSETTLED_KEY, KeyType.HASH), key("sk", KeyType.RANGE))
                          .projection(
                              Projection.builder().projectionType(ProjectionType.ALL).build())
                          .build()));
    } catch (ResourceInUseException e) {
      // It is there already: the usual case.
      made = false;
    }
    client.waiter().waitUntilTableExists(table -> table.tableName(name)).matched();
    if (made) {
      client.updateTimeToLive(
          request ->
              request
                  .tableName(name)
                  .timeToLiveSpecification(ttl -> ttl.attributeName(EXPIRES_AT).enabled(true)));
    }
  }

  /** Removes the table with everything in it, for tests. */
  public void delete() {
    client.deleteTable(table -> table.tableName(name));
    client.waiter().waitUntilTableNotExists(table -> table.tableName(name)).matched();
  }

  private static AttributeDefinition string(String attribute) {
    return AttributeDefinition.builder()
        .attributeName(attribute)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement key(String attribute, KeyType type) {
    return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
  }
}
