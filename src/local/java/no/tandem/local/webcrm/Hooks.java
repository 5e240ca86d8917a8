package no.tandem.local.webcrm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import no.tandem.local.webcrm.WebCrmSimulator.HookDelivery;
import no.tandem.local.webcrm.WebCrmSimulator.Kind;

/**
 * The registered hooks and their deliveries.
 *
 * <p>What the real service sends is not documented; there is one attempt, on a thread of its own,
 * in the order of the events.
 */
final class Hooks implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /**
   * A registered hook.
   *
   * @param createdAt as webCRM shows it
   */
  record Hook(long id, Kind kind, HookEvent event, boolean enabled, URI target, String createdAt) {

    boolean fits(Kind changed, HookEvent happened) {
      return enabled && kind == changed && event == happened;
    }
  }

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("webcrm-hooks").factory());
  private final TreeMap<Long, Hook> hooks = new TreeMap<>();
  private List<HookDelivery> deliveries = new ArrayList<>();
  private long lastId;

  synchronized void reset() {
    hooks.clear();
    deliveries = new ArrayList<>();
    lastId = 0;
  }

  synchronized long nextId() {
    return ++lastId;
  }

  synchronized void put(Hook hook) {
    hooks.put(hook.id(), hook);
  }

  synchronized boolean remove(Kind kind, long id) {
    Hook hook = hooks.get(id);
    return hook != null && hook.kind() == kind && hooks.remove(id, hook);
  }

  synchronized List<Hook> all(Kind kind) {
    return hooks.values().stream().filter(hook -> hook.kind() == kind).toList();
  }

  synchronized List<HookDelivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /** Ends when everything fired until now is delivered or given up. */
  CompletableFuture<Void> delivered() {
    return CompletableFuture.runAsync(() -> {}, executor);
  }

  synchronized void fire(Kind kind, HookEvent event, int id, URI address) {
    String body = Json.object("type", kind.entity(), "id", id, "address", address.toString());
    // What is still under way at a reset is noted where it is not read any more.
    List<HookDelivery> noted = deliveries;
    for (Hook hook : hooks.values()) {
      if (hook.fits(kind, event)) {
        executor.execute(() -> deliver(hook.target(), body, noted));
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    client.shutdownNow();
  }

  private void deliver(URI target, String body, List<HookDelivery> noted) {
    int status = send(target, body);
    synchronized (this) {
      noted.add(new HookDelivery(target, body, status));
    }
  }

  private int send(URI target, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
      return response.statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
