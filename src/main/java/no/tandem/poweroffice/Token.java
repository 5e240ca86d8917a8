package no.tandem.poweroffice;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import no.tandem.remote.Pin;
import no.tandem.remote.RequestLimit;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;

/**
 * The access token of one tenant: fetched when it is first needed, renewed ahead of its expiry or
 * when PowerOffice no longer takes it. Safe to use from several threads.
 */
final class Token implements AutoCloseable {
  private static final Duration LONGEST_MARGIN = Duration.ofMinutes(1);

  /** Logs in. */
  interface Source extends AutoCloseable {

    /**
     * Asks for a token.
     *
     * @throws TransientException if PowerOffice does not give one
     */
    Granted logIn();

    @Override
    default void close() {}
  }

  /** A token as it was given. */
  record Granted(String text, Duration lifetime) {

    @Override
    public String toString() {
      // The token stays out of logs.
      return "Granted[" + lifetime + "]";
    }
  }

  private record Issued(String text, Instant at, Instant renewAt) {

    Issued notGood() {
      return new Issued(text, at, Instant.MIN);
    }
  }

  private final Source source;
  private final Clock clock;
  private final Pin pin = new Pin(SystemName.POWEROFFICE);
  private volatile String known = "";
  private volatile Issued issued = new Issued("", Instant.MIN, Instant.MIN);

  Token(Source source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /**
   * A token that is good now, after a log-in if there was none.
   *
   * @param limit within which a log-in keeps
   * @throws TransientException if PowerOffice does not give one
   */
  String fresh(RequestLimit limit) {
    Issued present = issued;
    if (clock.instant().isBefore(present.renewAt())) {
      return present.text();
    }
    synchronized (this) {
      // Another thread may have logged in meanwhile.
      if (!clock.instant().isBefore(issued.renewAt())) {
        issued = logIn(limit);
      }
      return issued.text();
    }
  }

  /** Whose the token is. */
  Pin pin() {
    return pin;
  }

  /**
   * Asks whose the token is, once for each.
   *
   * @param client gives, by the token
   */
  void identify(String token, Function<String, Optional<String>> client) {
    if (!token.equals(known)) {
      pin.loggedIn(client.apply(token));
      known = token;
    }
  }

  /** The token that was issued last, good or not; never waits. */
  String last() {
    return issued.text();
  }

  /** PowerOffice rejected this token. One that was issued after it stays. */
  synchronized void rejected(String text) {
    if (issued.text().equals(text)) {
      issued = issued.notGood();
    }
  }

  /**
   * PowerOffice refused a call with this token for want of a privilege. They are as old as the
   * token, so the next call takes a new one; but not one for each call.
   */
  synchronized void lacksPrivilege(String text) {
    Instant old = clock.instant().minus(LONGEST_MARGIN);
    if (issued.text().equals(text) && !issued.at().isAfter(old)) {
      issued = issued.notGood();
    }
  }

  @Override
  public void close() {
    source.close();
  }

  private Issued logIn(RequestLimit limit) {
    limit.acquire();
    Instant asked = clock.instant();
    Granted granted;
    try {
      granted = source.logIn();
    } finally {
      limit.release();
    }
    Duration half = granted.lifetime().dividedBy(2);
    Duration margin = half.compareTo(LONGEST_MARGIN) < 0 ? half : LONGEST_MARGIN;
    return new Issued(granted.text(), asked, asked.plus(granted.lifetime()).minus(margin));
  }
}
