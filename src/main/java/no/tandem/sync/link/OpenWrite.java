package no.tandem.sync.link;

import java.time.Instant;
import java.util.Optional;
import no.tandem.sync.side.SystemName;

/**
 * A write that did not come to a good end. Either its outcome is not known, as the answer was lost
 * or the process died; what stands in the system shows it: the written value is ours, the replaced
 * one means that nothing was written, and anything else is a user's edit. Or it was answered with
 * success and yet what it replaced still stands there.
 *
 * @param toward where it was to be written
 * @param replaced what stood there; "" for empty
 * @param written the form in which that system would show it; "" for empty
 * @param source what the other system held; "" for empty
 * @param notStored how often it was answered with success and not stored; 0 if the outcome is not
 *     known
 * @param at when it was made, as far as is known; empty if that was not kept: not later than its
 *     link was stored
 */
public record OpenWrite(
    SystemName toward,
    String replaced,
    String written,
    String source,
    int notStored,
    Optional<Instant> at) {

  public OpenWrite(
      SystemName toward, String replaced, String written, String source, int notStored) {
    this(toward, replaced, written, source, notStored, Optional.empty());
  }

  public OpenWrite madeAt(Instant when) {
    return new OpenWrite(toward, replaced, written, source, notStored, Optional.of(when));
  }

  /** It is sent once more, and then a person has to look at it. */
  public boolean isGivenUp() {
    return notStored > 1;
  }

  @Override
  public String toString() {
    // Values stay out of logs.
    return "OpenWrite[" + toward + "]";
  }
}
