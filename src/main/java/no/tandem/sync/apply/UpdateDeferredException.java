package no.tandem.sync.apply;

import no.tandem.sync.link.Reason;
import no.tandem.sync.side.NotSentException;

/** A change waits until it is known what became of another one. */
final class UpdateDeferredException extends NotSentException {
  private static final long serialVersionUID = 1;

  private final transient Reason why;

  UpdateDeferredException(Reason why) {
    super(why.text());
    this.why = why;
  }

  /** Why a change was not sent. */
  static Reason why(NotSentException e) {
    return e instanceof UpdateDeferredException held ? held.why : Reason.readTooLongAgo();
  }
}
