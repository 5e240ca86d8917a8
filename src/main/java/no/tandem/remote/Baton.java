package no.tandem.remote;

/**
 * What one process at a time holds while it does what only one may do. Used by one thread at a
 * time.
 */
public interface Baton {

  /** For a process that is alone. */
  Baton FREE =
      new Baton() {
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
