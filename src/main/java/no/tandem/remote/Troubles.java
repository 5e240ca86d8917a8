package no.tandem.remote;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the troubles with one system that are got over without a word in the report. Safe to use
 * from several threads.
 */
public final class Troubles {
  private final AtomicInteger throttled = new AtomicInteger();
  private final AtomicInteger logInsFailed = new AtomicInteger();

  /**
   * What was counted.
   *
   * @param throttled answers with 429
   * @param logInsFailed log-ins that were rejected or not answered
   */
  public record Counts(int throttled, int logInsFailed) {}

  void throttled() {
    throttled.incrementAndGet();
  }

  /** There is no token, so nothing else can be asked. */
  public void logInFailed() {
    logInsFailed.incrementAndGet();
  }

  /** What has been counted since this was last asked. */
  public Counts take() {
    return new Counts(throttled.getAndSet(0), logInsFailed.getAndSet(0));
  }
}
