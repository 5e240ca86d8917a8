package no.tandem.functions;

import java.time.Duration;
import java.util.Collection;
import no.tandem.settings.PairName;

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

        @Override
        public void sendAll(
            PairName pair, Collection<String> tenants, String deduplicationId, String body) {
          throw new IllegalStateException("There is no queue for " + pair.key());
        }

        @Override
        public void giveBack(PairName pair, String receipt, Duration pause) {
          throw new IllegalStateException("There is no queue for " + pair.key());
        }

        @Override
        public boolean setAside(PairName pair, String tenant, String body, String reason) {
          return false;
        }
      };

  /** Whether this pair has a queue. On one machine there is none. */
  boolean has(PairName pair);

  /**
   * Leaves a message. Messages of a tenant are handled one after the other.
   *
   * @param deduplicationId a message of the tenant with the same one within five minutes is dropped
   * @param body the JSON that the pair's function takes
   * @throws RuntimeException if it could not be left there
   */
  void send(PairName pair, String tenant, String deduplicationId, String body);

  /**
   * Leaves the same message for each of these tenants.
   *
   * @throws RuntimeException if it could not be left for all of them
   */
  void sendAll(PairName pair, Collection<String> tenants, String deduplicationId, String body);

  /**
   * Has a message that was received come again after this time, and not after the queue's own.
   *
   * @param receipt what the queue gave with the message
   * @throws RuntimeException if the queue could not be reached
   */
  void giveBack(PairName pair, String receipt, Duration pause);

  /**
   * Puts a message that can never be handled where people look for such.
   *
   * @param reason what is wrong with it, for them
   * @return false if there is no such place
   * @throws RuntimeException if it could not be left there
   */
  boolean setAside(PairName pair, String tenant, String body, String reason);
}
