package no.tandem.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import no.tandem.settings.PairName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a message comes again. */
class SqsBatchTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final Remembering queues = new Remembering();
  private final ObjectNode event = MAPPER.createObjectNode();

  /** Remembers what it is asked for; the queue of departments has no dead-letter queue. */
  private static final class Remembering implements Queues {
    private final Map<String, Duration> pauses = new LinkedHashMap<>();
    private final List<String> aside = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private boolean down;

    @Override
    public boolean has(PairName pair) {
      return true;
    }

    @Override
    public void send(PairName pair, String tenant, String deduplicationId, String body) {
      sent.add(tenant + " " + deduplicationId + " " + body);
    }

    @Override
    public void sendAll(
        PairName pair, Collection<String> tenants, String deduplicationId, String body) {
      throw new AssertionError("not here");
    }

    @Override
    public void giveBack(PairName pair, String receipt, Duration pause) {
      if (down) {
        throw new IllegalStateException("no SQS");
      }
      pauses.put(receipt, pause);
    }

    @Override
    public boolean setAside(PairName pair, String tenant, String body, String reason) {
      if (down) {
        throw new IllegalStateException("no SQS");
      }
      aside.add(tenant + " " + body + ": " + reason);
      return pair != PairName.DEPARTMENTS;
    }
  }

  private void message(String id, String group, int received, String body) {
    ObjectNode record = event.withArray("Records").addObject();
    record.put("messageId", id).put("body", body).put("eventSource", "aws:sqs");
    record.put("receiptHandle", "receipt-" + id);
    record
        .putObject("attributes")
        .put("MessageGroupId", group)
        .put("ApproximateReceiveCount", Integer.toString(received));
  }

  private List<String> failures(PairName pair, BiConsumer<String, JsonNode> handler) {
    return SqsBatch.of(pair, queues, event)
        .handle(handler, () -> false)
        .batchItemFailures()
        .stream()
        .map(SqsBatch.Failure::itemIdentifier)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"1, PT5S", "2, PT30S", "3, PT2M", "4, PT2M", "50, PT2M"})
  void whatFailedComesAgainAfterSecondsThenAfterMinutes(int received, Duration pause) {
    message("1", "berg", received, "{}");
    assertThat(failures(PairName.CUSTOMERS, SqsBatchTest::fails)).containsExactly("1");
    assertThat(queues.pauses).isEqualTo(Map.of("receipt-1", pause));
  }

  @Test
  void theLaterOnesOfItsGroupComeWithItAndOthersAreHandled() {
    List<String> handled = new ArrayList<>();
    message("1", "berg", 2, "{\"n\":1}");
    message("2", "berg", 1, "{\"n\":2}");
    message("3", "dal", 1, "{\"n\":3}");
    BiConsumer<String, JsonNode> handler =
        (group, body) -> {
          handled.add(group);
          if (group.equals("berg")) {
            fails(group, body);
          }
        };
    assertThat(failures(PairName.CUSTOMERS, handler)).containsExactly("1", "2");
    assertThat(handled).containsExactly("berg", "dal");
    assertThat(queues.pauses)
        .containsOnly(
            Map.entry("receipt-1", Duration.ofSeconds(30)),
            Map.entry("receipt-2", Duration.ofSeconds(30)));
  }

  @Test
  void whatIsOutOfTimeComesAgainSoon() {
    message("1", "berg", 1, "{}");
    message("2", "dal", 1, "{}");
    SqsBatch.Answer answer =
        SqsBatch.of(PairName.CUSTOMERS, queues, event).handle((group, body) -> {}, () -> true);
    assertThat(answer.batchItemFailures()).containsExactly(new SqsBatch.Failure("2"));
    assertThat(queues.pauses).containsOnlyKeys("receipt-2");
  }

  @Test
  void whatCanNeverBeHandledIsSetAsideAtOnce() {
    message("1", "berg", 1, "not JSON");
    message("2", "berg", 1, "{\"sweep\":\"half\"}");
    message("3", "berg", 1, "{}");
    List<String> handled = new ArrayList<>();
    BiConsumer<String, JsonNode> handler =
        (group, body) -> {
          if (body.has("sweep")) {
            throw new BadRequestException("'sweep' must be\nchanges");
          }
          handled.add(group);
        };
    assertThat(failures(PairName.CUSTOMERS, handler)).isEmpty();
    assertThat(queues.aside)
        .containsExactly(
            "berg not JSON: It is not valid JSON",
            "berg {\"sweep\":\"half\"}: 'sweep' must be changes");
    assertThat(handled).containsExactly("berg");
    assertThat(queues.pauses).isEmpty();
  }

  @Test
  void whatCannotBeSetAsideComesAgain() {
    message("1", "berg", 1, "not JSON");
    assertThat(failures(PairName.DEPARTMENTS, SqsBatchTest::fails))
        .as("no such queue")
        .containsExactly("1");
    queues.down = true;
    assertThat(failures(PairName.CUSTOMERS, SqsBatchTest::fails)).as("no SQS").containsExactly("1");
  }

  @Test
  void whatWaitsForAnotherRunComesAgainWithoutSpendingItsTries() {
    message("1", "berg", 2, "{\"sweep\":\"changes\"}");
    assertThat(failures(PairName.CUSTOMERS, SqsBatchTest::waits)).containsExactly("1");
    assertThat(queues.pauses).isEqualTo(Map.of("receipt-1", Duration.ofSeconds(5)));
    event.removeAll();
    message("2", "berg", 3, "{\"sweep\":\"changes\"}");
    assertThat(failures(PairName.CUSTOMERS, SqsBatchTest::waits)).isEmpty();
    assertThat(queues.sent).containsExactly("berg again-2 {\"sweep\":\"changes\"}");
  }

  private static void fails(String group, JsonNode body) {
    throw new IllegalStateException("the database is away");
  }

  private static void waits(String group, JsonNode body) {
    throw new BusyException();
  }
}
