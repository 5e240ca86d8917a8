package no.tandem.sync.side;

/** A change was not sent, though nothing is wrong with its record. */
public abstract class NotSentException extends RuntimeException {
  private static final long serialVersionUID = 1;

  protected NotSentException(String message) {
    super(message);
  }
}
