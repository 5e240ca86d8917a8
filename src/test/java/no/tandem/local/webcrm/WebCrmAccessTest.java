package no.tandem.local.webcrm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import no.tandem.local.webcrm.WebCrmSwitches.Area;
import no.tandem.local.webcrm.WebCrmSwitches.LongAddressAnswer;
import no.tandem.local.webcrm.WebCrmSwitches.Right;
import org.junit.jupiter.api.Test;

class WebCrmAccessTest extends WebCrmTestBase {

  @Test
  void logInByFormGivesAnHoursToken() {
    JsonNode session = logIn();
    assertThat(session.path("AccessToken").asText()).isNotEmpty();
    assertThat(session.path("RefreshToken").asText()).isNotEmpty();
    assertThat(session.path("IsError").asBoolean(true)).isFalse();
    assertThat(session.path("ExpiresIn").asInt()).isEqualTo(3600);
    assertThat(session.path("TokenType").asText()).isEqualTo("Bearer");
    assertThat(session.path("SystemId").asInt()).isEqualTo(12345);
  }

  @Test
  void wrongApplicationTokenIsRefused() {
    Answered refused = logIn("wrong");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("IsError").asBoolean()).isTrue();
    webCrm.switches().refusesLogInWithOk(true);
    Answered withOk = logIn("wrong");
    assertThat(withOk.status()).isEqualTo(200);
    assertThat(withOk.json().path("IsError").asBoolean()).isTrue();
    assertThat(withOk.json().path("AccessToken").isNull()).isTrue();
  }

  @Test
  void refreshTokenWorksOnceAndGivesAnother() {
    String refresh = logIn().path("RefreshToken").asText();
    Answered first = call("POST", "/Auth/ApiRefresh", "", "refreshToken", refresh);
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.json().path("RefreshToken").asText()).isNotEqualTo(refresh);
    Answered second = call("POST", "/Auth/ApiRefresh", "", "refreshToken", refresh);
    assertThat(second.status()).isEqualTo(400);
    assertThat(second.json().path("Error").asText()).isEqualTo("invalid_grant");
  }

  @Test
  void missingWrongAndExpiredTokensAreRefusedWithoutABody() {
    assertThat(call("GET", "/Organisations/1", "").status()).isEqualTo(401);
    Answered wrong = call("GET", "/Organisations/1", "", "Authorization", "Bearer wrong");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.body()).isEmpty();
    assertThat(get("/Organisations/1").status()).isEqualTo(200);
    clock.pass(Duration.ofSeconds(3599));
    assertThat(get("/Organisations/1").status()).isEqualTo(200);
    clock.pass(Duration.ofSeconds(1));
    assertThat(get("/Organisations/1").status()).isEqualTo(401);
  }

  @Test
  void revokedTokensAreRefused() {
    assertThat(get("/Organisations/1").status()).isEqualTo(200);
    webCrm.revokeTokens();
    assertThat(get("/Organisations/1").status()).isEqualTo(401);
    useFreshToken();
    assertThat(get("/Organisations/1").status()).isEqualTo(200);
  }

  @Test
  void strayUnauthorizedComesByItsChance() {
    webCrm.switches().strayUnauthorized(1);
    assertThat(get("/Organisations/1").status()).isEqualTo(401);
    webCrm.switches().strayUnauthorized(0);
    assertThat(get("/Organisations/1").status()).isEqualTo(200);
  }

  @Test
  void overTheLimitOfASlidingMinuteHasToWait() {
    webCrm.switches().requestsPerMinute(3);
    useFreshToken();
    clock.pass(Duration.ofSeconds(20));
    assertThat(get("/Organisations/1").status()).isEqualTo(200);
    assertThat(get("/Organisations/1").status()).isEqualTo(200);
    Answered refused = get("/Organisations/1");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("40");
    assertThat(refused.json().path("RetryAfterSeconds").asInt()).isEqualTo(40);
    assertThat(refused.error()).contains("Retry after").endsWith("TooManyRequestsException");
    clock.pass(Duration.ofSeconds(40));
    assertThat(get("/Organisations/1").status()).isEqualTo(200);
    assertThat(get("/Organisations/1").status()).isEqualTo(429);
    webCrm.switches().requestsPerMinute(0);
    assertThat(get("/Organisations/1").status()).isEqualTo(200);
  }

  @Test
  void callsWithoutAGoodTokenDoNotCount() {
    webCrm.switches().requestsPerMinute(2);
    for (int i = 0; i < 5; i++) {
      assertThat(call("GET", "/Organisations/1", "").status()).isEqualTo(401);
    }
    assertThat(get("/Organisations/1").status()).isEqualTo(200);
    assertThat(logIn(webCrm.applicationToken()).status()).isEqualTo(429);
  }

  @Test
  void missingRightsAreRefusedPerArea() {
    webCrm.switches().right(Area.PERSONS, Right.NONE).right(Area.ORGANISATIONS, Right.READ);
    assertThat(get("/Persons/2").status()).isEqualTo(403);
    assertThat(get("/Persons/2").error()).contains("ForbiddenException");
    assertThat(get("/Organisations/1").status()).isEqualTo(200);
    assertThat(post("/Organisations", "{\"OrganisationId\":0}").status()).isEqualTo(403);
    webCrm.switches().right(Area.QUERIES, Right.NONE);
    assertThat(query("SELECT PersonId FROM Person WHERE PersonId = 2").status()).isEqualTo(403);
  }

  @Test
  void onlyJsonIsSpoken() {
    String token = "Bearer " + logIn().path("AccessToken").asText();
    assertThat(
            call("GET", "/Persons/2", "", "Authorization", token, "Accept", "application/xml")
                .status())
        .isEqualTo(406);
    assertThat(
            call(
                    "POST",
                    "/Persons",
                    "a=b",
                    "Authorization",
                    token,
                    "Accept",
                    "application/json",
                    "Content-Type",
                    "text/plain")
                .status())
        .isEqualTo(415);
  }

  @Test
  void addressThatIsTooLongDoesNotReachTheApi() {
    String longest = "/Organisations/1?x=" + "y".repeat(8192 - 19);
    assertThat(get(longest).status()).isEqualTo(200);
    Answered tooLong = get(longest + "y");
    assertThat(tooLong.status()).isEqualTo(414);
    assertThat(tooLong.body()).doesNotStartWith("{");
    webCrm.switches().longAddressAnswer(LongAddressAnswer.HTML_NOT_FOUND);
    Answered page = get(longest + "y");
    assertThat(page.status()).isEqualTo(404);
    assertThat(page.body()).startsWith("<!DOCTYPE html>");
    webCrm.switches().longestAddress(20);
    assertThat(get("/Organisations/1?Size=1000").status()).isEqualTo(404);
  }
}
