package no.tandem.simulation;

/** A promise that was broken. An error, so that the engine does not take it for a bad record. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  private final String rule;

  Violation(String rule, String what) {
    super(rule + ": " + what);
    this.rule = rule;
  }

  String rule() {
    return rule;
  }
}
