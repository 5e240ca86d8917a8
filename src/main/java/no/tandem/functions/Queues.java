package no.tandem.functions;

/** The pairs' queues: what a function leaves for another run to do. */
public interface Queues {

  /** No queues at all. */
  Queues NONE =
      new Queues() {
        @Override
        public boolean has(PairName pair) {
          return false;
        }

        @Override
        public void send(PairName pair, String tenant, String deduplicationId, String body) {
          throw new IllegalStateException("There is no queue for " + pair.key());
        }
      };

  /** Whether this pair has a queue. On one machine there is none. */
  boolean has(PairName pair);

  /**
   * Leaves a message. Messages of a tenant are handled one after the other.
   *
   * @param deduplicationId a message with the same one within five minutes is dropped
   * @param body the JSON that the pair's function takes
   * @throws RuntimeException if it could not be left there
   */
  void send(PairName pair, String tenant, String deduplicationId, String body);
}
