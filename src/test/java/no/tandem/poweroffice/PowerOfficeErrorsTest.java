package no.tandem.poweroffice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerOfficeErrorsTest {
  private final PowerOfficeErrors errors =
      new PowerOfficeErrors(URI.create("https://goapi.example/v2"), "Customer");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"title\":\"Customer conflict\",\"status\":409,\"detail\":\"Id 7 is in use.\"}",
        "{\"Title\":\"Customer conflict\",\"Status\":409,\"Detail\":\"Id 7 is in use.\"}"
      })
  void problemDocumentsAreReadInAnyLetterCase(String body) {
    assertThat(errors.title(409, body)).isEqualTo("409 Customer conflict");
    assertThat(errors.text(409, body)).isEqualTo("Id 7 is in use.");
    assertThat(errors.ownForm(409, body)).isTrue();
  }

  @Test
  void theErrorsOfFieldsAreRead() {
    String body =
        "{\"title\":\"One or more validation errors occurred.\",\"status\":400,\"errors\":"
            + "{\"PhoneNumber\":[\"Too long.\",\"Not a number.\"],\"$.Name\":\"Is missing\",\"x\":[]}}";
    assertThat(errors.title(400, body)).isEqualTo("400 One or more validation errors occurred.");
    assertThat(errors.text(400, body))
        .isEqualTo("PhoneNumber: Too long. Not a number.; $.Name: Is missing");
    assertThat(errors.ownForm(400, body)).isTrue();
  }

  @Test
  void theGatewaysTextIsNotPowerOfficesOwn() {
    String body = "{\"statusCode\":\"404\",\"message\":\"Resource not found\"}";
    assertThat(errors.title(404, body)).isEqualTo("404");
    assertThat(errors.text(404, body))
        .contains(
            "POWEROFFICE_URL (https://goapi.example/v2) answered 404", "“Resource not found”");
    assertThat(errors.ownForm(404, body)).isFalse();
  }

  @Test
  void anEmptyAnswerIsTakenForPowerOfficesOwn() {
    assertThat(errors.ownForm(404, "")).isTrue();
    assertThat(errors.title(404, "")).isEqualTo("404");
    assertThat(errors.text(404, "")).isEqualTo("PowerOffice answered 404 without a text");
    assertThat(errors.text(403, "")).contains("privilege");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>Not found</html>",
        "[]",
        "{}",
        "{\"title\":",
        "null",
        "404",
        "{\"errors\":"
      })
  void anyOtherTextIsSomeoneElses(String body) {
    assertThat(errors.ownForm(404, body)).isFalse();
    assertThat(errors.title(404, body)).isEqualTo("404");
    assertThat(errors.text(404, body))
        .startsWith("POWEROFFICE_URL (https://goapi.example/v2) answered 404, not as PowerOffice")
        .contains(body.replaceAll("<[^>]*>", ""));
  }

  @Test
  void aDetailAndTheErrorsOfFieldsAreBothRead() {
    assertThat(
            errors.text(400, "{\"detail\":\"Not valid.\",\"errors\":{\"Name\":[\"Is missing.\"]}}"))
        .isEqualTo("Not valid. Name: Is missing.");
  }

  @Test
  void rejectedKeysAreToldWithTheirSettings() {
    String body = "{\"statusCode\":401,\"message\":\"Access denied: invalid subscription key.\"}";
    assertThat(errors.text(401, body))
        .startsWith("Access denied: invalid subscription key. Check POWEROFFICE_APPLICATION_KEY,")
        .contains("POWEROFFICE_SUBSCRIPTION_KEY", "POWEROFFICE_URL (https://goapi.example/v2)");
  }

  @Test
  void longTextsAreCut() {
    assertThat(errors.text(500, "{\"detail\":\"" + "x".repeat(5000) + "\"}")).hasSize(2000);
  }

  @Test
  void theGatewaySaysInWordsWhenToComeAgain() {
    String body =
        "{\"statusCode\": 429, \"message\": \"Rate limit is exceeded. Try again in 7 seconds.\"}";
    assertThat(errors.comeAgainAfter(body)).contains(Duration.ofSeconds(7));
    assertThat(errors.comeAgainAfter("{\"statusCode\": 429, \"message\": \"Slow\"}")).isEmpty();
  }
}
