package no.tandem.sync;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the webCRM organisation under which a record's counterpart belongs. */
public interface Owners {

  /**
   * What the records' owners are; an entry for every record that needs one.
   *
   * @param records PowerOffice records
   * @return by the records' own ids; no entry where the pair has no owners
   */
  Map<RecordId, Owner> of(Collection<Snapshot> records, Mode mode, Report.Builder report);

  /** Which of these PowerOffice owners are linked by now. Asks the link store only. */
  Set<RecordId> linked(Collection<RecordId> owners);

  /** Which of them are linked, held or ended by now. Asks the link store only. */
  Set<RecordId> decided(Collection<RecordId> owners);

  /** Calls made to the system so far. */
  int calls(SystemName system);

  /** For pairs whose records belong to nothing. */
  Owners NONE =
      new Owners() {
        @Override
        public Map<RecordId, Owner> of(
            Collection<Snapshot> records, Mode mode, Report.Builder report) {
          return Map.of();
        }

        @Override
        public Set<RecordId> linked(Collection<RecordId> owners) {
          return Set.of();
        }

        @Override
        public Set<RecordId> decided(Collection<RecordId> owners) {
          return Set.of();
        }

        @Override
        public int calls(SystemName system) {
          return 0;
        }
      };

  /** The right record that an owner is, if there is one. */
  static Optional<RecordId> right(Optional<Owner> owner) {
    return owner.filter(Owner.Linked.class::isInstance).map(o -> ((Owner.Linked) o).right());
  }
}
