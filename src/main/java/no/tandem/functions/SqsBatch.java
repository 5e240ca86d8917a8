package no.tandem.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import no.tandem.settings.PairName;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Messages of an SQS FIFO queue that one call of a function brings, answered one by one as Lambda's
 * {@code ReportBatchItemFailures} wants it.
 *
 * <p>A message that failed comes again after seconds, then after minutes: the queue itself would
 * hide it for six times the function's time limit, and with it all that its tenant's pair has to
 * do. The later ones of its group are given back unhandled, so that they stay in order. What can
 * never be handled is set aside at once.
 */
final class SqsBatch {
  private static final Logger LOG = Logger.getLogger(SqsBatch.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** After which times a message comes again, by how often it was received; then the last. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2));

  private static final Duration SHORTEST_PAUSE = PAUSES.getFirst();

  /**
   * After this many receptions a message that only waits is sent again, so that its tries are not
   * used up.
   */
  private static final int RECEIVED_OFTEN = 3;

  private final PairName pair;
  private final Queues queues;
  private final JsonNode records;

  private SqsBatch(PairName pair, Queues queues, JsonNode records) {
    this.pair = pair;
    this.queues = queues;
    this.records = records;
  }

  /** The messages that the queue is to give again. */
  @RegisterForReflection
  record Answer(List<Failure> batchItemFailures) {}

  /** One of them, by its message id. */
  @RegisterForReflection
  record Failure(String itemIdentifier) {}

  /** Whether the call is an SQS event. */
  static boolean is(@Nullable JsonNode call) {
    return call != null
        && call.path("Records").isArray()
        && call.path("Records").path(0).path("eventSource").asText().equals("aws:sqs");
  }

  static SqsBatch of(PairName pair, Queues queues, JsonNode call) {
    return new SqsBatch(pair, queues, call.path("Records"));
  }

  /**
   * Handles the messages in their order.
   *
   * @param handler takes a message's group and body; what it throws makes the message come again,
   *     and after the queue's number of tries goes to its dead-letter queue. With {@link
   *     BadRequestException} it goes there at once, and with {@link BusyException} only later
   * @param timeIsUp asked before each message but the first: the rest is given back
   */
  Answer handle(BiConsumer<String, JsonNode> handler, BooleanSupplier timeIsUp) {
    List<Failure> failures = new ArrayList<>();
    Map<String, Duration> pauses = new HashMap<>();
    boolean first = true;
    for (JsonNode record : records) {
      String group = group(record);
      if (!pauses.containsKey(group)) {
        if (!first && timeIsUp.getAsBoolean()) {
          pauses.put(group, SHORTEST_PAUSE);
        } else {
          Trace.ofMessage(record)
              .over(() -> pauseAfter(record, handler))
              .ifPresent(pause -> pauses.put(group, pause));
        }
      }
      if (pauses.containsKey(group)) {
        giveBack(record, pauses.get(group));
        failures.add(new Failure(id(record)));
      }
      first = false;
    }
    return new Answer(failures);
  }

  private static String id(JsonNode record) {
    return record.path("messageId").asText();
  }

  private static String group(JsonNode record) {
    return record.path("attributes").path("MessageGroupId").asText();
  }

  private static int received(JsonNode record) {
    return Math.max(1, record.path("attributes").path("ApproximateReceiveCount").asInt(1));
  }

  /** When the message is to come again; empty if it is dealt with. */
  private Optional<Duration> pauseAfter(JsonNode record, BiConsumer<String, JsonNode> handler) {
    String body = record.path("body").asText();
    try {
      handler.accept(group(record), MAPPER.readTree(body));
      return Optional.empty();
    } catch (BusyException e) {
      return pauseAfterBusy(record, body);
    } catch (JsonProcessingException e) {
      return pauseUnlessSetAside(record, body, "It is not valid JSON");
    } catch (BadRequestException e) {
      return pauseUnlessSetAside(record, body, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return Optional.of(pauseAfterFailure(record));
    }
  }

  private Duration pauseAfterFailure(JsonNode record) {
    Duration pause = PAUSES.get(Math.min(received(record), PAUSES.size()) - 1);
    LOG.errorf("%s: message %s failed and comes again after %s", pair.key(), id(record), pause);
    return pause;
  }

  private Optional<Duration> pauseAfterBusy(JsonNode record, String body) {
    if (received(record) < RECEIVED_OFTEN) {
      return Optional.of(SHORTEST_PAUSE);
    }
    try {
      queues.send(pair, group(record), "again-" + id(record), body);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(pauseAfterFailure(record));
    }
  }

  private Optional<Duration> pauseUnlessSetAside(JsonNode record, String body, String reason) {
    try {
      if (queues.setAside(pair, group(record), body, reason.replaceAll("\\p{Cntrl}", " "))) {
        LOG.errorf("%s: message %s was set aside: %s", pair.key(), id(record), reason);
        return Optional.empty();
      }
      LOG.errorf("%s: message %s can never be handled: %s", pair.key(), id(record), reason);
    } catch (RuntimeException e) {
      LOG.errorf("%s: message %s could not be set aside", pair.key(), id(record));
    }
    return Optional.of(pauseAfterFailure(record));
  }

  private void giveBack(JsonNode record, Duration pause) {
    String receipt = record.path("receiptHandle").asText();
    if (receipt.isEmpty() || !queues.has(pair)) {
      return;
    }
    try {
      queues.giveBack(pair, receipt, pause);
    } catch (RuntimeException e) {
      // Then it comes after the queue's own time.
      LOG.warnf("%s: message %s comes again late", pair.key(), id(record));
    }
  }
}
