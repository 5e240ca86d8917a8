package no.tandem.sync.side;

/** How old what a write was decided on may be by the time it is sent. Whoever sends it asks. */
@FunctionalInterface
public interface Freshness {

  /** It was read just now, or its age does not matter. */
  Freshness ANY = () -> {};

  /**
   * Called each time that the write has its place in the limit and is about to be sent.
   *
   * @throws TooOldException if what it overwrites was read too long ago; it is not sent then
   */
  void check();

  /** What it overwrites is to be read again first. */
  final class TooOldException extends NotSentException {
    private static final long serialVersionUID = 1;

    public TooOldException() {
      super("What it overwrites was read too long ago");
    }
  }
}
