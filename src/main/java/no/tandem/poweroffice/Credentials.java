package no.tandem.poweroffice;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;

/** Puts the access token and the gateway's key on every request. */
final class Credentials implements ClientRequestFilter {
  static final String SUBSCRIPTION_KEY = "Ocp-Apim-Subscription-Key";

  private final Token token;
  private final String subscriptionKey;

  Credentials(Token token, String subscriptionKey) {
    this.token = token;
    this.subscriptionKey = subscriptionKey;
  }

  @Override
  public void filter(ClientRequestContext request) {
    // The request's thread may not wait here; the caller has made sure of a fresh token.
    request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + token.last());
    request.getHeaders().putSingle(SUBSCRIPTION_KEY, subscriptionKey);
  }
}
