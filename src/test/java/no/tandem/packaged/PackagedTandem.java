package no.tandem.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import no.tandem.local.http.Ports;
import org.awaitility.Awaitility;

/** The packaged jar as a process. */
final class PackagedTandem {
  private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final Path LOGS = Path.of("target/packaged-logs");

  private final Map<String, String> environment;
  private final List<String> jvmOptions;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * @param environment the settings, as environment variables
   */
  PackagedTandem(Map<String, String> environment, List<String> jvmOptions) throws IOException {
    this.environment = environment;
    this.jvmOptions = jvmOptions;
    this.port = Ports.anyFree();
    Files.createDirectories(LOGS);
  }

  /** Starts it and waits until it listens. */
  Process start() throws IOException {
    Process process = launch();
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !process.isAlive() || listens());
    if (!process.isAlive()) {
      throw new IllegalStateException("Tandem ended at start: " + log());
    }
    return process;
  }

  /** Starts it without waiting. */
  Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-jar");
    command.add(JAR.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile()));
    return builder.start();
  }

  private File logFile() {
    return LOGS.resolve("tandem-" + port + ".log").toFile();
  }

  String log() throws IOException {
    return Files.readString(logFile().toPath());
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Calls a function; an exception if the process ends meanwhile. */
  JsonNode call(String pair, String json) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/" + pair))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(pair + " answered " + response.statusCode());
    }
    return mapper.readTree(response.body());
  }

  /** A sweep, with a go-ahead for exactly what it would do if it asks for one. */
  JsonNode approvedCall(String pair, String sweep) throws IOException, InterruptedException {
    String call = "{\"sweep\":\"" + sweep + "\"";
    JsonNode report = call(pair, call + "}");
    String revision = report.path("waiting").path("revision").asText();
    return revision.isEmpty() ? report : call(pair, call + ",\"approve\":\"" + revision + "\"}");
  }

  static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
