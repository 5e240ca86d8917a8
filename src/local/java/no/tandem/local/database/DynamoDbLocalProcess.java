package no.tandem.local.database;

import java.io.IOException;

/**
 * The main class of the child process: runs DynamoDB Local and ends when its parent does, however
 * that ends. Needs nothing but the JDK and DynamoDB Local's own class path.
 */
final class DynamoDbLocalProcess {
  private DynamoDbLocalProcess() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread watch = new Thread(DynamoDbLocalProcess::endWithParent, "end with parent");
    watch.setDaemon(true);
    watch.start();
    Class.forName("com.amazonaws.services.dynamodbv2.local.main.ServerRunner")
        .getMethod("main", String[].class)
        .invoke(null, (Object) arguments);
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
