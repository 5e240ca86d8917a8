package no.tandem.queue;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import no.tandem.functions.PairName;
import no.tandem.functions.Queues;
import no.tandem.functions.Settings;
import no.tandem.functions.Trace;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** Sends to Amazon SQS. The client is made when it is first needed: most runs send nothing. */
@Singleton
final class SqsQueues implements Queues {
  private final Settings.QueueSettings settings;
  private @Nullable SqsClient client;

  SqsQueues(Settings settings) {
    this.settings = settings.queues();
  }

  @Override
  public boolean has(PairName pair) {
    return settings.urls().containsKey(pair);
  }

  @Override
  public void send(PairName pair, String tenant, String deduplicationId, String body) {
    String url =
        Optional.ofNullable(settings.urls().get(pair))
            .orElseThrow(() -> new IllegalStateException("There is no queue for " + pair.key()));
    client()
        .sendMessage(
            message ->
                traced(message)
                    .queueUrl(url)
                    .messageGroupId(tenant)
                    .messageDeduplicationId(deduplicationId)
                    .messageBody(body));
  }

  /** As X-Ray has it: Lambda hands it to the function that gets the message. */
  private static SendMessageRequest.Builder traced(SendMessageRequest.Builder message) {
    Trace.header()
        .ifPresent(
            header ->
                message.messageSystemAttributes(
                    Map.of(
                        MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                        MessageSystemAttributeValue.builder()
                            .dataType("String")
                            .stringValue(header)
                            .build())));
    return message;
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
