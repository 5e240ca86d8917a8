package no.tandem.functions;

/** Another run of the pair goes on: the message has to come again, in seconds. */
final class BusyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BusyException() {
    super("Another run of this pair goes on");
  }
}
