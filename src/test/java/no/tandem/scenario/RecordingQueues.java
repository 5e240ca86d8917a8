package no.tandem.scenario;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import no.tandem.functions.PairName;
import no.tandem.functions.Queues;

/** Queues that keep what is sent; there are none unless a test says so. */
@Mock
@Singleton
public final class RecordingQueues implements Queues {
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private volatile boolean there;

  /** One message. */
  record Sent(PairName pair, String tenant, String deduplicationId, String body) {}

  void reset(boolean withQueues) {
    sent.clear();
    there = withQueues;
  }

  List<Sent> sent() {
    return List.copyOf(sent);
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
  public void sendAll(
      PairName pair, Collection<String> tenants, String deduplicationId, String body) {
    tenants.forEach(tenant -> send(pair, tenant, deduplicationId, body));
  }
}
