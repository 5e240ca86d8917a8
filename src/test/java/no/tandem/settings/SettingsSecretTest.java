package no.tandem.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings from a secret; Secrets Manager is played by a server that knows one answer. */
class SettingsSecretTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private HttpServer server;
  private int status = 200;
  private String answer = "{}";

  @BeforeEach
  void start() throws IOException {
    System.setProperty("aws.region", "eu-north-1");
    System.setProperty("aws.accessKeyId", "local");
    System.setProperty("aws.secretAccessKey", "local");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    System.clearProperty("aws.region");
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private SettingsSecret read() {
    URI endpoint = URI.create("http://localhost:" + server.getAddress().getPort());
    return SettingsSecret.read("tandem/settings", Optional.of(endpoint));
  }

  private void secret(String text) throws IOException {
    answer = MAPPER.writeValueAsString(Map.of("Name", "tandem/settings", "SecretString", text));
  }

  @Test
  void membersAreNamedLikeTheVariables() throws IOException {
    secret("{\"POWEROFFICE_CLIENT_KEY\":\"k\",\"STOPS_MAX_RECORDS\":50,\"TENANT\":null}");
    SettingsSecret settings = read();
    assertThat(settings.value("poweroffice.client-key")).contains("k");
    assertThat(settings.value("stops.max-records")).contains("50");
    assertThat(settings.value("tenant")).isEmpty();
    assertThat(settings.value("webcrm.url")).isEmpty();
  }

  @Test
  void whatIsNoObjectIsSaidWithoutItsValue() throws IOException {
    secret("hemmelig");
    assertThatThrownBy(this::read)
        .hasMessageContaining("tandem/settings")
        .hasMessageContaining("must be a JSON object")
        .hasMessageNotContaining("hemmelig");
  }

  @Test
  void whatAwsSaysReachesTheOperator() {
    status = 400;
    answer = "{\"__type\":\"ResourceNotFoundException\",\"Message\":\"can't find the secret\"}";
    assertThatThrownBy(this::read)
        .hasMessageContaining("SETTINGS_SECRET names tandem/settings")
        .hasMessageContaining("can't find the secret");
  }
}
