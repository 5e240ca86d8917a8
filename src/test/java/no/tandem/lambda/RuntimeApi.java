package no.tandem.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Lambda's Runtime API (version 2018-06-01) for one process: hands out calls one at a time and
 * takes their answers and errors, as AWS documents it.
 */
final class RuntimeApi {
  private static final String BASE = "/2018-06-01/runtime/";
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final HttpServer server;
  private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
  private boolean dead;
  private volatile String lastTrace = "";
  private final Map<String, Invocation> running = new ConcurrentHashMap<>();

  private record Invocation(String id, String event, CompletableFuture<String> answer) {}

  /** The function answered with an error. */
  static final class FunctionErrorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FunctionErrorException(String error) {
      super(error);
    }
  }

  RuntimeApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(BASE, this::handle);
    server.start();
  }

  /** For {@code AWS_LAMBDA_RUNTIME_API}. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Leaves a call for the function. */
  synchronized CompletableFuture<String> invoke(String event) {
    if (dead) {
      return CompletableFuture.failedFuture(new IOException("died before the call"));
    }
    Invocation invocation =
        new Invocation(UUID.randomUUID().toString(), event, new CompletableFuture<>());
    waiting.add(invocation);
    return invocation.answer();
  }

  /** The process is gone: what it worked on has failed, as Lambda lets its caller know. */
  synchronized void functionDied() {
    dead = true;
    running.values().forEach(one -> one.answer().completeExceptionally(new IOException("died")));
    waiting.forEach(one -> one.answer().completeExceptionally(new IOException("died at start")));
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(BASE.length());
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (path.equals("invocation/next")) {
        next(exchange);
      } else if (path.equals("init/error")) {
        Invocation first = waiting.take();
        first.answer().completeExceptionally(new FunctionErrorException("init: " + body));
        answer(exchange, 202, "");
      } else {
        String[] parts = path.split("/", -1);
        Optional<Invocation> done = Optional.ofNullable(running.remove(parts[1]));
        if (parts[2].equals("response")) {
          done.ifPresent(one -> one.answer().complete(body));
        } else {
          done.ifPresent(
              one -> one.answer().completeExceptionally(new FunctionErrorException(body)));
        }
        answer(exchange, done.isPresent() ? 202 : 403, "");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  /** The root of the X-Ray trace of the call that was handed out last. */
  String lastTrace() {
    return lastTrace;
  }

  private void next(HttpExchange exchange) throws IOException, InterruptedException {
    Invocation invocation = waiting.take();
    running.put(invocation.id(), invocation);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.getResponseHeaders().add("Lambda-Runtime-Aws-Request-Id", invocation.id());
    exchange
        .getResponseHeaders()
        .add(
            "Lambda-Runtime-Deadline-Ms",
            Long.toString(Instant.now().plus(TIMEOUT).toEpochMilli()));
    exchange
        .getResponseHeaders()
        .add(
            "Lambda-Runtime-Invoked-Function-Arn",
            "arn:aws:lambda:eu-north-1:000000000000:function:tandem");
    lastTrace = invocation.id().replace("-", "").replaceFirst("^.{8}", "1-$0-");
    exchange
        .getResponseHeaders()
        .add("Lambda-Runtime-Trace-Id", "Root=" + lastTrace + ";Parent=53995c3f42cd8ad8;Sampled=0");
    answer(exchange, 200, invocation.event());
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
