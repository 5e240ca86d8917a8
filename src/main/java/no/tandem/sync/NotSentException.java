package no.tandem.sync;

/** A change was not sent, though nothing is wrong with its record. */
public class NotSentException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Reason why;

  NotSentException(Reason why) {
    super(why.text());
    this.why = why;
  }

  Reason why() {
    return why;
  }
}
