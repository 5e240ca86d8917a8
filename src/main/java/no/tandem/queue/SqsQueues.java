package no.tandem.queue;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import no.tandem.functions.Queues;
import no.tandem.functions.TenantSettings;
import no.tandem.functions.Trace;
import no.tandem.settings.PairName;
import no.tandem.settings.Settings;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** Sends to Amazon SQS. The client is made when it is first needed: most runs send nothing. */
@Singleton
final class SqsQueues implements Queues {
  /** SQS takes no more in one call. */
  private static final int MOST_AT_ONCE = 10;

  /** Under this name a message that was set aside says why. */
  private static final String REASON = "reason";

  private final Settings.QueueSettings settings;
  private @Nullable SqsClient client;

  SqsQueues(TenantSettings settings) {
    this.settings = settings.deployment().queues();
  }

  @Override
  public boolean has(PairName pair) {
    return settings.urls().containsKey(pair);
  }

  @Override
  public void send(PairName pair, String tenant, String deduplicationId, String body) {
    String url = url(pair);
    client()
        .sendMessage(
            message ->
                message
                    .queueUrl(url)
                    .messageGroupId(tenant)
                    .messageDeduplicationId(deduplicationId(tenant, deduplicationId))
                    .messageBody(body)
                    .messageSystemAttributes(trace()));
  }

  @Override
  public void sendAll(
      PairName pair, Collection<String> tenants, String deduplicationId, String body) {
    String url = url(pair);
    List<String> all = List.copyOf(tenants);
    for (int from = 0; from < all.size(); from += MOST_AT_ONCE) {
      List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
      for (String tenant : all.subList(from, Math.min(from + MOST_AT_ONCE, all.size()))) {
        entries.add(
            SendMessageBatchRequestEntry.builder()
                .id(Integer.toString(entries.size()))
                .messageGroupId(tenant)
                .messageDeduplicationId(deduplicationId(tenant, deduplicationId))
                .messageBody(body)
                .messageSystemAttributes(trace())
                .build());
      }
      SendMessageBatchResponse answer =
          client().sendMessageBatch(batch -> batch.queueUrl(url).entries(entries));
      if (!answer.failed().isEmpty()) {
        throw new IllegalStateException(
            answer.failed().size() + " messages did not reach the queue of " + pair.key());
      }
    }
  }

  @Override
  public void giveBack(PairName pair, String receipt, Duration pause) {
    String url = url(pair);
    client()
        .changeMessageVisibility(
            change ->
                change
                    .queueUrl(url)
                    .receiptHandle(receipt)
                    .visibilityTimeout(Math.toIntExact(pause.toSeconds())));
  }

  @Override
  public boolean setAside(PairName pair, String tenant, String body, String reason) {
    Optional<String> url = Optional.ofNullable(settings.deadLetters().get(pair));
    url.ifPresent(
        there ->
            client()
                .sendMessage(
                    message ->
                        message
                            .queueUrl(there)
                            .messageGroupId(tenant)
                            .messageDeduplicationId(UUID.randomUUID().toString())
                            .messageBody(body)
                            .messageAttributes(
                                Map.of(
                                    REASON,
                                    MessageAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue(reason)
                                        .build()))
                            .messageSystemAttributes(trace())));
    return url.isPresent();
  }

  /** As X-Ray has it: Lambda hands it to the function that gets the message. */
  private static Map<MessageSystemAttributeNameForSends, MessageSystemAttributeValue> trace() {
    Map<MessageSystemAttributeNameForSends, MessageSystemAttributeValue> attributes =
        new EnumMap<>(MessageSystemAttributeNameForSends.class);
    Trace.header()
        .ifPresent(
            header ->
                attributes.put(
                    MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                    MessageSystemAttributeValue.builder()
                        .dataType("String")
                        .stringValue(header)
                        .build()));
    return attributes;
  }

  /** A queue drops what was there before, whatever its group, so the tenant is a part of it. */
  private static String deduplicationId(String tenant, String id) {
    return tenant + "/" + id;
  }

  private String url(PairName pair) {
    return Optional.ofNullable(settings.urls().get(pair))
        .orElseThrow(() -> new IllegalStateException("There is no queue for " + pair.key()));
  }

  private synchronized SqsClient client() {
    SqsClient made = client;
    if (made == null) {
      SqsClientBuilder builder =
          SqsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder());
      settings.endpoint().ifPresent(builder::endpointOverride);
      made = builder.build();
      client = made;
    }
    return made;
  }

  @PreDestroy
  synchronized void close() {
    SqsClient made = client;
    if (made != null) {
      made.close();
    }
  }
}
