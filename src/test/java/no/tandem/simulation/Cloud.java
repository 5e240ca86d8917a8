package no.tandem.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import no.tandem.functions.Queues;
import no.tandem.settings.PairName;

/**
 * The pairs' FIFO queues and what works them off, as AWS documents them: one message a call, the
 * messages of a group one after the other, a given number of calls at a time, each on an instance
 * of its own that is used again; a message is given out after the queue's delay, and one that was
 * there within five minutes is dropped.
 */
final class Cloud implements Queues {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration DROPS_DOUBLES_FOR = Duration.ofMinutes(5);
  private static final Duration COLD_START = Duration.ofMillis(300);
  private static final Duration DELIVERY = Duration.ofMillis(30);

  /** The queues' own. */
  private static final Duration DELAY = Duration.ofSeconds(5);

  private final Course course;
  private final int concurrency;
  private final Supplier<Function> starter;
  private final Listener listener;
  private final Map<PairName, Pool> pools = new EnumMap<>(PairName.class);
  private int instances;

  /** A function of the package on one instance. */
  interface Function {
    JsonNode call(PairName pair, JsonNode event);
  }

  /** Hears of every call. */
  interface Listener {
    void handled(PairName pair, Message message, Instant begun);
  }

  /** A message as it waits. */
  record Message(String group, String body, Instant sent) {}

  private static final class Pool {
    private final List<Message> waiting = new ArrayList<>();
    private final Map<String, Instant> known = new HashMap<>();
    private final Set<String> groupsAtWork = new HashSet<>();
    private final Deque<Function> idle = new ArrayDeque<>();
    private int longest;
  }

  Cloud(Course course, int concurrency, Supplier<Function> starter, Listener listener) {
    this.course = course;
    this.concurrency = concurrency;
    this.starter = starter;
    this.listener = listener;
    for (PairName pair : PairName.values()) {
      pools.put(pair, new Pool());
    }
  }

  @Override
  public boolean has(PairName pair) {
    return true;
  }

  @Override
  public void send(PairName pair, String tenant, String deduplicationId, String body) {
    Pool pool = pool(pair);
    Instant now = course.now();
    Instant before = pool.known.put(tenant + "/" + deduplicationId, now);
    if (before == null || !now.isBefore(before.plus(DROPS_DOUBLES_FOR))) {
      Message message = new Message(tenant, body, now);
      course.at(
          now.plus(DELAY).plus(DELIVERY),
          () -> {
            pool.waiting.add(message);
            pool.longest = Math.max(pool.longest, pool.waiting.size());
            dispatch(pair);
          });
    }
  }

  @Override
  public void sendAll(
      PairName pair, Collection<String> tenants, String deduplicationId, String body) {
    tenants.forEach(tenant -> send(pair, tenant, deduplicationId, body));
  }

  @Override
  public void giveBack(PairName pair, String receipt, Duration pause) {
    throw new AssertionError("A message failed that comes again after " + pause);
  }

  @Override
  public boolean setAside(PairName pair, String tenant, String body, String reason) {
    throw new AssertionError("A message of " + tenant + " was set aside: " + reason);
  }

  private Pool pool(PairName pair) {
    return Objects.requireNonNull(pools.get(pair));
  }

  private void dispatch(PairName pair) {
    Pool pool = pool(pair);
    Iterator<Message> all = pool.waiting.iterator();
    while (pool.groupsAtWork.size() < concurrency && all.hasNext()) {
      Message message = all.next();
      if (pool.groupsAtWork.add(message.group())) {
        all.remove();
        course.at(course.now(), () -> work(pair, pool, message));
      }
    }
  }

  private void work(PairName pair, Pool pool, Message message) {
    Function function = pool.idle.pollFirst();
    if (function == null) {
      instances++;
      function = starter.get();
      course.pause(COLD_START);
    }
    Instant begun = course.now();
    JsonNode answer = function.call(pair, event(message));
    if (!answer.path("batchItemFailures").isEmpty()) {
      throw new AssertionError("A message of " + message.group() + " failed: " + message.body());
    }
    pool.idle.addFirst(function);
    pool.groupsAtWork.remove(message.group());
    listener.handled(pair, message, begun);
    dispatch(pair);
  }

  private static JsonNode event(Message message) {
    ObjectNode event = MAPPER.createObjectNode();
    ObjectNode record = event.putArray("Records").addObject();
    record.put("messageId", "1").put("body", message.body()).put("eventSource", "aws:sqs");
    record.putObject("attributes").put("MessageGroupId", message.group());
    return event;
  }

  int instances() {
    return instances;
  }

  /** The longest that each queue ever was. */
  List<Integer> longestQueues() {
    return pools.values().stream().map(pool -> pool.longest).toList();
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
