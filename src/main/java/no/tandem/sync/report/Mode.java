package no.tandem.sync.report;

/** Whether a run writes. */
public enum Mode {
  /** Writes. */
  APPLY,
  /** Writes nothing, neither to the systems nor to the link store; says what would be done. */
  PLAN
}
