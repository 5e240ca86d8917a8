package no.tandem.functions;

/** The caller's input cannot be used; the message says what is wrong and what to send instead. */
public final class BadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BadRequestException(String message) {
    super(message);
  }
}
