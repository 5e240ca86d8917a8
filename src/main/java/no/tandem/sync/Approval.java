package no.tandem.sync;

import java.time.Instant;
import java.util.Set;

/**
 * An operator's go-ahead for the actions of a sweep that stopped itself.
 *
 * <p>It holds for exactly these actions, also if the sweep is interrupted and goes on later.
 *
 * @param fingerprint names all of them together
 * @param actions a digest of each
 */
public record Approval(String fingerprint, Instant at, Set<Long> actions) {
  /** How many actions are kept; a larger sweep that is interrupted is approved once more. */
  public static final int MOST_ACTIONS = 40_000;

  public Approval {
    actions = Set.copyOf(actions);
  }
}
