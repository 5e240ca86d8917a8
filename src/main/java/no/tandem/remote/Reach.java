package no.tandem.remote;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Looks how far a connection gets, for telling an operator where it ends: a log-in's library says
 * only that there was none.
 */
public final class Reach {

  private Reach() {}

  /**
   * Resolves the name, connects and, where it is https, shakes hands; sends nothing more.
   *
   * @return what did not work, if anything
   */
  public static Optional<IOException> failure(URI address, Duration timeout) {
    boolean tls = "https".equalsIgnoreCase(address.getScheme());
    int port = address.getPort() >= 0 ? address.getPort() : tls ? 443 : 80;
    try {
      Optional<IOException> failure = Optional.empty();
      for (InetAddress one : InetAddress.getAllByName(address.getHost())) {
        failure = failure(new InetSocketAddress(one, port), tls, address.getHost(), timeout);
        if (failure.isEmpty()) {
          break;
        }
      }
      return failure;
    } catch (UnknownHostException e) {
      return Optional.of(e);
    }
  }

  private static Optional<IOException> failure(
      InetSocketAddress to, boolean tls, String host, Duration timeout) {
    int millis = (int) timeout.toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(to, millis);
      socket.setSoTimeout(millis);
      if (tls) {
        shakeHands(socket, host, to.getPort());
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private static void shakeHands(Socket socket, String host, int port) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (SSLSocket secured = (SSLSocket) factory.createSocket(socket, host, port, false)) {
      SSLParameters parameters = secured.getSSLParameters();
      // Without it the name in the certificate is not compared.
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      secured.startHandshake();
    }
  }
}
