package no.tandem.local.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An HTTP server on the loopback address that keeps a journal and takes injected faults. */
public final class SimulatorServer implements AutoCloseable {

  static {
    // Without it the JDK's server waits 40 ms before small answers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /**
   * One handled or refused request.
   *
   * @param status the answer's status; 0 if the connection was dropped
   */
  public record Journalled(Instant at, String method, String path, String rawQuery, int status) {}

  /** In the place of a port: nothing is listened to. */
  public static final int NO_PORT = -1;

  private record Injected(Predicate<Request> which, Fault fault, AtomicInteger left) {}

  private final @Nullable HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Clock clock;
  private final Consumer<Duration> pause;
  private final Function<Request, Answer> handler;
  private final List<Journalled> journal = new ArrayList<>();
  private final List<Injected> faults = new ArrayList<>();
  private final List<BiConsumer<Request, Answer>> observers = new CopyOnWriteArrayList<>();

  /**
   * Starts the server.
   *
   * @param port 0 takes a free one; {@link #NO_PORT} none, for use within a process
   * @param pause how a delay passes: by sleeping, or by moving a test's clock
   * @param handler must be safe to call from several threads
   */
  public SimulatorServer(
      int port, Clock clock, Consumer<Duration> pause, Function<Request, Answer> handler) {
    this.clock = clock;
    this.pause = pause;
    this.handler = handler;
    if (port == NO_PORT) {
      server = null;
      return;
    }
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
    } catch (IOException e) {
      throw new UncheckedIOException("Port " + port + " cannot be used: " + e.getMessage(), e);
    }
    server.createContext("/", this::exchange);
    server.setExecutor(executor);
    server.start();
  }

  public URI uri() {
    return URI.create("http://localhost:" + (server == null ? 0 : server.getAddress().getPort()));
  }

  /** The requests so far, oldest first. */
  public List<Journalled> journal() {
    synchronized (journal) {
      return List.copyOf(journal);
    }
  }

  public void clearJournal() {
    synchronized (journal) {
      journal.clear();
    }
  }

  /** Lets the next requests that fit, as many as times says, meet the fault. */
  public void inject(int times, Predicate<Request> which, Fault fault) {
    synchronized (faults) {
      faults.add(new Injected(which, fault, new AtomicInteger(times)));
    }
  }

  public void clearFaults() {
    synchronized (faults) {
      faults.clear();
    }
  }

  /** Shows every request and its answer, once it is answered or dropped, to the observer. */
  public void observe(BiConsumer<Request, Answer> observer) {
    observers.add(observer);
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
    executor.shutdownNow();
  }

  private void exchange(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = read(exchange);
      switch (takeFault(request).orElse(null)) {
        case null -> send(exchange, request, handle(request));
        case Fault.Refuse refuse -> send(exchange, request, refuse.answer());
        case Fault.Delay delay -> {
          pause.accept(delay.duration());
          send(exchange, request, handle(request));
        }
        case Fault.Drop drop -> note(request, 0);
        case Fault.HandleThenDrop drop -> {
          handle(request);
          note(request, 0);
        }
        case Fault.HandleThenCut cut -> sendHalf(exchange, request, handle(request));
        case Fault.HandleThenRun run -> {
          handle(request);
          note(request, 0);
          run.action().run();
        }
      }
    }
  }

  private Answer handle(Request request) {
    try {
      return handler.apply(request);
    } catch (RuntimeException e) {
      // A defect of the simulator must not pass for a behaviour of the real service.
      return new Answer(599, Map.of("Content-Type", "text/plain"), "Simulator defect: " + e);
    }
  }

  private Optional<Fault> takeFault(Request request) {
    synchronized (faults) {
      Optional<Injected> first = faults.stream().filter(f -> f.which().test(request)).findFirst();
      first.filter(f -> f.left().decrementAndGet() == 0).ifPresent(faults::remove);
      return first.map(Injected::fault);
    }
  }

  private static Request read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    URI uri = exchange.getRequestURI();
    return new Request(
        exchange.getRequestMethod(),
        uri.getPath(),
        Optional.ofNullable(uri.getRawQuery()).orElse(""),
        headers,
        body);
  }

  private void send(HttpExchange exchange, Request request, Answer answer) throws IOException {
    note(request, answer.status());
    observers.forEach(observer -> observer.accept(request, answer));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private void sendHalf(HttpExchange exchange, Request request, Answer answer) throws IOException {
    note(request, answer.status());
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), body.length + 2);
    exchange.getResponseBody().write(body, 0, body.length / 2);
    exchange.getResponseBody().flush();
  }

  private void note(Request request, int status) {
    synchronized (journal) {
      journal.add(
          new Journalled(
              clock.instant(), request.method(), request.path(), request.rawQuery(), status));
    }
  }
}
