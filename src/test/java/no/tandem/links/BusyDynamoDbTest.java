package no.tandem.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Links.StaleLinkException;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.side.RecordId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** A DynamoDB that is too busy to do all that it is asked for. */
class BusyDynamoDbTest {
  private static final LinkKey ONE = LinkKey.of(new RecordId("1"));

  private final Busy busy = new Busy();
  private final List<Duration> pauses = new ArrayList<>();
  private final Clock clock = Clock.fixed(Instant.parse("2026-11-02T12:00:00Z"), ZoneOffset.UTC);
  private final MeteredDynamoDb metered = new MeteredDynamoDb(busy);
  private final DynamoDbLinks links =
      new DynamoDbLinks(
          metered,
          "links",
          new PairKeys("berg", "customers", "organisation"),
          new DynamoDbHistory(metered, "links", "berg#customers", Duration.ofDays(90), clock),
          clock,
          pauses::add);

  private static final class Busy implements DynamoDbClient {
    private final InMemoryDynamoDb table = new InMemoryDynamoDb();
    private int leaves;
    private Optional<String> cancels = Optional.empty();

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
      return leaves-- > 0
          ? BatchGetItemResponse.builder()
              .responses(Map.of())
              .unprocessedKeys(request.requestItems())
              .build()
          : table.batchGetItem(request);
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
      return table.putItem(request);
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
      if (cancels.isPresent()) {
        throw TransactionCanceledException.builder()
            .message("cancelled")
            .cancellationReasons(
                CancellationReason.builder().code("None").build(),
                CancellationReason.builder().code(cancels.get()).build())
            .build();
      }
      return table.transactWriteItems(request);
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private static HistoryEntry entry() {
    return new HistoryEntry(
        ONE,
        Optional.empty(),
        Instant.parse("2026-11-02T12:00:00Z"),
        0,
        "run",
        "sweep",
        Optional.empty(),
        Outcome.HOLD,
        true,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void whatWasLeftIsAskedForAgainAfterLongerAndLongerPauses() {
    Link stored = links.save(link(), link());
    busy.leaves = 3;
    assertThat(links.byKey(Set.of(ONE))).containsEntry(ONE, stored);
    assertThat(pauses)
        .containsExactly(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(200));
  }

  @Test
  void itIsNotAskedForEver() {
    busy.leaves = Integer.MAX_VALUE;
    assertThatThrownBy(() -> links.byKey(Set.of(ONE))).isInstanceOf(IllegalStateException.class);
    assertThat(pauses).hasSizeLessThan(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ThrottlingError", "ProvisionedThroughputExceeded", "ValidationError"})
  void troubleInATransactionIsNotTakenForAnotherRun(String code) {
    busy.cancels = Optional.of(code);
    assertThatThrownBy(() -> links.save(link(), link(), Optional.of(entry())))
        .isInstanceOf(TransactionCanceledException.class);
  }

  @Test
  void aConditionThatFailsIs() {
    busy.cancels = Optional.of("ConditionalCheckFailed");
    assertThatThrownBy(() -> links.save(link(), link(), Optional.of(entry())))
        .isInstanceOf(StaleLinkException.class);
  }

  private static Link link() {
    return LinksContract.pending("1");
  }
}
