package no.tandem.sync.pair;

/** Who wins when both sides of a property changed and disagree. */
public enum ConflictPolicy {
  POWEROFFICE,
  WEBCRM,
  /** The record that changed last, by the records' own stamps; within a second, PowerOffice. */
  LATEST,
  /** No system: nothing is written until a person decides. */
  HOLD
}
