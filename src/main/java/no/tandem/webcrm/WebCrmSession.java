package no.tandem.webcrm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import no.tandem.remote.Caller;
import no.tandem.remote.Pin;
import no.tandem.remote.RequestLimit;
import no.tandem.remote.Terms;
import no.tandem.remote.Troubles;
import no.tandem.remote.Waiting;
import no.tandem.sync.side.RejectedException;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;
import org.jspecify.annotations.Nullable;

/**
 * The log-in with an application token: keeps an access token and renews it in time.
 *
 * <p>Log-ins keep within the same limit as all requests. A log-in therefore never happens inside
 * another call, which would hold a place while it waits for one.
 */
final class WebCrmSession {
  private static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);
  private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

  private final WebCrmApi api;
  private final String applicationToken;
  private final Waiting waiting;
  private final WebCrmErrors errors;
  private final Troubles troubles = new Troubles();
  private final Pin pin = new Pin(SystemName.WEBCRM);
  private @Nullable Token token;
  private volatile boolean keysRejected;

  WebCrmSession(WebCrmApi api, String applicationToken, WebCrmErrors errors, Waiting waiting) {
    this.api = api;
    this.applicationToken = applicationToken;
    this.errors = errors;
    this.waiting = waiting;
  }

  /** What goes wrong on the way, log-ins included. */
  Troubles troubles() {
    return troubles;
  }

  /** Whether webCRM has rejected the application token since the session was made. */
  boolean keysRejected() {
    return keysRejected;
  }

  /** A call was rejected although the session had just logged in. */
  void keysWereRejected() {
    keysRejected = true;
  }

  /**
   * Sees to it that there is a token which lives on for a while.
   *
   * @param limit within which a log-in keeps
   * @throws TransientException if webCRM rejects the log-in or cannot be reached, or the keys are
   *     another's
   */
  synchronized void open(RequestLimit limit) {
    if (token == null) {
      token = known(logIn(limit));
    } else if (!waiting.clock().instant().isBefore(token.renewAt())) {
      token = known(renewed(token, limit));
    }
    pin.check();
  }

  /**
   * Logs in again, whatever the present token looks like.
   *
   * @param limit within which the log-in keeps
   * @throws TransientException if webCRM rejects the log-in or cannot be reached
   */
  synchronized void logInAfresh(RequestLimit limit) {
    token = known(logIn(limit));
  }

  /** Whose log-in it is has to be known before anything is done with it. */
  private Token known(Token granted) {
    pin.loggedIn(granted.systemId());
    return granted;
  }

  /** Whose the log-in is. */
  Pin pin() {
    return pin;
  }

  /** The header that proves the log-in; after {@link #open}. */
  synchronized String authorization() {
    if (token == null) {
      throw new IllegalStateException("The session was not opened");
    }
    return "Bearer " + token.accessToken();
  }

  private Token logIn(RequestLimit limit) {
    try {
      Token granted = obtain(limit, (webCrm, none) -> webCrm.logIn(applicationToken));
      // A refresh token may have been rejected before, which says nothing about the keys.
      keysRejected = false;
      return granted;
    } catch (TransientException e) {
      troubles.logInFailed();
      throw e;
    }
  }

  private Token renewed(Token old, RequestLimit limit) {
    Optional<String> refreshToken = old.refreshToken();
    if (refreshToken.isEmpty()) {
      return logIn(limit);
    }
    try {
      return obtain(limit, (webCrm, none) -> webCrm.refresh(refreshToken.get()));
    } catch (TransientException e) {
      // A refresh token dies after a time that webCRM does not publish; the application token
      // lives.
      return logIn(limit);
    }
  }

  private Token obtain(RequestLimit limit, ApiCall request) {
    try {
      return new Caller(SystemName.WEBCRM, limit, waiting, () -> {}, errors, troubles, Terms.NONE)
          .call(() -> token(request.body(api, "")));
    } catch (RejectedException e) {
      // It says nothing about the record that was on its way, so it must not be taken for a
      // rejection
      // of the record.
      String text =
          e.status() == 400 || e.status() == 403 ? errors.where().keysRejected(e.text()) : e.text();
      throw rejected(e.status(), e.title(), text);
    }
  }

  private Token token(@Nullable String body) {
    JsonNode answer = Json.read(body);
    Optional<String> accessToken = Json.text(answer, "AccessToken");
    // A rejected log-in may come with status 200.
    if (Json.field(answer, "IsError").asBoolean() || accessToken.isEmpty()) {
      String text =
          Json.text(answer, "ErrorDescription")
              .or(() -> Json.text(answer, "Error"))
              .map(errors.where()::keysRejected)
              .orElseGet(() -> errors.where().foreign(200, body == null ? "" : body));
      throw rejected(200, errors.title(200, body == null ? "" : body), text);
    }
    long seconds = Json.field(answer, "ExpiresIn").asLong();
    Duration lifetime = seconds > 0 ? Duration.ofSeconds(seconds) : DEFAULT_LIFETIME;
    Duration tenth = lifetime.dividedBy(10);
    Duration margin = tenth.compareTo(LONGEST_MARGIN) < 0 ? tenth : LONGEST_MARGIN;
    return new Token(
        accessToken.get(),
        Json.text(answer, "RefreshToken"),
        waiting.clock().instant().plus(lifetime).minus(margin),
        Json.text(answer, "SystemId").filter(id -> !id.equals("0")));
  }

  private TransientException rejected(int status, String title, String text) {
    keysRejected = true;
    return new TransientException(
        SystemName.WEBCRM,
        status,
        "log-in failed: " + title,
        "webCRM rejected the log-in: " + text.replace(applicationToken, "(application token)"));
  }

  /**
   * @param systemId the tenant of webCRM, where the answer names it
   */
  private record Token(
      String accessToken,
      Optional<String> refreshToken,
      Instant renewAt,
      Optional<String> systemId) {

    @Override
    public String toString() {
      // The tokens stay out of logs.
      return "Token[" + renewAt + "]";
    }
  }
}
