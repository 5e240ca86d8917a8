package no.tandem.functions;

/** What Tandem itself needs is not there; the message says what, and what to do. */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
