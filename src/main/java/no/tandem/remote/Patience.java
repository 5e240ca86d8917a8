package no.tandem.remote;

import io.vertx.core.http.HttpClientOptions;
import jakarta.ws.rs.ext.ContextResolver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection on which nothing has come for a while. The REST client's own time-out ends
 * with the first byte of an answer: without this, an answer that stops in its middle is waited for
 * without end. To be registered with the builder of each REST client.
 */
public final class Patience implements ContextResolver<HttpClientOptions> {
  private final Duration longestSilence;

  public Patience(Duration longestSilence) {
    this.longestSilence = longestSilence;
  }

  @Override
  public HttpClientOptions getContext(Class<?> type) {
    return new HttpClientOptions()
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setReadIdleTimeout(Math.toIntExact(longestSilence.toMillis()));
  }
}
