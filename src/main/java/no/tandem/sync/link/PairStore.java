package no.tandem.sync.link;

/** What is stored of one pair of one tenant. Reads see all writes made before them. */
public interface PairStore {

  Links links();

  History history();

  RunState runState();

  /** What the store charged for all requests through this object so far. */
  Units units();
}
