package no.tandem.sync;

/**
 * A write that was begun and whose outcome is not known: the answer was lost, or the process died.
 * What stands in the system tells: the written value is ours, the replaced one means that nothing
 * was written, and anything else is somebody's edit.
 *
 * @param toward where it was to be written
 * @param replaced what stood there; "" for empty
 * @param written the form in which that system would show it; "" for empty
 * @param source what the other system held; "" for empty
 */
public record Attempt(SystemName toward, String replaced, String written, String source) {

  @Override
  public String toString() {
    // Values stay out of logs.
    return "Attempt[" + toward + "]";
  }
}
