package no.tandem.sync;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what the owner of a record is in the other system. */
public interface Owners {

  /**
   * Under which webCRM organisations the records' counterparts belong; an entry for every record.
   *
   * @param records PowerOffice records
   * @param mode in {@link Mode#APPLY} a holder organisation that is missing is created
   * @return by the records' own ids; no entry where the pair has no owners
   */
  Map<RecordId, Owner> of(Collection<Snapshot> records, Mode mode, Report.Builder report);

  /**
   * Under which PowerOffice contacts the records' counterparts belong.
   *
   * @param records webCRM records
   * @return by the records' own ids; no entry for a record that belongs to nothing that is linked,
   *     and is therefore out of scope, or where the pair has no owners
   */
  Map<RecordId, Owner> ofNew(Collection<Snapshot> records);

  /** Whether the pair has owners at all. */
  boolean any();

  /** Which of these PowerOffice owners are linked by now. Asks the link store only. */
  Set<RecordId> linkedAmong(Collection<RecordId> owners);

  /** Which of them are linked, held or ended by now. Asks the link store only. */
  Set<RecordId> decidedAmong(Collection<RecordId> owners);

  /** Calls made to the system so far. */
  int calls(SystemName system);

  /** What the link store charged so far for finding owners. */
  Units units();

  /** For pairs whose records belong to nothing. */
  Owners NONE =
      new Owners() {
        @Override
        public Map<RecordId, Owner> of(
            Collection<Snapshot> records, Mode mode, Report.Builder report) {
          return Map.of();
        }

        @Override
        public Map<RecordId, Owner> ofNew(Collection<Snapshot> records) {
          return Map.of();
        }

        @Override
        public boolean any() {
          return false;
        }

        @Override
        public Set<RecordId> linkedAmong(Collection<RecordId> owners) {
          return Set.of();
        }

        @Override
        public Set<RecordId> decidedAmong(Collection<RecordId> owners) {
          return Set.of();
        }

        @Override
        public int calls(SystemName system) {
          return 0;
        }

        @Override
        public Units units() {
          return Units.NONE;
        }
      };

  /** The record of the other system that an owner is, if there is one. */
  static Optional<RecordId> linked(Optional<Owner> owner) {
    return owner.filter(Owner.Linked.class::isInstance).map(o -> ((Owner.Linked) o).id());
  }

  /** The record of the other system that an owner is or is to be linked to, if it is there. */
  static Optional<RecordId> place(Optional<Owner> owner) {
    return linked(owner)
        .or(
            () ->
                owner
                    .filter(Owner.Planned.class::isInstance)
                    .flatMap(o -> ((Owner.Planned) o).id()));
  }
}
