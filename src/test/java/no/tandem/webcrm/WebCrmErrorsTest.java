package no.tandem.webcrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebCrmErrorsTest {
  private final WebCrmErrors errors = new WebCrmErrors(URI.create("https://webcrm.example"));

  @Test
  void theTitleQuotesNoMessage() {
    String body = "{\"message\": \"Kari's e-mail is wrong\", \"type\": \"ValidationException\"}";
    assertThat(errors.title(400, body)).isEqualTo("400 ValidationException");
    assertThat(errors.text(400, body)).isEqualTo("Kari's e-mail is wrong");
  }

  @Test
  void aTypeThatIsNoIdentifierStaysOutOfTheTitle() {
    assertThat(errors.title(400, "{\"Type\": \"Kari is wrong\"}")).isEqualTo("400");
    assertThat(errors.title(502, "<html>")).isEqualTo("502");
    assertThat(errors.title(500, "")).isEqualTo("500");
  }

  @Test
  void theTextIsCutAndFallsBackOnTheBody() {
    assertThat(errors.text(400, "{\"Message\": \"" + "x".repeat(3000) + "\"}")).hasSize(2000);
    assertThat(errors.text(400, "{\"Errors\": [\"No\"]}"))
        .isEqualTo(
            "WEBCRM_URL (https://webcrm.example) answered 400, not as webCRM does: “{\"Errors\":"
                + " [\"No\"]}”. Check the address; if it is right, it may be a gateway's answer"
                + " that passes");
    assertThat(errors.text(500, "")).isEqualTo("webCRM answered 500 without a text");
    assertThat(errors.text(403, "")).contains("the user of the application token may not do it");
  }

  @Test
  void anotherSitesPageIsCutToOneLine() {
    String page =
        "<!DOCTYPE html><html><head><style>p {color: red}</style><title>Bad\n gateway</title></head>"
            + "<body><h1>502</h1><p>nginx "
            + "and more ".repeat(200);
    assertThat(errors.text(502, page))
        .contains("WEBCRM_URL (https://webcrm.example) answered 502", "“Bad gateway 502 nginx and")
        .hasSizeLessThan(350)
        .doesNotContain("\n", "<", "color");
    assertThat(errors.text(404, "{\"Message\":\"No HTTP resource was found\"}"))
        .contains("WEBCRM_URL", "“No HTTP resource was found”");
  }

  @Test
  void problemDocumentsAreReadWithTheirFields() {
    String body =
        "{\"title\":\"One or more validation errors occurred.\",\"status\":400,"
            + "\"errors\":{\"PersonEmail\":[\"Is not valid.\"],\"PersonFirstName\":[\"Too long.\"]}}";
    assertThat(errors.text(400, body))
        .isEqualTo(
            "One or more validation errors occurred. PersonEmail: Is not valid. PersonFirstName:"
                + " Too long.");
    assertThat(errors.text(400, "{\"title\":\"Bad\",\"detail\":\"The why.\"}"))
        .isEqualTo("The why.");
  }

  @Test
  void rejectedKeysAreToldWithTheirSetting() {
    assertThat(errors.text(401, "{\"Message\":\"Unauthorized.\"}"))
        .isEqualTo(
            "Unauthorized. Check WEBCRM_APPLICATION_TOKEN, and that they belong to WEBCRM_URL"
                + " (https://webcrm.example)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{\"Message\":\"No\",\"Type\":\"NotFoundException\"}"})
  void ownForm(String body) {
    assertThat(errors.ownForm(404, body)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>Not found</html>",
        "{\"message\":\"Not Found\"}",
        "{\"Message\":\"No HTTP resource was found that matches the request\"}",
        "[]",
        "Not found"
      })
  void anotherForm(String body) {
    assertThat(errors.ownForm(404, body)).isFalse();
  }
}
