package no.tandem.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import io.netty.channel.ConnectTimeoutException;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator is told where a system does not answer as it does. */
class PlaceTest {
  private static final Place PLACE =
      new Place(
          SystemName.WEBCRM,
          "WEBCRM_URL",
          URI.create("https://webcrm.example"),
          "WEBCRM_TIMEOUT",
          "WEBCRM_APPLICATION_TOKEN");

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new UnknownHostException("webcrm.example"), "not known (DNS)"),
        Arguments.of(new ConnectException("Connection refused: x/1.2.3.4:443"), "was refused"),
        Arguments.of(new ConnectException("Network is unreachable"), "no way to it"),
        Arguments.of(
            new ConnectTimeoutException("connection timed out"), "no connection within WEBCRM_T"),
        Arguments.of(new TimeoutException("2000 ms"), "no answer within WEBCRM_TIMEOUT"),
        Arguments.of(
            new SSLHandshakeException("PKIX path building failed"),
            "no TLS connection: PKIX path building failed. Check whether it is https at all"),
        Arguments.of(new SocketException("Connection reset"), "was closed before the answer"),
        Arguments.of(new IOException("Connection was closed"), "was closed before the answer"),
        Arguments.of(new JsonParseException(null, "Kari"), "something else than webCRM"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void theSettingItsAddressAndWhatWasSeenAreNamed(Exception failure, String seen) {
    assertThat(PLACE.unanswered(new ProcessingException(failure)))
        .startsWith("WEBCRM_URL (https://webcrm.example): ")
        .contains(seen)
        .doesNotContain("Exception", "Kari");
  }

  @Test
  void howFarAConnectionGetsIsFoundOut() throws IOException {
    Duration timeout = Duration.ofMillis(500);
    String listens;
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listens = "localhost:" + silent.getLocalPort();
      assertThat(Reach.failure(URI.create("http://" + listens), timeout)).isEmpty();
      assertThat(told("https://" + listens, timeout)).contains("no answer within WEBCRM_TIMEOUT");
    }
    assertThat(told("http://" + listens, timeout)).contains("the connection was refused");
    assertThat(told("http://no-such-host.invalid", timeout)).contains("not known (DNS)");
  }

  private static String told(String address, Duration timeout) {
    return PLACE.unanswered(Reach.failure(URI.create(address), timeout).orElseThrow());
  }
}
