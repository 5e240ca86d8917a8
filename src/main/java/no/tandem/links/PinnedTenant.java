package no.tandem.links;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.side.SystemName;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Whose records the links of one tenant are about, in one item {@code tenant#tenant | pinned}: what
 * each system calls the company that the keys open.
 */
public final class PinnedTenant {
  private static final String VERIFIED = "verified-";

  private final DynamoDbClient client;
  private final String table;
  private final Map<String, AttributeValue> key;

  PinnedTenant(DynamoDbClient client, String table, String tenant) {
    this.client = client;
    this.table = table;
    this.key = LinkStore.key(tenant + "#tenant", "pinned");
  }

  private Map<String, AttributeValue> item() {
    return client.getItem(get -> get.tableName(table).key(key).consistentRead(true)).item();
  }

  /** By system, as far as they are known. */
  public Map<SystemName, String> identities() {
    Map<String, AttributeValue> item = item();
    Map<SystemName, String> known = new EnumMap<>(SystemName.class);
    for (SystemName system : SystemName.values()) {
      LinkItem.string(item, system.key()).ifPresent(id -> known.put(system, id));
    }
    return known;
  }

  /**
   * Keeps whose keys they are if that was not known.
   *
   * @return what is known now
   */
  public String pin(SystemName system, String identity) {
    Optional<String> known = Optional.ofNullable(identities().get(system));
    if (known.isPresent()) {
      return known.get();
    }
    try {
      client.updateItem(
          update ->
              update
                  .tableName(table)
                  .key(key)
                  .updateExpression("SET #system = :identity")
                  .conditionExpression("attribute_not_exists(#system)")
                  .expressionAttributeNames(Map.of("#system", system.key()))
                  .expressionAttributeValues(Map.of(":identity", LinkItem.text(identity))));
      return identity;
    } catch (ConditionalCheckFailedException e) {
      // Another process was faster.
      return identities().getOrDefault(system, identity);
    }
  }

  /**
   * A full sweep in plan mode has compared all records of the pair.
   *
   * @param identities whose they were
   */
  public void verified(String pair, Map<SystemName, String> identities) {
    client.updateItem(
        update ->
            update
                .tableName(table)
                .key(key)
                .updateExpression("SET #pair = :identities")
                .conditionExpression("attribute_exists(pk)")
                .expressionAttributeNames(Map.of("#pair", VERIFIED + pair))
                .expressionAttributeValues(Map.of(":identities", LinkItem.text(both(identities)))));
  }

  /** Whether that was done with exactly these. */
  public boolean isVerified(String pair, Map<SystemName, String> identities) {
    return LinkItem.string(item(), VERIFIED + pair).equals(Optional.of(both(identities)));
  }

  /** From now on these are right. */
  public void confirm(Map<SystemName, String> identities, String by) {
    Map<String, AttributeValue> item = new HashMap<>(key);
    identities.forEach((system, id) -> item.put(system.key(), LinkItem.text(id)));
    item.put("confirmedBy", LinkItem.text(by));
    client.putItem(put -> put.tableName(table).item(item));
  }

  private static String both(Map<SystemName, String> identities) {
    return new EnumMap<>(identities).toString();
  }
}
