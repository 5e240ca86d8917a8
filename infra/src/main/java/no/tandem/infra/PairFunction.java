package no.tandem.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.eventsources.SqsEventSource;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** A pair: its queue, the dead-letter queue behind it, and the function that works them off. */
final class PairFunction extends Construct {
  /** After this many tries a message is set aside, and its tenant's next one is taken. */
  private static final int TRIES = 5;

  /**
   * One message a call: a batch would make the messages behind one that fails use up their tries
   * with it, and be set aside as well.
   */
  private static final int BATCH = 1;

  /** What the webhook's code relies on. */
  static final Duration DELAY = Duration.seconds(5);

  private final Queue queue;
  private final Queue deadLetters;
  private final TandemFunction function;

  PairFunction(
      Construct scope, Pairs pair, Parameters parameters, Table links, List<Secret> settings) {
    super(scope, pair.id());
    Duration timeout = Duration.minutes(parameters.timeout());
    deadLetters = queue("DeadLetters").retentionPeriod(Duration.days(14)).build();
    queue =
        queue("Queue")
            // What hooks name within a second is read together, and a message of one of them reads
            // what was kept before it came out (WebhookFunction).
            .deliveryDelay(DELAY)
            // As AWS advises, six times the function's timeout. That is for a function that was
            // killed: one that fails has its message come again after seconds, then minutes.
            .visibilityTimeout(Duration.minutes(6 * parameters.timeout()))
            .deadLetterQueue(
                DeadLetterQueue.builder().queue(deadLetters).maxReceiveCount(TRIES).build())
            .build();
    function =
        new TandemFunction(
            this,
            "Run",
            parameters,
            new TandemFunction.Kind(
                pair.key(), parameters.memory(), timeout, parameters.concurrency()),
            settings,
            Map.of(
                "LINKS_TABLE",
                links.getTableName(),
                "LIMITS_SHARED",
                "true",
                pair.queueVariable(),
                queue.getQueueUrl(),
                pair.queueVariable() + "_DEAD_LETTERS",
                deadLetters.getQueueUrl(),
                // Enough time left for a wait for webCRM's limit and for a slow answer.
                "RUN_TIME_LIMIT",
                (60 * parameters.timeout() - 90) + "s"));
    function.allow(
        List.of(
            "dynamodb:BatchGetItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem"),
        links.getTableArn());
    function.allow(
        List.of("dynamodb:Query"), links.getTableArn() + "/index/" + Storage.UNSETTLED_INDEX);
    function.allow(List.of("sqs:SendMessage"), queue.getQueueArn(), deadLetters.getQueueArn());
    function
        .function()
        .addEventSource(
            SqsEventSource.Builder.create(queue)
                .batchSize(BATCH)
                .reportBatchItemFailures(true)
                .maxConcurrency(parameters.concurrency())
                .build());
  }

  private Queue.Builder queue(String id) {
    return Queue.Builder.create(this, id)
        .fifo(true)
        .enforceSsl(true)
        .encryption(QueueEncryption.SQS_MANAGED);
  }

  Queue queue() {
    return queue;
  }

  Queue deadLetters() {
    return deadLetters;
  }

  TandemFunction function() {
    return function;
  }

  /** Why a queue of messages that failed has none behind it. */
  static void explain(Queue deadLetters) {
    NagSuppressions.addResourceSuppressions(
        deadLetters,
        List.of(
            NagPackSuppression.builder()
                .id("AwsSolutions-SQS3")
                .reason("It is a dead-letter queue itself; an alarm goes off when it is not empty.")
                .build()));
  }
}
