package no.tandem.remote;

/** Keeps requests within a number per span of time. */
public interface RequestLimit {

  /** Waits for a place. Every call is followed by one of {@link #release}. */
  void acquire();

  /** Gives the place back: to be called when the request is answered or has failed. */
  void release();

  /** The same limit for requests of this priority. */
  RequestLimit at(Priority priority);
}
