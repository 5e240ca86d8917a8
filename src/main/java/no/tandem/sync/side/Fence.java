package no.tandem.sync.side;

/** What a run has to hold to write. Whoever sends requests for it asks. */
public interface Fence {

  /** Nothing is to be held. */
  Fence NONE =
      new Fence() {
        @Override
        public void keep() {}

        @Override
        public void check() {}
      };

  /** Called before any request is sent: keeps what is held. */
  void keep();

  /**
   * Called when a request that writes is about to be sent.
   *
   * @throws ClosedException if it may not be
   */
  void check();

  /** The run does not hold any more what it has to: another one may go on by now. */
  final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ClosedException(String message) {
      super(message);
    }
  }
}
