package no.tandem.local.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports on this machine. They are below those that systems give to outgoing connections, so
 * that a port that was found free is still free when a server takes it later.
 */
public final class Ports {
  private static final int FIRST = 10_000;
  private static final int LAST = 30_000;

  private Ports() {}

  public static int anyFree() {
    int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
    while (!isFree(port)) {
      port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
    }
    return port;
  }

  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
