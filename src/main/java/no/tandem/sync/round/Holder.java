package no.tandem.sync.round;

import java.util.List;
import no.tandem.sync.detect.Owner;
import no.tandem.sync.report.Action;

/**
 * What the records go under whose owner has nothing in the other system. Tandem makes it itself.
 */
public interface Holder {

  /**
   * What it is.
   *
   * @param actions what was done for it, or would be
   */
  record Found(Owner owner, List<Action> actions) {}

  /**
   * Finds it and links it, and creates it if it is missing.
   *
   * @param run the run that needs it
   */
  Found make(String run);
}
