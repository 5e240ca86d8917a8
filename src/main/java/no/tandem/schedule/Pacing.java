package no.tandem.schedule;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32;
import no.tandem.settings.PairName;

/**
 * How often tenants are swept, and when each of them is: all share PowerOffice's limit, so with
 * more of them each is swept more seldom, and never many at once.
 *
 * <p>Sweeps that find nothing take half of the limit; the other half is for changes, first loads
 * and full sweeps. Every tenant and pair has a minute of its own within the interval, worked out
 * from their names, so that nothing has to be remembered.
 */
final class Pacing {
  /** A log-in, which the instance at hand seldom has made already, and a listing. */
  private static final int REQUESTS_OF_A_SWEEP = 2;

  private static final int SHARE = 2;

  private Pacing() {}

  /**
   * Minutes between two sweeps for changes of a tenant's pair.
   *
   * @param perSecond PowerOffice's limit; 0 for none
   */
  static int interval(int tenants, int perSecond) {
    if (perSecond == 0) {
      return 1;
    }
    long requests = (long) tenants * PairName.values().length * REQUESTS_OF_A_SWEEP * SHARE;
    return Math.max(1, Math.toIntExact(Math.ceilDiv(requests, 60L * perSecond)));
  }

  /**
   * Whether the minute of a tenant's pair is among these.
   *
   * @param from counted from any fixed moment
   * @param minutes how many minutes from then on
   * @param interval after which its minute comes again
   */
  static boolean isDue(String tenant, PairName pair, long from, int minutes, int interval) {
    CRC32 hash = new CRC32();
    hash.update((tenant + "/" + pair.key()).getBytes(StandardCharsets.UTF_8));
    long own = hash.getValue() % interval;
    return Math.floorMod(own - from, (long) interval) < minutes;
  }

  /**
   * How long a batch of messages waits for the one before, so that all fit into most of a minute.
   */
  static Duration pause(int batches) {
    return batches < 2 ? Duration.ZERO : Duration.ofSeconds(48).dividedBy(batches);
  }
}
