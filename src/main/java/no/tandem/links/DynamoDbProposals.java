package no.tandem.links;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.tandem.sync.link.Links.StaleLinkException;
import no.tandem.sync.link.Units;
import no.tandem.sync.proposal.Entry;
import no.tandem.sync.proposal.Proposal;
import no.tandem.sync.proposal.Proposals;
import no.tandem.sync.proposal.Spent;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * The proposal of one pair, and what its budget was spent on.
 *
 * <p>Keys: the proposal is {@code tenant#pair | proposal}, its entries are {@code
 * tenant#pair#proposal | <number, 10 digits>}, the budget is {@code tenant#pair | budget}. Entries
 * expire as the history does, once they are over.
 */
final class DynamoDbProposals implements Proposals {
  private final DynamoDbLinks links;
  private final MeteredDynamoDb client;
  private final String table;
  private final String partition;
  private final String entries;
  private final Duration entriesLive;

  /**
   * @param links of the same pair
   */
  DynamoDbProposals(
      DynamoDbLinks links,
      MeteredDynamoDb client,
      String table,
      String partition,
      Duration entriesLive) {
    this.links = links;
    this.client = client;
    this.table = table;
    this.partition = partition;
    this.entries = partition + "#proposal";
    this.entriesLive = entriesLive;
  }

  @Override
  public Proposal header() {
    return ProposalItem.proposal(read("proposal"));
  }

  @Override
  public Proposal save(Proposal before, Proposal after) {
    Proposal stored = after.stored(before.version() + 1);
    save(put("proposal", before.version(), ProposalItem.of(stored)), "The proposal");
    return stored;
  }

  @Override
  public Spent spent() {
    return ProposalItem.spent(read("budget"));
  }

  @Override
  public Spent save(Spent before, Spent after) {
    Spent stored = after.stored(before.version() + 1);
    save(put("budget", before.version(), ProposalItem.of(stored)), "The budget");
    return stored;
  }

  private Map<String, AttributeValue> read(String name) {
    return client
        .getItem(
            request ->
                request.tableName(table).key(LinkStore.key(partition, name)).consistentRead(true))
        .item();
  }

  private Put put(String name, long versionBefore, Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> item = new HashMap<>(attributes);
    item.putAll(LinkStore.key(partition, name));
    return DynamoDbLinks.guarded(Put.builder().tableName(table).item(item), versionBefore);
  }

  private void save(Put put, String what) {
    try {
      client.putItem(
          request ->
              request
                  .tableName(table)
                  .item(put.item())
                  .conditionExpression(put.conditionExpression())
                  .expressionAttributeValues(DynamoDbLinks.values(put)));
    } catch (ConditionalCheckFailedException | TransactionConflictException e) {
      throw new StaleLinkException(what + " was changed by another run");
    }
  }

  @Override
  public List<Entry> entries(long from, long to) {
    List<Entry> found = new ArrayList<>();
    client
        .queryPaginator(
            QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
                .expressionAttributeValues(
                    Map.of(
                        ":pk", LinkItem.text(entries),
                        ":from", LinkItem.text(sortKey(from)),
                        ":to", LinkItem.text(sortKey(to))))
                .build())
        .items()
        .forEach(item -> found.add(ProposalItem.entry(item)));
    return found;
  }

  @Override
  public void save(Entry entry) {
    client.putItem(request -> request.tableName(table).item(item(entry)));
  }

  private Map<String, AttributeValue> item(Entry entry) {
    Map<String, AttributeValue> item = new HashMap<>(ProposalItem.of(entry));
    item.putAll(LinkStore.key(entries, sortKey(entry.number())));
    if (entry.state().isOver()) {
      item.put(
          LinkTable.EXPIRES_AT,
          AttributeValue.fromN(Long.toString(entry.at().plus(entriesLive).getEpochSecond())));
    }
    return item;
  }

  private static String sortKey(long number) {
    return "%010d".formatted(number);
  }

  @Override
  public Proposal propose(Proposal before, Proposal after, List<Proposed> some) {
    Proposal stored = after.stored(before.version() + 1);
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(put(put("proposal", before.version(), ProposalItem.of(stored))));
    for (Proposed one : some) {
      writes.add(
          put(links.linkPut(one.before(), one.after().stored(links.nextVersion(one.before())))));
      writes.addAll(links.names(one.before(), one.after()));
      writes.add(put(Put.builder().tableName(table).item(item(one.entry())).build()));
      if (one.entry().what() == Entry.What.ADOPT) {
        writes.add(put(links.wishPut(one.entry())));
      }
    }
    try {
      client.transactWriteItems(request -> request.transactItems(writes));
    } catch (TransactionCanceledException | TransactionConflictException e) {
      throw new StaleLinkException("What is proposed was changed by another run");
    }
    return stored;
  }

  private static TransactWriteItem put(Put put) {
    return TransactWriteItem.builder().put(put).build();
  }

  @Override
  public Units units() {
    return client.units();
  }
}
