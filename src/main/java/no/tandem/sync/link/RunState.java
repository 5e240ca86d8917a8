package no.tandem.sync.link;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.SystemName;

/** What one run of a pair leaves to the next, to be read and written. */
public interface RunState extends RunStateReader {

  /**
   * Takes the pair's lease for a run, or keeps it for longer.
   *
   * @param holder names the run, and no other one of any process
   * @param until when it ends unless it is kept for longer
   * @return whether the run has it; false while another one has
   */
  boolean lease(String holder, Instant until);

  /** Gives the lease back. Does nothing if another run has it. */
  void release(String holder);

  void saveCursor(SystemName system, Cursor cursor);

  void saveOutages(List<Outage> outages);

  void saveOwnersSeen(String place);

  void saveOurName(String name);

  /**
   * Stores it, unless another run did since it was read.
   *
   * @return as stored; empty if another run was faster
   */
  Optional<UpdateWatch> saveWatch(UpdateWatch before, UpdateWatch after);
}
