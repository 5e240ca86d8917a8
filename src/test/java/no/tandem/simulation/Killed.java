package no.tandem.simulation;

/** The process is no more. An error, so that nothing in it catches it. */
final class Killed extends Error {
  private static final long serialVersionUID = 1;

  Killed() {
    super("killed", null, false, false);
  }
}
