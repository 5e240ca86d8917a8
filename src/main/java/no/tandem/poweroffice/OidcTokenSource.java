package no.tandem.poweroffice;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClientConfigBuilder;
import io.quarkus.oidc.client.OidcClientException;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.Tokens;
import io.smallrye.mutiny.TimeoutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import no.tandem.remote.Place;
import no.tandem.remote.Reach;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;

/** Logs in by OAuth's client credentials, as PowerOffice wants it. */
final class OidcTokenSource implements Token.Source {
  private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(5);

  private final OidcClient client;
  private final Duration timeout;
  private final URI tokenUrl;
  private final Place place;

  OidcTokenSource(PowerOfficeConfiguration configuration, OidcClients clients) {
    this.timeout = configuration.timeout();
    this.tokenUrl = configuration.tokenUrl();
    this.place = PowerOfficeErrors.place("POWEROFFICE_TOKEN_URL", tokenUrl);
    this.client =
        clients
            .newClient(
                new OidcClientConfigBuilder()
                    .id("poweroffice")
                    .discoveryEnabled(false)
                    .tokenPath(configuration.tokenUrl().toString())
                    .clientId(configuration.applicationKey())
                    // As the secret of HTTP Basic, which is the extension's default method.
                    .credentials(configuration.clientKey())
                    .headers(Credentials.SUBSCRIPTION_KEY, configuration.subscriptionKey())
                    .connectionTimeout(timeout)
                    .build())
            .await()
            .atMost(timeout);
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Token.Granted logIn() {
    Tokens tokens;
    try {
      tokens = client.getTokens().await().atMost(timeout.multipliedBy(2));
    } catch (OidcClientException e) {
      throw rejection(Optional.ofNullable(e.getMessage()).orElse(""));
    } catch (TimeoutException e) {
      throw unanswered("time-out", new SocketTimeoutException());
    } catch (RuntimeException e) {
      // Its message can quote the answer, and so the token.
      throw unanswered(e.getClass().getSimpleName(), e);
    }
    String text = Optional.ofNullable(tokens.getAccessToken()).orElse("");
    if (text.isBlank()) {
      throw unanswered("no token in the answer", new IOException("no token"));
    }
    return new Token.Granted(text, lifetime(tokens));
  }

  private static Duration lifetime(Tokens tokens) {
    return Optional.ofNullable(tokens.get("expires_in"))
        .filter(seconds -> seconds.matches("\\d{1,9}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .orElse(DEFAULT_LIFETIME);
  }

  /**
   * Wrong keys are answered with 400 and {@code {error, error_description}}, by the gateway with a
   * message. Everything else is another server's answer, or the library's word for none.
   */
  private TransientException rejection(String body) {
    Columns answer = Json.object(body).orElse(Columns.NONE);
    Optional<String> words =
        answer
            .text("error_description")
            .or(() -> answer.text("error"))
            .or(() -> answer.text("message"));
    String title =
        "log-in rejected" + answer.text("error").map(error -> " (" + error + ")").orElse("");
    int status = answer.text("error").isPresent() ? 400 : 0;
    String text =
        words
            .map(said -> place.keysRejected("PowerOffice rejected the log-in: " + said))
            .or(() -> Reach.failure(tokenUrl, timeout).map(place::unanswered))
            .orElseGet(() -> place.foreign(0, body));
    return new TransientException(
        SystemName.POWEROFFICE, status, title, PowerOfficeErrors.cut(text));
  }

  /**
   * @param why for the log
   */
  private TransientException unanswered(String why, Throwable failure) {
    // The library does not say how far it came.
    Throwable seen = Reach.failure(tokenUrl, timeout).<Throwable>map(e -> e).orElse(failure);
    return new TransientException(
        SystemName.POWEROFFICE,
        0,
        "no usable answer to the log-in (" + why + ")",
        place.unanswered(seen));
  }
}
