package no.tandem.local.database;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import no.tandem.local.http.Ports;
import no.tandem.remote.SystemWaiting;

/** A running DynamoDB Local with an empty database in memory. */
public final class DynamoDbLocal implements AutoCloseable {
  private static final Path CLASS_PATH = Path.of("target", "dynamodb-local.classpath");
  private static final Path LOG = Path.of("target", "dynamodb-local.log");
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final Process process;
  private final int port;

  private DynamoDbLocal(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it on a free port. */
  public static DynamoDbLocal start() {
    return start(Ports.anyFree());
  }

  /** Starts it and waits until it listens. */
  public static DynamoDbLocal start(int port) {
    try {
      Process process = launch(port);
      SystemWaiting waiting = new SystemWaiting();
      for (long looks = LONGEST_START.dividedBy(BETWEEN_LOOKS); looks > 0; looks--) {
        if (listens(port)) {
          return new DynamoDbLocal(process, port);
        }
        if (!process.isAlive()) {
          break;
        }
        waiting.pause(BETWEEN_LOOKS);
      }
      process.destroyForcibly();
      throw new IllegalStateException(
          "DynamoDB Local did not start on port " + port + "; see " + LOG.toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process launch(int port) throws IOException {
    if (!Files.exists(CLASS_PATH)) {
      throw new IllegalStateException(
          CLASS_PATH.toAbsolutePath()
              + " is missing; run ./mvnw generate-resources in the project's root");
    }
    String classPath = Files.readString(CLASS_PATH).strip();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dsqlite4java.library.path=" + nativeLibraryFolder(classPath),
            // It prints warnings otherwise; it is old.
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            ownClasses() + File.pathSeparator + classPath,
            DynamoDbLocalProcess.class.getName(),
            "-inMemory",
            "-sharedDb",
            "-disableTelemetry",
            "-port",
            Integer.toString(port));
    builder.redirectErrorStream(true);
    builder.redirectOutput(LOG.toFile());
    return builder.start();
  }

  private static String nativeLibraryFolder(String classPath) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String wanted =
        system.contains("mac") ? "dylib" : system.contains("win") ? ".dll" : "linux-amd64";
    return Stream.of(classPath.split(File.pathSeparator, -1))
        .filter(entry -> entry.contains("sqlite4java") && !entry.endsWith(".jar"))
        .filter(entry -> entry.contains(wanted))
        .findFirst()
        .map(entry -> entry.substring(0, entry.lastIndexOf(File.separatorChar)))
        .orElse("");
  }

  private static String ownClasses() {
    try {
      URI location =
          DynamoDbLocalProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(location).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  public URI endpoint() {
    return URI.create("http://localhost:" + port);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
