package no.tandem.check;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * An address, reached step by step: its name, a connection, TLS. A REST client says of all three
 * only that it has no answer.
 */
final class Address {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private Address() {}

  /**
   * Why the address cannot be reached; empty if it can.
   *
   * @param timeout for the connection, and for each answer of TLS
   */
  static Optional<String> trouble(URI uri, Duration timeout) {
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS : HTTP;
    String place = uri.getHost() + ":" + port;
    int millis = Math.toIntExact(timeout.toMillis());
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(uri.getHost()), port), millis);
      socket.setSoTimeout(millis);
      return secure ? tlsTrouble(socket, uri.getHost(), port) : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of("DNS does not know the name " + uri.getHost());
    } catch (ConnectException e) {
      return Optional.of("nothing listens at " + place + " (" + e.getMessage() + ")");
    } catch (SocketTimeoutException e) {
      return Optional.of(place + " did not answer within " + timeout.toSeconds() + " s");
    } catch (IOException e) {
      return Optional.of("the connection to " + place + " broke (" + e.getMessage() + ")");
    }
  }

  private static Optional<String> tlsTrouble(Socket socket, String host, int port)
      throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (SSLSocket secured = (SSLSocket) factory.createSocket(socket, host, port, false)) {
      SSLParameters parameters = secured.getSSLParameters();
      // Without it the name in the certificate is not compared.
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      return Optional.empty();
    } catch (SSLException | SocketTimeoutException e) {
      return Optional.of("TLS with " + host + ":" + port + " failed (" + e.getMessage() + ")");
    }
  }

  /**
   * What the server's clock says, in whole seconds; asked without keys. Empty if it does not say.
   */
  static Optional<Instant> time(URI uri, Duration timeout) {
    HttpURLConnection connection = null;
    try {
      connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(Math.toIntExact(timeout.toMillis()));
      connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
      long date = connection.getHeaderFieldDate("Date", 0);
      return date == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(date));
    } catch (IOException e) {
      return Optional.empty();
    } finally {
      if (connection != null) {
        connection.disconnect();
      }
    }
  }
}
