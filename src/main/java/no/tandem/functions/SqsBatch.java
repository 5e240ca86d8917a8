package no.tandem.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Messages of an SQS FIFO queue that one call of a function brings, answered one by one as Lambda's
 * {@code ReportBatchItemFailures} wants it. After a message that failed, the later ones of its
 * group are given back unhandled, so that they stay in order.
 */
final class SqsBatch {
  private static final Logger LOG = Logger.getLogger(SqsBatch.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JsonNode records;

  private SqsBatch(JsonNode records) {
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

  static SqsBatch of(JsonNode call) {
    return new SqsBatch(call.path("Records"));
  }

  /**
   * Handles the messages in their order.
   *
   * @param handler takes a message's group and body; what it throws makes the message come again,
   *     and after the queue's number of tries goes to its dead-letter queue
   * @param timeIsUp asked before each message but the first: the rest is given back
   */
  Answer handle(String function, BiConsumer<String, JsonNode> handler, BooleanSupplier timeIsUp) {
    List<Failure> failures = new ArrayList<>();
    Set<String> failed = new HashSet<>();
    boolean first = true;
    for (JsonNode record : records) {
      String group = group(record);
      if (failed.contains(group)
          || (!first && timeIsUp.getAsBoolean())
          || !Trace.ofMessage(record).over(() -> isHandled(function, record, handler))) {
        failed.add(group);
        failures.add(new Failure(record.path("messageId").asText()));
      }
      first = false;
    }
    return new Answer(failures);
  }

  private static String group(JsonNode record) {
    return record.path("attributes").path("MessageGroupId").asText();
  }

  private static boolean isHandled(
      String function, JsonNode record, BiConsumer<String, JsonNode> handler) {
    String message = record.path("messageId").asText();
    try {
      handler.accept(group(record), MAPPER.readTree(record.path("body").asText()));
      return true;
    } catch (JsonProcessingException e) {
      LOG.errorf("%s: message %s is not valid JSON", function, message);
    } catch (RuntimeException e) {
      LOG.errorf("%s: message %s failed and comes again", function, message);
    }
    return false;
  }
}
