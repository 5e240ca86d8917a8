package no.tandem.links;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

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

  private static final int LONGEST_TEXT = 300;

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

  /**
   * What an operator has to know where the table cannot be used, if that is why something failed.
   */
  public static Optional<String> trouble(Throwable failure, LinksConfiguration configuration) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ResourceNotFoundException) {
        return Optional.of(missing(configuration.table()));
      }
      if (cause instanceof SdkException e) {
        return Optional.of(
            "The table "
                + configuration.table()
                + " (LINKS_TABLE) cannot be used: "
                + line(String.valueOf(e.getMessage()))
                + ". It is looked for where LINKS_ENDPOINT says, else on AWS in AWS_REGION with the"
                + " SDK's usual credentials (AWS_ACCESS_KEY_ID or AWS_PROFILE)");
      }
    }
    return Optional.empty();
  }

  private static String missing(String table) {
    return "There is no table "
        + table
        + " (LINKS_TABLE) where LINKS_ENDPOINT says, else on AWS in AWS_REGION. Start Tandem once"
        + " with LINKS_CREATE_TABLE=true, or make it: aws dynamodb create-table --table-name "
        + table
        + " --billing-mode PAY_PER_REQUEST --attribute-definitions"
        + " AttributeName=pk,AttributeType=S AttributeName=sk,AttributeType=S AttributeName="
        + UNSETTLED_KEY
        + ",AttributeType=S --key-schema AttributeName=pk,KeyType=HASH"
        + " AttributeName=sk,KeyType=RANGE --global-secondary-indexes 'IndexName="
        + UNSETTLED_INDEX
        + ",KeySchema=[{AttributeName="
        + UNSETTLED_KEY
        + ",KeyType=HASH},{AttributeName=sk,KeyType=RANGE}],Projection={ProjectionType=ALL}' and"
        + " then aws dynamodb update-time-to-live --table-name "
        + table
        + " --time-to-live-specification Enabled=true,AttributeName="
        + EXPIRES_AT;
  }

  private static String line(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "...";
  }

  /**
   * The table as DynamoDB describes it.
   *
   * @param keys whether its keys are those that links need
   * @param index whether the index of what is unsettled can be used
   * @param expiry whether what has expired is removed
   * @param recovery whether it can be restored to a point in time; empty if that could not be asked
   */
  public record State(boolean keys, boolean index, boolean expiry, Optional<Boolean> recovery) {}

  /**
   * How the table stands.
   *
   * @throws SdkException if it does not exist, or cannot be asked; {@link #trouble} says what to do
   */
  public State state() {
    TableDescription table = client.describeTable(ask -> ask.tableName(name)).table();
    boolean index =
        table.globalSecondaryIndexes().stream()
            .anyMatch(
                one ->
                    one.indexName().equals(UNSETTLED_INDEX)
                        && one.indexStatus() == IndexStatus.ACTIVE);
    TimeToLiveDescription expiry =
        client.describeTimeToLive(ask -> ask.tableName(name)).timeToLiveDescription();
    return new State(
        Set.copyOf(table.keySchema())
            .equals(Set.of(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))),
        index,
        EXPIRES_AT.equals(expiry.attributeName())
            && expiry.timeToLiveStatus() != TimeToLiveStatus.DISABLED,
        recovery());
  }

  private Optional<Boolean> recovery() {
    try {
      return Optional.of(
          client
                  .describeContinuousBackups(ask -> ask.tableName(name))
                  .continuousBackupsDescription()
                  .pointInTimeRecoveryDescription()
                  .pointInTimeRecoveryStatus()
              == PointInTimeRecoveryStatus.ENABLED);
    } catch (DynamoDbException e) {
      // DynamoDB Local has no backups.
      return Optional.empty();
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
