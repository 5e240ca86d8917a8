package no.tandem.poweroffice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import no.tandem.local.http.Answer;
import no.tandem.local.http.SimulatorServer;
import no.tandem.sync.side.TransientException;
import org.junit.jupiter.api.Test;

/** What an operator is told of a connection or log-in that does not work. */
@QuarkusTest
class ConnectionTest extends Connected {
  private static final String PAGE =
      "<html><head><title>Velkommen</title></head><body>" + "Hei. ".repeat(300) + "</body></html>";

  private String told(URI url, URI tokenUrl, String clientKey) {
    PowerOfficeConfiguration given = configuration(0);
    PowerOffice client =
        open(
            new PowerOfficeConfiguration(
                url,
                tokenUrl,
                given.applicationKey(),
                clientKey,
                given.subscriptionKey(),
                0,
                Duration.ofMillis(1500),
                given.overlap()));
    String text =
        catchThrowableOfType(
                TransientException.class,
                () -> client.side(PowerOffice.Kind.CUSTOMERS, ORGANISATION).all())
            .text();
    assertThat(text)
        .doesNotContain("Exception", "\n", "<", given.applicationKey(), given.subscriptionKey())
        .hasSizeLessThan(400);
    return text;
  }

  private String told(URI url) {
    PowerOfficeConfiguration given = configuration(0);
    return told(url, given.tokenUrl(), given.clientKey());
  }

  private String toldOfLogIn(URI tokenUrl) {
    PowerOfficeConfiguration given = configuration(0);
    return told(given.url(), tokenUrl, given.clientKey());
  }

  @Test
  void whereNothingListensTheSettingAndAddressAreNamed() throws IOException {
    URI nowhere;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nowhere = URI.create("http://localhost:" + free.getLocalPort() + "/v2");
    }
    assertThat(told(nowhere))
        .contains("POWEROFFICE_URL (" + nowhere + ")", "the connection was refused");
    assertThat(toldOfLogIn(nowhere))
        .contains("POWEROFFICE_TOKEN_URL (" + nowhere + ")", "the connection was refused");
  }

  @Test
  void aNameThatIsNotKnownIsTold() {
    URI unknown = URI.create("http://no-such-host.invalid/v2");
    assertThat(told(unknown)).contains("POWEROFFICE_URL (" + unknown + ")", "not known (DNS)");
    assertThat(toldOfLogIn(unknown))
        .contains("POWEROFFICE_TOKEN_URL (" + unknown + ")", "not known (DNS)");
  }

  @Test
  void whatSpeaksNoTlsIsTold() {
    URI plain = URI.create(simulator.url().toString().replace("http://", "https://"));
    assertThat(told(plain)).contains("POWEROFFICE_URL (" + plain + ")").contains("https");
    assertThat(toldOfLogIn(plain)).contains("POWEROFFICE_TOKEN_URL (" + plain + ")");
  }

  @Test
  void anotherSiteIsCutToOneLine() {
    for (int status : new int[] {200, 404, 403, 500}) {
      Answer page = new Answer(status, Map.of("Content-Type", "text/html"), PAGE);
      try (SimulatorServer site =
          new SimulatorServer(0, time.clock(), time::pause, request -> page)) {
        assertThat(told(site.uri())).contains("POWEROFFICE_URL (" + site.uri() + ")");
        assertThat(toldOfLogIn(site.uri())).contains("POWEROFFICE_TOKEN_URL (" + site.uri() + ")");
      }
    }
  }

  @Test
  void rejectedKeysAreToldWithTheirSettingsAndWithoutThem() {
    PowerOfficeConfiguration given = configuration(0);
    assertThat(told(given.url(), given.tokenUrl(), "not-the-client-key"))
        .contains("POWEROFFICE_CLIENT_KEY", "POWEROFFICE_TOKEN_URL (" + given.tokenUrl() + ")")
        .doesNotContain("not-the-client-key");
  }
}
