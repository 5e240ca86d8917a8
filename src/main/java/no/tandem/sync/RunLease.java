package no.tandem.sync;

import no.tandem.sync.side.Fence;

/**
 * What lets one run of a pair and tenant at a time write, over all processes. A run takes it when
 * it has found something to do.
 */
public interface RunLease extends Fence {

  /** For runs that nothing else can interfere with. */
  RunLease NONE =
      new RunLease() {
        @Override
        public boolean take() {
          return true;
        }

        @Override
        public void release() {}

        @Override
        public void keep() {}

        @Override
        public void check() {}
      };

  /**
   * Takes it, unless it is taken already; waits a little while another run has it. What was read
   * before may be old after it.
   *
   * @return whether the run has it
   */
  boolean take();

  /** Gives it back, if it was taken. */
  void release();
}
