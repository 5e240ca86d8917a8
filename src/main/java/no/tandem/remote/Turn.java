package no.tandem.remote;

/**
 * Whose turn it is to do what only one may do at a time, over all processes. Used by one thread at
 * a time.
 */
public interface Turn {

  /** Nobody else is there. */
  Turn FREE =
      new Turn() {
        @Override
        public boolean take() {
          return true;
        }

        @Override
        public boolean isHeld() {
          return true;
        }

        @Override
        public void release() {}
      };

  /**
   * Takes it, unless it is held; waits while others have it.
   *
   * @return false if that takes too long
   */
  boolean take();

  /** Whether it is good for one more request. */
  boolean isHeld();

  /** Gives it back, if it is held. */
  void release();
}
