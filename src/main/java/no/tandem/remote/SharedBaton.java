package no.tandem.remote;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A baton that several processes share. It is kept while one request follows the other, for some
 * seconds; then others get it.
 *
 * <p>Clocks are not compared: one that is not given back is taken over by who has seen it unchanged
 * for as long as its holder can have used it.
 */
final class SharedBaton implements Baton {

  /** For so long it is kept. */
  static final Duration LASTS = Duration.ofSeconds(15);

  /** For so long one is waited for: longer than it takes to take over one that is lost. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private final String name;
  private final Batons batons;
  private final Duration timeout;
  private final Waiting waiting;
  private Optional<String> held = Optional.empty();
  private Instant until = Instant.MIN;

  /**
   * @param name of what is done; never a key
   * @param timeout how long a request can last
   */
  SharedBaton(String name, Batons batons, Duration timeout, Waiting waiting) {
    this.name = name;
    this.batons = batons;
    this.timeout = timeout;
    this.waiting = waiting;
  }

  @Override
  public boolean take() {
    if (isHeld()) {
      return true;
    }
    if (held.isPresent()) {
      release();
      // Whoever waits has looked again by then.
      waiting.pause(LOOK_AGAIN.multipliedBy(2));
    }
    Instant asked = now();
    Optional<String> seen = Optional.empty();
    Instant seenFirst = asked;
    while (now().isBefore(asked.plus(PATIENCE))) {
      String mine = UUID.randomUUID().toString();
      Instant begins = now();
      boolean lost = !begins.isBefore(seenFirst.plus(LASTS).plus(timeout.multipliedBy(2)));
      Optional<String> others =
          batons.takeBaton(name, mine, lost ? seen : Optional.empty(), begins);
      if (others.isEmpty()) {
        held = Optional.of(mine);
        until = begins.plus(LASTS);
        return true;
      }
      if (!others.equals(seen)) {
        seen = others;
        seenFirst = now();
      }
      waiting.pause(LOOK_AGAIN.plusMillis((long) (waiting.chance() * LOOK_AGAIN.toMillis())));
    }
    return false;
  }

  @Override
  public boolean isHeld() {
    return held.isPresent() && now().isBefore(until);
  }

  @Override
  public void release() {
    held.ifPresent(mine -> batons.giveBatonBack(name, mine));
    held = Optional.empty();
  }

  private Instant now() {
    return waiting.clock().instant();
  }
}
