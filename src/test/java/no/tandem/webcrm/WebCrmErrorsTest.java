package no.tandem.webcrm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebCrmErrorsTest {
  private final WebCrmErrors errors = new WebCrmErrors();

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
    assertThat(errors.text(400, "{\"Errors\": [\"No\"]}")).isEqualTo("{\"Errors\": [\"No\"]}");
    assertThat(errors.text(502, "<html>Bad gateway</html>")).isEqualTo("502");
    assertThat(errors.text(500, "")).isEqualTo("500");
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
