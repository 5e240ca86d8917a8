package no.tandem.local.webcrm;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Lets creates that overlap in time collide: webCRM works out new ids in a way that cannot stand
 * it, so that the vendor's own integration makes one record after the other.
 */
final class CreatesUnderWay {
  private final AtomicInteger underWay = new AtomicInteger();

  /** Runs one create; the later one of two fails. */
  int run(IntSupplier create) {
    boolean late = underWay.getAndIncrement() > 0;
    try {
      if (late) {
        throw Refusal.of(500, "DbUpdateException", "The id is already in use.");
      }
      return create.getAsInt();
    } finally {
      underWay.decrementAndGet();
    }
  }
}
