package no.tandem.local.database;

import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.net.InetAddress;

/**
 * The main class of the child process: runs DynamoDB Local for this machine only, and ends when its
 * parent does, however that ends. Needs nothing but the JDK and DynamoDB Local's own class path.
 */
final class DynamoDbLocalProcess {
  private DynamoDbLocalProcess() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread watch = new Thread(DynamoDbLocalProcess::endWithParent, "end with parent");
    watch.setDaemon(true);
    watch.start();
    Object proxy =
        Class.forName("com.amazonaws.services.dynamodbv2.local.main.ServerRunner")
            .getMethod("createServerFromCommandLineArgs", String[].class)
            .invoke(null, (Object) arguments);
    listenOnThisMachineOnly(proxy);
    proxy.getClass().getMethod("start").invoke(proxy);
    proxy.getClass().getMethod("join").invoke(proxy);
  }

  /** It has no option for that: its server would take connections from everywhere. */
  private static void listenOnThisMachineOnly(Object proxy) throws ReflectiveOperationException {
    Field field = proxy.getClass().getDeclaredField("server");
    field.setAccessible(true);
    Object server = field.get(proxy);
    Object connectors = server.getClass().getMethod("getConnectors").invoke(server);
    for (int i = 0; i < Array.getLength(connectors); i++) {
      Object connector = Array.get(connectors, i);
      connector
          .getClass()
          .getMethod("setHost", String.class)
          .invoke(connector, InetAddress.getLoopbackAddress().getHostAddress());
    }
  }

  /** The parent holds the other end of standard input, and loses it when it dies. */
  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is written; only the end counts.
      }
    } catch (IOException e) {
      // As good as the end.
    }
    Runtime.getRuntime().halt(0);
  }
}
