package no.tandem.sync.round;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.detect.Owner;
import no.tandem.sync.detect.OwnerReader;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.Units;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/** The owners of one pair's records: what they are, and the one that Tandem makes itself. */
public interface Owners extends OwnerReader {

  /** The organisation of those whose owner has none; empty where no record needs it. */
  Optional<Holder> holder();

  /** Calls made to the system so far. */
  int calls(SystemName system);

  /** What the link store charged so far for finding owners. */
  Units units();

  /** For pairs whose records belong to nothing. */
  Owners NONE =
      new Owners() {
        @Override
        public Found of(Collection<Snapshot> records) {
          return Found.NOTHING;
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
        public LinkReader.Moves moves(String after, int most) {
          return LinkReader.Moves.NONE;
        }

        @Override
        public Set<LinkKey> linkedAmong(Collection<LinkKey> owners) {
          return Set.of();
        }

        @Override
        public Set<LinkKey> decidedAmong(Collection<LinkKey> owners) {
          return Set.of();
        }

        @Override
        public Optional<Holder> holder() {
          return Optional.empty();
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
}
