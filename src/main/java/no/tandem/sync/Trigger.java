package no.tandem.sync;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;

/** What makes a pair function run. It only hints; the truth is always read again. */
public sealed interface Trigger {

  /** Look for changes. */
  record Sweep(Extent extent) implements Trigger {}

  /** What a person has decided of the pair's proposal is to be carried out. */
  record Turn() implements Trigger {}

  /** These records may have changed. */
  record Changed(SystemName system, Set<RecordId> ids) implements Trigger {

    public Changed {
      ids = Set.copyOf(ids);
    }

    /** One may have. */
    public Changed(SystemName system, RecordId id) {
      this(system, Set.of(id));
    }
  }

  /**
   * An operator edits a linked record, as a user of that system would.
   *
   * @param link names the link
   * @param values property to value, empty to clear
   * @param onlyIf property to the value that it must have now; one that has another is left alone
   */
  record Edit(
      LinkKey link,
      SystemName system,
      Map<String, Optional<String>> values,
      Map<String, Optional<String>> onlyIf)
      implements Trigger {}

  /**
   * An operator resolves what is held.
   *
   * @param link names the link
   */
  record Resolve(LinkKey link, Resolution resolution) implements Trigger {}

  /**
   * Everything that is stored of a record's values is erased.
   *
   * @param link names the link
   */
  record Forget(LinkKey link) implements Trigger {}

  /** How much a sweep looks at. */
  enum Extent {
    /** What changed since the cursors. */
    CHANGES,
    /** Everything: finds deletions, missed changes and drift. */
    FULL
  }

  /** How an operator resolves a held record. */
  sealed interface Resolution {

    /** This webCRM record is the one. */
    record LinkTo(RecordId right) implements Resolution {}

    /** It is none of those that it looks like: a new one is made. */
    record Create() implements Resolution {}

    /** Where the two disagree, this system is right. */
    record Take(SystemName system) implements Resolution {}

    /** Look at it again, as if it had not been held. */
    record Retry() implements Resolution {}

    /** Leave it as it is and do not look at it again. */
    record Ignore() implements Resolution {}
  }
}
