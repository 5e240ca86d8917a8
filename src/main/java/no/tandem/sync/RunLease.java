package no.tandem.sync;

import no.tandem.sync.side.Fence;

/**
 * What lets one run of a pair and tenant at a time write to the systems, over all processes. A run
 * takes it when it has found something to do.
 *
 * <p>An idle sweep takes none, and stores two things without it: that a record was read as its link
 * says ({@link no.tandem.sync.apply.Confirmations}), and that nothing is left of a link whose
 * records are both gone ({@link no.tandem.sync.apply.Leftovers}). That is safe: either is stored
 * only if the link is unchanged since it was read, neither writes to a system, and whoever has the
 * lease and comes second reads the link again. Cursors only move on.
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
