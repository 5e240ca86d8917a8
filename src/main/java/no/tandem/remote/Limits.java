package no.tandem.remote;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import no.tandem.sync.side.SystemName;

/**
 * The request limits by the keys that the systems count for: one limit for each key, for all
 * clients of this process or, with reservations, of all processes.
 */
public final class Limits {
  private final Waiting waiting;
  private final Optional<Reservations> reservations;
  private final Optional<Batons> batons;
  private final Map<String, RequestLimit> limits = new ConcurrentHashMap<>();

  private Limits(Waiting waiting, Optional<Reservations> reservations, Optional<Batons> batons) {
    this.waiting = waiting;
    this.reservations = reservations;
    this.batons = batons;
  }

  /** For one process that has the keys to itself. */
  public static Limits ofThisProcess(Waiting waiting) {
    return new Limits(waiting, Optional.empty(), Optional.empty());
  }

  /** For processes that share the keys. */
  public static Limits shared(Waiting waiting, Reservations reservations, Batons batons) {
    return new Limits(waiting, Optional.of(reservations), Optional.of(batons));
  }

  /**
   * The limit of a key.
   *
   * @param places requests per span; 0 means no limit
   */
  public RequestLimit of(SystemName system, String key, int places, Duration span) {
    return limits.computeIfAbsent(
        system.key() + "#" + digest(key) + "#" + places, name -> limit(name, places, span));
  }

  /**
   * The baton for creating records with a key.
   *
   * @param timeout how long a request can last
   */
  public Baton creating(SystemName system, String key, Duration timeout) {
    return batons
        .<Baton>map(
            shared ->
                new SharedBaton(
                    system.key() + "#" + digest(key) + "#creating", shared, timeout, waiting))
        .orElse(Baton.FREE);
  }

  private RequestLimit limit(String name, int places, Duration span) {
    RateLimit own = new RateLimit(waiting, places, span);
    return places == 0 || reservations.isEmpty()
        ? own
        : new SharedLimit(name, reservations.get(), places, span, own, waiting);
  }

  /** Names the key without showing it. */
  private static String digest(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
