package no.tandem.sync;

/** What makes a pair function run. It only hints; the truth is always read again. */
public sealed interface Trigger {

  /** Look for changes. */
  record Sweep(Extent extent) implements Trigger {}

  /** One record may have changed. */
  record Changed(SystemName system, RecordId id) implements Trigger {}

  /** How much a sweep looks at. */
  enum Extent {
    /** What changed since the cursors. */
    CHANGES,
    /** Everything: finds deletions, missed changes and drift. */
    FULL
  }
}
