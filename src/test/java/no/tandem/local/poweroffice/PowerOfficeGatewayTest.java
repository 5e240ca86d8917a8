package no.tandem.local.poweroffice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import no.tandem.local.http.SimulatorServer.Journalled;
import no.tandem.local.poweroffice.Caller.Reply;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Keys;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;
import org.junit.jupiter.api.Test;

final class PowerOfficeGatewayTest extends Simulated {
  private static final String INFORMATION = "/ClientIntegrationInformation";

  private final Keys keys = simulator.keys();

  @Test
  void tokenIsGivenForTheRightKeysAndOpensTheApi() {
    Reply token = caller.token(keys);
    assertThat(token.status()).isEqualTo(200);
    assertThat(token.json().path("expires_in").asInt()).isEqualTo(1200);
    assertThat(token.json().path("token_type").asText()).isEqualTo("bearer");
    assertThat(caller.get(INFORMATION).status()).isEqualTo(200);
  }

  @Test
  void wrongApplicationOrClientKeyIs400InvalidClient() {
    Reply application = caller.token(new Keys("x", keys.clientKey(), keys.subscriptionKey()));
    Reply client = caller.token(new Keys(keys.applicationKey(), "x", keys.subscriptionKey()));
    assertThat(application.status()).isEqualTo(400);
    assertThat(application.json().path("error").asText()).isEqualTo("invalid_client");
    assertThat(application.json().path("error_description").asText()).isNotEmpty();
    assertThat(client.status()).isEqualTo(400);
  }

  @Test
  void otherGrantIs400() {
    assertThat(caller.token(keys, "grant_type=password").json().path("error").asText())
        .isEqualTo("unsupported_grant_type");
    assertThat(caller.token(keys, "").json().path("error").asText()).isEqualTo("invalid_request");
  }

  @Test
  void wrongSubscriptionKeyIsTheGateways401() {
    Reply token = caller.token(new Keys(keys.applicationKey(), keys.clientKey(), "x"));
    assertThat(token.status()).isEqualTo(401);
    assertThat(token.json().path("statusCode").asInt()).isEqualTo(401);
    assertThat(token.json().path("message").asText()).contains("invalid subscription key");
  }

  @Test
  void callWithoutTokenOrSubscriptionKeyIs401() {
    String good = caller.token(keys).json().path("access_token").asText();
    URI uri = URI.create(simulator.url() + INFORMATION);
    String subscription = "Ocp-Apim-Subscription-Key";
    assertThat(caller.send("GET", uri, Map.of("Authorization", "Bearer " + good), "").status())
        .isEqualTo(401);
    assertThat(caller.send("GET", uri, Map.of(subscription, keys.subscriptionKey()), "").status())
        .isEqualTo(401);
    Map<String, String> wrong =
        Map.of("Authorization", "Bearer x", subscription, keys.subscriptionKey());
    assertThat(caller.send("GET", uri, wrong, "").json().path("statusCode").asInt()).isEqualTo(401);
  }

  @Test
  void tokenEndsAfterItsLifetime() {
    assertThat(caller.get(INFORMATION).status()).isEqualTo(200);
    clock.pass(Duration.ofSeconds(1199));
    assertThat(caller.get(INFORMATION).status()).isEqualTo(200);
    clock.pass(Duration.ofSeconds(1));
    assertThat(caller.get(INFORMATION).status()).isEqualTo(401);
  }

  @Test
  void tokenLifetimeCanBeChanged() {
    simulator.switches().tokenLifetime(Duration.ofMinutes(10));
    assertThat(caller.token(keys).json().path("expires_in").asInt()).isEqualTo(600);
  }

  @Test
  void revokedTokenIs401() {
    assertThat(caller.get(INFORMATION).status()).isEqualTo(200);
    simulator.revokeTokens();
    assertThat(caller.get(INFORMATION).status()).isEqualTo(401);
  }

  @Test
  void missingPrivilegeIs403WithAnEmptyBody() {
    simulator.switches().privileges(Set.of("Customer"));
    assertThat(caller.list("Customers", "Id").status()).isEqualTo(204);
    assertThat(caller.list("ContactPersons", "Id").status()).isEqualTo(204);
    Reply write = caller.post("/Customers", "{}");
    assertThat(write.status()).isEqualTo(403);
    assertThat(write.body()).isEmpty();
    assertThat(caller.list("Suppliers", "Id").status()).isEqualTo(403);
    assertThat(caller.list("Departments", "Id").status()).isEqualTo(403);
  }

  @Test
  void eleventhCallWithinASecondIs429AndANewSecondOpensAgain() {
    simulator.switches().requestsPerSecond(10);
    for (int i = 0; i < 10; i++) {
      assertThat(caller.get(INFORMATION).status()).isEqualTo(200);
    }
    Reply eleventh = caller.get(INFORMATION);
    assertThat(eleventh.status()).isEqualTo(429);
    assertThat(eleventh.header("Retry-After")).isEqualTo("1");
    assertThat(eleventh.json().path("message").asText())
        .isEqualTo("Rate limit is exceeded. Try again in 1 seconds.");
    clock.pass(Duration.ofSeconds(1));
    assertThat(caller.get(INFORMATION).status()).isEqualTo(200);
  }

  @Test
  void tokenCallsDoNotCountInTheRate() {
    simulator.switches().requestsPerSecond(1);
    caller.token(keys);
    caller.token(keys);
    assertThat(caller.get(INFORMATION).status()).isEqualTo(200);
  }

  @Test
  void retryAfterCanBeAbsent() {
    simulator.switches().requestsPerSecond(1).retryAfter(false);
    caller.get(INFORMATION);
    Reply refused = caller.get(INFORMATION);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEmpty();
  }

  @Test
  void missingRecordIsTheApis404() {
    Reply missing = caller.get("/Customers/12345");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.title()).isEqualTo("Object(s) not found");
    assertThat(missing.json().path("status").asInt()).isEqualTo(404);
    assertThat(missing.detail()).isEqualTo("Customer with id = 12345 not found.");
    assertThat(caller.replace("/Suppliers/1", "Name", "\"x\"").status()).isEqualTo(404);
  }

  @Test
  void resetDropsRecordsTokensJournalAndSwitches() {
    long id = simulator.userCreates(Kind.DEPARTMENTS, Map.of("Name", "Salg"));
    caller.get("/Departments/" + id);
    simulator.switches().camelCase(true).openBalance(id, true);
    simulator.reset();
    assertThat(simulator.records(Kind.DEPARTMENTS)).isEmpty();
    assertThat(simulator.switches().camelCase()).isFalse();
    assertThat(simulator.switches().openBalance(id)).isFalse();
    assertThat(caller.get("/Departments/" + id).status()).isEqualTo(401);
    assertThat(simulator.server().journal()).extracting(Journalled::status).containsExactly(401);
  }
}
