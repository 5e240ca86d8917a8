package no.tandem.links;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import no.tandem.remote.Batons;
import no.tandem.remote.Reservations;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Reservations in the links' table: one item for each limit, {@code #limit#<name> | limit}, whose
 * {@code next} says up to when the limit is used up, in microseconds since 1970.
 *
 * <p>A reservation is one conditional write that moves {@code next} on, from itself while requests
 * queue, or from now after a pause. A baton is an item {@code #turn#<name> | turn}, there while a
 * process has it. Each adds to what is there, so writers cannot undo each other.
 */
@Singleton
public final class DynamoDbReservations implements Reservations, Batons {
  private static final Logger LOG = Logger.getLogger(DynamoDbReservations.class);
  private static final Duration ITEM_LIVES = Duration.ofDays(1);
  private static final String NO_TURN = "none";
  private static final Duration TELL_AGAIN = Duration.ofMinutes(1);
  private static final String QUEUED = "SET #next = #next + :interval, expiresAt = :expiresAt";
  private static final String FRESH = "SET #next = :fresh, expiresAt = :expiresAt";

  /** Another process won each try that is lost; this many in a row do not happen. */
  private static final int MOST_TRIES = 20;

  private final DynamoDbClient client;
  private final String table;
  private final Clock clock;
  private final Map<String, Long> lastSeen = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> lastLogged = new AtomicReference<>(Instant.MIN);

  public DynamoDbReservations(
      DynamoDbClient client, LinksConfiguration configuration, Clock clock) {
    this.client = client;
    this.table = configuration.table();
    this.clock = clock;
  }

  @Override
  public Answer reserve(String limit, Instant now, Pace pace, Duration longestQueue) {
    try {
      return new Request(limit, micros(now), pace, longestQueue).answer();
    } catch (SdkException e) {
      Instant last = lastLogged.get();
      if (clock.instant().isAfter(last.plus(TELL_AGAIN))
          && lastLogged.compareAndSet(last, clock.instant())) {
        LOG.warnf(
            "The shared request limit cannot be reached; this process keeps its own: %s",
            e.getClass().getSimpleName());
      }
      return new Answer.Unreachable();
    }
  }

  // --- batons ---

  @Override
  public Optional<String> takeBaton(String name, String mine, Optional<String> lost, Instant now) {
    Map<String, AttributeValue> item = new HashMap<>(baton(name));
    item.put("turn", LinkItem.text(mine));
    item.put(LinkTable.EXPIRES_AT, number(now.plus(ITEM_LIVES).getEpochSecond()));
    try {
      client.putItem(
          request ->
              request
                  .tableName(table)
                  .item(item)
                  .conditionExpression("attribute_not_exists(pk) OR turn = :lost")
                  .expressionAttributeValues(Map.of(":lost", LinkItem.text(lost.orElse(NO_TURN))))
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
      return Optional.empty();
    } catch (ConditionalCheckFailedException e) {
      return Optional.of(e.hasItem() ? LinkItem.string(e.item(), "turn").orElse(NO_TURN) : NO_TURN);
    }
  }

  @Override
  public void giveBatonBack(String name, String mine) {
    try {
      client.deleteItem(
          request ->
              request
                  .tableName(table)
                  .key(baton(name))
                  .conditionExpression("turn = :mine")
                  .expressionAttributeValues(Map.of(":mine", LinkItem.text(mine))));
    } catch (ConditionalCheckFailedException e) {
      // Another process took it for lost.
    } catch (SdkException e) {
      // It will be taken for lost.
      LOG.debugf("A baton was not given back: %s", e.getClass().getSimpleName());
    }
  }

  private static Map<String, AttributeValue> baton(String name) {
    return LinkStore.key("#turn#" + name, "turn");
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }

  private static AttributeValue number(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }

  /** One request for a moment; all times in microseconds. */
  private final class Request {
    private final String limit;
    private final long now;
    private final long interval;
    private final long burst;
    private final long longestQueue;

    Request(String limit, long now, Pace pace, Duration longestQueue) {
      this.limit = limit;
      this.now = now;
      this.interval = micros(pace.interval());
      this.burst = micros(pace.burst());
      this.longestQueue = micros(longestQueue);
    }

    Answer answer() {
      long seen = lastSeen.getOrDefault(limit, 0L);
      for (int i = 0; i < MOST_TRIES; i++) {
        // What was seen before this call may be old, so no call is sent away for it.
        if (i > 0 && queue(seen) > longestQueue) {
          return new Answer.Busy(Duration.of(queue(seen), ChronoUnit.MICROS));
        }
        boolean fresh = seen < now;
        try {
          long next = fresh ? fresh() : queued();
          lastSeen.put(limit, next);
          long moment = Math.max(now, next - interval - burst);
          return new Answer.Reserved(Instant.EPOCH.plus(moment, ChronoUnit.MICROS));
        } catch (ConditionalCheckFailedException e) {
          seen = e.hasItem() ? LinkItem.number(e.item(), "next") : 0;
        }
      }
      return new Answer.Busy(Duration.of(Math.max(0, queue(seen)), ChronoUnit.MICROS));
    }

    /** How far away the moment after {@code next} is. */
    private long queue(long next) {
      return next - burst - now;
    }

    private long queued() {
      return update(
          QUEUED,
          "#next BETWEEN :now AND :last",
          Map.of(
              ":now", number(now),
              ":last", number(now + burst + longestQueue),
              ":interval", number(interval)));
    }

    private long fresh() {
      return update(
          FRESH,
          "attribute_not_exists(#next) OR #next < :now",
          Map.of(":now", number(now), ":fresh", number(now + interval)));
    }

    private long update(String update, String condition, Map<String, AttributeValue> more) {
      Map<String, AttributeValue> values = new HashMap<>(more);
      values.put(
          ":expiresAt",
          number(Instant.EPOCH.plus(now, ChronoUnit.MICROS).plus(ITEM_LIVES).getEpochSecond()));
      Map<String, AttributeValue> stored =
          client
              .updateItem(
                  request ->
                      request
                          .tableName(table)
                          .key(LinkStore.key("#limit#" + limit, "limit"))
                          .updateExpression(update)
                          .conditionExpression(condition)
                          .expressionAttributeNames(Map.of("#next", "next"))
                          .expressionAttributeValues(values)
                          .returnValues(ReturnValue.UPDATED_NEW)
                          .returnValuesOnConditionCheckFailure(
                              ReturnValuesOnConditionCheckFailure.ALL_OLD))
              .attributes();
      return LinkItem.number(stored, "next");
    }
  }
}
