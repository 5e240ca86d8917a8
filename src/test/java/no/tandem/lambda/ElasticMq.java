package no.tandem.lambda;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import no.tandem.local.http.Ports;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** ElasticMQ, an SQS in a process of its own: its libraries are not Quarkus's. */
final class ElasticMq implements AutoCloseable {
  private final Process process;
  private final URI endpoint;
  private final SqsClient client;

  ElasticMq() throws IOException {
    int port = Ports.anyFree();
    endpoint = URI.create("http://localhost:" + port);
    File log = Path.of("target", "elasticmq.log").toFile();
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    client =
        SqsClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .endpointOverride(endpoint)
            .region(Region.EU_NORTH_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .build();
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(100))
        .until(this::answers);
  }

  private boolean answers() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "ElasticMQ ended: " + Files.readString(Path.of("target", "elasticmq.log")));
    }
    try {
      client.listQueues();
      return true;
    } catch (SdkException e) {
      return false;
    }
  }

  URI endpoint() {
    return endpoint;
  }

  SqsClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
  }

  /** The child process. ElasticMQ is not on the project's class path, so it is called by name. */
  static final class Main {

    private Main() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
      Object builder =
          Class.forName("org.elasticmq.rest.sqs.SQSRestServerBuilder")
              .getMethod("withPort", int.class)
              .invoke(null, Integer.parseInt(arguments[0]));
      builder =
          builder.getClass().getMethod("withInterface", String.class).invoke(builder, "localhost");
      Object server = builder.getClass().getMethod("start").invoke(builder);
      server.getClass().getMethod("waitUntilStarted").invoke(server);
      Thread ending =
          new Thread(
              () -> {
                try {
                  while (System.in.read() >= 0) {
                    // Only the end counts: the parent is gone.
                  }
                } catch (IOException e) {
                  // As good as the end.
                }
                Runtime.getRuntime().halt(0);
              });
      ending.start();
    }
  }
}
