package no.tandem.sync.link;

import java.util.List;

/** What became of the records of one pair of one tenant, to be read. */
public interface HistoryReader {

  /** What became of a record, oldest first, as far as it is still kept. */
  List<HistoryEntry> of(LinkKey key);

  /** What one run did, by record. */
  List<HistoryEntry> ofRun(String run);
}
