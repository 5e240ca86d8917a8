package no.tandem.scenario;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import no.tandem.functions.Queues;
import no.tandem.settings.PairName;

/** Queues that keep what is sent; there are none unless a test says so. */
@Mock
@Singleton
public final class RecordingQueues implements Queues {
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final Map<String, Duration> pauses = new ConcurrentHashMap<>();
  private final List<String> aside = new CopyOnWriteArrayList<>();
  private volatile boolean there;

  /** One message. */
  record Sent(PairName pair, String tenant, String deduplicationId, String body) {}

  void reset(boolean withQueues) {
    sent.clear();
    pauses.clear();
    aside.clear();
    there = withQueues;
  }

  List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** What was given back, by its receipt: after which time it comes again. */
  Map<String, Duration> pauses() {
    return Map.copyOf(pauses);
  }

  /** Why messages were set aside. */
  List<String> aside() {
    return List.copyOf(aside);
  }

  @Override
  public boolean has(PairName pair) {
    return there;
  }

  @Override
  public void send(PairName pair, String tenant, String deduplicationId, String body) {
    if (!there) {
      throw new IllegalStateException("no queue");
    }
    sent.add(new Sent(pair, tenant, deduplicationId, body));
  }

  @Override
  public void giveBack(PairName pair, String receipt, Duration pause) {
    pauses.put(receipt, pause);
  }

  @Override
  public boolean setAside(PairName pair, String tenant, String body, String reason) {
    aside.add(reason);
    return true;
  }

  @Override
  public void sendAll(
      PairName pair, Collection<String> tenants, String deduplicationId, String body) {
    tenants.forEach(tenant -> send(pair, tenant, deduplicationId, body));
  }
}
