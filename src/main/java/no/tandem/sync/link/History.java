package no.tandem.sync.link;

/**
 * What became of the records of one pair of one tenant, to be read and written. What becomes of a
 * link is stored together with it ({@link Links#save}).
 */
public interface History extends HistoryReader {

  /** Adds an entry, or replaces it if it is there. */
  void record(HistoryEntry entry);

  /** Removes a record's history. */
  void erase(LinkKey key);
}
